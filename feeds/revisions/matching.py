"""Match sections with remembered sections, and an issue in a new file with one whose file is gone."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from feeds.markup import all_text
from feeds.model import Issue, Item, LostIssue, ParsedIssue, Remembered, Section
from feeds.text.words import similarity, word_set
from feeds.urls import slugify

_ALIKE = 1.2  # a title, a first link or most of the words; less is another section
_NEAREST = 8  # candidates on either side that have the same title, link or word
_SAME_ISSUE = 0.6  # of the words; git uses a similar limit for renamed files
_SAME_TEXT = 0.9  # of the words, where the issue says that it is another one: short issues have much in common


def match_sections(
    sections: Sequence[Section | Item], hashes: Sequence[str], past: Sequence[Remembered], text: Callable[[str], str]
) -> list[Remembered | None]:
    """Return the remembered section of each section, or None for a new one.

    Sections with an anchor that the author gave are matched first, then those that did not
    change, then the rest by title, first link and words; of equal matches, the nearest in
    order. A withdrawn entry is matched only where no live one fits as well.
    """
    found: list[Remembered | None] = [None] * len(sections)
    if not past:
        return found
    everything = dict(enumerate(past))
    _match_names(found, [slugify(section.anchor) for section in sections], everything, lambda one: one.key)
    live = {position: one for position, one in _unmatched(everything, found).items() if not one.withdrawn}
    _match_names(found, hashes, live, lambda one: one.hash)
    _match_alike(found, sections, hashes, _unmatched(everything, found), text)
    return found


def _unmatched(past: Mapping[int, Remembered], found: Iterable[Remembered | None]) -> dict[int, Remembered]:
    matched = {one.key for one in found if one}
    return {position: one for position, one in past.items() if one.key not in matched}


def _match_names(
    found: list[Remembered | None],
    names: Sequence[str],
    past: Mapping[int, Remembered],
    name_of: Callable[[Remembered], str],
) -> None:
    """Fill *found* where a name is that of a remembered section; several of one name are matched in order."""
    waiting: dict[str, list[Remembered]] = {}
    for one in reversed(list(past.values())):
        waiting.setdefault(name_of(one), []).append(one)
    for index, name in enumerate(names):
        if name and found[index] is None and waiting.get(name):
            found[index] = waiting[name].pop()


def _match_alike(
    found: list[Remembered | None],
    sections: Sequence[Section | Item],
    hashes: Sequence[str],
    past: Mapping[int, Remembered],
    text: Callable[[str], str],
) -> None:
    """Fill the rest of *found* by the best assignment; of equals, the nearest in order."""
    rest = [index for index, match in enumerate(found) if match is None]
    if not rest or not past:
        return
    shown = {index: _Shown.of_section(sections[index], hashes[index]) for index in rest}
    known = {position: _Shown.of_remembered(one, text) for position, one in past.items()}
    scored = []
    for index, position in _candidates(shown, known):
        score = _similarity(shown[index], known[position])
        if score >= _ALIKE:
            scored.append((past[position].withdrawn - score, abs(index - position), index, position))
    taken: set[int] = set()
    for _, _, index, position in sorted(scored):
        if found[index] is None and position not in taken:
            found[index] = past[position]
            taken.add(position)


class _Shown(Struct, frozen=True):
    """The features by which a section is recognised."""

    hash: str
    title: str
    first_link: str
    words: frozenset[str]

    @classmethod
    def of_section(cls, section: Section | Item, digest: str) -> _Shown:
        first_link = section.links[0].href if section.links else ""
        return cls(digest, section.title.casefold(), first_link, word_set(section.text))

    @classmethod
    def of_remembered(cls, one: Remembered, text: Callable[[str], str]) -> _Shown:
        return cls(one.hash, one.title.casefold(), one.first_link, word_set(text(one.key)))


def _candidates(shown: Mapping[int, _Shown], known: Mapping[int, _Shown]) -> Iterator[tuple[int, int]]:
    """Yield the pairs that may be alike, so that not every section is compared with every other.

    They have a title, a first link or one of the rarer words in common: two sets of words
    that share 3/5, as `_ALIKE` demands, share one of the rarest 2/5 (and one more) of each.
    Of many pairs with the same feature, only the nearest in order are compared.
    """
    often = Counter(word for one in (*shown.values(), *known.values()) for word in one.words)

    def marks_of(one: _Shown) -> Iterator[tuple[str, str]]:
        yield "title", one.title
        yield from [("link", one.first_link)] * bool(one.first_link)
        rarest = sorted(one.words, key=lambda word: (often[word], word))
        yield from (("word", word) for word in rarest[: 2 * len(rarest) // 5 + 1])

    places: dict[tuple[str, str], list[int]] = {}
    for position, one in sorted(known.items()):
        for mark in marks_of(one):
            places.setdefault(mark, []).append(position)
    for index, one in shown.items():
        near: set[int] = set()
        for mark in marks_of(one):
            found = places.get(mark, [])
            middle = bisect_left(found, index)
            near.update(found[max(0, middle - _NEAREST) : middle + _NEAREST])
        for position in near:
            yield index, position


def _similarity(section: _Shown, one: _Shown) -> float:
    if section.hash == one.hash:
        return 6.0
    score = 2.0 * (section.title == one.title)
    score += 2.0 * bool(section.first_link and section.first_link == one.first_link)
    return score + 2.0 * similarity(section.words, one.words)


def words_of_issue(issue: ParsedIssue) -> frozenset[str]:
    """Return the words of the body of *issue*, by which `find_moved` knows it."""
    return word_set(" ".join(all_text(block) for block in issue.body))


def find_moved(
    issue: Issue, digest: str, words: frozenset[str], lost: Sequence[LostIssue], text_of: Callable[[str], str]
) -> LostIssue | None:
    """Return the lost issue that *issue*, found in a new file with these *words*, is: a file was renamed.

    The same bytes decide; else the same title and date, then most of the words, or nearly all
    where number or title and day are others; last the same number in the same folder, if only
    one lost issue has it.
    """
    if not lost:
        return None
    if exact := next((one for one in lost if one.digest == digest), None):
        return exact
    title = issue.title.casefold()
    if dated := next(
        (one for one in lost if issue.published and one.published == issue.published and one.title.casefold() == title),
        None,
    ):
        return dated
    scored = [(similarity(words, word_set(text_of(one.key))), one) for one in lost]
    alike = [(score, one) for score, one in scored if score >= (_SAME_TEXT if _differ(issue, one) else _SAME_ISSUE)]
    if alike:
        return max(alike, key=lambda item: item[0])[1]
    numbered = [one for one in lost if one.number is not None and one.number == issue.number]
    beside = [one for one in numbered if one.path.rpartition("/")[0] == issue.path.rpartition("/")[0]]
    return beside[0] if len(beside) == 1 else None


def _differ(issue: Issue, lost: LostIssue) -> bool:
    """Return whether *issue* has another number than the *lost* one, or both another title and another day."""
    if issue.number is not None and lost.number is not None and issue.number != lost.number:
        return True
    is_other_day = issue.published and lost.published and issue.published.date() != lost.published.date()
    return bool(is_other_day) and issue.title.casefold() != lost.title.casefold()
