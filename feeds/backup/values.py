"""A copy of the memory, as a value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from feeds.model import Ending, RecoveredIssue, TagTopic, Window


class KeptFeed(Struct, frozen=True, kw_only=True):
    """The ids that a feed carried, and the place where it ends."""

    path: str
    carried: tuple[str, ...]  # ids
    window: Window | None


class KeptSite(Struct, frozen=True, kw_only=True):
    """The memory of the site as a whole."""

    authority: str  # the domain in ids
    names: Mapping[str, str] = field(default_factory=dict)  # of feeds with a slug of their own, by path
    endings: tuple[Ending, ...] = ()
    tag_topics: tuple[TagTopic, ...] = ()


class Backup(Struct, frozen=True, kw_only=True):
    """A copy of the memory; entries have no text."""

    site: KeptSite
    issues: Iterable[RecoveredIssue]  # to be gone through once: all of a large archive do not fit into memory
    feeds: tuple[KeptFeed, ...] = ()
