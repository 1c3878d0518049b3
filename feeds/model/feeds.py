"""Feeds: their names, their entries, where they end, and the documents they are written to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct, field

from feeds.model.entries import PublishedEntry
from feeds.model.issues import Author
from feeds.model.memory import Withdrawal


class Slot(Struct, frozen=True, kw_only=True):
    """An entry in a feed without its text, as runs compare it."""

    id: str
    published: datetime
    updated: datetime
    revision: str  # changes with everything that a feed shows there


class Candidate(Slot, frozen=True, kw_only=True):
    """An entry that a feed may carry, as far as selection needs to know it."""

    issue_key: str
    section_key: str  # "" for a whole issue
    size: int  # of its content, in bytes
    language: str  # of its issue
    topic_names: str  # with blanks between them
    author_names: str  # a line each
    host_names: str  # of hosts that it links to, with blanks between them
    section_topics: str | None = None  # of a whole issue: the topics of each of its sections in a line

    # Most feeds take whatever has their topic, and do not ask for these.

    @property
    def topics(self) -> frozenset[str]:
        """Its topics."""
        return frozenset(self.topic_names.split())

    @property
    def authors(self) -> frozenset[str]:
        """The names of its authors."""
        return frozenset(self.author_names.split("\n"))

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts that it links to."""
        return frozenset(self.host_names.split())

    @property
    def sections(self) -> tuple[frozenset[str], ...]:
        """Of a whole issue: the topics of each of its sections."""
        lines = () if self.section_topics is None else self.section_topics.split("\n")
        return tuple(frozenset(names.split()) for names in lines)


class Loose(Struct, frozen=True):
    """An entry that is in no volume of an archive, as far as binding it into one needs to know it."""

    id: str
    published: datetime
    size: int  # of its content, in bytes


class Shelved(Struct, frozen=True, kw_only=True):
    """An entry in a volume of an archive, as far as writing the volume needs to know it."""

    id: str
    issue_key: str
    section_key: str  # "" for a whole issue


#: An entry that is found in the store.
Stored = Candidate | Shelved


class Notice(Slot, frozen=True, kw_only=True):
    """The notice in place of an entry that its author withdrew."""

    withdrawal: Withdrawal


class Farewell(Slot, frozen=True, kw_only=True):
    """The last entry of a feed that has ended, which says so."""


class Feed(Struct, frozen=True, kw_only=True):
    """A stream of entries at one address, in as many formats as the config asks for, without its entries."""

    id: str
    path: str  # of its folder below the output directory, "" or ending in "/"
    page_path: str  # of its page
    title: str
    subtitle: str
    home_url: str  # the page for people
    language: str
    authors: tuple[Author, ...]
    group: str  # under which heading the index lists it
    logo: str = ""  # the address of a picture of the newsletter
    icon: str = ""  # of a square one
    topic: str = ""  # slug, where the feed is that of a topic

    def folder_of(self, volume: str) -> str:
        """Return the path of the folder of the *volume* of its archive with this name."""
        return f"{self.path}archive/{volume}/"


class MonthCount(Struct, frozen=True, array_like=True):
    """How much was published in a month; moments are in seconds since 1970."""

    number: int  # how many months it is after the first of year 0, in UTC
    entries: int
    issues: int  # which have them
    first: int  # when they were published
    last: int
    moments: int  # the sum, which changes if one is redated


class History(Struct, frozen=True, kw_only=True):
    """How much was published on a topic, or in all, whether or not feeds still carry it."""

    months: tuple[MonthCount, ...]  # those with entries, the first one first; never empty but for a site without issues
    issues: int  # how many have the topic
    of: int  # how many there were from the first of these to the last
    mark: str = ""  # of all this

    @property
    def entries(self) -> int:
        """How many there were."""
        return sum(one.entries for one in self.months)


class VolumeLink(Struct, frozen=True, kw_only=True):
    """A volume of the archive of a feed, as other documents of the feed link to it."""

    name: str  # of its folder
    files: tuple[str, ...]  # the names of its documents, that of the preferred format first

    def file_for(self, file: str) -> str:
        """Return the name of the document that a document named *file* links to: in its format, if there is one."""
        return file if file in self.files else self.files[0]


class FeedState(Struct, frozen=True, kw_only=True):
    """The facts about a feed, besides its entries, that change from run to run."""

    updated: datetime  # when the newest change in it was made, never when it was written
    complete: bool = False  # nothing has ever left it
    cut: Cut | None = None  # where it ends
    deletions: tuple[Withdrawal, ...] = ()  # of entries that it carried (RFC 6721)
    volumes: tuple[VolumeLink, ...] = ()  # of its archive, the newest first


class FeedContent(Struct, frozen=True, kw_only=True):
    """The content of a document of a feed in every format: the entries of the feed, or of one volume of its archive."""

    feed: Feed
    path: str  # of the folder of the document: that of the feed, or of the volume
    updated: datetime
    entries: tuple[PublishedEntry, ...]  # newest first
    deletions: tuple[Withdrawal, ...] = ()
    complete: bool = False  # nothing has ever left the feed
    cut: Cut | None = None  # where the feed ends
    previous: VolumeLink | None = None  # the volume before it
    next: VolumeLink | None = None  # the volume after it

    @property
    def is_volume(self) -> bool:
        """Whether it is a volume of the archive."""
        return self.path != self.feed.path


class Cut(Struct, frozen=True, kw_only=True):
    """Where a feed ends for good: entries that have left it never return."""

    published: datetime  # all that is older has left
    left: frozenset[str]  # the ids that have left of what was published in that very second

    def is_past(self, candidate: Candidate | Loose) -> bool:
        """Return whether *candidate* has left, or is too old to come in."""
        return candidate.published < self.published or (
            candidate.published == self.published and candidate.id in self.left
        )


class Window(Struct, frozen=True, kw_only=True):
    """The memory of the entries that a feed carries."""

    rules: str  # a mark of what decided which entries belong in it
    cut: Cut | None  # None: nothing has ever left
    updated: datetime  # the newest change in it, removals too


class Ending(Struct, frozen=True, kw_only=True):
    """A feed that config.yaml no longer asks for."""

    feed: str  # its path
    name: str
    moment: datetime  # when it ended


class Volume(Struct, frozen=True, kw_only=True):
    """A part of the archive of a feed: its entries never change, but for withdrawals."""

    number: int  # in the order in which they were bound, from 1
    name: str  # of its folder: the calendar period, and which part
    updated: datetime | None  # when an entry was taken out
    digests: Mapping[str, str]  # of its documents, by format; "" for one that is to be written


class NewVolume(Struct, frozen=True):
    """A volume that is not in the store yet, and the entries that it holds."""

    volume: Volume
    ids: tuple[str, ...]  # newest first


#: The mark of what was decided, and is yet to be rendered and written.
UNPRINTED = "unprinted"


class PrintedFeed(Struct, frozen=True, kw_only=True):
    """The memory of a feed that was rendered."""

    fingerprint: str = ""
    entries: Mapping[str, str] = field(default_factory=dict)  # id to revision; "" where that is unknown
    size: int = 0  # bytes of all its formats
    frame: str = ""  # what its documents depend on beside these entries; "" where it is unknown what they have
    page: str = ""  # the mark of what its page shows beside them

    @property
    def is_unwritten(self) -> bool:
        """Whether a run has decided on these entries, and could not write the documents with them."""
        return self.fingerprint == UNPRINTED


class Document(Struct, frozen=True, kw_only=True):
    """A rendered file."""

    path: str  # below the output directory
    content: bytes
    digested: bool = False  # whether its digest is remembered, which takes as long as to write it


class Form(Struct, frozen=True, kw_only=True):
    """What is always the same in documents, with marks in place of what changes."""

    mark: str  # of all that it depends on
    written: bytes
