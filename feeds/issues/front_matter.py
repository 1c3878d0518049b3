"""Front matter: YAML, TOML, Pelican's header lines, or none.

All values are text, lists of texts or blocks of them: what `no`, `3.10` or `12:30` mean
is for the room that knows what they are about, not for YAML's rules of 2005.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from feeds.errors import PostError, Where
from feeds.model import Post
from feeds.yaml_text import load_texts

_YAML = re.compile(r"---[ \t]*\n(.*?\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TOML = re.compile(r"\+\+\+[ \t]*\n(.*?\n)??\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
_HEADER = re.compile(r"([A-Za-z][\w-]*):[ \t]*(.*)")
_QUOTED_LINE = re.compile(r'^([\w-]+:[ \t]+")(.*)("[ \t]*)$', re.MULTILINE)
_LONE_QUOTE = re.compile(r'(?<!\\)"')


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands before the body; keys in lower case."""

    kind: str  # yaml, toml, headers or none
    values: Mapping[str, Any]
    head: str  # as written, to find the line of a key
    body: str
    where: Where

    def line_of(self, key: str) -> Where:
        """Return the place of *key*, or that of the file."""
        found = re.search(rf"^[\"']?{re.escape(key)}[\"']?[ \t]*[:=]", self.head, re.MULTILINE | re.IGNORECASE)
        return Where(self.where.path, self.head.count("\n", 0, found.start()) + 1) if found else self.where


def split_front_matter(post: Post) -> FrontMatter:
    """Return front matter and body of *post*.

    Raises:
        PostError: the front matter is not closed, or not what its fence says.
    """
    text = post.text
    if text.startswith("---"):
        found = _YAML.match(text)
        if found:
            return _made("yaml", _read_yaml(found[1] or "", post.where), text, found.end(), post.where)
        if re.match(r"---[ \t]*\n\s*[\w-]+:", text):
            raise PostError("the front matter has no end", Where(post.where.path, 1), "close it with a line '---'")
    elif text.startswith("+++"):
        if found := _TOML.match(text):
            return _made("toml", _read_toml(found[1] or "", post.where), text, found.end(), post.where)
    elif _HEADER.match(text):
        values, end = _read_headers(text)
        if "title" in values:
            return _made("headers", values, text, end, post.where)
    return FrontMatter("none", {}, "", text, post.where)


def _made(kind: str, values: Mapping[str, Any], text: str, end: int, where: Where) -> FrontMatter:
    lower = {str(key).lower(): value for key, value in values.items()}
    return FrontMatter(kind, lower, text[:end], text[end:], where)


def _read_yaml(source: str, where: Where) -> Mapping[str, Any]:
    try:
        return _load_yaml(source, where)
    except yaml.YAMLError as error:
        mended = _QUOTED_LINE.sub(lambda m: m[1] + _LONE_QUOTE.sub(r"\"", m[2]) + m[3], source)
        if mended != source:  # text: "plays the "Moonlight" sonata": what is meant is plain
            try:
                return _load_yaml(mended, where)
            except yaml.YAMLError:
                pass
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line = mark.line + 2 if mark else 1  # marks count from 0, and the fence is a line
        fault = getattr(error, "problem", None) or str(error)
        raise PostError(
            f"the front matter is no YAML: {fault}", Where(where.path, line), "mind quotes, colons and indentation"
        ) from error


def _load_yaml(source: str, where: Where) -> Mapping[str, Any]:
    try:
        values = load_texts(source)
    except (RecursionError, ValueError) as error:
        raise PostError(f"the front matter is no YAML: {error}", Where(where.path, 1), "simplify it") from error
    if values is None or values == "":
        return {}
    if not isinstance(values, dict):
        raise PostError(
            "the front matter is no list of 'key: value' lines", Where(where.path, 2), "add a line such as 'title: ...'"
        )
    return values


def _read_toml(source: str, where: Where) -> Mapping[str, Any]:
    try:
        return tomllib.loads(source)
    except (ValueError, RecursionError) as error:  # TOMLDecodeError is a ValueError, and so are absurd numbers
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) + 1 if found else 1
        raise PostError(
            f"the front matter is no TOML: {error}", Where(where.path, line), "mind quotes and '='"
        ) from error


def _read_headers(text: str) -> tuple[dict[str, str], int]:
    """Read Pelican's `Key: value` lines; they end at the first line that is none."""
    values: dict[str, str] = {}
    end = 0
    for line in text.splitlines(keepends=True):
        found = _HEADER.match(line)
        if not found:
            end += len(line) if not line.strip() else 0
            break
        values[found[1].lower()] = found[2].strip()
        end += len(line)
    return values, end
