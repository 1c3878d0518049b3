"""What every format shows of an entry: safe content, where it comes from, a summary that says less."""

from __future__ import annotations

import html
from dataclasses import replace

from feeds.errors import Where
from feeds.markup import sanitise, to_text
from feeds.model import Entry, Origin, Withdrawal


def finish(entry: Entry, attribution: str) -> Entry:
    """Return *entry* as it is published: sanitised, with its origin in words at the end.

    A section names its issue, because most readers show `source` to nobody; a post of
    one piece does not, being its own issue, unless it is read on a page of ours. A link
    post leads to its original even where its text has no link. The summary goes where it
    would repeat the content.
    """
    content = sanitise(entry.content)
    text = " ".join(to_text(entry.content).split())
    parts = [content]
    if not content:
        parts = [f'<p><a href="{html.escape(entry.related or entry.permalink)}">{html.escape(entry.title)}</a></p>']
    if attribution and (entry.of_an_issue or entry.via):
        parts.append(_attribution(entry, attribution))
    summary = "" if entry.summary == text or entry.summary == entry.title else entry.summary
    return replace(entry, content="\n".join(parts), summary=summary)


def notice_of(withdrawal: Withdrawal, text: str, site_url: str, *, keep_title: bool) -> Entry:
    """Return what stands in a feed for an entry that its author withdrew: its id and date, and *text*.

    None of its words, but its title and address where they are to be kept, and are known:
    they are by what people, and one reader, know it again.
    """
    said = text.replace("{date}", f"{withdrawal.moment:%Y-%m-%d}")
    title, permalink = (withdrawal.title, withdrawal.permalink) if keep_title else ("", "")
    return Entry(
        id=withdrawal.id,
        issue_id="",
        key=withdrawal.key,
        kind=withdrawal.grain,
        position=withdrawal.position,
        title=title or said.rstrip("."),
        origin=Origin(title=title, permalink=permalink, where=Where("")),
        permalink=permalink or site_url,
        published=withdrawal.published,
        updated=withdrawal.moment,
        hash="",
        content=f"<p>{html.escape(said, quote=False)}</p>",
        withdrawn=withdrawal.moment,
    )


def _attribution(entry: Entry, attribution: str) -> str:
    link = f'<a href="{html.escape(entry.origin.permalink)}">{html.escape(entry.origin.title, quote=False)}</a>'
    before, found, after = html.escape(attribution, quote=False).partition("{issue}")
    return f"<p>{before}{link if found else ''}{after}</p>"
