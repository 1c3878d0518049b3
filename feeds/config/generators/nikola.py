"""Nikola: conf.py, as far as it can be read without running it."""

from __future__ import annotations

from typing import Any

from feeds.config.generators.given import Given, Surrounding, filled, site_of, words
from feeds.config.generators.python_settings import literal_assignments


def read_nikola(around: Surrounding) -> Given:
    """Return what Nikola's file says."""
    name = around.first(["conf.py"])
    said = literal_assignments(around.files.get(name, b""))
    language = words(said.get("DEFAULT_LANG"))
    site = site_of(
        title=_in(language, said.get("BLOG_TITLE")),
        url=said.get("SITE_URL"),
        description=_in(language, said.get("BLOG_DESCRIPTION")),
        language=language,
        timezone=said.get("TIMEZONE"),
        author=_in(language, said.get("BLOG_AUTHOR")),
    )
    rows = said.get("POSTS")
    row = next((one for one in (rows if isinstance(rows, (list, tuple)) else ()) if isinstance(one, (list, tuple))), ())
    target = words(_in(language, row[1])) if len(row) > 1 else around.section
    ending = "/" if said.get("PRETTY_URLS", True) else ".html"
    return Given(file=name, site=site, posts=filled(permalink=f"/{target}/:folder/:slug{ending}"))


def _in(language: str, value: Any) -> Any:
    """Return *value*, or of a block of translations that in *language*."""
    return value.get(language) if isinstance(value, dict) else value
