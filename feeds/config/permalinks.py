"""Addresses as templates of Eleventy make them, as patterns of `posts.permalink`."""

from __future__ import annotations

import re

from feeds.regex import regex

_OUTPUT = regex(r"\{\{-?(?P<value>[^{}]*+)\}\}")


def template_pattern(template: str, section: str = "") -> str:
    """Return the pattern of addresses that *template* makes, or "" if it is computed in another way.

    >>> template_pattern("/news/{{ page.date | date: '%Y/%m' }}/{{ title | slugify }}/index.html", "posts")
    '/news/:year/:month/:title_slug/'
    >>> template_pattern("{{ page.filePathStem }}.html", "posts"), template_pattern("/{{ mine }}/", "posts")
    ('/posts/:path.html', '')
    """
    pattern = _OUTPUT.sub(lambda found: _part(found["value"].removesuffix("-").strip(), section), template)
    if not pattern or "{" in pattern or "\0" in pattern:
        return ""
    return "/" + pattern.removesuffix("index.html").lstrip("/")


def _part(value: str, section: str) -> str:
    name, *filters = (part.strip() for part in value.split("|"))
    if name in ("title", "slug") and filters and filters[0].startswith("slug"):
        return ":title_slug" if name == "title" else ":slug"
    if name == "page.filePathStem" and not filters:
        return f"/{section}/:path"
    if name == "page.date" and len(filters) == 1:
        return _date(filters[0])
    return {"page.fileSlug": ":short_slug", "slug": ":slug"}.get(name, "\0") if not _others(filters) else "\0"


def _others(filters: list[str]) -> bool:
    return any(not one.startswith("slug") for one in filters)


def _date(written: str) -> str:
    form = re.search(r"[\"']([^\"']+)[\"']", written)
    pattern = form[1] if form else "\0"
    for mark, part in (
        ("%Y", ":year"),
        ("%m", ":month"),
        ("%d", ":day"),
        ("yyyy", ":year"),
        ("MM", ":month"),
        ("dd", ":day"),
    ):
        pattern = pattern.replace(mark, part)
    return pattern if "%" not in pattern else "\0"
