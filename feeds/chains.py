"""Find the longest rising chain in a sequence that is mostly in order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def in_longest_chain(values: Sequence[float | None], *, strictly: bool = True) -> list[bool]:
    """Return for each of *values* whether it is None or belongs to a longest rising chain (patience sorting).

    >>> in_longest_chain([1.0, 9.0, None, 2.0, 3.0])
    [True, False, True, True, True]
    """
    tails: list[tuple[float, int]] = []  # the least end of a chain of each length, and its index
    before: dict[int, int] = {}
    for index, value in enumerate(values):
        if value is None:
            continue
        position = bisect_left(tails, (value, -1 if strictly else index))
        if position:
            before[index] = tails[position - 1][1]
        tails[position : position + 1] = [(value, index)]
    chain = set()
    last: int | None = tails[-1][1] if tails else None
    while last is not None:
        chain.add(last)
        last = before.get(last)
    return [value is None or index in chain for index, value in enumerate(values)]
