"""Check feeds and subscription lists, anybody's: RSS 2.0, Atom, JSON Feed 1.1 and OPML 2.0.

`rules` is the table of rules, `documents` finds out what a document is. XML is compared with shapes
(`shapes`): `rss`, `atom` and `opml` say what each element may hold. Nothing is changed, and nothing fetched.
"""

from feeds.linting.documents import CheckedDocument, check_document, looks_like_feed
from feeds.linting.findings import Finding, Rule, Severity
from feeds.linting.html import feeds_of_page
from feeds.linting.rules import RULES, found_at

__all__ = [
    "RULES",
    "CheckedDocument",
    "Finding",
    "Rule",
    "Severity",
    "check_document",
    "feeds_of_page",
    "found_at",
    "looks_like_feed",
]
