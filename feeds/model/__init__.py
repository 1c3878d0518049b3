"""The nouns: what a post becomes on its way to a feed.

A post (`posts`) is an issue (`issues`), which is cut into parts (`parts`). These become
entries with ids and dates (`entries`), which feeds carry (`feeds`). Values are frozen; a room
that changes one returns another. Datetimes are aware and in UTC.
"""

from feeds.model.entries import (
    Entry,
    Grain,
    IssueLink,
    IssueStamps,
    PublishedEntry,
    Stamp,
    StampedIssue,
    join_content,
    join_links,
    join_topics,
)
from feeds.model.feeds import (
    Candidate,
    Cut,
    Document,
    Ending,
    Feed,
    FeedContent,
    NewVolume,
    PrintedFeed,
    Volume,
    Window,
)
from feeds.model.issues import Author, Issue, Link, Origin, ParsedIssue, Reference
from feeds.model.memory import (
    Absence,
    Dates,
    EntryStatus,
    LostIssue,
    Memory,
    Numbered,
    RecoveredEntry,
    RecoveredIssue,
    Remembered,
    TagTopic,
    Withdrawal,
)
from feeds.model.parts import ROLES, Answer, Item, Parts, Passage, Role, Section, Whole
from feeds.model.posts import Markup, Post, ReadPost
from feeds.model.web import KnownLink, KnownPage, RecoveredPage, Target

__all__ = [
    "ROLES",
    "Absence",
    "Answer",
    "Author",
    "Candidate",
    "Cut",
    "Dates",
    "Document",
    "Ending",
    "Entry",
    "EntryStatus",
    "Feed",
    "FeedContent",
    "Grain",
    "Issue",
    "IssueLink",
    "IssueStamps",
    "Item",
    "KnownLink",
    "KnownPage",
    "Link",
    "LostIssue",
    "Markup",
    "Memory",
    "NewVolume",
    "Numbered",
    "Origin",
    "ParsedIssue",
    "Parts",
    "Passage",
    "Post",
    "PrintedFeed",
    "PublishedEntry",
    "ReadPost",
    "RecoveredEntry",
    "RecoveredIssue",
    "RecoveredPage",
    "Reference",
    "Remembered",
    "Role",
    "Section",
    "Stamp",
    "StampedIssue",
    "TagTopic",
    "Target",
    "Volume",
    "Whole",
    "Window",
    "Withdrawal",
    "join_content",
    "join_links",
    "join_topics",
]
