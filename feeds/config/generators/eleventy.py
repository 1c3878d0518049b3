"""Eleventy: data of the post directory, and the customary files of data about the site."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from feeds.config.generators.given import Given, SiteFiles, filled, site_of, words
from feeds.config.generators.scripts import text_in
from feeds.config.permalinks import template_pattern
from feeds.layouts import LAYOUTS, data_files
from feeds.regex import regex

_QUOTED = regex(r"\bpermalink[\"']?\s?:\s{0,9}(?P<mark>[\"'`])(?P<text>(?:(?!(?P=mark)[,}\s;])[^\n]){0,300}+)(?P=mark)")
_AUTHOR = regex(r"\bauthor[\"']?\s?:\s{0,9}\{(?P<block>[^{}]{0,1000})\}")
_FUNCTION = regex(r"\bpermalink[\"']?\s?:\s{0,9}\(?[\w{}, ]{1,40}\)?\s?=>\s{0,9}`(?P<text>[^`\n]*)`")
_NAMED = regex(r"\bpermalink\b")
_YEAR = regex(r"\$\{\s?(?:data\.)?page\.date\.get(?:UTC)?FullYear\(\)\s?\}")
_INSERTED = regex(r"\$\{\s?(?:data\.)?(?P<name>[\w.]+)\s?\}")


def read_eleventy(around: SiteFiles) -> Given:
    """Return what Eleventy's files of data say."""
    name = around.first(LAYOUTS["eleventy"].files)
    said = _of_site(around, name)
    site = site_of(
        title=said.get("title") or said.get("name"),
        url=said.get("url"),
        description=said.get("description"),
        language=said.get("language") or said.get("lang"),
        author=said.get("author"),
    )
    values: dict[str, Any] = {}
    computed = ""
    for file in map(os.path.normpath, data_files(around.directory)):
        if file in around.files:
            read = _of_json(around, file) if file.endswith(".json") else _of_script(around.text(file))
            values, name = values | read, name or file
            if "permalink" in read or _NAMED.search(around.text(file)):
                computed = "" if template_pattern(words(read.get("permalink")), around.section) else file
    permalink = template_pattern(words(values.pop("permalink", "")), around.section)
    kept = {key: value for key, value in values.items() if key not in ("layout", "pagination")}
    posts = filled(permalink=permalink, defaults=[{"paths": "*", "values": kept}] if kept else [])
    return Given(file=name, site=site, posts=posts, computed=computed)


def _of_json(around: SiteFiles, file: str) -> dict[str, Any]:
    """Return the data in *file*; an address that it has computed is like one that it gives."""
    values = around.values(file)
    computed = values.pop("eleventyComputed", None)
    permalink = computed.get("permalink") if isinstance(computed, dict) else None
    return values | ({"permalink": permalink} if permalink else {})


def _of_site(around: SiteFiles, name: str) -> Mapping[str, Any]:
    """Return the data about the site in the file *name*, which may be a script: then the values that are plain text."""
    if not name.endswith(("js", "mjs", "cjs")):
        return around.values(name)
    script = around.text(name)
    names = {key: text_in(script, [key]) for key in ("title", "url", "description", "language", "lang", "author")}
    return names | {"author": names["author"] or _name_of_author(script)}


def _name_of_author(script: str) -> str:
    """Return the name in the block `author` of *script*, or ""."""
    found = _AUTHOR.search(script)
    return text_in(found["block"], ["name"]) if found else ""


def _of_script(text: str) -> dict[str, Any]:
    """Return the `permalink` that a script gives as text, or as a function that only puts a text together."""
    if found := _QUOTED.search(text) or _FUNCTION.search(text):
        dated = _YEAR.sub("{{ page.date | date: '%Y' }}", found["text"])
        written = _INSERTED.sub(lambda part: "{{ " + part["name"] + " }}", dated)
        return {"permalink": written} if "${" not in written else {}
    return {}
