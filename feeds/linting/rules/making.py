"""The pieces that rules are made of: their formats, their sources, and two functions that make them."""

from __future__ import annotations

from functools import partial

from feeds.linting.findings import Rule, Severity

ALL, XML, FEEDS = "all", "RSS, Atom, OPML", "RSS, Atom, JSON Feed"
ATOM, RSS, JSON, OPML, HTTP = "Atom", "RSS", "JSON Feed", "OPML", "HTTP"
RFC4287, RSS2, PROFILE = "RFC 4287", "RSS 2.0", "RSS Best Practices Profile"
JSONFEED, OPML2, MEASURED = "JSON Feed 1.1", "OPML 2.0", "measured with 28 readers"


def _rule(
    severity: Severity, id: str, formats: str, source: str, says: str, remedy: str, *, readers: str = "", w3c: str = ""
) -> Rule:
    """Return the rule with this *id*; *says* is its text, and *w3c* has names of messages with blanks between them."""
    return Rule(
        id=id,
        severity=severity,
        formats=formats,
        source=source,
        says=says,
        remedy=remedy,
        readers=readers,
        w3c=tuple(w3c.split()),
    )


error, warning = partial(_rule, "error"), partial(_rule, "warning")
