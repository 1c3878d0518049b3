"""The faults of single values."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct


class Fault(Struct, frozen=True):
    """A fault of a value: the id of the rule that it breaks, and the end of a sentence that begins with its place."""

    rule: str
    text: str


Check = Callable[[str], Iterator[Fault]]
