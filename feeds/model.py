"""The nouns: what a post becomes on its way to a feed.

Values are frozen; a room that changes one returns another (`replace(entry, topics=...)`).
Datetimes are aware and in UTC.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import TYPE_CHECKING, Literal, get_args

from feeds.errors import Problem, Where

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

Grain = Literal["issue", "section", "item"]
Role = Literal["content", "intro", "outro", "sponsor", "jobs", "archive", "contents", "empty"]
ROLES: tuple[Role, ...] = get_args(Role)
Markup = Literal["markdown", "html", "rst"]

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
    """One newsletter number, as its post describes it."""

    path: str  # of its post
    title: str
    published: datetime | None  # None: neither post nor file name has a date; then its number gives one, or the run
    date_source: str  # what the date was taken from, for `feeds explain`
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
    tags: tuple[str, ...]  # tags and categories of the front matter
    image: str
    where: Where

    @property
    def permalink(self) -> str:
        """Where the issue can be read."""
        return self.link or self.page

    @property
    def origin(self) -> Origin:
        """What its entries show of it."""
        return Origin(
            title=self.title,
            permalink=self.permalink,
            authors=self.authors,
            language=self.language,
            tags=self.tags,
            where=self.where,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedIssue(Issue):
    """An issue with its body, which nothing changes once it is parsed."""

    body: Element = field(compare=False)  # the tree: links absolute, not yet sanitised
    words: tuple[str, ...]  # of the body and its links, to notice an edit however the issue is cut

    @property
    def facts(self) -> Issue:
        """The issue without its body, which is large and cannot be sent to another process."""
        return Issue(**{fact.name: getattr(self, fact.name) for fact in fields(Issue)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The issue that an entry comes from."""

    title: str
    permalink: str
    authors: tuple[Author, ...] = ()
    language: str = ""
    tags: tuple[str, ...] = ()
    where: Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A text that can be read by itself: a whole issue, a section or an item."""

    position: int  # 0-based, in reading order, among those of its kind
    role: Role = "content"  # of a section in its issue; an item has that of its section
    dropped: bool = False  # part of the whole issue, but no entry of its own
    title: str
    permalink: str
    anchor: str = ""  # the id that the author gave its heading; it pins the key of the section
    summary: str = ""
    heading: str = ""  # HTML of the heading, as the whole issue shows it
    content: str = ""  # HTML below the heading, not yet sanitised
    links: tuple[Link, ...] = ()
    image: str = ""

    @property
    def html(self) -> str:
        """The heading and the content below it."""
        return f"{self.heading}\n{self.content}"

    @property
    def titles(self) -> tuple[str, ...]:
        """The title, and that of the section where an item has one."""
        return (self.title,) if self.title else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section(Passage):
    """A section of an issue, as it was cut."""

    single: bool = False  # its issue has no other section
    has_items: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Passage):
    """An item of a section, as it was cut."""

    section: int  # the position of its section
    section_title: str

    @property
    def titles(self) -> tuple[str, ...]:
        """The title of the item, and that of its section."""
        return _if_any(self.title, self.section_title)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to a question that decided how an issue was cut: whether a trait of it is a habit."""

    trait: str
    enough: int  # the number of issues that makes it a habit
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The sections and items that an issue was cut into, in reading order."""

    sections: tuple[Section, ...]
    items: tuple[Item, ...] = ()
    divided_by: str = ""  # what divides the issue, in words; "" if it is one section
    asked: tuple[Answer, ...] = ()  # the questions about other issues that decided, with their answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole(Passage):
    """A whole issue: its sections under their headings."""

    single: bool  # it has only one section


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """The id and the dates of an entry."""

    key: str  # within its issue; "" for the issue as a whole
    id: str
    hash: str  # of title, words and links: another hash is an edit that readers are told of
    published: datetime
    updated: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueStamps:
    """The stamps of an issue and of its parts."""

    whole: Stamp
    sections: tuple[Stamp, ...]
    items: tuple[Stamp, ...]

    @property
    def all(self) -> tuple[Stamp, ...]:
        """Every stamp: that of the issue, then those of its sections, then those of its items."""
        return (self.whole, *self.sections, *self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Passage):
    """A whole issue, a section or an item, stamped: with its id, its dates and its topics."""

    id: str
    issue_id: str
    key: str  # what its id was minted from: the key of its issue, and after "/" its own
    kind: Grain
    published: datetime
    updated: datetime
    hash: str  # as in `Stamp`
    topics: tuple[str, ...] = ()  # slugs
    origin: Origin
    single: bool = False  # of a whole issue or a section: the issue has only one section
    has_items: bool = False  # of a section
    section: int | None = None  # of an item: the position of its section
    section_title: str = ""  # of an item
    via: str = ""  # the original at that section, where the permalink leads to a page of ours
    withdrawn: datetime | None = None  # by its author: a notice is published in its place

    @property
    def titles(self) -> tuple[str, ...]:
        """The title, and of an item that of its section."""
        return _if_any(self.title, self.section_title)

    @property
    def of_an_issue(self) -> bool:
        """Whether it is a part of an issue, and not all of it."""
        return self.kind != "issue" and self.title != self.origin.title

    @property
    def related(self) -> str:
        """The first thing the entry links to (Atom `related`, JSON Feed `external_url`).

        "" where it links to nothing or is itself read there, and for an issue of several
        sections, which is about none of its links.
        """
        if self.kind == "issue" and not self.single:
            return ""
        first = self.links[0].href if self.links else ""
        return "" if first == self.permalink else first


def _if_any(*titles: str) -> tuple[str, ...]:
    return tuple(title for title in titles if title)


def join_content(sections: Iterable[Passage]) -> str:
    """Return the content of a whole issue: all its *sections* under their headings, dropped ones too."""
    return "\n".join(part for section in sections for part in (section.heading, section.content) if part)


def join_links(sections: Iterable[Passage]) -> tuple[Link, ...]:
    """Return the links of a whole issue: those of all its *sections*."""
    return tuple(link for section in sections for link in section.links)


def join_topics(parts: Iterable[Entry]) -> tuple[str, ...]:
    """Return the topics of a whole issue: those of all sections among its *parts*."""
    return tuple(sorted({topic for part in parts if part.kind == "section" for topic in part.topics}))


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
    digest: str  # of its post as it was last read; "" where it is known from feeds alone
    entries: tuple[Remembered, ...]
    text: Callable[[str], str]  # what the section with a key last said; asked only in doubt

    @property
    def complete(self) -> bool:
        """Whether its post was read before; else it was recovered from feeds, and what is not known need not be new."""
        return bool(self.digest)

    @property
    def whole(self) -> Remembered | None:
        """What is remembered of the issue itself."""
        return next((one for one in self.entries if not one.key), None)


@dataclass(frozen=True, slots=True)
class Numbered:
    """The number and the date of an issue, by which the dates of others can be estimated."""

    path: str
    number: int | None
    published: datetime | None
    within: tuple[datetime, datetime] | None = None  # the year or month, where that is all its post says


@dataclass(frozen=True, slots=True)
class Dates:
    """When an entry was published, and when it last changed."""

    published: datetime
    updated: datetime


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
class Departure:
    """How an entry that was published ceased to be."""

    moment: datetime
    by_author: bool  # else its issue was only cut differently
    feeds: tuple[str, ...]  # the paths of those that it has left


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """An issue as our feeds told it after the memory was lost: not all of its sections, and no post yet."""

    issue: StampedIssue
    out: frozenset[str]  # keys of what was published; "" is the issue itself
    withdrawn: Mapping[str, Departure]  # by key, what was taken back
    gone: bool  # all of it was taken back


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
    """An entry that was out until its author took it back, and what a notice in its place needs."""

    id: str
    grain: Grain
    issue_key: str
    section_key: str
    position: int
    title: str
    permalink: str
    published: datetime
    moment: datetime

    @property
    def key(self) -> str:
        """What its id was minted from."""
        return f"{self.issue_key}/{self.section_key}" if self.section_key else self.issue_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion:
    """What a feed says of an entry that it carried and that was withdrawn (RFC 6721)."""

    id: str
    key: str  # what its id was minted from
    moment: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is known of an entry that comes into a feed or leaves it, without its text."""

    id: str
    grain: Grain
    title: str
    issue_key: str
    path: str  # of its post
    first_link: str
    hash: str
    out: bool  # whether it was ever in a feed before this run
    dropped: bool  # its issue carries it, no feed does
    expired: bool
    withdrawn: bool  # by its author, or cut differently
    by_author: bool  # withdrawn by its author, so that a notice stands in for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A stream of entries at one address, in as many formats as the config asks for."""

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
    entries: tuple[Entry, ...] = ()  # newest first
    deletions: tuple[Deletion, ...] = ()
    complete: bool = False  # nothing has ever left it
    cut: Cut | None = None  # where it ends
    current: str | None = None  # of a volume of its archive: the path of the feed itself
    previous: str = ""  # the path of the volume before this one, or of the newest
    next: str = ""  # of a volume: the path of the one after it
    volumes: tuple[str, ...] = ()  # the names of those in its archive, the newest first

    @property
    def is_volume(self) -> bool:
        """Whether it is a part of an archive, with that part of the entries."""
        return self.current is not None


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
class TagTopic:
    """A topic that a tag made: what is remembered of it."""

    key: str  # the tag, however it is written
    slug: str
    title: str  # the tag, as it was mostly written when the topic was made


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """A feed that config.yaml no longer asks for."""

    feed: str  # its path
    name: str
    moment: datetime  # when it ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """A part of the archive of a feed: what is in it never changes, but for withdrawals."""

    number: int  # in the order in which they were bound, from 1
    name: str  # of its folder: the calendar period, and which part
    updated: datetime | None  # when an entry was taken out
    digests: Mapping[str, str]  # of the documents that were written, by format


@dataclass(frozen=True, slots=True)
class NewVolume:
    """A volume that is not in the store yet, and the entries that it holds."""

    volume: Volume
    ids: tuple[str, ...]  # newest first


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
class RecoveredPage:
    """What was recovered from the page of an issue."""

    url: str
    digest: str  # of what it was searched for, and where
    findings: str  # JSON
    checked: datetime


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
