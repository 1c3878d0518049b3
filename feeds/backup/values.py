"""A copy of the memory, as a value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from feeds.model import Ending, RecoveredIssue, TagTopic, Window


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFeed:
    """What a feed carried, and where it ends."""

    path: str
    carried: tuple[str, ...]  # ids
    window: Window | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A copy of the memory; entries have no text."""

    authority: str  # the domain in ids
    issues: Iterable[RecoveredIssue]  # to be gone through once: all of a large archive do not fit into memory
    feeds: tuple[KeptFeed, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)  # of feeds with a slug of their own, by path
    endings: tuple[Ending, ...] = ()
    tag_topics: tuple[TagTopic, ...] = ()
