"""Make the entries of an issue: its parts with their stamps and their topics."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from feeds.model import (
    Entry,
    IssueStamps,
    Item,
    Origin,
    Parts,
    Section,
    Stamp,
    StampedIssue,
    Whole,
    join_topics,
)
from feeds.revisions.stamping import StampRequest

TopicsOf = Callable[[Sequence[Section | Item], Origin], Sequence[tuple[str, ...]]]


def make_entries(
    whole: Whole, parts: Parts, stamps: IssueStamps, request: StampRequest, *, digest: str, topics_of: TopicsOf
) -> StampedIssue:
    """Return the issue of *request* with its entries; *digest* is that of its post.

    *topics_of* assigns topics to parts. Those of the whole issue are the topics of its sections.
    """
    issue, origin = request.issue, request.issue.origin
    cut: list[Section | Item] = [*parts.sections, *parts.items]
    stamped = zip(cut, (*stamps.sections, *stamps.items), topics_of(cut, origin), strict=True)
    made = {
        stamp.key: _entry(part, stamp, request.key, stamps.whole.id, origin, topics) for part, stamp, topics in stamped
    }
    return StampedIssue(
        key=request.key,
        path=issue.path,
        digest=digest,
        title=issue.title,
        published=issue.published,
        expires=issue.expires,
        whole=_entry(whole, stamps.whole, request.key, stamps.whole.id, origin, join_topics(made.values())),
        parts=made,
    )


def _entry(
    part: Whole | Section | Item, stamp: Stamp, issue_key: str, issue_id: str, origin: Origin, topics: tuple[str, ...]
) -> Entry:
    item = part if isinstance(part, Item) else None
    section = part if isinstance(part, Section) else None
    entry = Entry(
        id=stamp.id,
        issue_id=issue_id,
        key=f"{issue_key}/{stamp.key}" if stamp.key else issue_key,
        kind="item" if item else "section" if section else "issue",
        published=stamp.published,
        updated=stamp.updated,
        hash=stamp.hash,
        completion=stamp.completion,
        topics=topics,
        origin=origin,
        position=part.position,
        role=part.role,
        dropped=part.dropped,
        title=part.title,
        permalink=part.permalink,
    )
    return replace(
        entry,
        anchor=part.anchor,
        summary=part.summary,
        heading=part.heading,
        content=part.content,
        links=part.links,
        image=part.image,
        enclosures=part.enclosures,
        single=not isinstance(part, Item) and part.single,
        has_items=section is not None and section.has_items,
        section=item.section if item else None,
        section_title=item.section_title if item else "",
    )
