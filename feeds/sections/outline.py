"""The outline of an issue: which of its headings open sections.

Levels drift, within one issue and over the years, so a level by itself means nothing. The
depth of a heading and the text below it decide: a heading at the top opens a section; one
below it does so if it is the label of a department, which lists things, or if other issues
have it, too. A heading inside a story opens no section. A chapter is divided in all issues of
a newsletter, or in none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import takewhile

from msgspec import Struct

from feeds.sections.blocks import LISTS, Block, length_of

Recurs = Callable[[str], bool]  # from the letters of a heading to whether other issues have it
#: From the letters of a chapter, and whether one issue divides it by itself, to whether all issues do.
Divides = Callable[[str, bool], bool]

_LONG_STORY = 1200  # characters; shorter texts below one heading are its items
_RECURRING = 3  # at least one of so many headings of a chapter must be in other issues to be sure of all
_MASTHEAD = 2  # headings
_SUBHEAD = 3  # times in one issue: then a heading such as "Cost" is a part of each story


def by_itself(chapter: str, divided: bool) -> bool:
    """Return whether a chapter is divided if nothing is known of other issues."""
    return divided


class Heading(Struct, frozen=True):
    """A heading and its place in the outline."""

    number: int  # among the blocks
    level: int
    depth: int  # 1 at the top
    key: str
    own: Sequence[Block]  # the blocks up to the next heading
    parent_is_empty: bool  # the heading above it has no text of its own
    is_linked: bool
    parent_is_linked: bool  # the heading above it is a headline: it leads to the story that it is about


def find_openings(
    blocks: Sequence[Block], level_of: Callable[[Block], int], recurs: Recurs, divides: Divides = by_itself
) -> list[int]:
    """Return the numbers of the *blocks* that open sections; *level_of* returns 0 for a block that is not a heading.

    *divides* returns whether a chapter is divided in all issues that have it.
    """
    levels = list(map(level_of, blocks))
    if len(set(levels) - {0}) < 2:  # as in most issues: no heading is below another
        return [number for number, level in enumerate(levels) if level]
    headings = _outline(blocks, levels)
    divided = _divided_chapters(headings, recurs, divides)
    return [
        heading.number
        for heading, chapter in zip(headings, _chapters_of(headings), strict=True)
        if heading.depth == 1 or (chapter in divided and heading.level in divided[chapter])
    ]


def chapters_of(blocks: Sequence[Block]) -> dict[str, bool]:
    """Return the chapters in *blocks*, by the letters of their headings: whether each is divided by its own evidence.

    A chapter is a heading at the top with others below it.
    """
    levels = [block.level for block in blocks]
    if len(set(levels) - {0}) < 2:
        return {}
    headings = _outline(blocks, levels)
    below = _levels_below(headings)
    departments = _levels_of_departments(headings, lambda key: False) if below else set()
    return {headings[chapter].key: not departments.isdisjoint(below[chapter]) for chapter in below}


def _divided_chapters(headings: Sequence[Heading], recurs: Recurs, divides: Divides) -> dict[int, Collection[int]]:
    """Return the levels at which each chapter is divided, by the index of its heading.

    Where other issues have most of the headings below, they are departments. Else the length
    of a text or of a list may decide, which would be now one way, now the other: so all
    issues with the chapter decide together.
    """
    below = _levels_below(headings)
    if not below:
        return {}
    known = _levels_of_departments(headings, recurs)
    alone = _levels_of_departments(headings, lambda key: False) if known else set()
    divided: dict[int, Collection[int]] = {}
    for chapter, levels in below.items():
        own = [heading.key for heading in _below(headings, chapter) if heading.depth == 2]
        recurring = _RECURRING * sum(map(recurs, own)) >= len(own)
        if levels & known and (recurring or not levels & known <= alone):
            divided[chapter] = levels & known
        elif divides(headings[chapter].key, bool(levels & alone)):
            divided[chapter] = levels & alone or levels
    return divided


def _below(headings: Sequence[Heading], chapter: int) -> Iterator[Heading]:
    """Yield the headings below the one with the index *chapter*, which is at the top."""
    return takewhile(lambda heading: heading.depth > 1, headings[chapter + 1 :])


def _chapters_of(headings: Sequence[Heading]) -> list[int]:
    """Return the index of the heading at the top that each of *headings* is below, or -1."""
    found, chapter = [], -1
    for number, heading in enumerate(headings):
        chapter = number if heading.depth == 1 else chapter
        found.append(chapter)
    return found


def _levels_below(headings: Sequence[Heading]) -> dict[int, set[int]]:
    """Return the levels of the headings right below each chapter, by the index of its heading."""
    below: dict[int, set[int]] = defaultdict(set)
    for heading, chapter in zip(headings, _chapters_of(headings), strict=True):
        if heading.depth == 2 and chapter >= 0:
            below[chapter].add(heading.level)
    return below


def _levels_of_departments(headings: Sequence[Heading], recurs: Recurs) -> set[int]:
    """Return the levels at which at least half of the headings below the top belong to departments."""
    often = Counter(heading.key for heading in headings)
    bylines = _bylines(headings)
    below: dict[int, list[bool]] = defaultdict(list)
    for heading in headings:
        if heading.depth == 2:
            stands_alone = heading.number not in bylines and often[heading.key] < _SUBHEAD
            below[heading.level].append(stands_alone and _is_department(heading, recurs))
    return {level for level, departments in below.items() if 2 * sum(departments) >= len(departments)}


def _bylines(headings: Sequence[Heading]) -> set[int]:
    """Return the numbers of the only headings under a heading without text: they are its second line."""
    found = set()
    for before, heading, after in zip([None, *headings], headings, [*headings[1:], None], strict=False):
        if before is None or heading.depth != before.depth + 1 or any(block.has_words for block in before.own):
            continue
        if after is None or after.depth < heading.depth:
            found.add(heading.number)
    return found


def _outline(blocks: Sequence[Block], levels: Sequence[int]) -> list[Heading]:
    marks = [(number, level) for number, level in enumerate(levels) if level]
    marks = marks[2:] if _begins_with_masthead(blocks, marks) else marks
    own_levels = _without_rises([level for _, level in marks])
    ends = [number for number, _ in marks[1:]] + [len(blocks)] * bool(marks)
    depths = _depths(own_levels)
    if depths.count(1) == 1 and depths[:1] == [1] and len(depths) > 2:
        depths = [1] + [max(1, depth - 1) for depth in depths[1:]]  # a single heading at the top is a title
    headings: list[Heading] = []
    empty: dict[int, bool] = {}  # depth to whether the last heading at it has no words of its own
    linked: dict[int, bool] = {}  # depth to whether the last heading at it is a link
    for (number, _), level, depth, end in zip(marks, own_levels, depths, ends, strict=True):
        own = blocks[number + 1 : end]
        empty[depth] = not any(block.has_words for block in own)
        parent_is_empty, in_headline = empty.get(depth - 1, False), linked.get(depth - 1, False)
        key, is_linked = blocks[number].letters, blocks[number].has_link
        linked[depth] = is_linked
        headings.append(Heading(number, level, depth, key, own, parent_is_empty, is_linked, in_headline))
    return headings


def _begins_with_masthead(blocks: Sequence[Block], marks: Sequence[tuple[int, int]]) -> bool:
    """Return whether the first two headings, at *marks*, are those of a mail: its name, and its date or number.

    Neither has words of its own, and the first story is deeper.
    """
    if len(marks) < _MASTHEAD + 2 or not marks[0][1] < marks[1][1] < marks[2][1]:
        return False
    above = blocks[marks[0][0] : marks[2][0]]
    return sum(block.has_words for block in above) == _MASTHEAD and any(map(str.isdigit, above[-1].line))


def _without_rises(levels: list[int]) -> list[int]:
    """Return *levels*; headings above the level of the first one get its level if they are few.

    A first heading alone above others of a higher level, such as that of a summary, gets theirs.
    """
    if not levels:
        return []
    if len(levels) > 1 and levels[1] < levels[0] and levels.count(levels[1]) > 1:
        levels = [levels[1], *levels[1:]]
    first = levels[0]
    risen = sum(level < first for level in levels)
    return [max(level, first) for level in levels] if levels.count(first) >= risen else levels


def _depths(levels: list[int]) -> list[int]:
    depths: list[int] = []
    above: list[int] = []
    for level in levels:
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        depths.append(len(above))
    return depths


def _is_department(heading: Heading, recurs: Recurs) -> bool:
    """Return whether *heading*, which is below another one, is that of a department."""
    if heading.parent_is_linked and not heading.is_linked:
        return recurs(heading.key)
    words = length_of(heading.own)
    listed = [block for block in heading.own if block.tag in (*LISTS, "table")]
    if heading.is_linked and not any(block.has_link for block in listed):
        listed = []  # it is what its heading leads to that the list says more about
    if listed and (3 * length_of(listed) >= words or sum(block.has_link for block in listed) > 1):
        return True
    return (heading.parent_is_empty and words >= _LONG_STORY) or recurs(heading.key)
