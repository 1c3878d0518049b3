"""Rules for values of settings beyond their Python type, as `feeds.config.forms` makes schemas of them.

They are used as `Annotated[str, Checked(check_slug)]`, like pydantic's own `AfterValidator`, and hold what pydantic is
told when a config is checked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct


class Checked(Struct, frozen=True):
    """Values pass *check*, which returns them or raises ValueError (`fault; remedy`)."""

    check: Callable[[Any], Any]


class Limited:
    """Values keep *limits* that pydantic knows, such as `ge=1` or `min_length=1`."""

    __slots__ = ("limits",)

    def __init__(self, **limits: int) -> None:
        self.limits = limits


class Shortened(Struct, frozen=True):
    """A block of which the setting *name* alone may be written in place of the block."""

    name: str

    def complete(self, value: object) -> object:
        """Return the block that *value* is short for, or *value* itself."""
        return {self.name: value} if isinstance(value, str) else value


class Written(Struct, frozen=True, eq=False):
    """Values are written in YAML in another form: *parse* reads it, *write* returns it, *schema* describes it."""

    parse: Callable[[object], object]
    schema: Mapping[str, object]  # a JSON Schema
    write: Callable[[Any], Any] | None = None  # None: as they are
