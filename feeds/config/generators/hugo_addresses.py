"""Hugo's addresses as patterns of ours: https://gohugo.io/configuration/permalinks/, uglyURLs, and languages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from msgspec import Struct, field

from feeds.config.generators.given import is_on, words
from feeds.config.permalinks import HugoFolders, hugo_pattern


class ContentPlace(Struct, frozen=True, kw_only=True):
    """Where the post directory is in the content of a site."""

    section: str  # its path below the folder of content: "posts", or "" for that folder itself
    language: str = ""  # to which all of it belongs; "": to that of the site, but for suffixes of files
    default: str = "en"  # the language of the site
    folders: Mapping[str, str] = field(default_factory=dict)  # of languages: to their folders in the directory


class Addresses(Struct, frozen=True, kw_only=True):
    """Settings of `posts`."""

    permalink: str
    slugs: str
    defaults: tuple[Mapping[str, Any], ...]


class _Rule(Struct, frozen=True, kw_only=True):
    """Pages of a section, and the pattern of their addresses as Hugo has it."""

    section: str
    pattern: str


def address_settings(said: Mapping[str, Any], place: ContentPlace, sections: str, *, dated_names: bool) -> Addresses:
    """Return the settings for what Hugo's file *said*; with *dated_names* names do not include dates.

    *sections* are those of the post directory, as `:sections` has them.

    Sections below the post directory that have a pattern of their own, and folders of
    languages, get it as the `url` of their posts.
    """
    rules = sorted(_rules(said), key=lambda rule: len(rule.section))
    patterns = _Patterns(ending=_Ending(said, place.section), dated_names=dated_names)
    folders = HugoFolders(above=sections, path=place.section)
    prefix = _prefix(said, place, place.language)
    own = next((rule for rule in reversed(rules) if _is_at(place.section, rule.section)), None)
    defaults = [
        *_of_sections([rule for rule in rules if rule is not own], place, partial(patterns.of, folders, prefix)),
        *_of_languages(said, rules, place, sections, patterns),
    ]
    if own and not place.section:  # the rule of "/" is for pages at the top alone
        below = patterns.of(folders, prefix, None) or f"{prefix}/:folder/:slug/"
        defaults.insert(0, {"paths": "*/*", "values": {"url": below}})
    return Addresses(
        permalink=patterns.of(folders, prefix, own) or f"{prefix}/{place.section}/:folder/:slug/",
        slugs="hugo-case" if is_on(said.get("disablepathtolower")) else "",
        defaults=tuple(defaults),
    )


def _of_sections(
    rules: Iterable[_Rule], place: ContentPlace, pattern_of: Callable[[_Rule], str]
) -> Iterator[Mapping[str, Any]]:
    """Yield the addresses of the sections below *place* that have rules of their own."""
    for rule in rules:
        is_below = rule.section and rule.section.startswith(f"{place.section}/".lstrip("/"))
        if is_below and (url := pattern_of(rule)):
            yield {"paths": _below(rule.section, place.section), "values": {"url": url}}


def _of_languages(
    said: Mapping[str, Any], rules: Sequence[_Rule], place: ContentPlace, sections: str, patterns: _Patterns
) -> Iterator[Mapping[str, Any]]:
    """Yield the addresses of the folders of languages in *place*, and of the sections in each of them."""
    for language, folder in place.folders.items():
        skipped = HugoFolders(above=sections, path=place.section, skipped=folder.count("/") + 1)
        prefix = _prefix(said, place, language)
        url = patterns.of(skipped, prefix, None) or f"{prefix}/{skipped.whole}/:slug/"
        yield {"paths": f"{folder}/*", "values": {"language": language, "url": url}}
        for rule in rules:
            if rule.section and (url := patterns.of(skipped, prefix, rule)):
                yield {"paths": f"{folder}/{rule.section}/*", "values": {"language": language, "url": url}}


class _Ending:
    """The end of addresses: a slash, unless a pattern names an extension."""

    def __init__(self, said: Mapping[str, Any], section: str) -> None:
        ugly = said.get("uglyurls")
        self._ugly = is_on(ugly.get(section.partition("/")[0]) if isinstance(ugly, dict) else ugly)

    def of(self, pattern: str) -> str:
        """Return *pattern* with the ending of the site."""
        if self._ugly:
            return f"{pattern.rstrip('/')}.html"
        return pattern if "." in pattern.rpartition("/")[2] else pattern.rstrip("/") + "/"


def _prefix(said: Mapping[str, Any], place: ContentPlace, language: str) -> str:
    """Return what addresses of pages in *language* begin with; that of the site has no folder unless it wants one."""
    if is_on(said.get("defaultcontentlanguageinsubdir")):
        return f"/{language}" if language else "/:lang"
    return f"/{language}" if language and language != place.default else ""


class _Patterns(Struct, frozen=True, kw_only=True):
    """Makes patterns of addresses with the *ending* of the site; with *dated_names* names do not include dates."""

    ending: _Ending
    dated_names: bool

    def of(self, folders: HugoFolders, prefix: str, rule: _Rule | None) -> str:
        """Return the pattern for pages to which *rule* applies, or "" if it is that of the layout.

        Where there is no rule, or one with unknown parts, it is Hugo's default.
        """
        translated = hugo_pattern(rule.pattern, folders) if rule else ""
        if not translated:
            if self.ending.of("") == "/" and not self.dated_names and not folders.skipped:
                return ""
            translated = f"/{folders.whole}/{':short_slug' if self.dated_names else ':slug'}/"
        return self.ending.of(f"{prefix}/{translated.lstrip('/')}")


def _rules(said: Mapping[str, Any]) -> Iterator[_Rule]:
    """Yield the rules for pages: by section, by kind and section, or as a list of targets."""
    written = said.get("permalinks")
    if isinstance(written, list):
        for one in written:
            target = one.get("target") if isinstance(one, dict) else None
            target = target if isinstance(target, dict) else {}
            if words(target.get("kind") or "page") == "page" and isinstance(one, dict):
                yield _Rule(section=_section(target.get("path")), pattern=words(one.get("pattern")))
    for section, pattern in written.items() if isinstance(written, dict) else ():
        if isinstance(pattern, dict) and str(section).lower() == "page":
            for inner, own in pattern.items():
                yield _Rule(section=_section(inner), pattern=words(own))
        elif words(pattern):
            yield _Rule(section=_section(section), pattern=words(pattern))


def _section(written: object) -> str:
    return words(written).rstrip("*").strip("{} /").lower()


def _is_at(section: str, rule: str) -> bool:
    """Return whether pages of *section* are among those of *rule*; the rule of "/" is for pages at the top."""
    return section.lower() == rule or (rule != "" and section.lower().startswith(rule + "/"))


def _below(section: str, directory: str) -> str:
    return section[len(directory) :].strip("/") + "/*"
