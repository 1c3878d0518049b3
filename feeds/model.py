"""The nouns: what a post becomes on its way to a feed.

Values are frozen; a room that changes one returns another (`replace(entry, topics=...)`).
Datetimes are aware and in UTC.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Literal, get_args

from feeds.errors import Problem, Where

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

Grain = Literal["issue", "section", "item"]
Role = Literal["content", "intro", "outro", "sponsor", "jobs", "archive", "contents", "empty"]
ROLES: tuple[Role, ...] = get_args(Role)
Markup = Literal["markdown", "html", "rst"]
Absence = Literal[
    "withdrawn",  # by its author: a notice replaces it
    "recut",  # its issue was cut differently
    "expired",
    "dropped",  # its issue has it, but no feed of sections or items
]

_MARKUPS: dict[str, Markup] = {"html": "html", "htm": "html", "rst": "rst", "rest": "rst"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A file of the post directory, as it was read."""

    path: str  # below the post directory, with "/"
    text: str
    digest: str  # of the bytes
    where: Where
    sidecar: str = ""  # the text of the `.meta` file beside it, where Nikola puts front matter

    @property
    def markup(self) -> Markup:
        """What it is written in, by its extension."""
        return _MARKUPS.get(self.path.lower().rpartition(".")[2], "markdown")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPost:
    """What is remembered of a file that was read."""

    fingerprint: str
    digest: str  # "" if it could not be read
    claim: str = ""  # the id that its author gave, whether or not it could have it
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Somebody who writes."""

    name: str
    email: str = ""
    uri: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An original link: where the author sent the reader."""

    href: str  # absolute, as written
    text: str
    target: str = ""  # where it leads as far as it tells that itself, if that is elsewhere

    @property
    def leads_to(self) -> str:
        """Where it leads, as far as the post alone can tell."""
        return self.target or self.href


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What is left of a link in a text without markup: "Read more: TITLE (SOURCE)"."""

    label: str
    title: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One newsletter number, before it is cut."""

    path: str  # of its post
    title: str
    published: datetime | None  # None: neither post nor file name tell, so by its number or when it was first seen
    date_source: str  # what the date was taken from, for `feeds explain`
    number: int | None = None  # "Issue 42"
    within: tuple[datetime, datetime] | None = (
        None  # a year or month it is of (from, before), where that is all we know
    )
    updated: datetime | None  # the author's own word for it, if any
    expires: datetime | None
    draft: bool
    pinned_id: str  # an id the author gave, else ""
    link: str  # the original, where the post names one, else ""
    page: str  # the address of the post on the newsletter's site
    authors: tuple[Author, ...]
    language: str
    summary: str
    tags: tuple[str, ...]  # tags and categories of the front matter
    image: str
    body: Element = field(compare=False)  # the tree: links absolute, not yet sanitised
    words: tuple[str, ...]  # of the body and its links: what an edit changes, however the issue is cut
    where: Where

    @property
    def permalink(self) -> str:
        """Where the issue can be read."""
        return self.link or self.page


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a feed carries: a whole issue, a section of one, or an item of a section.

    The sections room makes it; revisions give it id and dates, topics its topics.
    """

    id: str = ""
    issue_id: str = ""
    key: str = ""  # what its id was minted from, as the store has it: that of its issue, "/", its own
    kind: Grain
    role: Role = "content"  # what it is in its issue
    single: bool = False  # its issue is one piece
    dropped: bool = False  # part of the whole issue, but no entry of its own
    position: int  # 0-based, in reading order, among the entries of its kind
    title: str
    issue_title: str
    section: int = -1  # the position of the section that an item stands in
    section_title: str = ""  # of an item
    has_items: bool = False  # of a section
    permalink: str
    issue_permalink: str
    anchor: str = ""  # the id that the author gave its heading; it pins the key of the section
    published: datetime
    updated: datetime
    hash: str = ""  # of what readers should be told of when it changes
    authors: tuple[Author, ...] = ()
    language: str = ""
    summary: str = ""
    heading: str = ""  # HTML of its heading, as it stands in the whole issue
    content: str = ""  # HTML below the heading, not yet sanitised
    links: tuple[Link, ...] = ()
    tags: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()  # slugs
    image: str = ""
    where: Where

    @property
    def of_an_issue(self) -> bool:
        """Whether it is a part of an issue, and not all of it."""
        return self.kind != "issue" and self.title != self.issue_title


def assemble(whole: Entry, sections: Sequence[Entry]) -> Entry:
    """Return the *whole* issue with the content and the links of its *sections*, dropped ones too."""
    return replace(
        whole,
        content="\n".join(part for section in sections for part in (section.heading, section.content) if part),
        links=tuple(link for section in sections for link in section.links),
        single=len(sections) == 1,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueLink:
    """An issue as the entries made from its parts name it."""

    title: str
    permalink: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedEntry:
    """An entry as every format shows it: an entry of an issue, the notice of a withdrawn one, or a farewell."""

    id: str
    key: str  # what its id was minted from
    kind: Grain
    title: str
    permalink: str
    related: str = ""  # the first page that it links to (Atom `related`, JSON Feed `external_url`)
    via: str = ""  # the original, where the permalink is a page of ours
    published: datetime
    updated: datetime
    authors: tuple[Author, ...] = ()
    language: str = ""
    summary: str = ""  # "" where it would repeat the content
    content: str  # safe HTML
    topics: tuple[str, ...] = ()  # slugs
    image: str = ""
    issue_id: str = ""  # of the issue it is from, or is; a notice does not name it
    issue: IssueLink | None = None  # of a part of an issue
    source: str = ""  # its post
    hash: str = ""  # of its title, words and links
    withdrawn: datetime | None = None  # when its author withdrew it: this is the notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """What is known of an entry that an earlier run has seen."""

    key: str  # within its issue; "" for the issue as a whole
    id: str
    title: str
    first_link: str
    hash: str
    published: datetime
    updated: datetime
    out: bool  # whether it was ever in a feed; its date is free until then
    withdrawn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What is known of an issue: its key and id, and its entries (the issue itself first)."""

    key: str
    id: str
    entries: tuple[Remembered, ...]
    text: Callable[[str], str]  # what the section with a key last said; asked only in doubt
    complete: bool = True  # False: recovered from feeds, so what is not known need not be new

    @property
    def whole(self) -> Remembered | None:
        """What is remembered of the issue itself."""
        return next((one for one in self.entries if not one.key), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class LostIssue:
    """An issue whose file is gone; a new file may be that file under another name."""

    key: str
    digest: str
    title: str
    published: datetime | None
    path: str
    number: int | None  # if its post said one


@dataclass(frozen=True, slots=True, kw_only=True)
class StampedIssue:
    """An issue as it is remembered: its entries with ids, dates, links and topics."""

    key: str
    path: str
    digest: str  # of its post
    title: str
    published: datetime | None  # as the post says
    expires: datetime | None
    whole: Entry
    parts: Mapping[str, Entry]  # its sections in reading order, then its items; by key


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What selection needs to know of an entry, without its text."""

    id: str
    issue_key: str
    section_key: str  # "" for a whole issue
    published: datetime
    updated: datetime
    revision: str  # changes with anything that a feed shows of the entry
    size: int  # of its content, in bytes
    topics: frozenset[str]
    authors: frozenset[str]
    hosts: frozenset[str]  # it links to
    sections: tuple[frozenset[str], ...] = ()  # of a whole issue: the topics of each of its sections
    withdrawn: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
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
    # Not in the `repr`, by which a change of a feed is noticed: feeds do not show these, and they may change later.
    path: str = field(repr=False)  # of its post, "" if another post has that place now
    left: tuple[str, ...] = field(repr=False)  # the paths of the feeds that it has left

    @property
    def key(self) -> str:
        """What its id was minted from."""
        return f"{self.issue_key}/{self.section_key}" if self.section_key else self.issue_key


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveredEntry:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveredIssue:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryStatus:
    """What is known of an entry that enters or leaves a feed, without its text."""

    id: str
    grain: Grain
    title: str
    issue_key: str
    path: str  # of its post
    first_link: str
    hash: str
    out: bool  # whether it was ever in a feed before this run
    absence: Absence | None  # why no feed carries it


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A stream of entries at one address, in as many formats as the config asks for, without the entries."""

    id: str
    path: str  # of its folder below the output directory, "" or ending in "/"
    page_path: str  # of its page
    title: str
    subtitle: str
    home_url: str  # the page for people
    language: str
    authors: tuple[Author, ...]
    group: str  # under which heading the index lists it
    topic: str = ""  # slug, where the feed is that of a topic
    updated: datetime  # when the newest change in it was made, never when it was written
    deletions: tuple[Withdrawal, ...] = ()  # of entries that it carried (RFC 6721)
    complete: bool = False  # nothing has ever left it
    cut: Cut | None = None  # where it ends
    previous: str = ""  # the path of the newest volume of its archive
    volumes: tuple[str, ...] = ()  # the names of those in its archive, the newest first


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedContent:
    """What a document of a feed says in every format: what the feed carries, or one volume of its archive."""

    feed: Feed
    path: str  # of the folder of the document: that of the feed, or of the volume
    updated: datetime
    entries: tuple[PublishedEntry, ...]  # newest first
    deletions: tuple[Withdrawal, ...] = ()
    complete: bool = False  # nothing has ever left the feed
    cut: Cut | None = None  # where the feed ends
    previous: str = ""  # the path of the volume before it
    next: str = ""  # the path of the volume after it

    @property
    def is_volume(self) -> bool:
        """Whether it is a volume of the archive."""
        return self.path != self.feed.path


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Where a feed ends for good: what has left it never returns."""

    published: datetime  # all that is older has left
    left: frozenset[str]  # the ids that have left of what was published in that very second

    def is_past(self, candidate: Candidate) -> bool:
        """Return whether *candidate* has left, or is too old to come in."""
        return candidate.published < self.published or (
            candidate.published == self.published and candidate.id in self.left
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What is remembered of the entries that a feed carries."""

    rules: str  # a mark of what decided which entries belong in it
    cut: Cut | None  # None: nothing has ever left
    updated: datetime  # the newest change in it, removals too


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """A part of the archive of a feed: what is in it never changes, but for withdrawals."""

    number: int  # in the order in which they were bound, from 1
    name: str  # of its folder: the calendar period, and which part
    updated: datetime | None  # when an entry was taken out
    digests: Mapping[str, str]  # of the documents that were written, by format


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedFeed:
    """What is remembered of a feed that was rendered."""

    fingerprint: str = ""
    entries: Mapping[str, str] = field(default_factory=dict)  # id to revision; "" where that is unknown
    size: int = 0  # bytes of all its formats


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownLink:
    """What is known of where a short link leads."""

    url: str  # as it was asked
    final: str = ""  # where it leads, or last did; "" if that was never known
    kind: str  # of the last answer: permanent, temporary, gone, limited, refused or failed
    status: int = 0
    hops: tuple[str, ...] = ()
    fault: str = ""
    checked: datetime
    expires: datetime  # when it is asked again
    fails: int = 0  # in a row


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPage:
    """The page of an original issue, as it was fetched."""

    url: str
    final: str = ""  # where it was in the end
    status: int = 0
    fault: str = ""
    encoding: str = ""
    content: bytes = b""
    checked: datetime
    expires: datetime  # when it is asked for again; a page that is there is not
    fails: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a link leads to, as it was when somebody looked."""

    url: str
    status: int = 0  # 0: there was no answer
    fault: str = ""
    checked: datetime
    since: datetime | None = None  # dead since then, as far as is known
    fails: int = 0  # in a row


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A rendered file."""

    path: str  # below the output directory
    content: bytes
