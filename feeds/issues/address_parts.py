"""The parts of which the address of a post is made, as each site generator writes them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime

from msgspec import Struct

from feeds.issues.names import PostName
from feeds.issues.values import SLUG, Values, authors_of, first_text, tags_of
from feeds.layouts import LAYOUTS, Layout
from feeds.markup import folded, one_line
from feeds.regex import regex
from feeds.text.slugs import STYLES

_DAYS = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")
_DATED_NAME = regex(r"(?s)(?P<above>.*?)(?P<date>\d{4}[-/]\d{1,2}[-/]\d{1,2})[-/]?(?P<rest>.*)\Z")
_CATEGORY = ("defaultcategory",)  # of posts that have no other
_OF_PATH = ("hexoslug",)
_SECTIONS = ("hugosections",)
_UNSLUGGED = regex(r"[^\w._~!$&'()+,;=@]+")


class AddressParts(Struct, frozen=True, kw_only=True):
    """The parts from which the address of a post is made."""

    values: Values
    name: PostName
    title: str
    published: datetime | None  # in the time zone that counts for addresses
    newsletter_authors: tuple[str, ...]  # of posts that name none
    layout: Layout
    language: str  # of the post
    directory: str = ""  # of all posts
    slugs: str = ""  # a key of `STYLES`; "": that of the layout

    @property
    def categories(self) -> tuple[str, ...]:
        own = {key: self.values[key] for key in ("categories", "category") if key in self.values}
        return tuple(tags_of(own, on_spaces=self.layout.splits_on_spaces, folders=self.name.categories))

    @property
    def authors(self) -> tuple[str, ...]:
        return tuple(author.name for author in authors_of(self.values)) or self.newsletter_authors

    def styled(self, text: str) -> str:
        """Return *text* as it is written in addresses, where that is done to it."""
        return STYLES[self.slugs or self.layout.slugs](text)

    def _named(self, name: str) -> str:
        """Return the *name* of a file as it is written in addresses."""
        return self.styled(name) if "name" in self.layout.slugged else name

    def written_slug(self) -> str:
        """Return the slug that the front matter names, or ""."""
        written = one_line(first_text(self.values, SLUG))
        return self.styled(written) if "slug" in self.layout.slugged else written

    def slug(self) -> str:
        written = self.written_slug()
        if written or not self.layout.slug_of_title:
            return written or self._named(self.name.full if self.layout.keeps_date else self.name.slug)
        return self.title_slug()

    def title_slug(self) -> str:
        """Return the slug of the title, which is one part of an address."""
        return self.styled(self.title.replace("/", "-") if self.layout is LAYOUTS["hugo"] else self.title)

    def slug_or_title(self) -> str:
        """Return the slug as Hugo has it: as written, or else that of the title."""
        return self.written_slug() or self.title_slug()

    def short_slug(self) -> str:
        """Return the slug without the date of the file name."""
        return self.written_slug() or self._named(self.name.slug)

    def has(self, name: str) -> bool:
        """Return whether front matter has a value under *name*."""
        return bool(first_text(self.values, (folded(name),)))

    def value(self, name: str, *, is_slug: bool) -> str:
        """Return the value that front matter has under *name*, or the name of the file if there is none."""
        text = one_line(first_text(self.values, (folded(name),))) or self.name.slug
        return self.styled(text) if is_slug else text

    def name_slug(self) -> str:
        """Return the slug as Pelican makes it from the file name."""
        return self.written_slug() or self.styled(self.name.full)

    def jekyll_title(self) -> str:
        """Return the slug as Jekyll makes it, with its case and most punctuation."""
        return _UNSLUGGED.sub("-", one_line(first_text(self.values, SLUG)) or self.name.slug).strip("-")

    def day(self, form: str) -> str:
        return self.published.strftime(form) if self.published else ""

    def digits(self, unit: str) -> str:
        """Return the year, month, day, hour, minute or second: `strftime` takes ten times as long."""
        return f"{getattr(self.published, unit):02}" if self.published else ""

    def day_name(self, form: str) -> str:
        """Return the name of a month or a day as it is written in addresses."""
        return self.styled(self.day(form))

    def category(self) -> str:
        """Return the category as Pelican has it: of a post that names none, its folder."""
        named = self.categories[0] if self.categories else ""
        return self.styled(named or self.name.folder.rpartition("/")[2] or first_text(self.values, _CATEGORY) or "misc")

    def folder(self) -> str:
        parts = self.name.folder.split("/")
        return "/".join(map(self.styled, parts) if "folder" in self.layout.slugged else parts)

    def sections(self) -> str:
        """Return the sections below the post directory, which is one itself, as Hugo has them."""
        return "/".join(map(self.styled, first_text(self.values, _SECTIONS).split("/")))

    def all_sections(self) -> str:
        """Return the sections of a post, as Hugo has them: the folder at the top is always one."""
        return self.sections() or self.folder().partition("/")[0]

    def dated_path(self) -> str:
        """Return the path as Docusaurus has it: the date of the file name as folders, above those of the file."""
        if written := self.written_slug():
            return written
        found = _DATED_NAME.match(self.path())
        return f"{found['date'].replace('-', '/')}/{found['above']}{found['rest']}" if found else self.path()

    def post_path(self) -> str:
        """Return the path as Hexo has it: with its case and blanks."""
        return self.name.file.rpartition(".")[0] or self.path()

    def clean_path(self) -> str:
        """Return the path as VitePress has it without endings; an index is its folder."""
        path = self.post_path()
        return path.removesuffix("index") if path.endswith("/index") else path

    def base_name(self) -> str:
        """Return the last part of the name of a post, as Hexo has it."""
        return (first_text(self.values, _OF_PATH) or self.post_path()).rpartition("/")[2]

    def category_path(self) -> str:
        """Return the categories as Hexo has them: the later ones are below the first."""
        named = self.categories or (first_text(self.values, _CATEGORY),)
        return "/".join(map(self.styled, named))

    def hexo_hash(self) -> str:
        """Return the digest of name and date that Hexo makes addresses of."""
        name = first_text(self.values, _OF_PATH) or self.post_path()
        moment = str(int(self.published.timestamp())) if self.published else ""
        return hashlib.sha1((name + moment).encode(), usedforsecurity=False).hexdigest()[:12]

    def path(self) -> str:
        return f"{self.name.folder}/{self.name.full}".lstrip("/")


#: What fills each placeholder of a pattern.
PARTS: Mapping[str, Callable[[AddressParts], str]] = {
    "year": lambda it: it.digits("year"),
    "short_year": lambda it: it.day("%y"),
    "month": lambda it: it.digits("month"),
    "i_month": lambda it: it.digits("month").lstrip("0"),
    "day": lambda it: it.digits("day"),
    "i_day": lambda it: it.digits("day").lstrip("0"),
    "y_day": lambda it: it.day("%j"),
    "i_y_day": lambda it: it.day("%j").lstrip("0"),
    "week": lambda it: it.day("%V"),
    "w_year": lambda it: it.day("%G"),
    "w_day": lambda it: it.day("%u"),
    "weekday": lambda it: it.day("%w"),
    "weekday_name": lambda it: it.day_name("%A"),
    "short_weekday_slug": lambda it: it.day_name("%a"),
    "hour": lambda it: it.digits("hour"),
    "minute": lambda it: it.digits("minute"),
    "second": lambda it: it.digits("second"),
    "short_day": lambda it: _DAYS[int(it.day("%w"))] if it.published else "",
    "long_day": lambda it: it.day("%A"),
    "slug": AddressParts.slug,
    "slug_or_title": AddressParts.slug_or_title,
    "title_slug": AddressParts.title_slug,
    "short_slug": AddressParts.short_slug,
    "name_slug": AddressParts.name_slug,
    "month_name": lambda it: it.day_name("%B"),
    "short_month_name": lambda it: it.day("%b"),
    "short_month_slug": lambda it: it.day_name("%b"),
    "long_month": lambda it: it.day("%B"),
    "short_month": lambda it: it.day("%b"),
    "title": AddressParts.jekyll_title,
    "categories": lambda it: "/".join(name.lower() for name in it.categories),
    "slugified_categories": lambda it: "/".join(it.styled(name) for name in it.categories),
    "category": AddressParts.category,
    "author": lambda it: it.styled(it.authors[0]) if it.authors else "",
    "lang": lambda it: it.language,
    "output_ext": lambda it: ".html",
    "collection": lambda it: "posts",
    "folder": AddressParts.folder,
    "sections": AddressParts.sections,
    "all_sections": AddressParts.all_sections,
    "name": lambda it: it._named(it.name.full),
    "short_name": lambda it: it._named(it.name.slug),
    "path": AddressParts.path,
    "file": lambda it: it.name.file,
    "dated_path": AddressParts.dated_path,
    "post_path": AddressParts.post_path,
    "clean_path": AddressParts.clean_path,
    "post_title": lambda it: STYLES["hexo"](it.title),
    "base_name": AddressParts.base_name,
    "category_path": AddressParts.category_path,
    "hexo_hash": AddressParts.hexo_hash,
}
