"""Issues: the content of posts, before it is cut."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct, convert

from feeds.errors import Where

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


class Author(Struct, frozen=True, kw_only=True):
    """Somebody who writes."""

    name: str
    email: str = ""
    uri: str = ""


class Link(Struct, frozen=True, kw_only=True):
    """An original link: where the author sent the reader."""

    href: str  # absolute, as written
    text: str
    target: str = ""  # the target that its address contains, if there is one

    @property
    def leads_to(self) -> str:
        """Where it leads, as far as the post alone can tell."""
        return self.target or self.href


def leads_of(links: Iterable[Link]) -> list[str]:
    """Return where each of *links* leads: to ask one after the other takes three times as long."""
    return [link.target or link.href for link in links]


class Enclosure(Struct, frozen=True, kw_only=True):
    """A file that belongs to an issue, such as its recording."""

    url: str
    type: str  # its media type
    length: int = 0  # in bytes; 0: unknown
    duration: int = 0  # in seconds; 0: unknown


class MeasuredFile(Struct, frozen=True, kw_only=True):
    """The address of an enclosure, and its file and size as far as they are known."""

    url: str
    page: str  # of the issue, beside which the file may be
    file: str = ""  # relative to the folder of the config; "": there is none
    size: int = 0  # in bytes


class Reference(Struct, frozen=True, kw_only=True):
    """The remains of a link in a text without markup: "Read more: TITLE (SOURCE)"."""

    label: str
    title: str
    source: str


class Issue(Struct, frozen=True, kw_only=True):
    """One newsletter number, as its post describes it."""

    path: str  # of its post
    title: str
    published: datetime | None  # None: neither post nor file name has a date; then its number gives one, or the run
    date_source: str  # what the date was taken from, for `feeds explain`
    estimated: bool = False  # whether nothing in the post says when it was published
    number: int | None = None  # "Issue 42"
    within: tuple[datetime, datetime] | None = None  # the year or month (from, before) if only that is known
    updated: datetime | None  # as the author says, if at all
    expires: datetime | None
    draft: bool
    pinned_id: str  # an id that the author gave, else ""
    link: str  # the original, if the post names one, else ""
    page: str  # the address of the post on the newsletter's site
    authors: tuple[Author, ...]
    language: str
    summary: str
    teaser: str = ""  # the words above the mark with which the author ended them, else ""
    tags: tuple[str, ...]  # tags and categories of the front matter
    image: str
    enclosures: tuple[Enclosure, ...] = ()
    where: Where

    @property
    def permalink(self) -> str:
        """Where the issue can be read."""
        return self.link or self.page

    @property
    def origin(self) -> Origin:
        """The facts about the issue that its entries show."""
        return Origin(
            title=self.title,
            permalink=self.permalink,
            authors=self.authors,
            language=self.language,
            tags=self.tags,
            where=self.where,
        )


class ParsedIssue(Issue, frozen=True, kw_only=True):
    """An issue with its body, which nothing changes once it is parsed."""

    body: Element  # the tree: links absolute, not yet sanitised

    @property
    def facts(self) -> Issue:
        """The issue without its body, which is large and cannot be sent to another process."""
        return convert(self, Issue, from_attributes=True)


class Origin(Struct, frozen=True, kw_only=True):
    """The issue that an entry comes from."""

    title: str
    permalink: str
    authors: tuple[Author, ...] = ()
    language: str = ""
    tags: tuple[str, ...] = ()
    where: Where
