"""Make what the store keeps of an issue that was recovered from feeds."""

from __future__ import annotations

from feeds.errors import Where
from feeds.model import Entry, Link, Origin, RecoveredEntry, RecoveredIssue, StampedIssue


def stamp_recovered(issue: RecoveredIssue) -> StampedIssue:
    """Return *issue* as if its post had been read: with a digest of "", because it was not.

    Its key is used as the path if that is not known.
    """
    title = issue.whole.title if issue.whole else ""
    return StampedIssue(
        key=issue.key,
        path=issue.path or issue.key,
        digest="",
        title=title,
        published=issue.published,
        expires=None,
        whole=_entry(issue.whole, issue, 0) if issue.whole else _whole_of_parts(issue),
        parts={part.key: _entry(part, issue, position) for position, part in enumerate(issue.parts)},
    )


def _whole_of_parts(issue: RecoveredIssue) -> Entry:
    """Return the entry of an *issue* that no feed carries as a whole: its id and date are known."""
    return Entry(
        id=issue.id,
        issue_id=issue.id,
        key=issue.key,
        kind="issue",
        position=0,
        title="",
        permalink="",
        published=issue.published,
        updated=issue.published,
        hash="",
        origin=_origin(issue),
    )


def _entry(recovered: RecoveredEntry, issue: RecoveredIssue, position: int) -> Entry:
    return Entry(
        id=recovered.id,
        issue_id=issue.id,
        key=f"{issue.key}/{recovered.key}" if recovered.key else issue.key,
        kind=recovered.kind,
        position=position,
        title=recovered.title,
        permalink=recovered.permalink,
        published=recovered.published,
        updated=recovered.updated,
        hash=recovered.hash,
        content=recovered.content,
        links=(Link(href=recovered.first_link, text=""),) if recovered.first_link else (),
        origin=_origin(issue),
    )


def _origin(issue: RecoveredIssue) -> Origin:
    whole = issue.whole
    return Origin(
        title=whole.title if whole else "", permalink=whole.permalink if whole else "", where=Where(issue.source)
    )
