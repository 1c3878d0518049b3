"""From an issue to entries: where to cut by the rules, what each piece is called, where it can be read."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import quote

from feeds.config import SectionRules, SplitRule
from feeds.markup import Element, to_html, to_text
from feeds.model import ROLES, Entry, Issue, assemble
from feeds.patterns import wildcard
from feeds.sections.blocks import HEADINGS, blocks_of, letters_of, text_of
from feeds.sections.dividing import split_by_evidence, without_decoration
from feeds.sections.habits import NO_HABITS, Habits
from feeds.sections.headlines import Headline, take_headline, title_of_heading
from feeds.sections.items import Item, find_items
from feeds.sections.pieces import (
    Piece,
    Splitter,
    split_at_bold_lines,
    split_at_level,
    split_at_nothing,
    split_at_pattern,
    split_at_rules,
)
from feeds.sections.roles import assign_roles, set_apart
from feeds.sections.summaries import cut, first_words, lead_of, only_begins, opening_of, summarise
from feeds.urls import host, with_fragment

#: Dates and ids are the business of revisions; until then an entry has this one.
UNDATED = datetime(1, 1, 1, tzinfo=UTC)

SPLITTERS: dict[SplitRule, Splitter] = {
    "none": split_at_nothing,
    "bold": split_at_bold_lines,
    "rules": split_at_rules,
    1: split_at_level(1),
    2: split_at_level(2),
    3: split_at_level(3),
    4: split_at_level(4),
    5: split_at_level(5),
    6: split_at_level(6),
}
_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Cut:
    """The parts of an issue, in reading order."""

    sections: tuple[Entry, ...]
    items: tuple[Entry, ...] = ()
    divided_by: str = ""  # what divides the issue, in words; "" if it is one piece


def split_issue(issue: Issue, rules: SectionRules, habits: Habits = NO_HABITS) -> tuple[Entry, ...]:
    """Return the sections of *issue*, as `cut_issue` does."""
    return cut_issue(issue, rules, habits).sections


def cut_issue(issue: Issue, rules: SectionRules, habits: Habits = NO_HABITS, *, items: bool = False) -> Cut:
    """Return the sections of *issue* in reading order, and with *items* the items in them.

    Each has title, summary, content and the address of its place in the original; ids,
    dates, links and topics come later. What *rules* drop is marked. *habits* know what
    the other issues of the newsletter do, where this one alone is ambiguous.
    """
    pieces, divided_by = cut_pieces(issue, rules, habits)
    alone = len(pieces) == 1
    found = find_items(pieces, habits.has_heading) if items else [[] for _ in pieces]
    sections = []
    for section, own in zip(_with_anchors_once(_sections(issue, pieces, alone)), found, strict=True):
        dropped = section.role in rules.drop or _is_named(section.title, rules.drop)
        sections.append(replace(section, dropped=dropped, has_items=bool(own)))
    return Cut(tuple(sections), tuple(_items(issue, sections, found)), "" if alone else divided_by)


def _sections(issue: Issue, pieces: Sequence[Piece], alone: bool) -> Iterator[Entry]:
    for position, piece in enumerate(pieces):
        yield _section(issue, piece, position, alone)


def _items(issue: Issue, sections: Sequence[Entry], found: Sequence[Sequence[Item]]) -> Iterator[Entry]:
    position = 0
    for section, own in zip(sections, found, strict=True):
        for item in own:
            yield _item(issue, section, item, position)
            position += 1


def _item(issue: Issue, section: Entry, item: Item, position: int) -> Entry:
    content = to_html(item.blocks)
    title = item.title or first_words(to_text(content)) or f"{section.title} ({position + 1})"
    return replace(
        section,
        kind="item",
        single=False,
        position=position,
        section=section.position,
        section_title=section.title,
        has_items=False,
        title=cut(title, _LONGEST_TITLE),
        anchor=item.anchor,
        permalink=_permalink(issue, item.anchor) if item.anchor else section.permalink,
        summary=summarise(lead_of(item.blocks)),
        heading="",
        content=content,
        image="",
    )


def cut_pieces(issue: Issue, rules: SectionRules, habits: Habits) -> tuple[list[Piece], str]:
    """Return the pieces of *issue*, each with its role, and what divides them.

    Together they hold all its blocks but its own title.
    """
    blocks = _without_own_title(blocks_of(issue.body), issue.title)
    if rules.pattern:
        pieces, by = split_at_pattern(rules.pattern)(blocks), "sections.pattern"
    elif rules.split == "auto":
        pieces, by = split_by_evidence(blocks, habits.has_heading)
    else:
        pieces, by = SPLITTERS[rules.split](blocks), f"sections.split ({rules.split})"
    pieces = set_apart(pieces, habits.has)
    assign_roles(pieces, issue.page)
    return without_decoration(pieces), by


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
    own_words = issue.summary and not only_begins(issue.summary, whole.content)
    return replace(whole, summary=summarise(issue.summary if own_words else opening_of(sections)))


def _section(issue: Issue, piece: Piece, position: int, alone: bool) -> Entry:
    headline = _headline(issue, piece, alone)
    heading = _heading(piece, headline, alone)
    content = to_html(piece.blocks)
    title = headline.title or first_words(to_text(content)) or f"{issue.title} ({position + 1})"
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
        summary=summarise(headline.teaser or lead_of(piece.blocks)),
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
        return Headline(first_words(" ".join(map(text_of, piece.blocks))), taken=False)
    return take_headline(piece)


def _heading(piece: Piece, headline: Headline, alone: bool) -> str:
    """Return what stands above a section in the whole issue: its heading and those of its group, or a rule."""
    above = to_html([*piece.above, *([] if piece.heading is None else [piece.heading])])
    if piece.heading is not None or alone or piece.role != "content":
        return above
    if headline.taken:
        return f"{above}\n<h2>{html.escape(headline.title, quote=False)}</h2>".lstrip()
    return above or "<hr/>"


def _without_own_title(blocks: list[Element], title: str) -> list[Element]:
    """Return *blocks* without a first heading that says the issue's title again."""
    for number, block in enumerate(blocks):
        if block.tag in HEADINGS:
            same = letters_of(text_of(block)) == letters_of(title)
            return blocks[:number] + blocks[number + 1 :] if same else blocks
        if text_of(block):
            break
    return blocks


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
    return any(wildcard(name).fullmatch(title) for name in names if name not in ROLES)
