"""Decide whether `posts.include` chooses a post."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from feeds.config import Choice
from feeds.files import fits
from feeds.issues.values import TAGS, Values
from feeds.markup import folded


def is_chosen(choices: Iterable[Choice], path: str, values: Values, tags: Sequence[str]) -> bool:
    """Return whether one of *choices* fits the post at *path* with these front matter *values* and *tags*.

    >>> is_chosen([Choice(path="news/*")], "news/1.md", {}, ()), is_chosen([Choice(path="news/*")], "1.md", {}, ())
    (True, False)
    >>> is_chosen([Choice(values=(("tag", "news*"),))], "1.md", {}, ("Newsletter", "Boats"))
    True
    """
    return any(
        fits(path, one.path) if one.path else all(_fits(name, wanted, values, tags) for name, wanted in one.values)
        for one in choices
    )


def _fits(name: str, wanted: str, values: Values, tags: Sequence[str]) -> bool:
    key = folded(name)
    written = list(_texts(values.get(key))) + (list(tags) if key in TAGS else [])
    return any(fits(text.casefold().strip(), wanted.casefold()) for text in written)


def _texts(value: Any) -> Iterator[str]:
    """Yield *value* as text, or each text in a list."""
    if isinstance(value, list):
        yield from (text for one in value[:100] if not isinstance(one, (list, dict)) for text in _texts(one))
    elif isinstance(value, bool):
        yield str(value).lower()
    elif isinstance(value, (str, int, float)):
        yield str(value) if not isinstance(value, int) or value.bit_length() < 64 else ""
