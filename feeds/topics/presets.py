"""Ready lists of topics for some fields, to paste into config.yaml or to include."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).with_name("presets")


def preset_names() -> tuple[str, ...]:
    """Return the fields for which there is a list."""
    return tuple(sorted(file.name.removesuffix(".yaml") for file in _FOLDER.iterdir() if file.name.endswith(".yaml")))


def preset(name: str) -> str:
    """Return the list for a field, a `topics:` block of YAML.

    Raises:
        KeyError: there is none of that *name*.
    """
    if name not in preset_names():
        raise KeyError(name)
    return (_FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
