"""The text of a body without template marks, as it is written."""

from __future__ import annotations

from collections.abc import Callable

_MOST_INSERTED = 2_000_000  # characters, because insertions may be repeated


class GrowingText:
    """Text that grows; blanks at its end can be trimmed, and those of the words that follow."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._inserted = 0
        self._trims_next = False

    def __str__(self) -> str:
        return "".join(self._parts)

    def may_insert(self, size: int) -> bool:
        """Return whether *size* characters more, which the body does not have itself, are few enough."""
        self._inserted += size
        return self._inserted <= _MOST_INSERTED

    def add(self, text: str) -> None:
        """Add *text*."""
        self._parts.append(text)

    def add_words(self, text: str) -> None:
        """Add *text* of the body, without blanks at its beginning if they are to be trimmed."""
        text = text.lstrip() if self._trims_next else text
        self._trims_next = self._trims_next and not text
        self._parts.append(text)

    def trim_next(self, *, trims: bool) -> None:
        """Have the blanks of the words that follow trimmed, or not."""
        self._trims_next = trims

    def trim(self) -> None:
        """Remove blanks from the end."""
        while self._parts:
            self._parts[-1] = self._parts[-1].rstrip()
            if self._parts[-1]:
                break
            self._parts.pop()

    @property
    def at_line_start(self) -> bool:
        """Whether what is added next begins a line."""
        return next((part for part in reversed(self._parts) if part), "\n").endswith("\n")

    def adds_words(self, write: Callable[[], None]) -> bool:
        """Have something written, and return whether that was more than blanks."""
        before = len(self._parts)
        write()
        return bool("".join(self._parts[before:]).strip())

    def captured(self, write: Callable[[], None]) -> str:
        """Return what *write* adds; it is not added here."""
        before, self._parts = self._parts, []
        write()
        text, self._parts = "".join(self._parts), before
        return text
