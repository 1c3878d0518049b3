"""Hugo's addresses as patterns of ours: https://gohugo.io/configuration/permalinks/, uglyURLs, and languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct, field

from feeds.config.generators.given import is_on, words
from feeds.config.permalinks import HugoFolders, hugo_pattern


class Place(Struct, frozen=True, kw_only=True):
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


def address_settings(said: Mapping[str, Any], place: Place, sections: str, *, dated_names: bool) -> Addresses:
    """Return the settings for what Hugo's file *said*; with *dated_names* names do not include dates.

    *sections* are those of the post directory, as `:sections` has them.

    Sections below the post directory that have a pattern of their own, and folders of
    languages, get it as the `url` of their posts.
    """
    rules = sorted(_rules(said), key=lambda rule: len(rule.section))
    prefix = _prefix(said, place, place.language)
    folders = HugoFolders(above=sections, path=place.section)
    ending = _Ending(said, place.section)
    own = next((rule for rule in reversed(rules) if _is_at(place.section, rule.section)), None)
    written = _pattern(own, folders, prefix, ending, dated_names=dated_names)
    defaults = [
        {"paths": _below(rule.section, place.section), "values": {"url": found}}
        for rule in rules
        if rule is not own and rule.section.startswith(f"{place.section}/".lstrip("/")) and rule.section
        if (found := _pattern(rule, folders, prefix, ending, dated_names=dated_names))
    ]
    for language, folder in place.folders.items():
        skipped = HugoFolders(above=sections, path=place.section, skipped=folder.count("/") + 1)
        start = _prefix(said, place, language)
        url = _pattern(None, skipped, start, ending, dated_names=dated_names) or f"{start}/{skipped.whole}/:slug/"
        defaults.append({"paths": f"{folder}/*", "values": {"language": language, "url": url}})
        for rule in rules:
            inside = rule.section and _pattern(rule, skipped, start, ending, dated_names=dated_names)
            if inside:
                defaults.append(
                    {"paths": f"{folder}/{rule.section}/*", "values": {"language": language, "url": inside}}
                )
    if own and not place.section:  # the rule of "/" is for pages at the top alone
        plain_below = _pattern(None, folders, prefix, ending, dated_names=dated_names) or f"{prefix}/:folder/:slug/"
        defaults.insert(0, {"paths": "*/*", "values": {"url": plain_below}})
    case = "hugo-case" if is_on(said.get("disablepathtolower")) else ""
    plain = f"{prefix}/{place.section}/:folder/:slug/"
    return Addresses(permalink=written or plain, slugs=case, defaults=tuple(defaults))


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


def _prefix(said: Mapping[str, Any], place: Place, language: str) -> str:
    """Return what addresses of pages in *language* begin with; that of the site has no folder unless it wants one."""
    if is_on(said.get("defaultcontentlanguageinsubdir")):
        return f"/{language}" if language else "/:lang"
    return f"/{language}" if language and language != place.default else ""


def _pattern(rule: _Rule | None, folders: HugoFolders, prefix: str, ending: _Ending, *, dated_names: bool) -> str:
    """Return the pattern for pages to which *rule* applies, or "" if there is none, or one with unknown parts."""
    translated = hugo_pattern(rule.pattern, folders) if rule else ""
    if not translated:
        slug = ":short_slug" if dated_names else ":slug"
        translated = f"/{folders.whole}/{slug}/"
        if ending.of("") == "/" and not dated_names and not folders.skipped:
            return ""  # that of the layout
    return ending.of(f"{prefix}/{translated.lstrip('/')}")


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
