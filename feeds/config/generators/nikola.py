"""Nikola: conf.py, as far as it can be read without running it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from feeds.config.generators.given import Given, SiteFiles, filled, site_of, words


def read_nikola(around: SiteFiles) -> Given:
    """Return what Nikola's file says."""
    name = around.first(["conf.py"])
    said = around.assignments(name)
    language = words(said.get("DEFAULT_LANG"))
    site = site_of(
        title=_in(language, said.get("BLOG_TITLE")),
        url=said.get("SITE_URL"),
        description=_in(language, said.get("BLOG_DESCRIPTION")),
        language=language,
        timezone=said.get("TIMEZONE"),
        author=_in(language, said.get("BLOG_AUTHOR")),
    )
    rows = _rows(said.get("POSTS"), around.section)
    ending = "/" if said.get("PRETTY_URLS", True) else ".html"
    posts = filled(
        permalink=_pattern(_in(language, rows[0].target), ending),
        slugs="" if said.get("USE_SLUGIFY", True) else "written",
        defaults=list(_defaults(rows, language, ending)),
    )
    return Given(file=name, site=site, posts=posts)


class _Row(Struct, frozen=True, kw_only=True):
    """A line of POSTS: which files go where."""

    files: str  # a pattern
    target: Any  # a folder, or one for each language


def _rows(written: object, section: str) -> list[_Row]:
    """Return the lines of POSTS that are for files in *section*, or one for all of them."""
    lines = [one for one in written if isinstance(one, (list, tuple))] if isinstance(written, (list, tuple)) else []
    rows = [_Row(files=words(one[0]), target=one[1]) for one in lines if len(one) > 1]
    return [row for row in rows if row.files.startswith(f"{section}/")] or rows or [_Row(files="*", target=section)]


def _pattern(target: Any, ending: str) -> str:
    return f"/{words(target)}/:folder/:slug{ending}"


def _defaults(rows: Sequence[_Row], language: str, ending: str) -> Iterator[dict[str, Any]]:
    """Yield what posts have that go elsewhere than those of the first of *rows*, or in other languages."""
    for number, row in enumerate(rows):
        name = row.files.rpartition("/")[2]
        if number and _in(language, row.target) != _in(language, rows[0].target):
            yield {"paths": name, "values": {"url": _pattern(_in(language, row.target), ending)}}
        for other, target in row.target.items() if isinstance(row.target, dict) else ():
            if other != language and target != _in(language, row.target):
                yield {"paths": f"*.{other}.*", "values": {"url": _pattern(target, ending)}}


def _in(language: str, value: Any) -> Any:
    """Return *value*, or of a block of translations that in *language*."""
    return value.get(language) if isinstance(value, dict) else value
