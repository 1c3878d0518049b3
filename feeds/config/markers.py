"""Rules for values of settings beyond their Python type, in the protocol by which pydantic asks for them.

They are used as `Annotated[str, Checked(check_slug)]`, like pydantic's own `AfterValidator`, but import pydantic
only when a config is checked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct


class Checked(Struct, frozen=True):
    """Values pass *check*, which returns them or raises ValueError (`fault; remedy`)."""

    check: Callable[[Any], Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        return core_schema.no_info_after_validator_function(self.check, handler(source))


class Limited:
    """Values keep *limits* that pydantic knows, such as `ge=1` or `min_length=1`."""

    __slots__ = ("limits",)

    def __init__(self, **limits: int) -> None:
        self.limits = limits

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        return {**handler(source), **self.limits}


class Shortened(Struct, frozen=True):
    """A block of which the setting *name* alone may be written in place of the block."""

    name: str

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        def complete(value: object) -> object:
            return {self.name: value} if isinstance(value, str) else value

        return core_schema.no_info_before_validator_function(complete, handler(source))

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, object]:
        block = handler(schema)
        return {"anyOf": [handler.resolve_ref_schema(block)["properties"][self.name], block]}


class Written(Struct, frozen=True, eq=False):
    """Values are written in YAML in another form: *parse* reads it, *write* returns it, *schema* describes it."""

    parse: Callable[[object], object]
    schema: Mapping[str, object]  # a JSON Schema
    write: Callable[[Any], Any] | None = None  # None: as they are

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        is_struct = isinstance(source, type) and issubclass(source, Struct)
        parsed = core_schema.is_instance_schema(source) if is_struct else handler(source)
        schema = core_schema.no_info_before_validator_function(self.parse, parsed)
        if self.write:
            schema["serialization"] = core_schema.plain_serializer_function_ser_schema(self.write, when_used="json")
        return schema

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, object]:
        return dict(self.schema)
