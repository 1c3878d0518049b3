"""Find the fragments of a page's address that lead to the sections of an issue."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from feeds.links.alignment import align, split_words
from feeds.links.pages import Page
from feeds.markup import Flat

_OPENING = 8  # words by which the beginning of a section is found


def find_names(openings: Sequence[str], issue: Flat, page: Page) -> dict[str, str]:
    """Return the fragments of *page* that lead to sections, by the *openings* (first words) of the sections.

    An element with an id leads to a section if the section begins with it, that is if
    nothing but its heading is between them. One that several sections begin with leads to none.
    """
    post, original = split_words(issue.text), split_words(page.text)
    matched = align(post.words, original.words)
    names: dict[str, str] = {}
    done = 0
    for opening in openings:
        wanted = split_words(opening).words[:_OPENING]
        start = _find_run(post.words, wanted, done)
        if start < 0:
            continue
        done = start + 1
        there = matched[start : start + len(wanted)]
        if _is_there(there) and (name := _name_at(original.starts[there[0]], page)):
            names[opening] = name
    return {opening: name for opening, name in names.items() if list(names.values()).count(name) == 1}


def _find_run(words: Sequence[str], run: Sequence[str], start: int) -> int:
    """Return where *run* begins in *words*, from *start* on; -1 if it is not there, or has no words."""
    for i in range(start, len(words) - len(run) + 1):
        if run and words[i] == run[0] and tuple(words[i : i + len(run)]) == tuple(run):
            return i
    return -1


def _is_there(matched: Sequence[int]) -> bool:
    """Return whether the first of some words is on the page, and at least half of them are (-1: not there)."""
    return matched[0] >= 0 and 2 * sum(place >= 0 for place in matched) >= len(matched)


def _name_at(place: int, page: Page) -> str:
    """Return the id of the element of *page* that has begun last before *place*, unless there are words between."""
    positions = [position for position, _ in page.names]
    number = bisect_right(positions, place) - 1
    is_near = number >= 0 and not page.text[positions[number] : place].strip(" \n#¶")
    return page.names[number][1] if is_near else ""
