"""Changes by the author after publishing that need care: the date of an issue, its id, a copy of its post."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from feeds import revisions
from feeds.errors import PostError, Problem, Where
from feeds.model import Issue, Memory, Parts, StampedIssue
from feeds.pipeline.decisions.identifying import Identity, Namer
from feeds.store import Store

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)  # a difference that is no other date
_FORMAT = "%Y-%m-%d %H:%M"
_FEW_WORDS = 30  # shorter texts may be the same by intention: "No issue this week."


class CopyError(PostError):
    """A post says what a published issue says."""


class Copies:
    """Recognises a new post as the copy of a published issue, whose post is among those that were *found*."""

    def __init__(self, store: Store, found: Collection[str]) -> None:
        self._store, self._found = store, found
        self.any_published = store.issues.is_any_out()

    def check(self, issue: Issue, digest: str, marks: Callable[[], tuple[str, ...]]) -> None:
        """Raise CopyError if a published issue has the bytes or the text of *issue*, whose post has *digest*.

        *marks* returns those of its text, by `marks_of`, and is called only if something is published.
        """
        if issue.pinned_id or not self.any_published:
            return
        same = self._store.issues.published_with(digest, marks())
        if original := next((path for path in same if path in self._found), None):
            folder = issue.where.path.removesuffix(issue.path)
            message = f"says the same as {folder}{original}, and is held back"
            raise CopyError(message, issue.where, "change or delete it, or give it an `id:` to publish it all the same")


def marks_of(parts: Parts) -> tuple[str, ...]:
    """Return marks of the text of an issue with *parts*, which are the same in a copy; none of a short text."""
    return () if _is_short(parts) else tuple(sorted(revisions.significant_hashes(parts.sections)))


def marks_in(issue: StampedIssue, parts: Parts) -> tuple[str, ...]:
    """Return the same of an *issue* that was decided: its entries have the hashes of their sections."""
    sections = (part.hash for part in issue.parts.values() if part.kind == "section")
    return () if _is_short(parts) else tuple(sorted(sections))


def _is_short(parts: Parts) -> bool:
    words = 0
    for section in parts.sections:
        words += len(section.content.split(None, _FEW_WORDS))
        if words >= _FEW_WORDS:
            return False
    return True


def take_later_id(store: Store, identity: Identity, claim: str) -> bool:
    """Give an issue that is not published the id that its author *claims*, and return whether it has another now."""
    if identity.is_new or not claim or store.issues.is_out(identity.key):
        return False
    return store.issues.set_id(identity.key, claim)


def refused_id(memory: Memory | None, claim: str, before: str, name: Namer, where: Where) -> tuple[Problem, ...]:
    """Return a problem if a published issue cannot have the id that its author *claims*, who claimed another *before*.

    An id that was taken over from another feed is not that of the post, and no problem.
    """
    whole = memory.whole if memory else None
    if memory is None or whole is None or not whole.out or claim in ("", memory.id):
        return ()
    if memory.id != name(memory.key) and before == claim:
        return ()
    message = f"cannot have the id {claim}: it was published as {memory.id}, by which readers know it"
    return (Problem(where, message, "remove the id, or put the old one back"),)


def correct_date(store: Store, key: str, own: datetime | None, before: datetime | None, now: datetime) -> None:
    """Give a published issue its *own* date, that of its post, if it was published less than a day before *now*.

    The date has to be another than *before*, when the post was read last: one that was in the future then is not
    taken when its time has come, which no build would notice unless it reads all posts again.
    """
    since = store.entries.shown_since(key)
    if own is not None and before != own <= now and since is not None and now - since < _DAY:
        store.entries.redate(key, own)


def other_date(
    published: datetime, own: datetime | None, before: datetime | None, where: Where, reported: Collection[Problem]
) -> tuple[Problem, ...]:
    """Return a problem if a post has its *own* date, and its issue was *published* with another.

    Within a day they may differ by a time zone, or by the feed that a date was taken over from; then it is
    reported where the author has changed the date, which was another *before* (None: the post is as it was), and as
    long as it stays so, if it is among the problems that were *reported*.
    """
    if own is None or abs(own - published) < _MINUTE:
        return ()
    message = f"has the date {own:{_FORMAT}}, but was published with {published:{_FORMAT}}, which stays"
    problem = Problem(where, message, f"put the old date back, or type `feeds redate {where.path}`")
    is_changed = before is not None and abs(own - before) >= _MINUTE
    return (problem,) if is_changed or abs(own - published) >= _DAY or problem in reported else ()
