"""Addresses as templates of Eleventy and patterns of Hugo make them, as patterns of `posts.permalink`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from feeds.regex import regex

#: Hugo's placeholders, and ours.
_TOKENS = {
    "year": ":year",
    "month": ":month",
    "monthname": ":month_name",
    "day": ":day",
    "weekday": ":weekday",
    "weekdayname": ":weekday_name",
    "yearday": ":i_y_day",
    "title": ":title_slug",
    "slug": ":slug_or_title",
    "slugorfilename": ":slug",
    "slugorcontentbasename": ":slug",
    "filename": ":name",
    "contentbasename": ":name",
    # parts of dates as Go writes them
    "2006": ":year",
    "06": ":short_year",
    "01": ":month",
    "1": ":i_month",
    "January": ":month_name",
    "Jan": ":short_month_slug",
    "02": ":day",
    "2": ":i_day",
    "002": ":y_day",
    "Mon": ":short_weekday_slug",
    "Monday": ":weekday_name",
    "15": ":hour",
    "04": ":minute",
    "05": ":second",
}
_TOKEN = regex(r":(?P<name>\w+)(?:\[(?P<cut>[^\[\]]*)\])?")
_VALUE = regex(r"(?P<name>[A-Za-z_]\w*+)(?:\[0\])?\Z")
_OUTPUT = regex(r"\{\{-?(?P<value>[^{}]*+)\}\}")


def template_pattern(template: str, section: str = "") -> str:
    """Return the pattern of addresses that *template* makes, or "" if it is computed in another way.

    >>> template_pattern("/news/{{ page.date | date: '%Y/%m' }}/{{ title | slugify }}/index.html", "posts")
    '/news/:year/:month/:title_slug/'
    >>> template_pattern("{{ page.filePathStem }}.html", "posts"), template_pattern("/{{ tags[0] | slugify }}/")
    ('/posts/:path.html', '/:[tags|slug]/')
    """
    pattern = _OUTPUT.sub(lambda found: _part(found["value"].removesuffix("-").strip(), section), template)
    if not pattern or "{" in pattern or "\0" in pattern:
        return ""
    return "/" + pattern.removesuffix("index.html").lstrip("/")


def _part(value: str, section: str) -> str:
    name, *filters = (part.strip() for part in value.split("|"))
    if name == "page.date" and len(filters) == 1:
        return _date(filters[0])
    if any(not one.startswith("slug") for one in filters):
        return "\0"
    if name == "page.filePathStem":
        return f"/{section}/:path"
    if name == "page.fileSlug":
        return ":short_name"
    if name == "title" and filters:
        return ":title_slug"
    found = _VALUE.match(name)
    return f":[{found['name']}{'|slug' * bool(filters)}]" if found else "\0"


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


class HugoFolders(Struct, frozen=True, kw_only=True):
    """The sections of a post, as Hugo counts them: those above the directory, and its folders."""

    above: str  # the sections of the post directory, or ""
    path: str = ""  # the folders of the post directory
    skipped: int = 0  # how many folders in it are not sections, but languages

    @property
    def whole(self) -> str:
        """The pattern of the path of a post, without its name."""
        return self.cut("") if self.skipped else f"{self.path}/:folder"

    def sections(self, written: str) -> str:
        """Return the pattern of the sections that are left by `[written]`; all of them if it is ""."""
        if self.skipped:
            return self.cut(written)
        return self.cut(written).replace(":folder", ":sections" if self.above else ":all_sections")

    def cut(self, written: str) -> str:
        """Return the pattern of the folders that are left by `[written]`; all of them if it is ""."""
        if not written and not self.skipped:
            return f"{self.above}/:folder"
        bounds = written.split(":") if written else ["0", ""]
        moved = [str(int(one) + self.skipped) if one.isdigit() else one or first for one, first in self._first(bounds)]
        return f"({self.above}/:folder)[{':'.join(moved)}]"

    def _first(self, bounds: list[str]) -> Iterator[tuple[str, str]]:
        for number, bound in enumerate(bounds):
            yield bound, str(self.skipped) if number == 0 else ""


def hugo_pattern(written: str, folders: HugoFolders) -> str:
    """Return Hugo's pattern as one of ours, or "" if it has parts that are not known.

    >>> hugo_pattern("/:sections[1:]/:2006/:slug/", HugoFolders(above="posts"))
    '/(posts/:sections)[1:]/:year/:slug_or_title/'
    """

    def fill(found: re.Match[str]) -> str:
        name, cut = found["name"], found["cut"]
        if name in ("sections", "sectionslugs"):
            return folders.sections(cut or "")
        if name in ("section", "sectionslug"):
            return folders.sections("0")
        return _TOKENS.get(name, "\0") if cut is None else "\0"

    pattern = _TOKEN.sub(fill, written)
    return "" if "\0" in pattern else pattern
