"""From an issue to entries: where to cut by the rules, what each piece is called, where it can be read."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import quote

from feeds.config import SectionRules
from feeds.markup import Element, one_line, to_html, to_text
from feeds.model import Entry, Issue, assemble
from feeds.patterns import wildcard
from feeds.sections.headlines import Headline, first_words, take_headline, title_of_heading
from feeds.sections.pieces import (
    HEADINGS,
    Piece,
    Splitter,
    blocks_of,
    split_at_level,
    split_at_nothing,
    split_at_pattern,
    split_by_evidence,
    text_of,
)
from feeds.urls import host, with_fragment

#: Dates and ids are the business of revisions; until then an entry has this one.
UNDATED = datetime(1, 1, 1, tzinfo=UTC)

_SPLITTERS: dict[str | int, Splitter] = {
    "auto": split_by_evidence,
    "none": split_at_nothing,
    **{level: split_at_level(level) for level in range(1, 7)},
}
_FOOTNOTE_MARK = re.compile(r"\[\d+\]")
_LONGEST_TITLE = 200
_LONGEST_SUMMARY = 300


def split_issue(issue: Issue, rules: SectionRules) -> tuple[Entry, ...]:
    """Return the sections of *issue* in reading order, those without an entry of their own too.

    Each has title, summary, content and the address of its place in the original; ids,
    dates, links and topics come later. What *rules* drop is marked.
    """
    blocks = _without_own_title(blocks_of(issue.body), issue.title)
    splitter = split_at_pattern(rules.pattern) if rules.pattern else _SPLITTERS[rules.split]
    pieces = splitter(blocks)
    alone = len(pieces) == 1
    sections = _with_anchors_once(_section(issue, piece, position, alone) for position, piece in enumerate(pieces))
    return tuple(
        replace(section, dropped=True)
        if section.role in rules.drop or _is_named(section.title, rules.drop)
        else section
        for section in sections
    )


def _with_anchors_once(sections: Iterable[Entry]) -> Iterator[Entry]:
    """Yield *sections*; an anchor that comes up again leads to the first that has it, and pins no other."""
    seen: set[str] = set()
    for section in sections:
        again = section.anchor != "" and section.anchor in seen
        seen.add(section.anchor)
        yield replace(section, anchor="", permalink=section.issue_permalink) if again else section


def whole_issue(issue: Issue, sections: Sequence[Entry]) -> Entry:
    """Return *issue* as one entry, made of all its *sections* under their headings."""
    whole = Entry(
        kind="issue",
        position=0,
        title=cut(issue.title, _LONGEST_TITLE),
        issue_title=issue.title,
        permalink=issue.permalink,
        issue_permalink=issue.permalink,
        published=issue.published or UNDATED,
        updated=issue.updated or UNDATED,
        authors=issue.authors,
        language=issue.language,
        tags=issue.tags,
        image=issue.image,
        where=issue.where,
    )
    whole = assemble(whole, sections)
    own_words = issue.summary and not _only_begins(issue.summary, whole.content)
    return replace(whole, summary=_summary(issue.summary if own_words else _opening(sections)))


def _section(issue: Issue, piece: Piece, position: int, alone: bool) -> Entry:
    headline = _headline(issue, piece, alone)
    heading = _heading(piece, headline) if piece.role == "content" and not (alone and piece.heading is None) else ""
    content = to_html(piece.blocks)
    text = to_text(content)
    title = headline.title or first_words(" ".join(text.split())) or f"{issue.title} ({position + 1})"
    anchor = piece.heading.get("id") or "" if piece.heading is not None else ""
    return Entry(
        kind="section",
        role=piece.role,
        position=position,
        title=cut(title, _LONGEST_TITLE),
        issue_title=issue.title,
        permalink=_permalink(issue, anchor),
        issue_permalink=issue.permalink,
        anchor=anchor,
        single=alone,
        published=UNDATED,
        updated=UNDATED,
        authors=issue.authors,
        language=issue.language,
        summary=_summary(headline.teaser or _lead(piece.blocks)),
        heading=heading,
        content=content,
        tags=issue.tags,
        image=issue.image if alone else "",
        where=issue.where,
    )


def _headline(issue: Issue, piece: Piece, alone: bool) -> Headline:
    if piece.heading is not None:
        return Headline(title_of_heading(piece.heading))
    if alone:
        return Headline(issue.title)
    if piece.role != "content":
        return Headline(first_words(" ".join(text_of(block) for block in piece.blocks)), taken=False)
    return take_headline(piece)


def _heading(piece: Piece, headline: Headline) -> str:
    """Return what stands above a section in the whole issue: its heading, or a rule where it has none."""
    if piece.heading is not None:
        return to_html([piece.heading])
    return f"<h2>{html.escape(headline.title, quote=False)}</h2>" if headline.taken else "<hr/>"


def _without_own_title(blocks: list[Element], title: str) -> list[Element]:
    """Return *blocks* without a first heading that says the issue's title again."""
    for number, block in enumerate(blocks):
        if block.tag in HEADINGS:
            same = _letters(text_of(block)) == _letters(title)
            return blocks[:number] + blocks[number + 1 :] if same else blocks
        if text_of(block):
            break
    return blocks


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _permalink(issue: Issue, anchor: str) -> str:
    """Return where a section can be read: in the original, at *anchor* if its page has that.

    Only an anchor that the author gave is known to be there, and only on the newsletter's
    own site. None is guessed: a fragment that leads nowhere helps nobody, and some readers
    cut or rewrite fragments (docs/feeds.md).
    """
    return with_fragment(issue.permalink, quote(anchor)) if anchor and is_on_site(issue) else issue.permalink


def is_on_site(issue: Issue) -> bool:
    """Return whether *issue* is read on the newsletter's own site, not behind a short or foreign link."""
    return host(issue.permalink) == host(issue.page)


def _is_named(title: str, names: Sequence[str]) -> bool:
    return any(wildcard(name).fullmatch(title) for name in names if name not in ("intro", "outro"))


def _only_begins(excerpt: str, content: str) -> bool:
    """Return whether *excerpt* says nothing but the beginning of *content*, glued together as that may be."""
    letters = _letters(excerpt)
    return _letters(to_text(content[:2000])).startswith(letters[:60])


def _opening(sections: Sequence[Entry]) -> str:
    """Return what a summary of the whole issue can say: its introduction, else what it is about."""
    if sections and (len(sections) == 1 or sections[0].role == "intro"):
        return sections[0].summary
    return "; ".join(section.title for section in sections)


def _lead(blocks: Sequence[Element]) -> str:
    """Return the first words below a heading, up to the next one: run together they would make no sentence."""
    words = ""
    for block in blocks:
        if block.tag in ("pre", "table") or block.get("class") == "footnote-definition":
            continue
        if block.tag in HEADINGS:
            if words:
                break
            words = f"{text_of(block)}:"
        else:
            words = f"{words} {_FOOTNOTE_MARK.sub('', text_of(block))}".strip()
        if len(words) > _LONGEST_SUMMARY:
            break
    return words


def _summary(text: str) -> str:
    return cut(one_line(text[: 4 * _LONGEST_SUMMARY]), _LONGEST_SUMMARY)


def cut(text: str, most: int) -> str:
    """Return *text*, cut between two words if it is longer than *most* characters.

    >>> cut("seven small machines", 12)
    'seven small…'
    """
    if len(text) <= most:
        return text
    head = text[:most]
    return (head.rsplit(" ", 1)[0] if " " in head[most // 2 :] else head[:-1]).rstrip(",;:–—- ") + "…"
