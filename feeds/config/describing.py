"""Describe config.yaml for editors, as JSON Schema. Only this imports pydantic itself."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from feeds.config.markers import Shortened
from feeds.config.models import CONFIG, Model
from feeds.config.settings import Settings
from feeds.config.topic_files import FROM_TAGS


def schema() -> dict[str, Any]:
    """Return the JSON Schema of config.yaml (by alias, as it is written)."""
    described = _Description(by_alias=True).generate(CONFIG.schema)
    values = {"$schema": "https://json-schema.org/draft/2020-12/schema", **described}
    blocks = values["properties"]["topics"]["items"]
    include = {"type": "object", "properties": {"include": {"type": "string"}}, "required": ["include"]}
    values["properties"]["topics"]["items"] = {"anyOf": [blocks, include, {"const": FROM_TAGS}]}
    values["properties"]["topics"] = {"anyOf": [values["properties"]["topics"], {"const": FROM_TAGS}]}
    for block in (values, values["$defs"]["SiteSettings"]):
        block.pop("required", None)  # required settings may come from the site; `load_config` checks them
    return values


class _Description(GenerateJsonSchema):
    """Describes settings by what they say of themselves, and values as they are written."""

    def typed_dict_field_schema(self, schema: Any) -> dict[str, Any]:
        """Return what describes a setting."""
        return {**super().typed_dict_field_schema(schema), **schema["metadata"]}

    def function_before_schema(self, schema: Any) -> dict[str, Any]:
        """Return what describes a value that has a form of its own in YAML."""
        marker = schema["metadata"]["marker"]
        if not isinstance(marker, Shortened):
            return dict(marker.schema)
        block = super().function_before_schema(schema)
        return {"anyOf": [self.resolve_ref_schema(block)["properties"][marker.name], block]}

    def encode_default(self, default: Any) -> Any:
        """Return the default of a block as it is written, `1h` and not `PT1H`."""
        return Model(type(default)).write(default) if isinstance(default, Settings) else super().encode_default(default)
