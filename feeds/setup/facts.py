"""Title, address and language of a newsletter: from the files of its site, else from its posts and its repository."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from feeds import posts
from feeds.config.surroundings import look_around
from feeds.errors import FeedsError
from feeds.files import text_of
from feeds.issues.divided import DividedIssues, find_divided
from feeds.layouts import SiteSurvey
from feeds.regex import regex
from feeds.setup.addresses import find_address
from feeds.setup.hosting import find_domain, find_repository, pages_workflow, repository_of
from feeds.setup.languages import find_language
from feeds.setup.places import astro_address
from feeds.setup.readme import find_name
from feeds.setup.samples import READMES, Sample, read_about
from feeds.urls import slugify

_LARGEST = 100_000  # bytes of a file that may name the newsletter
_GENERIC = frozenset(
    "issue issues newsletter news week weekly edition no nr number the vol volume update post "
    "readme to do todo about".split()
)
_TITLE = regex(r"^(?:title|:title:|Title)\s?[:=]?\s{0,3}[\"']?(?:!\s)?[\"']?(?P<title>[^\"'\n]{3,80})", re.MULTILINE)
_NUMBERED_HEADING = regex(r"\A\s{0,20}# (?P<title>[^\[\]\n]{3,60}\d[^\n]{0,99})$", re.MULTILINE)
_END_OF_NAME = regex(r"\s{0,2}(?:[#№:|–—(（]|第|-\s|\d|\bissue\b|\bvol\b)")
_HEAD = 2000  # characters of a post in which its title is looked for
_PLAIN = ("plain", "pelican")  # layouts of repositories whose posts are read as they are
_FOLDER = "the name of the folder"
_SHORTEST = 3  # letters of a name: the N of "N 42" is none
_USUAL = 0.4  # the share of titles that begin alike, if they name the newsletter


class Fact(Struct, frozen=True, kw_only=True):
    """A setting, and where it is from."""

    value: str
    source: str  # a file, or what it was concluded from
    is_given: bool = False  # a file of the site says so: it need not be written again
    is_said: bool = False  # the owner says so
    is_placeholder: bool = False  # nothing says it: an address where nothing can be read


class Facts(Struct, frozen=True, kw_only=True):
    """The facts about a newsletter that were found."""

    survey: SiteSurvey
    title: Fact
    url: Fact
    language: Fact | None  # None: not known, so it takes its default
    permalink: Fact | None = None  # None: that of the layout, or the posts say it
    divided: DividedIssues | None = None  # folders of several files that are one issue each
    chosen: str = ""  # the pattern of the posts, where other files are among them; "": all are posts
    given: Mapping[str, str] = field(default_factory=dict)  # other settings of the site, and their files
    computed: str = ""  # the file that makes addresses in a way that cannot be known without running it


def gather_facts(base: Path, directory: str, samples: Sequence[Sample], title: str, url: str) -> Facts:
    """Return the facts about the newsletter with these *samples* in *directory* of *base*.

    *title* and *url* are what somebody said of it, and count more.

    Raises:
        ConfigError: Jekyll's file is not valid YAML.
    """
    around = look_around(base, {"posts": {"directory": directory}})
    assert around.survey is not None  # the values are valid
    site: Mapping[str, Any] = around.values.get("site", {})
    sources = {key: str(around.places[("site", key)].path) for key in site if ("site", key) in around.places}
    named = _said(title) or _given(site, sources, "title") or _title(base, samples)
    address, permalink = _address(base, around.survey, samples, named.value)
    repository = repository_of(address.value)
    if repository and named.source == _FOLDER:
        named = Fact(value=_spoken(repository.name), source="the name of the repository")
    chosen = _said(url) or _given(site, sources, "url") or address
    is_plain = around.survey.found.name in _PLAIN
    paths = _paths(base / directory)
    return Facts(
        survey=around.survey,
        title=named,
        url=chosen,
        language=_given(site, sources, "language") or _language(samples),
        permalink=permalink if is_plain and not chosen.is_given and "permalink" not in around.values else None,
        divided=find_divided(paths),
        chosen=_chosen(paths) if directory == "." else "",
        given={key: source for key, source in sources.items() if key not in ("title", "url", "language")},
        computed=around.computed,
    )


def _paths(directory: Path) -> Collection[str]:
    try:
        return posts.scan(str(directory))
    except FeedsError:  # reported when it is read
        return ()


def _chosen(paths: Collection[str]) -> str:
    """Return the pattern of the folders of years at the top of a repository, if it has others with files, too."""
    tops = {path.partition("/")[0] for path in paths if "/" in path}
    years = {top for top in tops if re.match(r"(?:19|20)\d\d", top)}
    return "20*/*" if years and tops - years and all(year.startswith("20") for year in years) else ""


def _said(value: str) -> Fact | None:
    return Fact(value=value, source="as you say", is_said=True) if value else None


def _given(site: Mapping[str, Any], sources: Mapping[str, str], key: str) -> Fact | None:
    value = site.get(key)
    return Fact(value=str(value), source=sources.get(key, ""), is_given=True) if value else None


def _language(samples: Sequence[Sample]) -> Fact | None:
    found = find_language(samples)
    return Fact(value=found, source="the words of the posts") if found else None


def _title(base: Path, samples: Sequence[Sample]) -> Fact:
    """Return the name of the newsletter: the words that begin most titles, else that of the README or repository."""
    names = Counter(name for sample in samples if (name := _name_in(sample)))
    name, count = names.most_common(1)[0] if names else ("", 0)
    if name and count >= max(2, _USUAL * len(samples)):
        return Fact(value=name, source="the titles of the posts")
    readme = next((path for name in READMES if (path := base / name).is_file()), base / READMES[0])
    if (heading := find_name(text_of(readme, _LARGEST))) and not _is_generic(heading):
        return Fact(value=_spoken(heading) if "-" in heading and " " not in heading else heading, source=readme.name)
    repository = find_repository(base)
    if repository and _is_generic(repository.name):
        return Fact(value=_spoken(f"{repository.owner} {repository.name}"), source="the name of the repository")
    folder = repository.name if repository else base.resolve().name
    return Fact(value=_spoken(folder), source="the name of the repository" if repository else _FOLDER)


def _is_generic(name: str) -> bool:
    """Return whether *name* could be that of any newsletter."""
    return set(re.split(r"[\W_]+", name.lower())) - {""} <= _GENERIC


def _name_in(sample: Sample) -> str:
    """Return the part of the title of *sample* that is not its number or date, if that is a name."""
    found = _TITLE.search(sample.text[:_HEAD])
    heading = None if found else _NUMBERED_HEADING.search(sample.text[:_HEAD])
    title = found["title"] if found else heading["title"] if heading else ""
    name = _END_OF_NAME.split(title, maxsplit=1)[0]
    words = name.strip(" -,.!'").split()
    is_initial = name.isascii() and len("".join(words)) < _SHORTEST
    return " ".join(words) if words and not is_initial and not {word.lower() for word in words} <= _GENERIC else ""


def _address(base: Path, found: SiteSurvey, samples: Sequence[Sample], title: str) -> tuple[Fact, Fact | None]:
    """Return the address of the site and the pattern of its issues, if that is known."""
    if domain := find_domain(base):
        return Fact(value=f"https://{domain}/", source="CNAME"), None
    if address := astro_address(base):
        return Fact(value=address, source="the config of Astro"), None
    if homepage := re.search(r"\"homepage\"\s?:\s?\"(https?://[^\"\s#]+)\"", text_of(base / "package.json", _LARGEST)):
        return Fact(value=homepage[1], source="package.json"), None
    is_plain = found.found.name in _PLAIN  # the pages that a generator makes are not in the repository
    repository = find_repository(base)
    if repository and repository.host == "github.com" and (pages_workflow(base) or "github.io" in repository.name):
        return Fact(value=repository.pages, source=".git/config, for GitHub Pages"), None
    if linked := find_address(samples, title, read_about(base)):
        source = linked.source
        if not linked.url.startswith("https://github.com/"):
            return Fact(value=linked.url, source=source), _fact(linked.permalink, source)
        if is_plain:
            return _in_repository(linked.url, "HEAD", "github.com", found.directory, source)
    if is_plain and repository and repository.host in ("github.com", "gitlab.com"):
        host, source = repository.host, ".git/config"
        return _in_repository(repository.url, repository.branch, host, found.directory, source)
    placeholder = f"https://{slugify(title)[:50].strip('-')}.example/"
    return Fact(value=placeholder, source="not known, so links lead nowhere yet", is_placeholder=True), None


def _in_repository(url: str, branch: str, host: str, directory: str, source: str) -> tuple[Fact, Fact | None]:
    """Return where the files of posts can be read at a host of repositories."""
    view = "blob" if host == "github.com" else "-/blob"
    pattern = f"/{view}/{branch}/{directory}/:file" if directory != "." else f"/{view}/{branch}/:file"
    return Fact(value=url, source=source), Fact(value=pattern, source=source)


def _fact(value: str, source: str) -> Fact | None:
    return Fact(value=value, source=source) if value else None


def _spoken(name: str) -> str:
    """Return the *name* of a folder as a title.

    >>> _spoken("harbour-notes"), _spoken("fe_news")
    ('Harbour Notes', 'Fe News')
    """
    words = re.split(r"[-_.\s]+", name.removesuffix(".git").removesuffix(".github.io"))
    capitalized = (word if any(map(str.isupper, word)) else word.capitalize() for word in words if word)
    return " ".join(capitalized) or "Newsletter"
