"""YAML front matter, mended where it is no YAML and the intent is plain.

Jekyll stops at `title: Issue 13: The otter`; people paste headlines, and headlines hold
colons and quotes. What is mended is a value on one line that means nothing but itself;
a list or a text that is not closed is told instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

import yaml

from feeds.errors import PostError, Problem, Where
from feeds.yaml_text import compose, load_texts

_KEY_LINE = re.compile(r"(?P<lead>[ \t]*(?:- +)?[\w.-]+[ \t]*:[ \t]+)(?P<value>\S.*)")
_ITEM_LINE = re.compile(r"(?P<lead>[ \t]*- +)(?P<value>\S.*)")
_TOP_KEY = re.compile(r"^([\w.-]+)[ \t]*:", re.MULTILINE)
_BLOCK_TEXT = re.compile(r"[|>][-+0-9]*(?:[ \t]+#.*)?\Z")
_LONGEST = 20_000  # characters in which anchors are looked up one by one
_MOST_TOLD = 10  # names said twice
_MOST_LINES = 2000  # that are looked at one by one
_ANCHOR = re.compile(r"^([\w-]+:[ \t]+)(&(\S+)[ \t].*)$", re.MULTILINE)


def read_yaml(source: str, where: Where) -> tuple[Mapping[str, Any], tuple[Problem, ...]]:
    """Return the values in *source*, whose first line is the second of the post, and what to mend.

    Raises:
        PostError: it is no YAML, and what is meant is not plain; it is no mapping.
    """
    if ": &" in source and len(source) < _LONGEST:
        source = _ANCHOR.sub(lambda line: line[0] if f"*{line[3]}" in source else line[1] + _quoted(line[2]), source)
    try:
        values = load_texts(source)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        values = _read_mended(source)
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
    line = mark.line + 2 if mark else 1  # marks count from 0, and the fence is a line
    fault = getattr(error, "problem", None) or str(error)
    hint = "check quotes, colons and indentation" if mark else "simplify it"
    return PostError(f"the front matter is not valid YAML: {fault}", Where(where.path, line), hint)


def _said_twice(source: str, where: Where) -> Iterator[Problem]:
    keys = _TOP_KEY.findall(source)
    if len(keys) == len(set(keys)) or len(keys) > _MOST_LINES:
        return
    try:
        node = compose(source)
    except (yaml.YAMLError, RecursionError, ValueError):  # it was mended; the lines tell as well
        return
    seen: set[str] = set()
    for key, _ in node.value if isinstance(node, yaml.MappingNode) else ():
        name = str(key.value)
        if name in seen:
            place = Where(where.path, key.start_mark.line + 2)
            yield Problem(place, f"{name[:40]!r} appears twice; the last one is used", "keep one of them")
        seen.add(name)


def _read_mended(source: str) -> Any:
    """Return the values of *source* with its doubtful lines quoted, or None where that does not help."""
    lines = source.split("\n")
    mended = "\n".join(_mended_lines(lines)) if len(lines) <= _MOST_LINES else source
    if mended == source:
        return None
    try:
        return load_texts(mended)
    except (yaml.YAMLError, RecursionError, ValueError):
        return None


def _mended_lines(lines: list[str]) -> Iterator[str]:
    block_indent = -1  # of the key whose text is the indented block below it; -1 outside of one
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
            line = found["lead"].replace("\t", " ") + _mended(found["value"].rstrip())
        yield line


def _goes_on(lines: list[str], number: int, indent: int) -> bool:
    """Return whether the value on a line goes on below it."""
    below = lines[number + 1] if number + 1 < len(lines) else ""
    inner = below.lstrip()
    return bool(inner) and len(below) - len(inner) > indent and not inner.startswith("- ")


def _mended(value: str) -> str:
    """Return *value* in quotes if YAML does not take it as it is and it is plainly a text.

    >>> _mended('"plays the "Moonlight" sonata"'), _mended("[a, b")
    ('"plays the \\\\"Moonlight\\\\" sonata"', '[a, b')
    """
    try:
        load_texts(f"key: {value}")
    except (yaml.YAMLError, RecursionError, ValueError):
        return _quoted(_text_meant(value)) if _is_text(value) else value
    return value


def _is_text(value: str) -> bool:
    """Return whether *value*, which is no YAML, is nothing but a text: no list that was not closed, no lone quote."""
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
    """Return what the author meant: without the quotes around, and with those inside.

    >>> _text_meant('"plays the "Moonlight" sonata"'), _text_meant('"Moon" and "light"')
    ('plays the "Moonlight" sonata', '"Moon" and "light"')
    """
    if len(value) > 2 and value[0] in "\"'" and value[-1] == value[0]:
        second = value.index(value[0], 1)
        if value[second - 1] != " " and value[second + 1 : second + 2] == " ":
            return value  # the first quotes are closed again: they are part of the text
        inner = value[1:-1]
        return inner.replace('\\"', '"') if value[0] == '"' else inner.replace("''", "'")
    return value


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
