"""Read YAML front matter, and repair it if it is not valid but unambiguous.

Jekyll stops at `title: Issue 13: The otter`, but people paste headlines, and headlines contain
colons and quotes. Only a value on one line that must be plain text is repaired; a list or a
quotation that is not closed is reported instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

import yaml

from feeds.errors import PostError, Problem, Where
from feeds.regex import regex
from feeds.text.yaml import compose, load_texts

_KEY_LINE = regex(r"(?P<lead>[ \t]*(?:- +)?[\w.-]+[ \t]*:[ \t]+)(?P<value>\S.*)")
_ITEM_LINE = regex(r"(?P<lead>[ \t]*- +)(?P<value>\S.*)")
_TOP_KEY = regex(r"\n([\w.-]+)[ \t]*:")  # begins plainly, because `re` searches for that first
_BLOCK_TEXT = regex(r"[|>][-+0-9]*(?:[ \t]+#.*)?\Z")
_LONGEST = 20_000  # characters; anchors are not checked in longer front matter
_MOST_TOLD = 10  # reports of names that appear twice
_MOST_LINES = 2000  # lines; longer front matter is not checked line by line
_ANCHOR = regex(r"^([\w-]+:[ \t]+)(&(\S+)[ \t].*)$", re.MULTILINE)


def read_yaml(source: str, where: Where) -> tuple[Mapping[str, Any], tuple[Problem, ...]]:
    """Return the values in *source*, whose first line is the second of the post, and the problems.

    Raises:
        PostError: it is not valid YAML and cannot be repaired, or it is not a mapping.
    """
    if ": &" in source and len(source) < _LONGEST:
        source = _ANCHOR.sub(lambda line: line[0] if f"*{line[3]}" in source else line[1] + _quoted(line[2]), source)
    try:
        values = load_texts(source)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        values = _read_repaired(source)
        if values is None:
            raise _no_yaml(error, where) from error
    if values is None or values == "":
        return {}, ()
    if not isinstance(values, dict):
        raise PostError(
            "the front matter is not a list of 'key: value' lines",
            Where(where.path, 2),
            "add a line such as 'title: ...'",
        )
    return values, tuple(islice(_said_twice(source, where), _MOST_TOLD))


def _no_yaml(error: Exception, where: Where) -> PostError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 2 if mark else 1  # marks count from 0, and the fence is the first line
    fault = getattr(error, "problem", None) or str(error)
    hint = "check quotes, colons and indentation" if mark else "simplify it"
    return PostError(f"the front matter is not valid YAML: {fault}", Where(where.path, line), hint)


def _said_twice(source: str, where: Where) -> Iterator[Problem]:
    keys = _TOP_KEY.findall(f"\n{source}")
    if len(keys) == len(set(keys)) or len(keys) > _MOST_LINES:
        return
    try:
        node = compose(source)
    except (
        yaml.YAMLError,
        RecursionError,
        ValueError,
    ):  # the front matter was repaired, so its lines are not those of a tree
        return
    seen: set[str] = set()
    for key, _ in node.value if isinstance(node, yaml.MappingNode) else ():
        name = str(key.value)
        if name in seen:
            place = Where(where.path, key.start_mark.line + 2)
            yield Problem(place, f"{name[:40]!r} appears twice; the last one is used", "keep one of them")
        seen.add(name)


def _read_repaired(source: str) -> Any:
    """Return the values of *source* with its ambiguous lines quoted, or None if that does not help."""
    lines = source.split("\n")
    repaired = "\n".join(_repaired_lines(lines)) if len(lines) <= _MOST_LINES else source
    if repaired == source:
        return None
    try:
        return load_texts(repaired)
    except (yaml.YAMLError, RecursionError, ValueError):
        return None


def _repaired_lines(lines: list[str]) -> Iterator[str]:
    block_indent = -1  # the indent of a key whose text is the block below it; -1 outside such a block
    for number, line in enumerate(lines):
        indent = len(line) - len(line.lstrip())
        if block_indent >= 0 and (indent > block_indent or not line.strip()):
            yield line
            continue
        block_indent = -1
        content = line.lstrip("\t ")
        line = line[: len(line) - len(content)].replace("\t", "  ") + content
        found = _KEY_LINE.match(line) or _ITEM_LINE.match(line)
        if found and _BLOCK_TEXT.match(found["value"]):
            block_indent = indent
        elif found and not _goes_on(lines, number, indent):
            line = found["lead"].replace("\t", " ") + _repaired(found["value"].rstrip())
        yield line


def _goes_on(lines: list[str], number: int, indent: int) -> bool:
    """Return whether the value of a line continues on the next one."""
    below = lines[number + 1] if number + 1 < len(lines) else ""
    inner = below.lstrip()
    return bool(inner) and len(below) - len(inner) > indent and not inner.startswith("- ")


def _repaired(value: str) -> str:
    """Return *value* in quotes if it is not valid YAML and must be plain text.

    >>> _repaired('"plays the "Moonlight" sonata"'), _repaired("[a, b")
    ('"plays the \\\\"Moonlight\\\\" sonata"', '[a, b')
    """
    try:
        load_texts(f"key: {value}")
    except (yaml.YAMLError, RecursionError, ValueError):
        return _quoted(_text_meant(value)) if _is_text(value) else value
    return value


def _is_text(value: str) -> bool:
    """Return whether *value*, which is not valid YAML, must be plain text: not a list or quotation without its end."""
    first = value[0]
    if first in "\"'":
        return len(value) > 1 and first in value[1:]
    if value.startswith("{{"):
        return True
    if first in "[{":
        closing = "]}"["[{".index(first)]
        return closing in value and not value.endswith(closing)
    return first not in "|>?,]}"


def _text_meant(value: str) -> str:
    """Return the text that the author meant: without the outer quotes, with the inner ones.

    >>> _text_meant('"plays the "Moonlight" sonata"'), _text_meant('"Moon" and "light"')
    ('plays the "Moonlight" sonata', '"Moon" and "light"')
    """
    if len(value) > 2 and value[0] in "\"'" and value[-1] == value[0]:
        second = value.index(value[0], 1)
        if value[second - 1] != " " and value[second + 1 : second + 2] == " ":
            return value  # the first quotation ends inside, so its quotes are part of the text
        inner = value[1:-1]
        return inner.replace('\\"', '"') if value[0] == '"' else inner.replace("''", "'")
    return value


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
