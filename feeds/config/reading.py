"""Read config.yaml and report all its problems at once, each with its place and remedy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from pydantic_core import ValidationError

from feeds.beside import settings_bytes
from feeds.config.checks import check, mentions_of
from feeds.config.models import CONFIG, annotations_of, blocks_in
from feeds.config.noting import LoadedConfig
from feeds.config.places import Location, PlacedYaml
from feeds.config.settings import Config, Settings
from feeds.config.surroundings import look_around
from feeds.config.topic_files import gather_topics
from feeds.errors import ConfigError, NoConfigError, Problem, Where
from feeds.files import read_file

_REMEDIES = {
    "missing": ("is missing", "add it"),
    "string_type": ("must be text", "put it in quotes"),
    "int_type": ("must be a number", "write digits only"),
    "tuple_type": ("must be a list", "write it as [a, b] or one '- a' per line"),
    "dict_type": ("must be a block of settings", "indent its settings below it"),
    "float_type": ("must be a number", "write it like 1.5"),
    "float_parsing": ("must be a number", "write it like 1.5"),
    "string_too_short": ("is empty", "fill it in or remove the line"),
    "too_short": ("is empty", "name at least one"),
}
_BOUNDS = {
    "greater_than": ("too small", "write more than"),
    "greater_than_equal": ("too small", "write at least"),
    "less_than_equal": ("too big", "write at most"),
}


def load_config(path: Path) -> LoadedConfig:
    """Return the settings in the file at *path*, completed by the files around it.

    Raises:
        NoConfigError: there is no such file.
        ConfigError: the settings have problems; it lists all of them, each with line, column and remedy.
    """
    try:
        content = read_file(path)
    except FileNotFoundError:
        problem = Problem(Where(str(path)), "there is no such file", "create it, or name another file with --config")
        raise NoConfigError((problem,)) from None
    except OSError as error:
        problem = Problem(
            Where(str(path)), f"cannot be read: {error.strerror}", "check that it is a file and its permissions"
        )
        raise ConfigError((problem,)) from None
    return parse_config(path, content)


def parse_config(path: Path, content: bytes) -> LoadedConfig:
    """Return the settings in *content*, that of the file at *path*, completed by the files around it.

    Raises:
        ConfigError: the settings have problems; it lists all of them, each with line, column and remedy.
    """
    name = path.name
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError((Problem(Where(str(path)), f"cannot be read: {error}", "save it as UTF-8"),)) from None
    reader = PlacedYaml(name)
    values = reader.read(text)
    if _is_of_hugo(values):
        problem = Problem(
            Where(str(path)), "is the config of Hugo", "run feeds init, which writes feeds.yaml beside it"
        )
        raise ConfigError((problem,))
    around = look_around(path.parent, values)
    reader.places = {**around.places, **reader.places}
    gathered = gather_topics(around.values, path.parent, reader)
    problems = [*reader.problems, *gathered.problems, *check(gathered.values, reader.place)]
    config = None
    try:
        config = CONFIG.read(gathered.values)
    except ValidationError as error:
        problems += [_explain(detail, reader) for detail in error.errors(include_url=False)]
    if problems or config is None or around.survey is None:
        raise ConfigError(tuple(sorted(problems, key=lambda p: (p.where.line, p.where.column) if p.where else (0, 0))))
    return LoadedConfig(
        config=config,
        survey=around.survey,
        content=settings_bytes(content, {**around.beside, **gathered.beside}),
        included=tuple(gathered.beside),
        mentions=mentions_of(gathered.values, reader.place),
    )


def is_config(path: Path) -> bool:
    """Return whether the file at *path* is a config of ours, or empty: `config.yaml` may be that of another program."""
    try:
        values = PlacedYaml(path.name).read(read_file(path).decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError, ConfigError):
        return True  # it is not to be touched
    return not values or (isinstance(values, dict) and not set(_known_keys(())).isdisjoint(values))


def _is_of_hugo(values: Any) -> bool:
    """Return whether *values* are those of Hugo, whose file may be called config.yaml, too."""
    names = {str(name).lower() for name in values} if isinstance(values, dict) else set()
    return "baseurl" in names and "site" not in names


def to_yaml(config: Config) -> str:
    """Return *config* as YAML with every default filled in."""
    return yaml.safe_dump(CONFIG.write(config), allow_unicode=True, sort_keys=False, width=100)


def _explain(detail: Any, reader: PlacedYaml) -> Problem:
    path: Location = detail["loc"]
    kind, where = detail["type"], reader.place(path)
    name = _dotted(path)
    if kind == "extra_forbidden":
        import difflib  # most configs have none

        close = difflib.get_close_matches(str(path[-1]), _known_keys(path[:-1]), n=1, cutoff=0.6)
        hint = f"did you mean {close[0]!r}?" if close else f"known here: {', '.join(_known_keys(path[:-1]))}"
        return Problem(where, f"{name}: there is no such setting", hint)
    if kind in _REMEDIES:
        fault, remedy = _REMEDIES[kind]
        return Problem(where, f"{name} {fault}", remedy)
    if kind in _BOUNDS:
        return Problem(
            where, f"{name} is {_BOUNDS[kind][0]}", f"{_BOUNDS[kind][1]} {next(iter(detail['ctx'].values()))}"
        )
    if kind == "literal_error":
        return Problem(
            where, f"{name}: {detail['input']!r} is not a valid choice", f"choose {detail['ctx']['expected']}"
        )
    if kind.startswith("date"):
        return Problem(where, f"{name}: {detail['input']!r} is not a date", "write it like '2026-01-05'")
    message = str(detail["msg"]).removeprefix("Value error, ")
    fault, _, remedy = message.partition("; ")
    return Problem(where, f"{name}: {fault[0].lower() + fault[1:]}", remedy)


def _dotted(path: Location) -> str:
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".") or "config.yaml"


def _known_keys(path: Location) -> list[str]:
    kind: type[Settings] | None = Config
    for part in path:
        if kind and not isinstance(part, int):
            kind = next(blocks_in(annotations_of(kind)[part]), None)
    return list(annotations_of(kind)) if kind else []
