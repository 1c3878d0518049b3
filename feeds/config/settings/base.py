"""The base class of all blocks, and what a setting says of itself.

Blocks are structs, so that a run with a known config does without pydantic, whose import and models cost a third
of such a run, and without the code that dataclasses make, a twentieth. Where a config has to be checked, pydantic
reads a form of these classes (`feeds.config.forms`).
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct


class About:
    """What a setting says of itself: its *description* for people, and *rules* (`ge=1`) that pydantic checks."""

    __slots__ = ("description", "rules")

    def __init__(self, description: str, **rules: Any) -> None:
        self.description = description
        self.rules = rules


class Settings(Struct, frozen=True, kw_only=True):
    """A block of settings: unknown keys are errors, values do not change."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """Return the schema of the block: strict about values, but a mapping becomes an instance."""
        from feeds.config.forms import schema_of  # only checking a config needs it

        return schema_of(cls, handler)
