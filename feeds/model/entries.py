"""Entries: parts with ids, dates and topics, and how feeds show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from feeds.model.issues import Author, Enclosure, Link, Origin
from feeds.model.parts import Passage

Grain = Literal["issue", "section", "item"]


def grain_of(key: str) -> Grain:
    """Return the kind of the entry with *key* within its issue.

    >>> grain_of(""), grain_of("robots"), grain_of("robots/a-robot")
    ('issue', 'section', 'item')
    """
    return "issue" if not key else "item" if "/" in key else "section"


class Stamp(Struct, frozen=True, kw_only=True):
    """The id and the dates of an entry."""

    key: str  # within its issue; "" for the issue as a whole
    id: str
    hash: str  # of title, words and links: a different hash is an announced edit
    published: datetime
    updated: datetime
    completion: str = ""  # as in `Entry`


class IssueStamps(Struct, frozen=True, kw_only=True):
    """The stamps of an issue and of its parts."""

    whole: Stamp
    sections: tuple[Stamp, ...]
    items: tuple[Stamp, ...]

    @property
    def all(self) -> tuple[Stamp, ...]:
        """Every stamp: that of the issue, then those of its sections, then those of its items."""
        return (self.whole, *self.sections, *self.items)


class Entry(Passage, frozen=True, kw_only=True):
    """A whole issue, a section or an item, stamped: with its id, its dates and its topics.

    It is made in two steps, of which the second is `replace`: Python puts more than fifteen keywords of a call into a
    dictionary, so that one call takes two and a half times as long as these two.
    """

    id: str
    issue_id: str
    key: str  # what its id was minted from: the key of its issue, and after "/" its own
    kind: Grain
    published: datetime
    updated: datetime
    hash: str  # as in `Stamp`
    completion: str = ""  # of a title that other issues have, too: what feeds show behind it
    topics: tuple[str, ...] = ()  # slugs
    origin: Origin
    single: bool = False  # of a whole issue or a section: the issue has only one section
    has_items: bool = False  # of a section
    section: int | None = None  # of an item: the position of its section
    section_title: str = ""  # of an item

    @property
    def titles(self) -> tuple[str, ...]:
        """The title, and of an item that of its section."""
        return tuple(title for title in (self.title, self.section_title) if title)

    @property
    def shown_title(self) -> str:
        """The title as feeds show it."""
        return self.title + self.completion

    @property
    def of_an_issue(self) -> bool:
        """Whether it is a part of an issue, and not all of it."""
        return self.kind != "issue" and self.title != self.origin.title


class StampedIssue(Struct, frozen=True, kw_only=True):
    """An issue as it is remembered: its entries with ids, dates, links and topics."""

    key: str
    path: str
    digest: str  # of its post
    title: str
    published: datetime | None  # as the post says
    expires: datetime | None
    whole: Entry
    parts: Mapping[str, Entry]  # its sections in reading order, then its items; by key


class StoredIssue(Struct, frozen=True, kw_only=True):
    """An issue as it is recalled: its entries with ids, dates, links and topics."""

    path: str  # of its post
    whole: Entry  # without its content, which is that of its sections (`entry`): hundreds of issues are kept
    parts: Mapping[str, Entry]  # its sections in reading order, then its items; by key

    @property
    def sections(self) -> dict[str, Entry]:
        """Its sections by key, in reading order."""
        return {key: part for key, part in self.parts.items() if part.kind == "section"}

    @property
    def content(self) -> str:
        """The content of the whole issue."""
        return join_content(self.sections.values())

    def entry(self, key: str) -> Entry:
        """Return the part with *key*, or with "" the whole issue, each with its content."""
        return self.parts[key] if key else replace(self.whole, content=self.content)


def join_content(sections: Iterable[Passage]) -> str:
    """Return the content of a whole issue: all its *sections* under their headings, dropped ones too."""
    return "\n".join([part for section in sections for part in (section.heading, section.content) if part])


def join_links(sections: Iterable[Passage]) -> tuple[Link, ...]:
    """Return the links of a whole issue: those of all its *sections*."""
    return tuple([link for section in sections for link in section.links])


def join_topics(parts: Iterable[Entry]) -> tuple[str, ...]:
    """Return the topics of a whole issue: those of all sections among its *parts*."""
    return tuple(sorted({topic for part in parts if part.kind == "section" for topic in part.topics}))


class IssueLink(Struct, frozen=True, kw_only=True):
    """An issue as the entries made from its parts name it."""

    title: str
    permalink: str


def html_of(pieces: Sequence[bytes]) -> str:
    """Return the HTML of which *pieces*, escaped, are made, joined by line breaks.

    >>> html_of([b"&lt;p&gt;R&amp;amp;D&lt;/p&gt;", b"&lt;hr/&gt;"])
    '<p>R&amp;D</p>\\n<hr/>'
    """
    html = b"\n".join(pieces).replace(b"&#13;", b"\r").replace(b"&lt;", b"<").replace(b"&gt;", b">")
    return html.replace(b"&amp;", b"&").decode()


class PublishedEntry(Struct, frozen=True):
    """An entry as every format shows it: an entry of an issue, the notice of a withdrawn one, or a farewell.

    Most fields are given by position: a call with more than fifteen keywords takes five times as long (`Entry`).
    """

    id: str
    key: str  # what its id was minted from
    kind: Grain
    title: str
    permalink: str
    published: datetime
    updated: datetime
    pieces: tuple[bytes, ...]  # its content: safe HTML, escaped (`html_of`); () where another archive has it
    summary: str = ""  # "" where it would repeat the content
    related: str = ""  # the first page that it links to (Atom `related`, JSON Feed `external_url`)
    via: str = ""  # the original, where the permalink is a page of ours
    identifier: str = ""  # its id, where archives in Atom have another one
    authors: tuple[Author, ...] = ()
    language: str = ""
    topics: tuple[str, ...] = ()  # slugs
    image: str = ""
    enclosures: tuple[Enclosure, ...] = ()
    issue_id: str = ""  # of the issue it is from, or is; a notice does not name it
    issue: IssueLink | None = None  # of a part of an issue
    source: str = ""  # its post
    hash: str = ""  # of its title, words and links
    withdrawn: datetime | None = None  # when its author withdrew it: this is the notice

    @property
    def content(self) -> str:
        """Its content as HTML. Most documents are made of the pieces, which several entries have in common."""
        return html_of(self.pieces)
