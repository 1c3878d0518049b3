"""Hexo: _config.yml, and its addresses as patterns of ours (https://hexo.io/docs/permalinks)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from feeds.config.generators.given import Given, SiteFiles, expressions, filled, is_on, site_of, texts, words
from feeds.layouts import LAYOUTS
from feeds.regex import regex

_TOKEN = regex(r":(\w+)")
_SAME = frozenset("year month day i_month i_day hour minute second".split())
_TOKENS = {"name": ":base_name", "post_title": ":post_title", "category": ":category_path", "hash": ":hexo_hash"}
_DIGITS = {"year": r"\d{4}", "month": r"\d{2}", "day": r"\d{2}", "i_month": r"\d{1,2}", "i_day": r"\d{1,2}"}
_TITLE = ":title.md"  # the usual `new_post_name`


def read_hexo(around: SiteFiles) -> Given:
    """Return what Hexo's file says."""
    name = around.first(LAYOUTS["hexo"].markers)
    said = around.values(name)
    site = site_of(
        title=said.get("title"),
        url=said.get("url"),
        description=said.get("description") or said.get("subtitle"),
        language=next(iter(texts(said.get("language"))), ""),
        timezone=said.get("timezone"),
        author=said.get("author"),
    )
    named = words(said.get("new_post_name")) or _TITLE
    posts = filled(
        permalink=_permalink(said, ":post_path" if named == _TITLE else ":[hexo_slug]"),
        names=expressions([] if named == _TITLE else [_expression(named)]),
        slugs="hexo-case" if str(said.get("filename_case", 0)) == "0" else "",
        defaults=[{"paths": "*", "values": values} for values in (_defaults(said),) if values],
    )
    return Given(file=name, site=site, posts=posts)


def _permalink(said: Mapping[str, Any], title: str) -> str:
    """Return the pattern of addresses, in which *title* is how a post is named by its file."""
    written = words(said.get("permalink"))
    pretty = said.get("pretty_urls")
    if isinstance(pretty, dict) and not is_on(pretty.get("trailing_html", True)):
        written = written.removesuffix(".html")
    if is_on(said.get("post_asset_folder")) and not written.endswith((".html", "/")):
        written += "/" if written else ""
    return as_pattern(written, title)


def as_pattern(written: str, title: str) -> str:
    """Return the pattern of addresses for Hexo's *written* one; what it does not know is front matter.

    >>> as_pattern(":year/:title/:abbrlink.html", ":post_path")
    '/:year/:post_path/:[abbrlink].html'
    """

    def fill(found: re.Match[str]) -> str:
        name = found[1]
        if name == "title":
            return title
        return f":{name}" if name in _SAME else _TOKENS.get(name, f":[{name}]")

    return "/" + _TOKEN.sub(fill, written).lstrip("/") if written else ""


def _defaults(said: Mapping[str, Any]) -> dict[str, str]:
    """Return the front matter that addresses have where a post has none."""
    own = said.get("permalink_defaults")
    named = {str(key): words(value) for key, value in own.items() if words(value)} if isinstance(own, dict) else {}
    return {"default_category": words(said.get("default_category")) or "uncategorized", **named}


def _expression(named: str) -> str:
    """Return the expression that finds the `:title` in the path of a post named by `new_post_name`.

    >>> _expression(":year-:month-:day-:title.md")
    '\\\\d{4}-\\\\d{2}-\\\\d{2}-(?P<hexo_slug>.+)\\\\.\\\\w+$'
    """
    parts = _TOKEN.split(re.sub(r"\.\w+\Z", "", named))
    found = [_DIGITS.get(one, "(?P<hexo_slug>.+)" if one == "title" else "[^/]+") for one in parts[1::2]]
    texts_between = [re.escape(one).replace(r"\-", "-") for one in parts[0::2]]
    joined = "".join(text + group for text, group in zip(texts_between, [*found, ""], strict=True))
    return joined + r"\.\w+$"
