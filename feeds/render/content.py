"""Published entries: safe content that names its issue, and a summary that adds to it."""

from __future__ import annotations

import html
from collections.abc import Sequence

from msgspec.structs import replace

from feeds.markup import to_text
from feeds.model import Entry, IssueLink, Origin, PublishedEntry, Withdrawal, html_of
from feeds.render.pieces import make_piece, sanitise_piece
from feeds.urls import is_uri, without_brackets

_FEW = 40  # characters: a summary that does not end as its content does is not all of it


def finish_entry(
    entry: Entry, attribution: bytes, page: str = "", *, safe: Sequence[bytes] | None = None
) -> PublishedEntry:
    """Return *entry* as it is published, with *attribution* at its end unless it is a whole issue.

    If it has a *page* of ours, that address is the permalink, and `via` is the original, which is attributed, too.
    *safe* are the pieces of its content, if that is sanitised already.
    """
    pieces = _strip([sanitise_piece(entry.content)] if safe is None else safe)
    pieces = pieces or [make_piece(_link_of(entry, page or entry.permalink))]
    if attribution and (entry.of_an_issue or (page and entry.permalink)):
        pieces.append(attribution)
    return _publish(entry, page, summary=_summary(entry), pieces=tuple(pieces))


def attribute_to(origin: Origin, said: str) -> bytes:
    """Return the paragraph that names the issue of an entry, because most readers do not show `source`.

    *said* has `{issue}` in the place of its name. If it is "", there is no paragraph.
    """
    if not said:
        return b""
    link = f'<a href="{html.escape(origin.permalink)}">{html.escape(origin.title, quote=False)}</a>'
    before, found, after = html.escape(said, quote=False).partition("{issue}")
    return make_piece(f"<p>{before}{link if found else ''}{after}</p>")


def summarise_entry(entry: Entry, page: str = "") -> PublishedEntry:
    """Return *entry* as it is published with its summary in place of its content.

    RFC 4287 (4.1.2) allows that in Atom where the entry has an alternate link.
    """
    return _publish(entry, page, summary="" if entry.summary == entry.shown_title else entry.summary, pieces=())


def _publish(entry: Entry, page: str, *, summary: str, pieces: tuple[bytes, ...]) -> PublishedEntry:
    permalink, origin = page or entry.permalink, entry.origin
    return PublishedEntry(
        entry.id,
        entry.key,
        entry.kind,
        entry.shown_title,
        without_brackets(permalink),
        entry.published,
        entry.updated,
        pieces,
        summary,
        without_brackets(_related(entry, permalink)),
        via=without_brackets(entry.permalink) if page else "",
        authors=origin.authors,
        language=origin.language,
        topics=entry.topics,
        image=without_brackets(entry.image),
        enclosures=entry.enclosures,
        issue_id=entry.issue_id,
        issue=IssueLink(title=origin.title, permalink=origin.permalink) if entry.of_an_issue else None,
        source=origin.where.path,
        hash=entry.hash,
    )


def shelve(entry: PublishedEntry) -> PublishedEntry:
    """Return *entry* as archives have it: with its id, if that is not a URI and Atom has another one.

    Feeds have it in RSS and JSON Feed; an archive may be in Atom alone, and a lost memory is recovered from it.
    """
    return entry if is_uri(entry.id) else replace(entry, identifier=entry.id)


def make_notice(withdrawal: Withdrawal, text: str, site_url: str, *, keep_title: bool) -> PublishedEntry:
    """Return the notice that replaces a withdrawn entry: its id and date, and *text*.

    It has none of the entry's words. The title and address are kept on request, where they
    are known: people, and one reader, recognise the entry by them.
    """
    said = text.replace("{date}", f"{withdrawal.moment:%Y-%m-%d}")
    title, permalink = (withdrawal.title, withdrawal.permalink) if keep_title else ("", "")
    return PublishedEntry(
        id=withdrawal.id,
        key=withdrawal.key,
        kind=withdrawal.grain,
        title=title or said.rstrip("."),
        permalink=permalink or site_url,
        published=withdrawal.published,
        updated=withdrawal.moment,
        pieces=(make_piece(f"<p>{html.escape(said, quote=False)}</p>"),),
        withdrawn=withdrawal.moment,
    )


def _strip(pieces: Sequence[bytes]) -> list[bytes]:
    """Return *pieces* that are, joined by line breaks, the same without blanks around them; most have none there."""
    if pieces and pieces[0].startswith(b"&lt;") and pieces[-1].endswith(b"&gt;"):
        return list(pieces)
    whole = html_of(pieces).strip()
    return [make_piece(whole)] if whole else []


def _related(entry: Entry, permalink: str) -> str:
    """Return the first page that *entry* links to, or "" where that is its own *permalink*.

    An issue of several sections has no related link.
    """
    if entry.kind == "issue" and not entry.single:
        return ""
    first = entry.links[0].href if entry.links else ""
    return "" if first == permalink else first


def _link_of(entry: Entry, permalink: str) -> str:
    """Return the content of a link post without text."""
    address = _related(entry, permalink) or permalink
    return f'<p><a href="{html.escape(address)}">{html.escape(entry.title)}</a></p>'


def _summary(entry: Entry) -> str:
    """Return the summary of *entry*, unless it repeats the title or the content."""
    summary = entry.summary
    return "" if summary == entry.title or _is_all(summary, entry.content) else summary


def _is_all(summary: str, content: str) -> bool:
    """Return whether *summary* is all the text of *content*, on one line.

    Most content is much longer, as its first lines show: reading these takes two fifths of the
    time. They end at a line break, which is never within a tag.
    """
    if not summary.endswith(_last_words(content)):
        return False
    end = content.find("\n", 2 * len(summary))
    if end >= 0 and len(_on_one_line(content[:end])) > len(summary):
        return False
    return _on_one_line(content) == summary


def _last_words(content: str) -> str:
    """Return a few characters that the text of *content* ends in, if they are seen without reading it all; else ""."""
    end = len(content)
    while (start := content.rfind("<", 0, end)) >= 0:
        place = content.rfind(">", 0, start) + 1
        words = content[place:start]
        if words and not words.isspace():
            return "" if "&" in words else " ".join(words[-_FEW:].split())
        end = place
    return ""


def _on_one_line(content: str) -> str:
    return " ".join(to_text(content).split())
