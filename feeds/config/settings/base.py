"""The base class of all blocks, and what a setting says of itself.

Blocks are plain frozen dataclasses, so that a run with a known config does without pydantic, whose import
and models cost a third of such a run. Where a config has to be checked, pydantic reads these classes
(`feeds.config.models`): the metadata of a field are the arguments of its `Field`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar


def about(description: str, **rules: Any) -> dict[str, Any]:
    """Return the metadata of a setting: its *description* for people, and *rules* (`ge=1`) that pydantic checks."""
    return {"description": description, **rules}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A block of settings: unknown keys are errors, values do not change."""

    __pydantic_config__: ClassVar = {"extra": "forbid", "strict": True}

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """Return the schema of the block: strict about values, but a mapping becomes an instance."""
        schema = handler(source)
        handler.resolve_ref_schema(schema)["strict"] = False
        return schema
