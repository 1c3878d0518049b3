"""Find the words of a page's link in an issue, if the words around them confirm that they are the same."""

from __future__ import annotations

from collections.abc import Sequence

from feeds.links.alignment import Words
from feeds.links.pages import PageLink

_NEAR = 25  # words; matches within this distance confirm a place
_CLOSE = 0.9  # the least similarity of words that are not the same
_BETWEEN = 0.6  # the same, if the words on both sides match
_LONGEST = 60  # words of a link
_MOST_COMPARED = 200_000_000  # pairs of characters on one page; then similar words are no longer looked for


class LinkFinder:
    """Finds the words of links of a page in an issue that is aligned with it."""

    def __init__(self, post: Words, page: Words, matched: Sequence[int]) -> None:
        self._post, self._page = post, page
        self._from_post = matched
        self._compared = 0
        self._from_page = [-1] * len(page.words)
        for i, j in enumerate(matched):
            if j >= 0:
                self._from_page[j] = i

    def find(self, link: PageLink) -> tuple[int, int] | None:
        """Return the range of words of the issue that are those of *link*, or None if that is uncertain."""
        first, behind = self._page.at(link.start), self._page.until(link.end)
        if not 0 < behind - first <= _LONGEST:
            return None
        return self._exact(first, behind) or self._close(first, behind)

    def place(self, link: PageLink, first: int, behind: int) -> tuple[int, int]:
        """Return where in the issue the words from *first* to *behind* are that *link* has found.

        A link may cover a part of a word, as in languages whose endings are glued to it: then
        so does the place, if the words are the same.
        """
        start, end = self._post.starts[first], self._post.ends[behind - 1]
        one, other = self._page.at(link.start), self._page.until(link.end) - 1
        if self._post.words[first] == self._page.words[one]:
            start += max(link.start - self._page.starts[one], 0)
        if self._post.words[behind - 1] == self._page.words[other]:
            end -= max(self._page.ends[other] - link.end, 0)
        return start, end

    def _exact(self, first: int, behind: int) -> tuple[int, int] | None:
        start, count = self._from_page[first], behind - first
        if start < 0 or any(self._from_page[first + n] != start + n for n in range(count)):
            return None
        left, right = self._run(first, start, -1), self._run(behind - 1, start + count - 1, 1)
        run = self._page.words[first - left : behind + right]
        letters = sum(map(len, run))
        if left + right == 0:  # only the words of the link itself match
            sure = ((count >= 3 and letters >= 12) or letters >= 24) and self._is_unique(run)
        else:
            sure = len(run) >= 4 or letters >= 14
        near = len(run) >= 10 or self._is_near(first, start, left) or self._is_near_behind(behind, start + count, right)
        return (start, start + count) if sure and near else None

    def _is_unique(self, run: Sequence[str]) -> bool:
        """Return whether the words of *run* are only once on the page: a list of other posts may repeat them."""
        return f" {' '.join(self._page.words)} ".count(f" {' '.join(run)} ") == 1

    def _run(self, j: int, i: int, step: int) -> int:
        """Return how many consecutive words after word *j* of the page match the issue, at most nine."""
        for count in range(9):
            j, i = j + step, i + step
            if not (0 <= j < len(self._from_page) and 0 <= i < len(self._from_post)) or self._from_page[j] != i:
                return count
        return 9

    def _is_near(self, j: int, i: int, skip: int) -> bool:
        """Return whether the nearest matched word before a place on the page is also near in the issue."""
        before = range(j - skip - 1, max(j - skip - 1 - _NEAR, -1), -1)
        known = next((self._from_page[n] for n in before if self._from_page[n] >= 0), None)
        return known is not None and i - skip - _NEAR <= known < i

    def _is_near_behind(self, j: int, i: int, skip: int) -> bool:
        after = range(j + skip, min(j + skip + _NEAR, len(self._from_page)))
        known = next((self._from_page[n] for n in after if self._from_page[n] >= 0), None)
        return known is not None and i <= known < i + skip + _NEAR

    def _close(self, first: int, behind: int) -> tuple[int, int] | None:
        """Return the range of words that are similar to those of the link, between matches on both sides."""
        left = next((j for j in range(first - 1, max(first - _NEAR, 0) - 1, -1) if self._from_page[j] >= 0), None)
        right = next(
            (j for j in range(behind, min(behind + _NEAR, len(self._from_page))) if self._from_page[j] >= 0), None
        )
        if left is None or right is None:
            return None
        start, end = self._from_page[left] + 1, self._from_page[right]
        count = behind - first
        if not 0 < end - start <= count + 2 * _NEAR:
            return None
        wanted = "".join(self._page.words[first:behind])
        if len(wanted) < 8:
            return None
        if left == first - 1 and right == behind and self._alike(wanted, start, end) >= _BETWEEN:
            return start, end
        return self._best(wanted, count, start, end)

    def _best(self, wanted: str, count: int, start: int, end: int) -> tuple[int, int] | None:
        """Return the only range of words between *start* and *end* that is very similar to *wanted*, or None."""
        spans = [
            (i, i + length) for length in range(max(count - 2, 1), count + 3) for i in range(start, end - length + 1)
        ]
        if not spans or len(spans) > 600:
            return None
        scored = sorted(((self._alike(wanted, i, j), i, j) for i, j in spans), reverse=True)
        best, i, j = scored[0]
        rival = next((score for score, a, b in scored if b <= i or a >= j), 0.0)
        return (i, j) if best >= _CLOSE and rival < best - 0.15 else None

    def _alike(self, wanted: str, start: int, end: int) -> float:
        there = "".join(self._post.words[start:end])
        self._compared += len(wanted) * len(there)
        if self._compared > _MOST_COMPARED:
            return 0.0
        from difflib import SequenceMatcher  # only where links were lost

        return SequenceMatcher(None, wanted, there, autojunk=False).ratio()
