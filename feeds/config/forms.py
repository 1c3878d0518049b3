"""The settings in the form in which pydantic's core reads and writes them: schemas, made of the types of the settings.

Blocks are structs of msgspec, which are faster to define than pydantic's models and dataclasses are, but which
pydantic does not know. Its schemas are made here of its core's own builders, which is a tenth of the work of having
pydantic make them of classes, and needs no import but that of the core. Only checking, printing and describing a
config imports this.
"""

from __future__ import annotations

import functools
from collections.abc import Container, Iterator, Mapping
from datetime import date, timedelta
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from msgspec import NODEFAULT, Struct
from msgspec.structs import asdict
from pydantic_core import CoreSchema, core_schema

from feeds.config.markers import Checked, Limited, Shortened, Written
from feeds.config.settings import Settings
from feeds.config.settings.base import About, defaults_of

_STRICT = core_schema.CoreConfig(strict=True)  # about values, unless a setting says otherwise
_PLAIN: Mapping[Any, CoreSchema] = {
    str: core_schema.str_schema(),
    bool: core_schema.bool_schema(),
    int: core_schema.int_schema(),
    float: core_schema.float_schema(),
    date: core_schema.date_schema(),
    timedelta: core_schema.timedelta_schema(),
    Any: core_schema.any_schema(),
}


class Setting(Struct, frozen=True, kw_only=True):
    """A setting of a block."""

    name: str  # of the attribute
    annotation: Any  # its type, with rules for its values
    default: Any  # NODEFAULT: it is required
    about: About | None  # None: it is a block, which describes itself

    @property
    def is_required(self) -> bool:
        """Whether it has no default."""
        return self.default is NODEFAULT

    @property
    def written(self) -> str:
        """Its name in YAML, where it may be a word that Python reserves."""
        return (self.about and self.about.alias) or self.name

    @property
    def description(self) -> str:
        """One sentence or more for people, or ""."""
        return self.about.description if self.about else ""

    @property
    def rules(self) -> Mapping[str, Any]:
        """What pydantic checks of its value."""
        return self.about.rules if self.about else {}


def settings_of(kind: type[Settings]) -> Iterator[Setting]:
    """Yield the settings of the block *kind*, in their order."""
    hints = get_type_hints(kind, include_extras=True)
    for name, default in defaults_of(kind):
        annotation, about = _parted(hints[name])
        yield Setting(name=name, annotation=annotation, default=default, about=about)


def schema_of(kind: type[Settings], given: Container[str] | None = None) -> CoreSchema:
    """Return the schema of the block *kind*: a mapping without other keys becomes one.

    If only the settings *given* may be written, those that have a default and are not among them are left out, with all
    that is in them.
    """
    settings = settings_of(kind)
    block = core_schema.typed_dict_schema(
        {one.name: _field(one) for one in settings if given is None or one.is_required or one.written in given},
        cls=kind,
        strict=False,
        config=_STRICT,
        extra_behavior="forbid",
        ref=kind.__name__,
    )
    return core_schema.no_info_after_validator_function(
        lambda read: kind(**read),
        block,
        serialization=core_schema.wrap_serializer_function_ser_schema(lambda value, write: write(asdict(value))),
    )


def _field(one: Setting) -> core_schema.TypedDictField:
    """Return the schema of a setting; its metadata describe it."""
    schema = _limited(_schema(one.annotation), one.rules)
    if not one.is_required:
        schema = core_schema.with_default_schema(schema, default=one.default)
    return core_schema.typed_dict_field(
        schema,
        required=one.is_required,
        validation_alias=one.written,
        serialization_alias=one.written,
        metadata={"description": one.description} if one.about else {},
    )


def _schema(annotation: Any) -> CoreSchema:
    """Return the schema of values of the type *annotation*."""
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    if isinstance(annotation, type) and issubclass(annotation, Struct):
        return _block(annotation)
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return functools.reduce(_marked, parts[1:], _schema(parts[0]))
    if origin is Literal:
        return core_schema.literal_schema(list(parts))
    if origin is tuple:
        return core_schema.tuple_schema([_schema(parts[0])], variadic_item_index=0)
    if origin is dict:
        return core_schema.dict_schema(*map(_schema, parts))
    if origin is Union:
        return core_schema.union_schema([_schema(part) for part in parts])
    raise TypeError(annotation)


def _block(kind: type[Struct]) -> CoreSchema:
    """Return the schema of values of the class *kind*, a block or what a marker makes of text."""
    return schema_of(kind) if issubclass(kind, Settings) else core_schema.is_instance_schema(kind)


def _marked(schema: CoreSchema, marker: Any) -> CoreSchema:
    """Return *schema* with the rules of *marker*."""
    match marker:
        case Checked():
            return core_schema.no_info_after_validator_function(marker.check, schema)
        case Limited():
            return _limited(schema, marker.limits)
        case Shortened():
            return core_schema.no_info_before_validator_function(marker.complete, schema, metadata={"marker": marker})
        case Written(parse=parse, write=write):
            serialization = write and core_schema.plain_serializer_function_ser_schema(write, when_used="json")
            return core_schema.no_info_before_validator_function(
                parse, schema, metadata={"marker": marker}, serialization=serialization
            )
        case _:
            raise TypeError(marker)


def _limited(schema: Any, limits: Mapping[str, Any]) -> CoreSchema:
    """Return *schema* with *limits* of the value that the functions around it read and check."""
    changed = {"schema": _limited(schema["schema"], limits)} if "function" in schema else limits
    return {**schema, **changed}


def _parted(hint: Any) -> tuple[Any, About | None]:
    """Return *hint* without what the setting says of itself, and that."""
    if get_origin(hint) is not Annotated:
        return hint, None
    kind, *rules = get_args(hint)
    about = next((rule for rule in rules if isinstance(rule, About)), None)
    others = [rule for rule in rules if rule is not about]
    return (Annotated[(kind, *others)] if others else kind), about
