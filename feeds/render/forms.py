"""What feedgen has written, with marks in place of what changes, so that a run need not import feedgen for more of it.

To import it, with dateutil, takes a twentieth of a build after one change. It writes but few things: the head of each
feed, and an entry of each shape. The memory keeps them (`store.forms`).
"""

from __future__ import annotations

from collections.abc import Callable

from feeds import __version__
from feeds.model import Form
from feeds.urls import short_hash


def _none(_: str) -> Form | None:
    return None


class Forms:
    """The forms that are *known*, by name, and those that are made."""

    def __init__(self, known: Callable[[str], Form | None] = _none) -> None:
        self._known = known
        self._made: dict[str, Form] = {}

    def get(self, name: str, facts: object, make: Callable[[], bytes]) -> bytes:
        """Return what *make* writes, or what it has written under this *name*, if all *facts* were the same."""
        mark = short_hash(repr((__version__, facts)))
        form = self._made.get(name) or self._known(name)
        if form is None or form.mark != mark:
            form = self._made[name] = Form(mark=mark, written=make())
        return form.written

    def take_made(self) -> dict[str, Form]:
        """Return the forms that were made since they were last taken."""
        made, self._made = self._made, {}
        return made
