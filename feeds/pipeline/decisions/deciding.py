"""Decide about an issue whose post was read: its ids, dates and topics; nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from feeds import revisions
from feeds.config import Config
from feeds.model import Answer, Dates, Issue, IssueStamps, Memory, Parts, StampedIssue
from feeds.pipeline.decisions.identifying import Identity, Namer
from feeds.pipeline.posts.reading import CutIssue
from feeds.revisions import StampRequest, make_entries
from feeds.sections import whole_issue
from feeds.topics import TopicRules


class DecisionRules(Struct, frozen=True, kw_only=True):
    """The inputs on which the decisions about all issues depend."""

    config: Config
    name: Namer
    topics: TopicRules
    now: datetime


class Decision(Struct, frozen=True, kw_only=True):
    """An issue as it is from now on."""

    issue: StampedIssue
    texts: Mapping[str, str]  # of its parts, by key
    asked: tuple[Answer, ...]  # what decided how it is cut
    edited: bool  # whether its post says something else than before
    cut_anew: bool  # whether it was published, and is cut again though its post says what it said
    unannounced: Mapping[str, Dates]  # by section key, the dates that entries have if this edit is not announced


def decide_issue(
    cut: CutIssue, identity: Identity, memory: Memory | None, digest: str, rules: DecisionRules
) -> Decision:
    """Return what the issue with *identity*, as its post now says, is.

    *memory* is what is known of it, *digest* that of its post.
    """
    parts = _nearest(cut, memory)
    is_out = memory is not None and memory.whole is not None and memory.whole.out
    edited = _is_edited(cut.hash, memory, digest)
    quiet = is_out and not (edited and _is_recent(cut.issue, memory, rules))
    request = StampRequest(
        issue=cut.issue, hash=cut.hash, memory=memory, key=identity.key, name=rules.name, now=rules.now, quiet=quiet
    )
    stamps = revisions.stamp_issue(parts, request)
    silent = revisions.stamp_issue(parts, replace(request, quiet=True)) if is_out and not quiet else stamps
    whole = whole_issue(cut.issue, parts.sections)
    issue = make_entries(whole, parts, stamps, request, digest=digest, topics_of=rules.topics.topics_of_parts)
    return Decision(
        issue=issue,
        texts=dict(zip(issue.parts, _texts(parts), strict=True)),
        asked=parts.asked,
        edited=edited,
        cut_anew=is_out and not edited,
        unannounced=_other_dates(silent, stamps),
    )


def cuts_otherwise(decision: Decision, memory: Memory) -> bool:
    """Return whether the entries of *decision* are others than those that are published, or others are dropped.

    An issue that was withdrawn has none, and is put back as it is now.
    """
    if not memory.complete or memory.whole is None or memory.whole.withdrawn:
        return False
    past = {one.key: one.dropped for one in memory.entries if one.key and not one.withdrawn}
    return past != {key: part.dropped for key, part in decision.issue.parts.items()}


def _texts(parts: Parts) -> list[str]:
    return [*(section.text for section in parts.sections), *(item.text for item in parts.items)]


def _nearest(cut: CutIssue, memory: Memory | None) -> Parts:
    """Return the parts that come nearer to what feeds carry.

    An issue that is known from feeds alone was perhaps cut before there were habits.
    """
    if cut.parts_alone is None or memory is None or memory.complete:
        return cut.parts
    known, alone = (revisions.count_known(parts.sections, memory) for parts in (cut.parts, cut.parts_alone))
    return cut.parts_alone if alone > known else cut.parts


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


def _other_dates(silent: IssueStamps, announced: IssueStamps) -> dict[str, Dates]:
    """Return the dates of *silent* stamps, by section key, that are others in *announced* ones."""
    if silent is announced:
        return {}
    return {
        old.key: Dates(old.published, old.updated)
        for old, new in zip(silent.all, announced.all, strict=True)
        if (old.published, old.updated) != (new.published, new.updated)
    }
