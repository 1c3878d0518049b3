"""Pelican: pelicanconf.py and publishconf.py, as far as they can be read without running them."""

from __future__ import annotations

import re
from fnmatch import translate

from feeds.config.generators.given import Given, Surrounding, filled, site_of, texts, words
from feeds.config.generators.python_settings import literal_assignments
from feeds.regex import regex

_FIELD = regex(r"\{(?P<name>\w+)(?::(?P<form>[^{}]*))?\}")
_FORMS = {
    "%Y": ":year",
    "%y": ":short_year",
    "%m": ":month",
    "%d": ":day",
    "%b": ":short_month_name",
    "%B": ":month_name",
}
_FORMS |= {"%-m": ":i_month", "%-d": ":i_day", "%j": ":y_day"}


def read_pelican(around: Surrounding) -> Given:
    """Return what Pelican's files say; that of publishing takes precedence."""
    names = [name for name in map(around.name_of, ("pelicanconf.py", "publishconf.py")) if name in around.files]
    said = {key: value for name in names for key, value in literal_assignments(around.files[name]).items() if value}
    site = site_of(
        title=said.get("SITENAME"),
        url=said.get("SITEURL"),
        description=said.get("SITEDESCRIPTION") or said.get("SITESUBTITLE"),
        language=said.get("DEFAULT_LANG"),
        timezone=said.get("TIMEZONE"),
        author=said.get("AUTHOR"),
    )
    written = words(said.get("ARTICLE_URL")) or words(said.get("ARTICLE_SAVE_AS"))
    by_name = said.get("SLUGIFY_SOURCE") == "basename"
    pattern = as_pattern(written or ("{slug}.html" if by_name else ""), ":name_slug" if by_name else ":slug")
    ignored = [f"(?:^|/){translate(name)}" for name in texts(said.get("IGNORE_FILES"))]
    defaults = said.get("DEFAULT_METADATA")
    posts = filled(
        permalink=pattern,
        held=ignored,
        defaults=[{"paths": "*", "values": defaults}] if isinstance(defaults, dict) else [],
    )
    return Given(file=names[-1] if names else "", site=site, posts=posts)


def as_pattern(written: str, slug: str) -> str:
    """Return the pattern of addresses for Pelican's *written* one, or "" if it has parts that are not known.

    >>> as_pattern("posts/{date:%Y}/{date:%b}/{slug}/index.html", ":slug")
    '/posts/:year/:short_month_name/:slug/'
    """
    fields = {"slug": slug, "category": ":categories"}

    def fill(found: re.Match[str]) -> str:
        if found["name"] == "date":
            return re.sub(r"%-?\w", lambda part: _FORMS.get(part[0], "\0"), found["form"] or "\0")
        return fields.get(found["name"], "\0")

    pattern = _FIELD.sub(fill, written)
    return "" if not pattern or "\0" in pattern else "/" + pattern.removesuffix("index.html").lstrip("/")
