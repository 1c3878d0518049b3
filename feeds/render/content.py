"""What every format shows of an entry: safe content, where it comes from, a summary that says less."""

from __future__ import annotations

import html
from dataclasses import replace

from feeds.markup import sanitise, to_text
from feeds.model import Entry


def finish(entry: Entry, attribution: str) -> Entry:
    """Return *entry* as it is published: sanitised, with its origin in words at the end.

    A section names its issue, because most readers show `source` to nobody; a post of
    one piece does not, being its own issue. A link post leads to its original even where
    its text has no link. The summary goes where it would repeat the content.
    """
    content = sanitise(entry.content)
    text = " ".join(to_text(entry.content).split())
    parts = [content]
    if not content:
        parts = [f'<p><a href="{html.escape(entry.related or entry.permalink)}">{html.escape(entry.title)}</a></p>']
    if entry.of_an_issue and attribution:
        parts.append(_attribution(entry, attribution))
    summary = "" if entry.summary == text or entry.summary == entry.title else entry.summary
    return replace(entry, content="\n".join(parts), summary=summary)


def _attribution(entry: Entry, attribution: str) -> str:
    link = f'<a href="{html.escape(entry.issue_permalink)}">{html.escape(entry.issue_title, quote=False)}</a>'
    before, found, after = html.escape(attribution, quote=False).partition("{issue}")
    return f"<p>{before}{link if found else ''}{after}</p>"
