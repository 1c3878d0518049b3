"""Where the memory was lost: find out what it was, from its copy and from the feeds that were published.

The findings are put into the store as if earlier runs had put them there (`applying`); the posts then find
themselves in it. How it is found is in `recovering`, which is imported only where it has to be.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from feeds.config import Config
from feeds.errors import Problem, PublishError, Where
from feeds.model import Ending, NewVolume, PrintedFeed, RecoveredIssue, TagTopic, Window
from feeds.pipeline.memory.safekeeping import find_copy
from feeds.site import Site
from feeds.urls import host

if TYPE_CHECKING:
    from feeds.backup.values import Backup

RECOVERED = "recovered"  # the fingerprint of a feed that was rendered, nobody knows from what


class RecalledFeed(Struct, frozen=True, kw_only=True):
    """The entries that a feed carried, the place where it ends, and the volumes of its archive."""

    path: str
    printed: PrintedFeed
    window: Window | None
    volumes: tuple[NewVolume, ...]


class Recalled(Struct, frozen=True, kw_only=True):
    """The memory that was recovered, and the messages about it."""

    authority: str = ""  # the domain in ids
    issues: Mapping[str, RecoveredIssue] = field(default_factory=dict)  # by key
    feeds: tuple[RecalledFeed, ...] = ()
    tag_topics: tuple[TagTopic, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)  # of feeds with a slug of their own, by path
    endings: tuple[Ending, ...] = ()
    volumes: Mapping[str, bytes] = field(default_factory=dict)  # of archives, as they are at the public address
    notices: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()


def recall_lost(site: Site, *, ask: bool) -> Recalled:
    """Return what the copy of the memory and the feeds in the output directory of *site* hold of it.

    With *ask* the feeds at the public address are asked for where there are neither.

    Raises:
        PublishError: the output directory is none, or cannot be read, so what was published is not known.
    """
    if site.output.is_file():
        hint = "move it away, or set publish.directory to another folder"
        raise PublishError("is a file, where the folder of the feeds should be", Where(str(site.output)), hint)
    if site.output.exists() and not os.access(site.output, os.R_OK | os.X_OK):
        hint = "check its permissions: the feeds in it hold the ids and dates that subscribers know"
        raise PublishError("cannot be read", Where(str(site.output)), hint)
    kept, faults = find_copy(site.config, site.copy)
    recalled = _recall_feeds(site, ask=ask and kept is None and _may_ask(site.config))
    if kept is None:
        return replace(recalled, notices=(*faults, *recalled.notices))
    return _with_copy(recalled, kept, str(site.copy))


def _recall_feeds(site: Site, *, ask: bool) -> Recalled:
    """Return what the feeds in the output directory hold of the memory, or with *ask* those at the public address."""
    if not site.output.exists() and not ask:
        return Recalled()  # without the modules that read feeds
    from feeds.pipeline.memory.recovering import recover_lost

    return recover_lost(site.config, site.output, ask=ask)


def _may_ask(config: Config) -> bool:
    """Return whether the feeds at the public address may be asked for."""
    if config.publish.recover != "auto":
        return config.publish.recover == "always"
    from feeds.web import is_reserved

    name = host(config.root)
    if is_reserved(name):
        return False
    from feeds.web import is_public  # with sockets

    try:
        return is_public(name)
    except ValueError:  # no number
        return "." in name


def _with_copy(recalled: Recalled, kept: Backup, place: str) -> Recalled:
    """Return what was *recalled* from feeds, and what was *kept* at *place*, together."""
    from feeds.backup.merging import merge

    issues = merge(kept.issues, recalled.issues)
    shown = {one.path: one for one in recalled.feeds}
    entries = sum(len(one.entries) for one in issues.values())
    message = f"ids and dates of {entries} entries were recovered from this copy of the memory and the published feeds"
    return replace(
        recalled,
        authority=kept.site.authority,
        issues=issues,
        feeds=tuple(
            shown.get(one.path)
            or RecalledFeed(
                path=one.path,
                printed=PrintedFeed(fingerprint=RECOVERED, entries=dict.fromkeys(one.carried, "")),
                window=one.window,
                volumes=(),
            )
            for one in kept.feeds
        ),
        tag_topics=kept.site.tag_topics,
        names=kept.site.names,
        endings=kept.site.endings,
        notices=(Problem(Where(place), message),),
    )
