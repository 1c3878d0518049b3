"""The periods that archive pages are of."""

from __future__ import annotations

from msgspec import Struct


class Span(Struct, frozen=True, kw_only=True):
    """The period of an archive page: a month, a year, or all years."""

    year: int | None = None
    month: int | None = None

    @property
    def path(self) -> str:
        """The folder of its page, below that of the archive.

        >>> Span(year=2026, month=4).path
        '2026/04/'
        """
        return (f"{self.year}/" if self.year else "") + (f"{self.month:02}/" if self.month else "")


class SpanLink(Struct, frozen=True, kw_only=True):
    """A link to the page of a year, or of a month."""

    span: Span
    count: int  # of issues, or of sections of the topic
