"""The memory of issues, entries and topics, from earlier runs or from published feeds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from msgspec import Struct

from feeds.model.entries import Grain

Absence = Literal[
    "withdrawn",  # by its author: a notice replaces it
    "recut",  # its issue was cut differently
    "expired",
    "dropped",  # its issue has it, but no feed of sections or items
]


class Remembered(Struct, frozen=True, kw_only=True):
    """The memory of an entry that an earlier run has seen."""

    key: str  # within its issue; "" for the issue as a whole
    id: str
    title: str
    first_link: str
    hash: str
    published: datetime
    updated: datetime
    out: bool  # whether it was ever in a feed; its date is free until then
    withdrawn: bool
    dropped: bool = False  # part of its issue, but no entry of its own
    completion: str = ""  # of its title; in a memory that is not complete, the title holds it


class Memory(Struct, frozen=True, kw_only=True):
    """The memory of an issue: its key and id, and its entries (the issue itself first)."""

    key: str
    id: str
    digest: str  # of its post as it was last read; "" where it is known from feeds alone
    entries: tuple[Remembered, ...]
    text: Callable[[str], str]  # what the section with a key last said; asked only in doubt

    @property
    def complete(self) -> bool:
        """Whether its post was read before; else it was recovered from feeds, and what is not known need not be new."""
        return bool(self.digest)

    @property
    def whole(self) -> Remembered | None:
        """The memory of the issue itself."""
        return next((one for one in self.entries if not one.key), None)


class Numbered(Struct, frozen=True):
    """The number and the date of an issue, by which the dates of others can be estimated."""

    path: str
    number: int | None
    published: datetime | None
    within: tuple[datetime, datetime] | None = None  # the year or month, where that is all its post says


class Dates(Struct, frozen=True):
    """When an entry was published, and when it last changed."""

    published: datetime
    updated: datetime


class LostIssue(Struct, frozen=True, kw_only=True):
    """An issue whose file is gone; a new file may be that file under another name."""

    key: str
    digest: str
    title: str
    published: datetime | None
    path: str
    number: int | None  # if its post said one


class Withdrawal(Struct, frozen=True, kw_only=True):
    """A published entry that was withdrawn: its author took it back, or its issue was cut differently.

    Notices, the deleted entries of Atom and `withdrawn.json` are made from it. It has none of
    the entry's text.
    """

    id: str
    issue_id: str
    issue_key: str
    section_key: str  # "" for a whole issue
    grain: Grain
    title: str
    permalink: str  # "" unless its author withdrew it
    published: datetime
    updated: datetime
    hash: str
    moment: datetime
    by_author: bool
    # Feeds do not show the following two, which may change later.
    path: str  # of its post, "" if another post has that place now
    left: tuple[str, ...]  # the paths of the feeds that it has left

    @property
    def key(self) -> str:
        """The key from which its id was made."""
        return f"{self.issue_key}/{self.section_key}" if self.section_key else self.issue_key


class RecoveredEntry(Struct, frozen=True, kw_only=True):
    """An entry as our published feeds have it, after the memory was lost."""

    key: str  # within its issue; "" for the issue as a whole
    id: str
    kind: Grain
    title: str
    permalink: str
    published: datetime
    updated: datetime
    hash: str  # "" where it is not known
    content: str  # HTML
    first_link: str


class RecoveredIssue(Struct, frozen=True, kw_only=True):
    """An issue as our published feeds have it, after the memory was lost; they may lack some of its entries."""

    key: str
    id: str
    path: str  # of its post below the post directory; "" where no feed names it
    source: str  # the same path with the post directory
    published: datetime
    whole: RecoveredEntry | None  # None: no feed carries the issue as a whole any more
    parts: tuple[RecoveredEntry, ...]  # in reading order
    withdrawn: tuple[Withdrawal, ...]

    @property
    def entries(self) -> tuple[RecoveredEntry, ...]:
        """Everything that was published of it."""
        return (self.whole, *self.parts) if self.whole else self.parts

    @property
    def is_withdrawn(self) -> bool:
        """Whether everything that was published of it is withdrawn."""
        return len(self.withdrawn) == len(self.entries)


class EntryStatus(Struct, frozen=True, kw_only=True):
    """An entry that enters or leaves a feed, without its text."""

    id: str
    grain: Grain
    title: str
    issue_key: str
    path: str  # of its post
    first_link: str
    hash: str
    out: bool  # whether it was ever in a feed before this run
    absence: Absence | None  # why no feed carries it


class TagTopic(Struct, frozen=True, kw_only=True):
    """The memory of a topic that a tag made."""

    key: str  # the tag, however it is written
    slug: str
    title: str  # the tag, as it was mostly written when the topic was made
