"""Hugo: hugo.toml, .yaml or .json, and the files in config/_default."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from feeds.config.generators.given import Given, Surrounding, expressions, filled, site_of, texts, words
from feeds.layouts import LAYOUTS
from feeds.regex import regex

_FORMS = ("toml", "yaml", "yml", "json")
_PARTS = ("params", "permalinks", "taxonomies", "languages", "frontmatter")
#: Hugo's placeholders, and ours.
_TOKENS = {
    ":slugorcontentbasename": ":slug",
    ":slugorfilename": ":slug",
    ":contentbasename": ":name",
    ":filename": ":name",
    ":monthname": ":month_name",
    ":yearday": ":y_day",
    ":title": ":title_slug",
    ":slug": ":slug_or_title",
}
_TOKEN = regex("|".join(rf"{token}(?![a-z])" for token in sorted(_TOKENS, key=len, reverse=True)))
_UNKNOWN = regex(r":(?:sections?\[|weekday|\w+\[)")


def read_hugo(around: Surrounding) -> Given:
    """Return what Hugo's files say."""
    name = next((one for one in map(around.name_of, LAYOUTS["hugo"].markers) if _is_hugo(around.values(one))), "")
    said = _folded(around.values(name))
    for part in _PARTS:
        if file := around.first(f"config/_default/{part}.{form}" for form in _FORMS):
            said.setdefault(part, around.values(file))
            name = name or file
    params, language = _block(said, "params"), words(said.get("defaultcontentlanguage"))
    own = _folded(_block(_block(said, "languages"), language)) if language else {}
    site = site_of(
        title=own.get("title") or said.get("title"),
        url=said.get("baseurl"),
        description=params.get("description"),
        language=next((said[key] for key in ("languagecode", "locale") if said.get(key)), language),
        timezone=said.get("timezone"),
        author=params.get("author") or said.get("author"),
        logo=params.get("logo"),
        icon=params.get("favicon"),
    )
    dates = [_date_name(one) for one in texts(_block(said, "frontmatter").get("date"))]
    posts = filled(
        permalink=_permalink(said, around.section, ":filename" in dates),
        held=expressions(texts(said.get("ignorefiles"))),
        dates=[one for one in dates if one],
        taxonomies=_taxonomies(_block(said, "taxonomies")),
    )
    return Given(file=name, site=site, posts=posts)


def _is_hugo(values: Mapping[str, Any]) -> bool:
    """Return whether *values* are Hugo's, and not those of our own config.yaml."""
    return bool(values) and "site" not in values


def _folded(values: Mapping[str, Any]) -> dict[str, Any]:
    return {str(name).lower(): value for name, value in values.items()}


def _block(values: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = values.get(name)
    return value if isinstance(value, dict) else {}


def _permalink(said: Mapping[str, Any], section: str, dated_names: bool) -> str:
    """Return the pattern for the posts of *section*, or ""; with *dated_names* names do not include dates."""
    rules = _block(said, "permalinks")
    rules = rules | _block(rules, "page")
    folder = section.partition("/")[0]
    written = words(rules.get(folder))
    if not written or _UNKNOWN.search(written):
        ending = ".html" if str(said.get("uglyurls")).lower() == "true" else ""
        slug = ":short_slug" if dated_names else ":slug"
        return f"/{section}/:folder/{slug}{ending or '/'}" if ending or dated_names else ""
    pattern = _TOKEN.sub(lambda token: _TOKENS[token[0]], written)
    pattern = re.sub(r":sections\b", f"{section}/:folder", pattern)
    return re.sub(r":section\b", folder, pattern)


def _date_name(written: str) -> str:
    return "" if written.lower() in (":git", ":filemodtime") else written


def _taxonomies(written: Mapping[str, Any]) -> list[str]:
    return [words(name) for name in written.values() if words(name) not in ("", "tags", "categories")]
