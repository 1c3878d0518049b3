"""Find the address of a post on the newsletter's site: its own, or one by the pattern of the layout."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from urllib.parse import quote, urlsplit

from msgspec import Struct

from feeds.config import template_pattern
from feeds.issues.names import PostName
from feeds.issues.values import PAGE, SLUG, Values, first_text, web_address
from feeds.layouts import Layout
from feeds.markup import one_line
from feeds.regex import regex
from feeds.urls import slugify

_PATH = "/:@!$&'()*+,;=~-._"  # characters that a path may contain unencoded (RFC 3986, 3.3)
_STYLES = {  # Jekyll's named permalinks
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
_DAYS = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")
_UNSLUGGED = regex(r"[^\w._~!$&'()+,;=@]+")


class Address(Struct, frozen=True, kw_only=True):
    """The parts from which the address of a post is made."""

    values: Values
    name: PostName
    title: str
    published: datetime | None  # in the time zone of the site
    categories: tuple[str, ...]
    layout: Layout

    def slug(self) -> str:
        written = one_line(first_text(self.values, SLUG))
        if written or not self.layout.slug_of_title:
            return written or (self.name.full if self.layout.keeps_date else self.name.slug)
        return slugify(self.title)

    def title_slug(self) -> str:
        """Return the slug of the title."""
        return slugify(self.title)

    def slug_or_title(self) -> str:
        """Return the slug as Hugo has it: as written, or else that of the title."""
        return one_line(first_text(self.values, SLUG)) or slugify(self.title)

    def short_slug(self) -> str:
        """Return the slug without the date of the file name."""
        return one_line(first_text(self.values, SLUG)) or self.name.slug

    def name_slug(self) -> str:
        """Return the slug as Pelican makes it from the file name."""
        return one_line(first_text(self.values, SLUG)) or slugify(self.name.full)

    def jekyll_title(self) -> str:
        """Return the slug as Jekyll makes it, with its case and most punctuation."""
        return _UNSLUGGED.sub("-", one_line(first_text(self.values, SLUG)) or self.name.slug).strip("-")

    def day(self, form: str) -> str:
        return self.published.strftime(form) if self.published else ""

    def short_day(self, form: str) -> str:
        return self.day(form).lstrip("0")

    def path(self) -> str:
        return f"{self.name.folder}/{self.name.full}".lstrip("/")


_PARTS: Mapping[str, Callable[[Address], str]] = {
    "year": lambda it: it.day("%Y"),
    "short_year": lambda it: it.day("%y"),
    "month": lambda it: it.day("%m"),
    "i_month": lambda it: it.short_day("%m"),
    "day": lambda it: it.day("%d"),
    "i_day": lambda it: it.short_day("%d"),
    "y_day": lambda it: it.day("%j"),
    "week": lambda it: it.day("%V"),
    "w_year": lambda it: it.day("%G"),
    "hour": lambda it: it.day("%H"),
    "minute": lambda it: it.day("%M"),
    "second": lambda it: it.day("%S"),
    "short_day": lambda it: _DAYS[int(it.day("%w"))] if it.published else "",
    "slug": Address.slug,
    "slug_or_title": Address.slug_or_title,
    "title_slug": Address.title_slug,
    "short_slug": Address.short_slug,
    "name_slug": Address.name_slug,
    "month_name": lambda it: it.published.strftime("%B").lower() if it.published else "",
    "short_month_name": lambda it: it.day("%b"),
    "title": Address.jekyll_title,
    "categories": lambda it: "/".join(name.lower() for name in it.categories),
    "slugified_categories": lambda it: "/".join(slugify(name) for name in it.categories),
    "output_ext": lambda it: ".html",
    "collection": lambda it: "posts",
    "folder": lambda it: it.name.folder,
    "name": lambda it: it.name.full,
    "path": Address.path,
}
_PLACEHOLDER = regex(f":({'|'.join(sorted(_PARTS, key=len, reverse=True))})")


def page_of(address: Address, pattern: str, site_url: str, language: str) -> str:
    """Return the address of a post below *site_url*: its own `permalink` or `url`, or else one by *pattern*.

    *language* is that of the site; a translation in a file of its own (`post.fr.md`) is in
    the folder of its language.
    """
    written = one_line(first_text(address.values, PAGE))
    if "{{" in written:
        written = template_pattern(written)
    if written and "{" not in written:
        if "/:" not in f"/{written}" and written not in _STYLES:
            if page := _below(written, site_url):
                return page
        else:
            pattern = written
    filled = _PLACEHOLDER.sub(lambda found: _PARTS[found[1]](address), _STYLES.get(pattern, pattern))
    if address.name.language and address.layout.roots and address.name.language != language:
        filled = f"/{address.name.language}/{filled}"
    parts = [part for part in filled.split("/") if part not in ("", ".", "..")]  # a slug may be "../../x"
    path = "/".join(parts) + "/" * (filled.endswith("/") and bool(parts))
    return site_url + quote(path, safe=_PATH)


def _below(written: str, site_url: str) -> str:
    """Return the address that a post names; one that begins with "/" is below the folder of the site."""
    folder = urlsplit(site_url).path
    if written.startswith("/") and not written.startswith(("//", folder)):
        written = folder + written[1:]
    return web_address(written, site_url)
