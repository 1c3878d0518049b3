"""The variables of templates: what the post and the site give, and what the tags of a body assign."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from feeds.markup.templates.context import Context
from feeds.markup.templates.expressions import UNKNOWN, evaluate, holds, items_of, walk, write_value

_MOST_LOOKED_UP = 20_000_000  # characters of values, because filters are applied to each of them
_MOST_KEPT = 100_000  # characters of a value that is made of text


class Variables:
    """The values of names; `UNKNOWN` is the value of one that only the site generator knows."""

    def __init__(self, context: Context) -> None:
        self._values: dict[str, Any] = {"page": context.page, "site": context.site}
        self._looked_up = 0

    def value_of(self, expression: str) -> Any:
        """Return the value of *expression*, with its filters."""
        return evaluate(expression, self._look_up)

    def text_of(self, expression: str) -> str:
        """Return the value of *expression* as it is written; "" if it is not known."""
        return write_value(self.value_of(expression))

    def holds(self, condition: str) -> bool | None:
        """Return whether *condition* is true; None if it depends on what is not known."""
        return holds(condition, self._look_up)

    def items_of(self, expression: str) -> Sequence[Any] | None:
        """Return the items of a list; None if they are not known."""
        return items_of(expression, self._look_up)

    def assign(self, name: str, value: Any) -> None:
        """Give *name* a *value*."""
        self._values[name] = value

    def assign_text(self, name: str, text: str) -> None:
        """Give *name* the value *text*, unless it is so long that filters of it would take long."""
        self._values[name] = text if len(text) <= _MOST_KEPT else UNKNOWN

    def each(self, name: str, items: Sequence[Any]) -> Iterator[None]:
        """Give *name* each of the *items* in turn, and after the last one the value that it had before."""
        before = self._values.get(name, UNKNOWN)
        for item in items:
            self._values[name] = item
            yield
        self._values[name] = before

    def _look_up(self, path: Sequence[str]) -> Any:
        first, *steps = path
        value = self._values.get(first, UNKNOWN)
        if value is UNKNOWN:
            return UNKNOWN
        found = walk(value, steps)
        self._looked_up += len(found) if isinstance(found, str) else 0
        if self._looked_up > _MOST_LOOKED_UP:
            return UNKNOWN
        return UNKNOWN if found is None and first == "site" else found
