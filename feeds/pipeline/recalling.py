"""Where the memory was lost: find out what it was, from the feeds that were published.

What is found is put into the store as if earlier runs had put it there (`applying`); the posts then find
themselves in it. How it is found is in `recovering`, which is imported only where it has to be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from feeds.config import Config
from feeds.errors import Problem
from feeds.model import NewVolume, PrintedFeed, RecoveredIssue, TagTopic, Window


@dataclass(frozen=True, slots=True, kw_only=True)
class RecalledFeed:
    """What a feed carried, where it ends, and what its archive holds."""

    path: str
    printed: PrintedFeed
    window: Window
    volumes: tuple[NewVolume, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """What was recovered, and what there is to say about it."""

    authority: str = ""  # the domain in ids
    issues: Mapping[str, RecoveredIssue] = field(default_factory=dict)  # by key
    feeds: tuple[RecalledFeed, ...] = ()
    tag_topics: tuple[TagTopic, ...] = ()
    volumes: Mapping[str, bytes] = field(default_factory=dict)  # of archives, as they are at the public address
    notices: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()


def recall_lost(config: Config, output: Path, *, ask: bool) -> Recalled:
    """Return what the feeds in *output* hold of the memory, or with *ask* those at the public address."""
    from feeds.pipeline.recovering import recover_lost

    return recover_lost(config, output, ask=ask)
