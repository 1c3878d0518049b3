"""The settings as pydantic reads and writes them. Only checking, printing and describing a config imports this."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from feeds.config.forms import settings_of
from feeds.config.settings import Config, Settings, TopicRule

S = TypeVar("S", bound=Settings)


class Model(Generic[S]):
    """Reads, writes and describes blocks of the class *kind*."""

    def __init__(self, kind: type[S]) -> None:
        self.kind = kind

    @cached_property
    def _adapter(self) -> TypeAdapter[S]:
        return TypeAdapter(self.kind)

    def read(self, values: Any) -> S:
        """Return the block that *values* are.

        Raises:
            pydantic.ValidationError: they have mistakes.
        """
        return self._adapter.validate_python(values)

    def write(self, block: S, *, defaults: bool = True) -> dict[str, Any]:
        """Return *block* as it is written in YAML; without *defaults* only what differs from them."""
        values: dict[str, Any] = self._adapter.dump_python(
            block, mode="json", by_alias=True, exclude_defaults=not defaults
        )
        return values

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the block."""
        return self._adapter.json_schema(by_alias=True, schema_generator=_WrittenDefaults)


class _WrittenDefaults(GenerateJsonSchema):
    """Shows the defaults of blocks as they are written, `1h` and not `PT1H`."""

    def encode_default(self, default: Any) -> Any:
        return Model(type(default)).write(default) if isinstance(default, Settings) else super().encode_default(default)


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
