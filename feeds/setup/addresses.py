"""Find the address of a newsletter in the links by which its posts, or files about it, refer to them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import unquote

from msgspec import Struct
from msgspec.structs import replace

from feeds.regex import regex
from feeds.setup.samples import Sample

_POSTS = "the links in the posts"
_LINK = regex(r"(?P<scheme>https?)://(?P<host>[a-z0-9.-]{4,80})(?P<path>/[\w./~%-]*)?", re.IGNORECASE)
_REPOSITORY = regex(r"github\.com/(?P<name>[\w.-]{1,60}/[\w.-]{1,80})/(?P<rest>[\w./-]+)")
_OWN_PATH = regex(r"^(?:permalink|url):\s?[\"']?(/[\w./%~-]{5,200})[\"']?[ \t]*+$", re.MULTILINE)
_HEAD = 2000  # letters of a post that may be its front matter
_LEAST = 3  # posts that have to be found at an address, of archives that have so many
_SHARE = 0.2  # of the posts that name a host which is called like the newsletter
_SHORTEST = 6  # letters of such a name
_UNMISTAKABLE = 10  # letters of a name that one post is enough to find, if a host has all of it
_ENDINGS = ("newsletter", "news", "brief", "digest", "blog", "online")  # of hosts, after the name of a newsletter
_MOST_LABELS = 3  # of a host: services that send mail have longer names for their customers


class SiteAddress(Struct, frozen=True, kw_only=True):
    """Where the issues of a newsletter can be read."""

    url: str  # of the site, ending in "/"
    permalink: str = ""  # the pattern of issues below it, or "" if that is not known
    source: str = _POSTS  # what it was concluded from


def find_address(samples: Sequence[Sample], title: str, about: Sequence[Sample] = ()) -> SiteAddress | None:
    """Return the address under which *samples* refer to each other, or that is called like *title*, or None.

    Where they do not say it, files *about* the newsletter may, such as a README that lists the issues.
    """
    return (
        _by_names(samples, samples)
        or _by_own_addresses(samples)
        or _by_title(samples, title)
        or _said_about(samples, title, about)
        or _in_repository(samples)
    )


def _said_about(samples: Sequence[Sample], title: str, about: Sequence[Sample]) -> SiteAddress | None:
    """Return the address by which a file *about* the newsletter refers to its posts, or to its site."""
    for one in about:
        if found := _by_names(samples, [one]) or _by_title([one], title):
            return replace(found, source=one.file)
    return None


def _by_names(samples: Sequence[Sample], linking: Iterable[Sample]) -> SiteAddress | None:
    """Return the address below which links in *linking* find most of *samples*, each by its own name."""
    known = _telling_names(samples)
    found: defaultdict[SiteAddress, set[str]] = defaultdict(set)
    for scheme, host, path in _links(linking):
        if host == "github.com":  # it shows the source of posts, see `_in_repository`
            continue
        for number, part in enumerate(path):
            sample = known.get(part.removesuffix(".html").removesuffix(".htm"))
            if sample and number == len(path) - 1:
                pattern = "/".join(_piece(one, sample) for one in path)
                ending = "" if part.endswith(("html", "htm")) else "/"
                found[SiteAddress(url=f"{scheme}://{host}/", permalink=f"/{pattern}{ending}")].add(sample.path)
    best = max(found, key=lambda one: (len(found[one]), one.url, one.permalink), default=None)
    least = min(_LEAST, max(1, len(samples) // 3))
    return best if best and len(found[best]) >= least and ":" in best.permalink else None


def _by_own_addresses(samples: Sequence[Sample]) -> SiteAddress | None:
    """Return the address at which links find the paths that posts give themselves, as in `permalink: /news/5/`."""
    own = {found[1].strip("/") for sample in samples if (found := _OWN_PATH.search(sample.text[:_HEAD]))}
    telling = {path for path in own if "/" in path and re.search(r"\d", path)}
    hosts = Counter(f"{scheme}://{host}/" for scheme, host, path in _links(samples) if "/".join(path) in telling)
    return SiteAddress(url=hosts.most_common(1)[0][0]) if hosts else None


def _telling_names(samples: Iterable[Sample]) -> dict[str, Sample]:
    """Return the posts by names that only they have, and that hardly mean anything else."""
    named = [(name, sample) for sample in samples for name in {sample.name, sample.slug}]
    counts = Counter(name for name, _ in named)
    return {
        name: sample
        for name, sample in named
        if counts[name] == 1 and re.search(r"[^\W\d_]", name) and (re.search(r"\d", name) or len(name) > 12)
    }


def _links(samples: Iterable[Sample]) -> Iterator[tuple[str, str, list[str]]]:
    for sample in samples:
        for link in _LINK.finditer(sample.text):
            path = [unquote(part) for part in (link["path"] or "").split("/") if part]
            yield link["scheme"].lower(), link["host"].lower(), path


def _piece(part: str, sample: Sample) -> str:
    """Return *part* of an address as a pattern: the name of the post, or a part of its date.

    >>> _piece("05", Sample(file="2026-05-01-issue-4.md", text="", date={"year": "2026", "month": "05", "day": "01"}))
    ':month'
    """
    stem = part.removesuffix(".html").removesuffix(".htm")
    if stem == sample.slug:
        return ":slug" + part[len(stem) :]
    if stem == sample.name:
        return ":name" + part[len(stem) :]
    return next((f":{key}" for key, value in sample.date.items() if value == part), part)


def _by_title(samples: Sequence[Sample], title: str) -> SiteAddress | None:
    """Return the address of a host that is called like the newsletter, and that many of its posts name."""
    wanted = _letters(title)
    if len(wanted) < _SHORTEST:
        return None
    naming: defaultdict[str, set[str]] = defaultdict(set)
    for sample in samples:
        for scheme, host, _ in _links([sample]):
            if _is_called(host, wanted):
                naming[f"{scheme}://{host}/"].add(sample.path)
    counts: Mapping[str, int] = {url: len(paths) for url, paths in naming.items()}
    best = max(counts, key=lambda url: (counts[url], url), default="")
    is_whole = len(wanted) >= _UNMISTAKABLE and _letters(_name_in(best)) in _names(wanted)
    return SiteAddress(url=best) if best and (is_whole or counts[best] >= max(1, _SHARE * len(samples))) else None


def _in_repository(samples: Sequence[Sample]) -> SiteAddress | None:
    """Return the repository in which posts link to themselves, as badges that count readers do."""
    counts: Counter[str] = Counter()
    for sample in samples:
        own = {found[1] for found in _REPOSITORY.finditer(sample.text) if sample.name in found[2].split("/")[-1]}
        counts.update(own)
    (best, most), *_ = (*counts.most_common(1), ("", 0))
    return SiteAddress(url=f"https://github.com/{best}/") if most >= max(_LEAST, len(samples) // 3) else None


def _is_called(host: str, wanted: str) -> bool:
    """Return whether *host* has the name *wanted*, or most of it: `swiftweekly.github.io` for "Swift Weekly Brief"."""
    label = _letters(_name_in(host))
    return (
        host.removeprefix("www.").count(".") < _MOST_LABELS
        and len(label) >= max(_SHORTEST, 0.6 * len(wanted))
        and (wanted.startswith(label) or label in _names(wanted))
    )


def _names(wanted: str) -> set[str]:
    """Return how a host may be called that has the whole name *wanted*."""
    return {wanted, *(wanted + ending for ending in _ENDINGS)}


def _name_in(address: str) -> str:
    """Return what a host, or that of an address, is called.

    >>> _name_in("https://www.this-week-in-rust.org/")
    'this-week-in-rust'
    """
    return address.rpartition("//")[2].removeprefix("www.").partition(".")[0]


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())
