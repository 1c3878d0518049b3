"""What becomes of an issue whose post was read: ids, dates and topics; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from feeds import revisions
from feeds.config import Config
from feeds.model import Asked, Dates, Entry, Issue, Memory, StampedIssue
from feeds.pipeline.identifying import Identity, Namer
from feeds.pipeline.reading import CutIssue
from feeds.sections import Cut, whole_issue
from feeds.topics import TopicRules


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRules:
    """What decides about all issues alike."""

    config: Config
    name: Namer
    topics: TopicRules
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What an issue is from now on."""

    issue: StampedIssue
    asked: tuple[Asked, ...]  # what decided how it is cut
    edited: bool  # whether its post says something else than before
    cut_anew: bool  # whether it was published, and is cut again though its post says what it said
    unannounced: Mapping[str, Dates]  # by section key, the dates that entries have if this edit is not announced


def decide_issue(
    parts: CutIssue, identity: Identity, memory: Memory | None, digest: str, rules: DecisionRules
) -> Decision:
    """Return what the issue with *identity*, as its post now says, is.

    *memory* is what is known of it, *digest* that of its post.
    """
    issue, cut = parts.issue, _nearest(parts, memory)
    uncut = whole_issue(issue, cut.sections)
    is_out = memory is not None and memory.whole is not None and memory.whole.out
    edited = _is_edited(parts.hash, memory, digest)
    quiet = is_out and not (edited and _is_recent(issue, memory, rules))
    stamping = revisions.Stamping(issue, parts.hash, memory, identity.key, rules.name, rules.now, quiet)
    whole, entries = revisions.stamp_issue(uncut, cut.sections, cut.items, stamping)
    unannounced: Mapping[str, Dates] = {}
    if is_out and not quiet:
        silent = revisions.stamp_issue(uncut, cut.sections, cut.items, replace(stamping, quiet=True))
        unannounced = _other_dates({"": silent[0], **silent[1]}, {"": whole, **entries})
    entries = {name: rules.topics.assign(entry) for name, entry in entries.items()}
    stamped = StampedIssue(
        key=identity.key,
        path=issue.path,
        digest=digest,
        title=issue.title,
        published=issue.published,
        expires=issue.expires,
        whole=replace(whole, topics=topics_of(entries.values())),
        parts=entries,
    )
    return Decision(
        issue=stamped,
        asked=parts.asked if cut is parts.cut else parts.asked_alone,
        edited=edited,
        cut_anew=is_out and not edited,
        unannounced=unannounced,
    )


def topics_of(entries: Iterable[Entry]) -> tuple[str, ...]:
    """Return the topics of a whole issue: those of the sections among its *entries*."""
    return tuple(sorted({topic for entry in entries for topic in entry.topics if entry.kind == "section"}))


def _nearest(parts: CutIssue, memory: Memory | None) -> Cut:
    """Return the cut that comes nearer to what feeds carry.

    An issue that is known from feeds alone was perhaps cut before there were habits.
    """
    if parts.alone is None or memory is None or memory.complete:
        return parts.cut
    known, alone = (revisions.count_known(cut.sections, memory) for cut in (parts.cut, parts.alone))
    return parts.alone if alone > known else parts.cut


def _is_edited(said: str, memory: Memory | None, digest: str) -> bool:
    """Return whether an issue says something else than when it was last read, or than feeds carry of it."""
    if memory is None or memory.complete or memory.whole is None:
        return memory is None or memory.digest != digest
    return not revisions.says_the_same(memory.whole, said)


def _is_recent(issue: Issue, memory: Memory | None, rules: DecisionRules) -> bool:
    """Return whether edits of *issue* are news, by its age."""
    age = rules.config.edits.max_age
    whole = memory.whole if memory else None
    first = whole.published if whole else issue.published
    return not age or first is None or rules.now - first <= age


def _other_dates(silent: Mapping[str, Entry], announced: Mapping[str, Entry]) -> dict[str, Dates]:
    """Return the dates of *silent* entries, by section key, that are others in *announced* ones."""
    return {
        name: Dates(entry.published, entry.updated)
        for name, entry in silent.items()
        if (entry.published, entry.updated) != (announced[name].published, announced[name].updated)
    }
