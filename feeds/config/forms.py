"""The settings in the form in which pydantic reads and writes blocks: dataclasses, with the rules of each setting.

Blocks are structs of msgspec, which are faster to define than pydantic's models and dataclasses are, but which
pydantic does not know. Only checking, printing and describing a config imports this.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field, make_dataclass
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from msgspec import NODEFAULT, Struct
from msgspec.structs import asdict, fields
from pydantic_core import CoreSchema, core_schema

from feeds.config.settings import Settings
from feeds.config.settings.base import About


class Setting(Struct, frozen=True, kw_only=True):
    """A setting of a block."""

    name: str  # of the attribute
    annotation: Any  # its type, with rules for its values
    default: Any  # NODEFAULT: it is required
    about: About | None  # None: it is a block, which describes itself

    @property
    def written(self) -> str:
        """Its name in YAML, where it may be a word that Python reserves."""
        return str(self.rules.get("alias", self.name))

    @property
    def description(self) -> str:
        """One sentence or more for people, or ""."""
        return self.about.description if self.about else ""

    @property
    def rules(self) -> dict[str, Any]:
        """The arguments of pydantic's `Field`, without its description."""
        return self.about.rules if self.about else {}


def settings_of(kind: type[Settings]) -> Iterator[Setting]:
    """Yield the settings of the block *kind*, in their order."""
    hints = get_type_hints(kind, include_extras=True)
    for one in fields(kind):
        annotation, about = _parted(hints[one.name])
        yield Setting(name=one.name, annotation=annotation, default=one.default, about=about)


def schema_of(kind: type[Settings], handler: Any) -> CoreSchema:
    """Return the schema by which pydantic reads the block *kind*: strict about values, but a mapping becomes one."""
    form = _form(kind)
    schema = handler.generate_schema(form)
    handler.resolve_ref_schema(schema)["strict"] = False
    return core_schema.no_info_after_validator_function(
        lambda read: kind(**{name: getattr(read, name) for name in kind.__struct_fields__}),
        schema,
        serialization=core_schema.wrap_serializer_function_ser_schema(
            lambda block, write: write(form(**asdict(block)))
        ),
    )


def _form(kind: type[Settings]) -> type[Any]:
    """Return a dataclass like the block *kind*."""
    config = {"extra": "forbid", "strict": True}
    return make_dataclass(
        kind.__name__,
        [(one.name, one.annotation, _field(one)) for one in settings_of(kind)],
        namespace={"__doc__": kind.__doc__, "__module__": kind.__module__, "__pydantic_config__": config},
        frozen=True,
        kw_only=True,
    )


def _field(one: Setting) -> Any:
    rules = {"description": one.description, **one.rules} if one.about else {}
    return field(metadata=rules) if one.default is NODEFAULT else field(default=one.default, metadata=rules)


def _parted(hint: Any) -> tuple[Any, About | None]:
    """Return *hint* without what the setting says of itself, and that."""
    if get_origin(hint) is not Annotated:
        return hint, None
    kind, *rules = get_args(hint)
    about = next((rule for rule in rules if isinstance(rule, About)), None)
    others = [rule for rule in rules if rule is not about]
    return (Annotated[(kind, *others)] if others else kind), about
