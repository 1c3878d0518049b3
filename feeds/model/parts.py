"""Parts: the sections and items that an issue is cut into, without ids and dates."""

from __future__ import annotations

from typing import Literal, get_args

from msgspec import Struct

from feeds.model.issues import Enclosure, Link

Role = Literal["content", "intro", "outro", "sponsor", "jobs", "archive", "contents", "empty"]
ROLES: tuple[Role, ...] = get_args(Role)


class Passage(Struct, frozen=True, kw_only=True):
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
    enclosures: tuple[Enclosure, ...] = ()

    @property
    def html(self) -> str:
        """The heading and the content below it."""
        return f"{self.heading}\n{self.content}"

    @property
    def titles(self) -> tuple[str, ...]:
        """The title, and that of the section where an item has one."""
        return (self.title,) if self.title else ()


class Section(Passage, frozen=True, kw_only=True):
    """A section of an issue, as it was cut."""

    text: str  # the words of its content, one line for each block: what `markup.to_text` returns
    words: str  # the same, as `plain_words` has them
    single: bool = False  # its issue has no other section
    has_items: bool = False


class Item(Passage, frozen=True, kw_only=True):
    """An item of a section, as it was cut."""

    text: str  # the words of its content, likewise
    words: str
    section: int  # the position of its section
    section_title: str

    @property
    def titles(self) -> tuple[str, ...]:
        """The title of the item, and that of its section."""
        return tuple(title for title in (self.title, self.section_title) if title)


_OPPOSITES = {"kept": "divided", "divided": "kept"}  # of a chapter, which has headings below it


def opposite_of(trait: str) -> str:
    """Return the trait that contradicts *trait*, or "".

    >>> opposite_of("kept:culture"), opposite_of("heading:culture")
    ('divided:culture', '')
    """
    kind, _, letters = trait.partition(":")
    return f"{_OPPOSITES[kind]}:{letters}" if kind in _OPPOSITES else ""


class Answer(Struct, frozen=True, kw_only=True):
    """The answer to a question that decided how an issue was cut: whether a trait of it is a habit."""

    trait: str
    enough: int  # the number of issues that makes it a habit
    holds: bool


class Parts(Struct, frozen=True, kw_only=True):
    """The sections and items that an issue was cut into, in reading order."""

    sections: tuple[Section, ...]
    items: tuple[Item, ...] = ()
    divided_by: str = ""  # what divides the issue, in words; "" if it is one section
    asked: tuple[Answer, ...] = ()  # the questions about other issues that decided, with their answers


class Whole(Passage, frozen=True, kw_only=True):
    """A whole issue: its sections under their headings."""

    single: bool  # it has only one section
