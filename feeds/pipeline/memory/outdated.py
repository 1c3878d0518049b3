"""Where published feeds know more than the memory: an older copy of that was put back, or another machine has built.

What only the feeds know is read back before any post is: its ids and dates would be given once more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from feeds.errors import FeedsError, Problem, Where
from feeds.model import RecoveredIssue
from feeds.pipeline.memory.recalling import Recalled, RecalledFeed
from feeds.pipeline.posts.pending import authority_of
from feeds.render.formats import ATOM, JSON, RSS
from feeds.site import Site
from feeds.store import Store

#: The feeds in which everything new appears; feeds of topics may end with an entry that is of no issue.
_FOLDERS = ("", "sections/")


def recall_newer(site: Site, store: Store) -> Recalled:
    """Return what the feeds in the output directory of *site* know and *store* does not.

    Only feeds that are not as the last run left them are looked at.

    Raises:
        PublishError: they are those of another newsletter.
    """
    if not any(_is_ahead(site, store, path) for path in _changed(site, store)):
        return Recalled()
    from feeds.pipeline.memory.recovering import recover_lost  # rarely needed

    found = recover_lost(site.config, site.output, ask=False)
    issues = _newer(site, store, found.issues)
    if not issues:
        return Recalled()
    return replace(
        found,
        authority=authority_of(site.config, store),
        issues=issues,
        feeds=tuple(_newer_feed(store, one) for one in found.feeds if _is_newer(store, one)),
        notices=(_notice(site, issues),),
    )


def _changed(site: Site, store: Store) -> Iterator[str]:
    """Yield the most detailed document of each of the main feeds, if it is not as a run left it."""
    marks = store.printed.marks_of([folder + one.file for folder in _FOLDERS for one in (JSON, ATOM, RSS)])
    for folder in _FOLDERS:
        path = next((folder + one.file for one in (JSON, ATOM, RSS) if folder + one.file in marks), "")
        if path and site.mark_of(path) not in ("", marks[path]):
            yield path


def _is_ahead(site: Site, store: Store, path: str) -> bool:
    """Return whether the feed at *path* is ours, and has an entry that is not in *store*, or is newer."""
    from feeds.past import parse_feed  # rarely needed
    from feeds.pipeline.memory.parsing import parse_safely

    try:
        feed = parse_feed(site.read_published(path), path, parse_safely)
    except (FeedsError, OSError):
        return False
    prefix = f"tag:{authority_of(site.config, store)},"
    own = [one for one in feed.entries if one.source or one.id.startswith(prefix)]
    return feed.ours and bool(store.issues.behind({one.id: one.updated for one in own if one.updated}))


def _newer(site: Site, store: Store, found: Mapping[str, RecoveredIssue]) -> dict[str, RecoveredIssue]:
    """Return the issues, of those *found* in feeds, that are newer there, with all that *store* knows of them."""
    from feeds.backup.merging import merge

    moments = {one.id: one.updated for issue in found.values() for one in issue.entries}
    moments |= {one.id: one.moment for issue in found.values() for one in issue.withdrawn}
    behind = store.issues.behind(moments)
    newer = {key: issue for key, issue in found.items() if not behind.isdisjoint(one.id for one in issue.entries)}
    kept = (_without_dropped(store, one) for one in store.published.of_issues(newer, site.config.posts.directory))
    merged = merge(kept, newer)
    return {
        key: issue
        for key, issue in merged.items()
        if store.issues.other_holder([issue.id, *(one.id for one in issue.entries)], key) is None
    }


def _without_dropped(store: Store, issue: RecoveredIssue) -> RecoveredIssue:
    """Return *issue* without the parts that no feed carries, such as introductions: its post has them."""
    memory = store.issues.memory_of(issue.key)
    dropped = {one.id for one in memory.entries if one.dropped} if memory else set()
    return replace(issue, parts=tuple(one for one in issue.parts if one.id not in dropped))


def _is_newer(store: Store, feed: RecalledFeed) -> bool:
    known = store.printed.feed(feed.path)
    return known is None or known.entries.keys() != feed.printed.entries.keys()


def _newer_feed(store: Store, feed: RecalledFeed) -> RecalledFeed:
    """Return *feed* with those volumes of its archive that *store* does not know."""
    known = store.archives.volumes(feed.path)
    names, last = {one.name for one in known}, max((one.number for one in known), default=0)
    new = (one for one in feed.volumes if one.volume.name not in names and one.volume.number > last)
    return replace(feed, volumes=tuple(new))


def _notice(site: Site, issues: Mapping[str, RecoveredIssue]) -> Problem:
    count = f"{len(issues)} issues" if len(issues) > 1 else "1 issue"
    message = f"entries of {count} in these feeds are newer than .feeds: their ids and dates were read back"
    hint = "if an older copy of .feeds was put back, all is well now"
    return Problem(Where(f"{site.config.publish.directory}/"), message, hint)
