"""Read front matter: YAML, TOML, JSON, lines of Pelican, Nikola, ABlog and reStructuredText, or the head of a page.

All values are text, lists of texts or blocks of them. The meaning of `no`, `3.10` or `12:30`
depends on the name of the value, so it is not left to YAML 1.1.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from feeds.errors import PostError, Problem, Where
from feeds.issues.plain_yaml import read_plain
from feeds.markup import folded
from feeds.model import Post
from feeds.posts import sidecar_of
from feeds.regex import regex
from feeds.text.toml import LongKeyError, load_toml

if TYPE_CHECKING:
    from feeds.issues.headers import Headers
    from feeds.issues.unfenced import Form

_OPENING = regex(r"---[ \t]*+(?P<kind>yaml|yml|toml|json)?[ \t]*+\n")
_CLOSING = regex(r"\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_TOML = regex(r"\+\+\+[ \t]*+(?:toml)?[ \t]*+\n(?P<source>.*?\n)??\+\+\+[ \t]*(?:\n|\Z)", re.S)
_JSON = regex(r"\{\s*[\"}]")
_KEY = regex(r"[ \t]*(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s:#'\"\[\]{},&*!|>%@`-][^\s:]*(?:[ \t][^\s:]+)?)[ \t]*:(?:\s|\Z)")
_NO_CONTENT = regex(r"(?:[^\S\n]*+(?:#[^\n]*+)?\n)*+")
_STRUCTURE = ("- ", "[", "{", "&", "!", "? ", "%", "<<:")
_WRITTEN_KEY = regex(r"[ \t]*(?:\.\. |:|[\"'\[])?([A-Za-z](?:[\w-]| ++(?=[\w-]))*+) *+[\"'\]]?[ \t]*+[:=]")
_MOST_TOLD = 10  # reports of names that appear twice
_LISTED = ("tags", "categories", "authors", "author", "category", "keywords")  # names that may appear several times


class FrontMatter(Struct, frozen=True):
    """The front matter of a post; names are as `folded` returns them."""

    kind: str  # yaml, toml, json, headers, nikola, ablog, definitions, fields, html or none
    values: Mapping[str, Any]
    head: str  # the front matter as written, to find the line of a name
    body: str
    where: Where  # of the head
    problems: tuple[Problem, ...] = ()

    def line_of(self, name: str) -> Where:
        """Return the place of *name*, or else of the file."""
        number, _ = self._find(name)
        return Where(self.where.path, number) if number else self.where

    def spelled(self, name: str) -> str:
        """Return *name* as the author wrote it."""
        return self._find(name)[1]

    def _find(self, name: str) -> tuple[int, str]:
        for number, line in enumerate(self.head.split("\n"), 1):
            found = _WRITTEN_KEY.match(line[:200])
            if found and folded(found[1]) == name:
                return number, found[1]
        return 0, name


def split_front_matter(post: Post) -> FrontMatter:
    """Return front matter and body of *post*.

    Raises:
        PostError: the front matter is not closed, not of the kind that its fence says, or of no known kind.
    """
    if post.sidecar:
        where = Where(sidecar_of(post.where.path))
        return replace(_split(post.sidecar, where, "sidecar"), body=post.text)
    return _split(post.text, post.where, post.markup)


def _split(text: str, where: Where, form: Form) -> FrontMatter:
    """Return the front matter at the beginning of *text*, or else below the lines that may be above it.

    Raises:
        PostError: it cannot be read, or what looks like front matter is none that is known.
    """
    front = _split_at_start(text, where, form)
    if front.kind != "none":
        return front
    from feeds.issues.unread import lead_of, reject_unread  # only for posts that begin in another way than most

    if above := lead_of(text):
        below = _below(text, above, where, form)
        front = front if below.kind == "none" else below
    if front.kind == "none":
        reject_unread(text, where)
    return front


def _below(text: str, above: int, where: Where, form: Form) -> FrontMatter:
    """Return the front matter of *text* that begins after *above* characters."""
    lines = text.count("\n", 0, above)
    try:
        front = _split_at_start(text[above:], where, form)
    except PostError as error:
        problem = _moved(error.problem, lines)
        raise PostError(problem.message, problem.where, problem.hint) from error
    problems = tuple(_moved(problem, lines) for problem in front.problems)
    return replace(front, head=text[:above] + front.head, problems=problems)


def _moved(problem: Problem, lines: int) -> Problem:
    """Return *problem* with its place further down by *lines*."""
    where = problem.where
    return replace(problem, where=Where(where.path, where.line and where.line + lines)) if where else problem


def _split_at_start(text: str, where: Where, form: Form) -> FrontMatter:
    if text.startswith("---"):
        return _split_fenced(text, where)
    if text.startswith("+++") and (found := _TOML.match(text)):
        values = _read_toml(found["source"] or "", where)
        return _made("toml", values.items(), text, found.end(), where)
    if _JSON.match(text):
        return _split_json(text, where)
    from feeds.issues.unfenced import READERS  # most posts need none of these

    for kind, read in READERS[form]:
        if headers := read(text):
            return _made_of_headers(kind, headers, text, where)
    return FrontMatter("none", {}, "", text, where)


def _split_fenced(text: str, where: Where) -> FrontMatter:
    opening = _OPENING.match(text)
    closing = _CLOSING.search(text, opening.end() - 1) if opening else None
    if opening is None or closing is None:
        fence, _, below = text.partition("\n")
        if fence.rstrip() == "---" and _begins_with_key(below.partition("\n\n")[0]):
            raise PostError("the front matter is not closed", Where(where.path, 1), "close it with a line '---'")
        return FrontMatter("none", {}, "", text, where)
    kind, source, end = opening["kind"] or "yaml", text[opening.end() : closing.start() + 1], closing.end()
    if kind == "toml":
        return _made(kind, _read_toml(source, where).items(), text, end, where)
    if kind == "json":
        return _made(kind, _read_json(source, where, first_line=2)[0].items(), text, end, where)
    if (plain := read_plain(source)) is not None:
        return _made("yaml", plain.items(), text, end, where)
    if source.strip() and not (_begins_with_key(source) or _content(source).startswith(_STRUCTURE)):
        return FrontMatter("none", {}, "", text, where)  # text between two rules
    from feeds.issues.yaml_block import read_yaml  # most posts do without PyYAML

    values, problems = read_yaml(source, where)
    return _made("yaml", values.items(), text, end, where, problems)


def _begins_with_key(source: str) -> bool:
    return _KEY.match(_content(source)) is not None


def _content(source: str) -> str:
    """Return the first line of *source* that is neither blank nor a comment."""
    above = _NO_CONTENT.match(source)
    begin = above.end() if above else 0
    end = source.find("\n", begin)
    return source[begin : end if end >= 0 else len(source)]


def _split_json(text: str, where: Where) -> FrontMatter:
    values, end = _read_json(text, where)
    end += len(text[end:]) - len(text[end:].lstrip(" \t"))
    return _made("json", values.items(), text, end + text.startswith("\n", end), where)


def _made_of_headers(kind: str, headers: Headers, text: str, where: Where) -> FrontMatter:
    merged: dict[str, list[str]] = {}
    twice = []
    for name, value in headers.values:
        key = folded(name)
        if key in merged and key in _LISTED:
            merged[key].append(value)
        elif key in merged and kind == "html":
            continue  # Open Graph repeats it
        else:
            twice += [name] if key in merged else []
            merged[key] = [value]
    problems = tuple(
        Problem(where, f"{name[:40]!r} appears twice; the last one is used", "keep one of them")
        for name in twice[:_MOST_TOLD]
    )
    joined = ((name, "\n".join(several)) for name, several in merged.items())
    return _made(kind, joined, text, headers.end, where, problems)


def _made(
    kind: str,
    values: Iterable[tuple[Any, Any]],
    text: str,
    end: int,
    where: Where,
    problems: tuple[Problem, ...] = (),
) -> FrontMatter:
    own = {folded(str(name)): value for name, value in values}
    for container in ("params", "extra", "taxonomies"):  # where Hugo and Zola keep other names than their own
        inner = own.get(container)
        for name, value in inner.items() if isinstance(inner, dict) else ():
            own.setdefault(folded(str(name)), value)
    return FrontMatter(kind, own, text[:end], text[end:], where, problems)


def _read_toml(source: str, where: Where) -> Mapping[str, Any]:
    try:
        return load_toml(source)
    except LongKeyError as error:
        raise PostError(str(error), Where(where.path, error.line + 1), "write fewer tables within tables") from error
    except (ValueError, RecursionError) as error:  # TOMLDecodeError, or a number that is too large
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) + 1 if found else 1
        fault = "it is nested too deeply" if isinstance(error, RecursionError) else error
        raise PostError(
            f"the front matter is not valid TOML: {fault}", Where(where.path, line), "check quotes and '='"
        ) from error


def _read_json(text: str, where: Where, *, first_line: int = 1) -> tuple[Mapping[str, Any], int]:
    """Return the JSON object at the beginning of *text*, with numbers as text, and the index of its end."""
    decoder = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)
    start = len(text) - len(text.lstrip())
    try:
        values, end = decoder.raw_decode(text, start)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1) + first_line - 1
        fault = getattr(error, "msg", "it is nested too deeply")
        raise PostError(
            f"the front matter is not valid JSON: {fault}", Where(where.path, line), "check quotes, commas and brackets"
        ) from error
    if not isinstance(values, dict):
        raise PostError("the front matter is not a JSON object", where, 'write it as {"title": "..."}')
    return values, end
