"""The base class of all blocks, and what a setting says of itself.

Blocks are structs, so that a run with a known config does without pydantic, whose import and models cost a third
of such a run, and without the code that dataclasses make, a twentieth. Where a config has to be checked, the core of
pydantic reads it by schemas made of these classes (`feeds.config.forms`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import NODEFAULT, Struct


class About:
    """What a setting says of itself: its *description* for people, and *rules* (`ge=1`) that pydantic checks."""

    __slots__ = ("alias", "description", "rules")

    def __init__(self, description: str, *, alias: str = "", **rules: Any) -> None:
        self.description = description
        self.alias = alias  # its name in YAML, where Python reserves that word
        self.rules = rules


class Settings(Struct, frozen=True, kw_only=True):
    """A block of settings: unknown keys are errors, values do not change."""


def defaults_of(kind: type[Struct]) -> Iterator[tuple[str, object]]:
    """Yield each field of *kind* and its default; `fields` of msgspec also evaluates their types, each time."""
    names, defaults = kind.__struct_fields__, kind.__struct_defaults__
    yield from zip(names, (*[NODEFAULT] * (len(names) - len(defaults)), *defaults), strict=True)
