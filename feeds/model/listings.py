"""Issues and sections as archive pages list them: their titles and addresses."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct


class ListedIssue(Struct, frozen=True, kw_only=True):
    """An issue in a list."""

    key: str
    title: str
    permalink: str  # of the original
    language: str
    published: datetime


class ListedSection(Struct, frozen=True, kw_only=True):
    """A section in a list."""

    key: str  # within its issue
    title: str
    permalink: str  # in the original
    published: datetime
    topics: tuple[str, ...]  # slugs
    issue: ListedIssue


class SectionKey(Struct, frozen=True):
    """Which section of all."""

    issue: str  # key
    section: str  # key


class Listing(Struct, frozen=True):
    """Where an issue is listed: among all issues, or with a section of it under a topic."""

    topic: str  # slug, "" for all issues
    published: datetime
