"""Entries for tests, made as a run makes them: parsed, cut, with links, stamped."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial

from msgspec.structs import replace

from feeds.config import SectionRules
from feeds.links import find_links
from feeds.model import Entry, Memory, ParsedIssue, Parts, StampedIssue
from feeds.revisions import StampRequest, issue_hash, make_entries, mint_issue_key, stamp_issue
from feeds.sections import cut_issue, read_body, whole_issue
from feeds.urls import tag_uri
from tests.parsing import CONFIG, parse

NAME = partial(tag_uri, "weekly.example", date(2026, 1, 1))
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def cut(issue: ParsedIssue, *, original: str = "", items: bool = False) -> Parts:
    """Return the parts of *issue* with their links; it is about *original* if that is given."""
    parts = cut_issue(issue, SectionRules(), items=items)
    find = partial(find_links, permalink=issue.permalink, site_url=CONFIG.site.url)
    return replace(
        parts,
        sections=tuple(find(section, original=original) for section in parts.sections),
        items=tuple(find(item) for item in parts.items),
    )


def stamped(issue: ParsedIssue, parts: Parts, memory: Memory | None = None, now: datetime = NOW) -> StampedIssue:
    """Return *issue* with its *parts* as entries without topics."""
    whole = whole_issue(issue, parts.sections)
    key = memory.key if memory else mint_issue_key(issue, ())
    body = read_body(issue.body)
    said = issue_hash(whole.title, body.blocks, body.hrefs)
    request = StampRequest(issue=issue, hash=said, memory=memory, key=key, name=NAME, now=now)
    stamps = stamp_issue(parts, request)
    return make_entries(whole, parts, stamps, request, digest="", topics_of=lambda parts, origin: [()] * len(parts))


def entries_of(text: str, path: str = "2026-05-01-issue.md", *, original: str = "") -> tuple[Entry, ...]:
    """Return the entries of the sections of the post *text*, which is about *original* if that is given."""
    issue = parse(text, path)
    return tuple(stamped(issue, cut(issue, original=original)).parts.values())
