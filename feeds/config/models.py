"""The settings as pydantic's core reads and writes them. Only checking and printing a config imports this."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Generic, TypeVar

from pydantic_core import CoreSchema, SchemaSerializer, SchemaValidator

from feeds.config.forms import schema_of, settings_of
from feeds.config.settings import Config, Settings, TopicRule

S = TypeVar("S", bound=Settings)


class Model(Generic[S]):
    """Reads and writes blocks of the class *kind*."""

    def __init__(self, kind: type[S]) -> None:
        self.kind = kind

    @cached_property
    def schema(self) -> CoreSchema:
        """How pydantic's core reads and writes the block."""
        return schema_of(self.kind)

    def read(self, values: Any) -> S:
        """Return the block that *values* are.

        Raises:
            pydantic_core.ValidationError: they have mistakes.
        """
        given = values if isinstance(values, dict) else ()  # what is not given needs no schema to be made
        block: S = SchemaValidator(schema_of(self.kind, given)).validate_python(values)
        return block

    def write(self, block: S, *, defaults: bool = True) -> dict[str, Any]:
        """Return *block* as it is written in YAML; without *defaults* only what differs from them."""
        values: dict[str, Any] = self._serializer.to_python(
            block, mode="json", by_alias=True, exclude_defaults=not defaults
        )
        return values

    @cached_property
    def _serializer(self) -> SchemaSerializer:
        return SchemaSerializer(self.schema)


CONFIG = Model(Config)
TOPIC_RULE = Model(TopicRule)


def blocks_in(annotation: Any) -> Iterator[type[Settings]]:
    """Yield the classes of blocks that *annotation* names."""
    if isinstance(annotation, type) and issubclass(annotation, Settings):
        yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from blocks_in(part)


def annotations_of(kind: type[Settings]) -> dict[str, Any]:
    """Return the annotation of each setting of *kind*, by its name as it is written."""
    return {one.written: one.annotation for one in settings_of(kind)}
