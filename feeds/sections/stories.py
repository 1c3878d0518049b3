"""Take the headline off a piece: its heading, or a headline that is not one (`headlines`).

A label in a line of its own above `TITLE[place, year]` is one, too, and so is a linked title before its text.
"""

from __future__ import annotations

from copy import deepcopy
from itertools import takewhile

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from feeds.markup import Element, all_text, one_line
from feeds.regex import regex
from feeds.sections.blocks import Block, block_of, has_link, line_of
from feeds.sections.headlines import (
    LONGEST_TEASER,
    bare_headline,
    divided,
    glued_headline,
    lead_in_of,
    title_of_heading,
    without_numbering,
)
from feeds.sections.pictures import is_picture
from feeds.sections.pieces import Piece
from feeds.sections.summaries import first_words
from feeds.sections.titled import is_titled, title_apart, title_is_apart, without_dash
from feeds.text.plain_words import words_behind

_LABEL = regex(r"[*_\s]*+(?P<label>[^:*…]{2,40}):[*_\s]*\Z")
_STORY = regex(r"[*_\s]*+(?P<title>[^\n\[*_]{3,120}?)[\s*_]*+(?=\[)")


class Headline(Struct, frozen=True, kw_only=True):
    """The title of a piece, and the teaser below it."""

    title: str  # plain text; "" if there is none
    teaser: str = ""
    taken: bool = True  # off the text; else the title repeats the first words of the text


class Story(Struct, frozen=True, kw_only=True):
    """A piece and the headline that was taken off it."""

    headline: Headline
    piece: Piece
    trimmed: tuple[Block, Block] | None = None  # the block that held the headline, and a copy without it


def take_headline(piece: Piece) -> Story:
    """Return the headline at the beginning of *piece*, and the piece without it.

    The teaser stays, as a first paragraph in italics. A piece without a headline keeps
    its text; its title is its first sentence. The tree is not changed: a block that loses
    its beginning is copied first.
    """
    start = next((number for number, block in enumerate(piece.blocks) if block.has_words), len(piece.blocks))
    piece = replace(piece, blocks=piece.blocks[start:]) if start else piece
    if not piece.blocks:
        return Story(headline=Headline(title="", taken=False), piece=piece)
    pictures = tuple(takewhile(is_picture, piece.blocks))
    if pictures and len(pictures) < len(piece.blocks):
        story = take_headline(replace(piece, blocks=piece.blocks[len(pictures) :]))
        return replace(story, piece=replace(story.piece, blocks=(*pictures, *story.piece.blocks)))
    first = piece.blocks[0]
    if first.level:
        rest = replace(piece, heading=first, blocks=piece.blocks[1:])
        return Story(headline=Headline(title=title_of_heading(first)), piece=rest)
    return (
        _take_label(piece)
        or _take_titled(piece)
        or _take_bold(piece)
        or _take_glued(piece)
        or Story(headline=Headline(title=first_words(first.line), taken=False), piece=piece)
    )


def _take_label(piece: Piece) -> Story | None:
    """`Short Circuits:` in a paragraph of its own, `The Understudy[Gdynia, 2044]` in the next."""
    first, *blocks = piece.blocks
    label = _LABEL.match(first.line)
    if not label or first.has_link:
        return None
    title, trimmed = label["label"].strip(), None
    following = blocks[0] if blocks else None
    if following is not None and following.tag == "p":
        story = _STORY.match(all_text(following.element))
        if story and (story.end() <= len(following.element.text or "") or not following.has_link):
            title = f"{title}: {story['title'].strip()}"
            paragraph = deepcopy(following.element)
            _drop_start(paragraph, story.end())
            blocks[0] = block_of(paragraph)
            trimmed = (following, blocks[0])
    return Story(headline=Headline(title=one_line(title)), piece=replace(piece, blocks=tuple(blocks)), trimmed=trimmed)


def _take_titled(piece: Piece) -> Story | None:
    """`[Title](u) - text` at the start of a paragraph: the link becomes the heading of the piece."""
    first = piece.blocks[0]
    if not is_titled(first):
        return None
    heading, rest = title_apart(first)
    if not title_is_apart(first):  # a sentence in the text
        return Story(headline=Headline(title=title_of_heading(heading), taken=False), piece=piece)
    return Story(
        headline=Headline(title=title_of_heading(heading)),
        piece=replace(piece, heading=heading, blocks=(*_if_worded(rest), *piece.blocks[1:])),
        trimmed=(first, rest),
    )


def _take_bold(piece: Piece) -> Story | None:
    """`**HEADLINE:**` at the start of a paragraph, with or without `_…teaser…_` behind it.

    One with a link in it becomes the heading of the piece, so that the link stays.
    """
    first = piece.blocks[0]
    if not first.opens_in_bold:
        return None
    title = without_numbering(bare_headline(line_of(first.element[0])))
    rest = without_dash(first.element[0].tail or "").lstrip("\n *_")
    if not 3 <= len(title) <= 200 or not (lead_in_of(first) or not rest or rest.startswith(("…", "..."))):
        return None
    paragraph = deepcopy(first.element)
    bold = paragraph[0]
    paragraph.remove(bold)
    paragraph.text = rest
    _drop_breaks(paragraph)
    emphasis = _take_emphasis(paragraph)
    teaser = "" if emphasis is None else line_of(emphasis).strip("…. ")
    rest_of_it = block_of(paragraph)
    return Story(
        headline=Headline(title=one_line(title), teaser=teaser),
        piece=replace(
            piece,
            heading=_heading_of(bold) if has_link(bold) else piece.heading,
            blocks=(*_teaser_as_paragraph(teaser, emphasis), *_if_worded(rest_of_it), *piece.blocks[1:]),
        ),
        trimmed=(first, rest_of_it),
    )


def _heading_of(bold: Element) -> Block:
    """Turn *bold*, which was taken off a copied paragraph, into a heading and return it."""
    bold.tag, bold.tail = "h2", "\n"
    bold.attrib.clear()
    return block_of(bold)


def _take_emphasis(paragraph: Element) -> Element | None:
    """Take a teaser in italics off the start of *paragraph* and return it, if there is one."""
    emphasis = None if (paragraph.text or "").strip() or not len(paragraph) else paragraph[0]
    if emphasis is None or emphasis.tag not in ("em", "i") or not line_of(emphasis).startswith(("…", "...")):
        return None
    paragraph.text = (emphasis.tail or "").lstrip()
    paragraph.remove(emphasis)
    _drop_breaks(paragraph)
    return emphasis


def _take_glued(piece: Piece) -> Story | None:
    """`HEADLINE:…teaser…Text`, all in the first text of a paragraph."""
    first = piece.blocks[0]
    title, beginning, rest = glued_headline(first)
    if not title:
        return None
    teaser, behind = divided(rest, LONGEST_TEASER)
    paragraph = deepcopy(first.element)
    paragraph.text = (behind if teaser else rest).lstrip()
    words = words_behind(first.words, beginning.removesuffix(behind if teaser else rest))
    rest_of_it = block_of(paragraph, is_line=first.text == first.line, words=words)
    teaser = one_line(teaser)
    blocks = (*_teaser_as_paragraph(teaser), *_if_worded(rest_of_it), *piece.blocks[1:])
    return Story(
        headline=Headline(title=title, teaser=teaser),
        piece=replace(piece, blocks=blocks),
        trimmed=(first, rest_of_it),
    )


def _if_worded(paragraph: Block) -> list[Block]:
    """Return *paragraph*, unless nothing is left of it."""
    return [paragraph] if paragraph.line else []


def _teaser_as_paragraph(teaser: str, emphasis: Element | None = None) -> list[Block]:
    """Return a paragraph of *teaser*, if there is one: with *emphasis* if that has links, else of plain words."""
    if not teaser:
        return []
    paragraph = etree.Element("p")
    has_links = emphasis is not None and has_link(emphasis)
    if emphasis is not None and has_links:
        emphasis.tail = None
        paragraph.append(emphasis)
    else:
        etree.SubElement(paragraph, "em").text = teaser
    paragraph.tail = "\n"
    return [block_of(paragraph, is_line=not has_links)]


def _drop_breaks(paragraph: Element) -> None:
    """Remove line breaks at the start of *paragraph*."""
    for child in list(paragraph):
        if child.tag != "br" or (paragraph.text or "").strip():
            break
        tail = child.tail
        paragraph.remove(child)
        paragraph.text = (tail or "").lstrip()


def _drop_start(element: Element, count: int) -> None:
    """Remove the first *count* characters of the text of *element*, and breaks among them."""
    text = element.text or ""
    element.text = text[count:].lstrip()
    count -= len(text)
    for child in list(element):
        if count <= 0:
            break
        inner, tail = all_text(child), child.tail or ""
        element.remove(child)
        element.text = (inner + tail)[count:].lstrip("\n")
        count -= len(inner) + len(tail)
    _drop_breaks(element)
