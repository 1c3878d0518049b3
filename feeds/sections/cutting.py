"""Cut an issue into parts by the rules, and give each its title and permalink."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote

from msgspec.structs import replace

from feeds.config import SectionRules, SplitRule
from feeds.model import ROLES, Issue, Item, ParsedIssue, Parts, Section, Whole, join_content, join_links
from feeds.sections.blocks import Block, Body, html_of, letters_of, read_body, text_of, words_of
from feeds.sections.chapters import tell_apart
from feeds.sections.dividing import split_at_bold, split_at_pattern, split_by_evidence, without_decoration
from feeds.sections.habits import NO_HABITS, Habits, Questions
from feeds.sections.headlines import title_of_heading
from feeds.sections.pictures import with_pictures_below
from feeds.sections.pieces import (
    Piece,
    Splitter,
    split_at_level,
    split_at_nothing,
    split_at_rules,
    with_notes_once,
)
from feeds.sections.roles import set_apart, with_roles
from feeds.sections.stories import Headline, Story, take_headline
from feeds.sections.summaries import first_words, lead_of, only_begins, opening_of, shorten, summaries_of, summarise
from feeds.sections.vocabulary import is_sign_off
from feeds.text.patterns import wildcard
from feeds.urls import host, with_fragment

if TYPE_CHECKING:
    from feeds.sections.items import ItemPiece

SPLITTERS: dict[SplitRule, Splitter] = {
    "none": split_at_nothing,
    "bold": split_at_bold,
    "rules": split_at_rules,
    1: split_at_level(1),
    2: split_at_level(2),
    3: split_at_level(3),
    4: split_at_level(4),
    5: split_at_level(5),
    6: split_at_level(6),
}
_LONGEST_TITLE = 200


def cut_issue(issue: ParsedIssue, rules: SectionRules, habits: Habits = NO_HABITS, *, items: bool = False) -> Parts:
    """Return the sections of *issue* in reading order, and with *items* the items in them.

    Each has title, summary, content and the address of its place in the original; links
    are found later. Sections that *rules* drop are marked. *habits* know what the other
    issues of the newsletter do, where this one alone is ambiguous. The same arguments give
    the same result, and the tree of *issue* is never changed.
    """
    return cut_body(read_body(issue.body), issue, rules, habits, items=items)


def cut_body(body: Body, issue: Issue, rules: SectionRules, habits: Habits, *, items: bool) -> Parts:
    """Return what `cut_issue` does of an *issue* with this *body*."""
    questions = Questions(habits)
    pieces, divided_by = cut_pieces(body, issue, rules, questions)
    alone = len(pieces) == 1
    stories = [_story(issue, piece, alone) for piece in pieces]
    found = _found_items(pieces, questions) if items else [[] for _ in pieces]
    sections = tuple(_sections(issue, stories, rules, body.rare, [bool(own) for own in found]))
    return Parts(
        sections=sections,
        items=tuple(_items(issue, sections, _without_headlines(found, stories))),
        divided_by="" if alone else divided_by,
        asked=questions.answers,
    )


def _sections(
    issue: Issue, stories: Sequence[Story], rules: SectionRules, rare: str, has_items: Sequence[bool]
) -> Iterator[Section]:
    """Yield the sections; an anchor that appears twice belongs to the first section that has it."""
    alone = len(stories) == 1
    seen, dropped = {""}, [wildcard(name) for name in rules.drop if name not in ROLES]
    texts = [text_of(story.piece.blocks) for story in stories]
    own_titles = [_title_of(issue, story, text, n) for n, (story, text) in enumerate(zip(stories, texts, strict=True))]
    titles = tell_apart(own_titles, [story.piece for story in stories])
    summaries = _summaries(issue, stories, rare)
    for position, story in enumerate(stories):
        anchor = _anchor_of(story.piece)
        own_anchor = "" if anchor in seen else anchor
        seen.add(anchor)
        names = (own_titles[position], titles[position])
        yield Section(
            position=position,
            role=story.piece.role,
            dropped=story.piece.role in rules.drop or any(one.fullmatch(name) for one in dropped for name in names),
            title=titles[position],
            permalink=_permalink(issue, own_anchor),
            anchor=own_anchor,
            summary=summaries[position],
            heading=_heading(story, alone=alone),
            content=html_of(story.piece.blocks),
            text=texts[position],
            words=words_of(story.piece.blocks),
            image=issue.image if alone else "",
            enclosures=issue.enclosures if alone else (),
            single=alone,
            has_items=has_items[position],
        )


def _summaries(issue: Issue, stories: Sequence[Story], rare: str) -> list[str]:
    """Return the summary of each of *stories*; that of a single one is the teaser of its author, if there is one."""
    if len(stories) == 1 and issue.teaser:
        return [summarise(issue.teaser)]
    return summaries_of([story.headline.teaser or lead_of(story.piece.blocks) for story in stories], rare)


def _anchor_of(piece: Piece) -> str:
    return "" if piece.heading is None else piece.heading.element.get("id") or ""


def _found_items(pieces: Sequence[Piece], questions: Questions) -> list[list[ItemPiece]]:
    from feeds.sections.items import find_items  # six modules, for feeds that carry items

    return find_items(pieces, questions.has_heading)


def _without_headlines(found: list[list[ItemPiece]], stories: Sequence[Story]) -> list[list[ItemPiece]]:
    """Return the items that were *found*, without the headlines that were taken off the *stories* they are in."""
    trimmed = dict(story.trimmed for story in stories if story.trimmed)
    if not trimmed:
        return found
    return [[replace(item, blocks=tuple(trimmed.get(b, b) for b in item.blocks)) for item in own] for own in found]


def _items(issue: Issue, sections: Sequence[Section], found: Sequence[Sequence[ItemPiece]]) -> Iterator[Item]:
    position = 0
    for section, own in zip(sections, found, strict=True):
        for item in own:
            yield _item(issue, section, item, position)
            position += 1


def _item(issue: Issue, section: Section, item: ItemPiece, position: int) -> Item:
    text = text_of(item.blocks)
    title = item.title or f"{section.title} ({position + 1})"
    return Item(
        position=position,
        role=section.role,
        dropped=section.dropped,
        title=shorten(title, _LONGEST_TITLE),
        permalink=_permalink(issue, item.anchor) if item.anchor else section.permalink,
        anchor=item.anchor,
        summary=summarise(lead_of(item.blocks)),
        heading="" if item.heading is None else html_of([item.heading]),
        content=html_of(item.blocks),
        text=text,
        words=words_of(item.blocks),
        section=section.position,
        section_title=section.title,
    )


def cut_pieces(body: Body, issue: Issue, rules: SectionRules, questions: Questions) -> tuple[list[Piece], str]:
    """Return the pieces that *body*, that of *issue*, is cut into, and a description of what divides them.

    Each has its role. Together they hold all blocks except the title.
    """
    blocks = _without_own_title(body.blocks, issue.title)
    if rules.pattern:
        pieces, by = split_at_pattern(rules.pattern)(blocks), "sections.pattern"
    elif rules.split == "auto":
        pieces, by = split_by_evidence(blocks, questions.has_heading, questions.divides)
    else:
        pieces, by = SPLITTERS[rules.split](blocks), f"sections.split ({rules.split})"
    pieces = set_apart(with_pictures_below(pieces), questions.has)
    pieces = [without_decoration(piece) for piece in with_roles(pieces, issue.page, body.hrefs)]
    notes = [block.note for piece in pieces for block in piece.blocks if block.note]
    return list(map(with_notes_once, pieces)) if notes else pieces, by


def title_of(issue: Issue) -> str:
    """Return the title of the entry of the whole *issue*."""
    return shorten(issue.title, _LONGEST_TITLE)


def whole_issue(issue: Issue, sections: Sequence[Section]) -> Whole:
    """Return *issue* as a whole, made of all its *sections* under their headings."""
    content = join_content(sections)
    own_words = issue.summary and not only_begins(issue.summary, content)
    return Whole(
        position=0,
        title=title_of(issue),
        permalink=issue.permalink,
        summary=summarise(issue.summary if own_words else issue.teaser or opening_of(sections)),
        content=content,
        links=join_links(sections),
        image=issue.image,
        enclosures=issue.enclosures,
        single=len(sections) == 1,
    )


def _title_of(issue: Issue, story: Story, text: str, position: int) -> str:
    """Return the title of a section: its headline, else its first words, else that of the issue with a number."""
    title = story.headline.title or first_words(text)
    return shorten(title or f"{issue.title} ({position + 1})", _LONGEST_TITLE)


def _story(issue: Issue, piece: Piece, alone: bool) -> Story:
    """Return *piece* with its headline: its heading, the title of its issue, or its beginning."""
    if piece.heading is not None:
        return Story(headline=Headline(title=title_of_heading(piece.heading)), piece=piece)
    if alone:
        return Story(headline=Headline(title=issue.title), piece=piece)
    if piece.role != "content":
        words = first_words(" ".join(block.line for block in piece.blocks))
        return Story(headline=Headline(title=words, taken=False), piece=piece)
    return take_headline(piece)


def _heading(story: Story, *, alone: bool) -> str:
    """Return the HTML above a section in the whole issue: its heading and those of its group, or a rule."""
    headline, piece = story.headline, story.piece
    above = html_of([*piece.above, *([] if piece.heading is None else [piece.heading])])
    if piece.heading is not None or alone or piece.role != "content":
        return above
    if headline.taken:
        return f"{above}\n<h2>{html.escape(headline.title, quote=False)}</h2>".lstrip()
    return above or "<hr/>"


def _without_own_title(blocks: list[Block], title: str) -> list[Block]:
    """Return *blocks* without a first heading that repeats the title of the issue."""
    for number, block in enumerate(blocks):
        if block.level:
            same = block.letters == letters_of(title)
            return blocks[:number] + blocks[number + 1 :] if same else blocks
        if block.line and not is_sign_off(block.line):  # a mail may begin with "Forwarded this email?"
            break
    return blocks


def _permalink(issue: Issue, anchor: str) -> str:
    """Return the address of a section: that of its issue, at *anchor* if the page has it.

    Only an anchor that the author gave is known to exist, and only on the newsletter's own
    site. Anchors are not guessed: a fragment that leads nowhere is of no use, and some
    readers drop or rewrite fragments (docs/feeds.md).
    """
    return with_fragment(issue.permalink, quote(anchor)) if anchor and is_on_site(issue) else issue.permalink


def is_on_site(issue: Issue) -> bool:
    """Return whether *issue* is read on the newsletter's own site, not behind a short or foreign link."""
    return host(issue.permalink) == host(issue.page)
