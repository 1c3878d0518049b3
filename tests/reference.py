"""Write docs/config.md from the settings, so that it documents all of them as they are.

`pytest tests/test_docs.py --accept` rewrites the page.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import yaml
from msgspec import NODEFAULT

from feeds.config.choices import PostChoice
from feeds.config.clues import Clues, Domains, Targets, Words
from feeds.config.forms import Setting, settings_of
from feeds.config.settings import Config, PostDefaults, Settings
from feeds.config.values import Pattern, Period, Port, Size, Slug, Url

Place = tuple[str, ...]  # of a block or setting, as it is written: ("feeds", "extra")

_HEAD = """\
<!-- Made from feeds/config/settings/ by tests/reference.py: edit those, then run
     pytest tests/test_docs.py --accept -->

# config.yaml

One file configures the program: what the newsletter is called, where its posts are, and which feeds
to make. Where a site generator calls its own file config.yaml, name it `feeds.yaml`: every command
looks for that first. Only `site.title` and `site.url` are required, and not even those if
the files of a site generator give them. Omitted settings, and settings with nothing after the
colon, take their defaults. All mistakes are reported at once, each with its line and a remedy.

`feeds config` checks the file and prints it with every default filled in; `feeds config --schema`
prints a JSON Schema, with which an editor can complete and check the file as you write. Paths are
relative to the folder of config.yaml. The file is YAML, but `no` and `12:30` are text: only `true`
and `false` are booleans.

"""

#: Values of the example for settings whose default does not show how to write them.
_EXAMPLES: dict[Place, object] = {
    ("site", "title"): "Harbour Notes",
    ("site", "url"): "https://harbour.example/",
    ("site", "description"): "Ferries, birds and the weather.",
    ("site", "authors", "name"): "Ada Brand",
    ("site", "authors", "email"): "ada@harbour.example",
    ("site", "authors", "uri"): "https://ada.example/",
    ("identity", "authority"): "harbour.example",
    ("posts", "ignore"): ["drafts/*"],
    ("posts", "include"): ["newsletter/*", {"tag": "newsletter"}],
    ("posts", "held"): ["/notes.md$"],
    ("posts", "dates"): [":filename", "published", ":default"],
    ("posts", "taxonomies"): ["series"],
    ("posts", "defaults", "paths"): "2013/*",
    ("posts", "defaults", "values"): {"author": "Bo Brand"},
    ("sections", "drop"): ["intro", "outro", "sponsor", "The lock keeper*"],
    ("sections", "overrides", "split"): 3,
    ("sections", "overrides", "paths"): "2013/*",
    ("links", "shorteners"): ["hrbr.example"],
    ("links", "unwrap"): ["go.harbour.example/out?u="],
    ("links", "allow"): ["*.harbour.internal", "10.0.0.0/8"],
    ("topics", "slug"): "birds",
    ("topics", "title"): "Birds",
    ("topics", "description"): "Birds seen from the quay.",
    ("topics", "headings"): ["Bird of the week*"],
    ("topics", "words"): ["tern*", {"bird count": 3}],
    ("topics", "links"): ["*.birds.example", "/ornithology/", "[bird *]"],
    ("topics", "aliases"): ["fowl"],
    ("topics", "names"): ["Tern Society"],
    ("topics", "domains"): ["birds.example"],
    ("topics", "tags"): ["birds"],
    ("topics", "categories"): ["nature"],
    ("topics", "authors"): ["Ada Brand"],
    ("topics", "not"): ["bird's-eye view"],
    ("feeds", "extra", "slug"): "quiet",
    ("feeds", "extra", "title"): "Everything but birds",
    ("feeds", "extra", "description"): "All sections, without the birds.",
    ("feeds", "extra", "exclude"): ["birds"],
    ("publish", "url"): "https://feeds.harbour.example/",
    ("publish", "hub"): "https://hub.example/",
}

#: Notes on blocks, in addition to their settings.
_NOTES: dict[Place, str] = {
    ("site",): "Omitted settings are taken from Jekyll's `_config.yml` if the posts belong to a Jekyll site, or "
    "from the files of Hexo, Hugo, Zola, Eleventy, Pelican, Nikola, ABlog, MkDocs, Astro, Docusaurus or VitePress.",
    ("sections",): "A list under `drop` replaces the default: repeat the kinds that are still to be dropped.",
    (
        "sections",
        "overrides",
    ): "Each block is independent: its omitted settings take their defaults, not the values of `sections`.",
    (
        "topics",
    ): "A clue is worth 2 points and a topic needs 2, unless the topic sets `needs` or the clue its own points, "
    "as in `bird count: 3`. A word counts its full points in the title or if it occurs twice, half if it occurs once, "
    "and in a long section a third for each occurrence; a word under `not` overrides everything. `feeds explain` "
    "shows the points. The list may also contain `- include: FILE`, a file that begins with `topics:` and whose "
    "topics complete those with the same slug, and `- from-tags`. [Topics](topics.md) explains all of it.",
    (
        "from_tags",
    ): "Their slugs are made from the tags and remembered. A tag that is listed under `tags` of a topic, or "
    "that reads like its slug or title, belongs to that topic.",
    ("feeds", "extra"): "An entry must meet every condition that is set.",
}

_KINDS: tuple[tuple[Any, str, str], ...] = (  # annotation, name of one, name of many
    (Slug, "name for addresses, such as `ai-safety`", "names for addresses"),
    (Url, "web address", "web addresses"),
    (Size, "size, such as `512KB` or `1MB`", "sizes"),
    (Period, "period, such as `30s`, `5m`, `2h` or `1d`", "periods"),
    (Pattern, "regular expression", "regular expressions"),
    (Port, "port", "ports"),
    (date, "day, such as `2026-01-01`", "days"),
    *((get_args(kind)[0], "clue", "clues, each `TEXT` or `TEXT: POINTS`") for kind in (Clues, Domains, Targets, Words)),
    (PostChoice, "choice", "choices, each `PATTERN` or `NAME: PATTERN`"),
    (bool, "`true` or `false`", ""),
    (float, "number", "numbers"),
    (int, "number", "numbers"),
    (get_type_hints(PostDefaults)["values"], "front matter", "front matters"),
)


def reference() -> str:
    """Return docs/config.md: an introduction, a complete example, and every block with its settings."""
    blocks = list(_blocks(Config))
    contents = "".join(f"- [`{block.name}`](#{block.anchor}): {block.about}\n" for block in blocks if block.is_top)
    return "\n".join(
        [_HEAD + contents, "## A complete example", "", f"```yaml\n{example()}\n```", "", *map(_section, blocks)]
    )


def example() -> str:
    """Return a config.yaml with every setting."""
    return "\n".join(_example(Config, ()))


@dataclass(frozen=True, slots=True)
class _Block:
    place: Place
    model: type[Settings]
    is_list: bool

    @property
    def name(self) -> str:
        return ".".join(self.place)

    @property
    def anchor(self) -> str:
        """The fragment of its heading: renderers of Markdown leave out the dots."""
        return "".join(self.place)

    @property
    def about(self) -> str:
        return " ".join((self.model.__doc__ or "").split())

    @property
    def kind(self) -> str:
        return "blocks" if self.is_list else "block, or its first setting"

    @property
    def is_top(self) -> bool:
        return len(self.place) == 1


def _blocks(model: type[Settings], place: Place = ()) -> Iterator[_Block]:
    """Yield every block below *model*, in the order of the file."""
    for one in settings_of(model):
        if block := _block(one.annotation, (*place, one.written)):
            yield block
            yield from _blocks(block.model, block.place)


def _block(annotation: Any, place: Place) -> _Block | None:
    """Return the block that *annotation* is or is a list of, or None if it is not a block."""
    is_list = get_origin(annotation) is tuple
    model = get_args(annotation)[0] if is_list or get_origin(annotation) is Annotated else annotation
    return _Block(place, model, is_list) if isinstance(model, type) and issubclass(model, Settings) else None


def _section(block: _Block) -> str:
    notes = [block.about, *(["A list of such blocks."] if block.is_list else []), _NOTES.get(block.place, "")]
    lines = [f"## `{block.name}`", "", " ".join(notes).strip(), ""]
    lines += ["| Setting | Type | Default | Meaning |", "|---|---|---|---|"]
    lines += [_row(block.place, setting) for setting in settings_of(block.model)]
    return "\n".join([*lines, ""])


def _row(place: Place, one: Setting) -> str:
    inner = _block(one.annotation, (*place, one.written))
    kind = f"{'list of ' * inner.is_list}[{inner.kind}](#{inner.anchor})" if inner else _kind(one.annotation, one)
    default = "required" if one.default is NODEFAULT else f"`{_written(one.default)}`"
    cells = (f"`{one.written}`", kind, default, one.description)
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"


def _kind(annotation: Any, one: Setting | None = None) -> str:
    """Return the kind of a value in words."""
    if get_origin(annotation) is tuple:
        of = get_args(annotation)[0]
        return f"list of {_choice(of)}" if get_origin(of) is Literal else f"list of {_named(of)[1]}"
    if get_origin(annotation) is Literal:
        return _choice(annotation)
    return _named(annotation)[0] + _range(annotation, one)


def _named(annotation: Any) -> tuple[str, str]:
    return next(((one, many) for known, one, many in _KINDS if annotation == known), ("text", "texts"))


def _choice(annotation: Any) -> str:
    *first, last = (f"`{_written(value)}`" for value in get_args(annotation))
    return f"{', '.join(first)} or {last}"


def _range(annotation: Any, one: Setting | None) -> str:
    limits = one.rules if one else {}
    least, most = limits.get("ge"), limits.get("le")
    if least is not None and most is not None:
        return f" from {least} to {most}"
    return "" if least is None else f", at least `{_written(least, annotation)}`"


def _written(value: Any, annotation: Any = None) -> str:
    """Return *value* as it is written in YAML.

    >>> _written(("intro",)), _written(""), _written(timedelta(minutes=5)), _written(512 * 1024)
    ('[intro]', '""', '5m', '512KB')
    """
    if isinstance(value, Settings):
        return ", ".join(f"{one.written}: {_written(getattr(value, one.name))}" for one in settings_of(type(value)))
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        count, unit = next(
            (seconds // n, u) for n, u in ((86400, "d"), (3600, "h"), (60, "m"), (1, "s")) if seconds % n == 0
        )
        return f"{count}{unit}"
    if isinstance(value, int) and value >= 1024 and value % 1024 == 0:
        size, unit = next((n, u) for n, u in ((1024**3, "GB"), (1024**2, "MB"), (1024, "KB")) if value % n == 0)
        return f"{value // size}{unit}"
    if value == "":
        return '""'
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    plain = list(value) if isinstance(value, tuple) else value
    text = yaml.safe_dump(plain, default_flow_style=True, allow_unicode=True, width=1000)
    return text.removesuffix("\n").removesuffix("\n...")


def _example(model: type[Settings], place: Place, indent: str = "") -> Iterator[str]:
    """Yield the lines of the complete example, a comment above each setting."""
    for one in settings_of(model):
        name = one.written
        here = (*place, name)
        inner = _block(one.annotation, here)
        if not place and name != "site":
            yield ""
        yield from _comment(one.description or (inner.about if inner else ""), indent)
        if inner is None:
            yield f"{indent}{name}: {_written(_EXAMPLES.get(here, one.default))}"
            continue
        yield f"{indent}{name}:"
        lines = _example(inner.model, here, indent + ("    " if inner.is_list else "  "))
        yield from _as_item(lines) if inner.is_list else lines


def _as_item(lines: Iterable[str]) -> Iterator[str]:
    """Yield *lines* as an item of a list: the first setting gets the hyphen, below its comment."""
    begun = False
    for line in lines:
        text = line.lstrip()
        blanks = line.removesuffix(text)
        begun_here = not begun and not text.startswith("#")
        yield line if begun else blanks.removesuffix("  ") + ("- " if begun_here else "") + text
        begun = begun or begun_here


def _comment(text: str, indent: str) -> list[str]:
    prefix = f"{indent}# "
    return textwrap.wrap(text, 100, initial_indent=prefix, subsequent_indent=prefix)
