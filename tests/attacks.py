"""Texts that make regular expressions slow, made from their parts.

A pattern takes quadratic time where a repetition is tried from every place, or where two
repetitions can share the same characters. So each repetition is fed with what it accepts,
after what leads to it, and before something that makes the whole fail.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

import feeds
from feeds.regex import Regex

_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
_MANY = 40  # repetitions, from which a limit does not count as one
_POOL = " \n\ta0A-_.*<>[]{}()\"'`\\/:=,;#&%!?+|~^$@é日"
_ENDS = ("\0", "", "\n", "\n\0", " x", "!")
_AT_START = {"match", "fullmatch", "pattern"}  # methods that begin at one place
_SIZES = (25, 100, 400, 1600, 6400)
_NOTICED = 0.002  # seconds; less cannot be compared
_GROWTH = 8.0  # for four times the size: 4 is linear, 16 quadratic


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A pattern of the package and where it is used."""

    place: str
    pattern: re.Pattern[str]
    searches: bool  # from any place of a text, not only from its beginning


def patterns() -> list[Use]:
    """Return every pattern of the package: in modules, tables, caches and calls of `re`."""
    found: list[Use] = []
    for module in modules():
        tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
        methods = _methods(tree)
        for name, value in vars(module).items():
            used = methods.get(name) or {"search"}  # a table, or a pattern for another module
            searches = not used <= _AT_START
            for label, pattern in _patterns_in(name, value):
                if isinstance(pattern.pattern, str):
                    found.append(Use(place=f"{module.__name__}.{label}", pattern=pattern, searches=searches))
        found += _inline(module.__name__, tree)
    return found


def _methods(tree: ast.Module) -> dict[str, set[str]]:
    """Return the methods that are called in *tree*, by the name of the variable."""
    found: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found.setdefault(node.value.id, set()).add(node.attr)
    return found


def modules() -> Iterator[ModuleType]:
    """Yield all modules of the package."""
    for info in pkgutil.walk_packages(feeds.__path__, "feeds."):
        if not info.name.endswith("__main__"):
            yield importlib.import_module(info.name)


def _patterns_in(name: str, value: Any) -> Iterator[tuple[str, re.Pattern[str]]]:
    if isinstance(value, re.Pattern | Regex):
        yield name, value  # type: ignore[misc]
    elif isinstance(value, tuple | list):
        for number, one in enumerate(value):
            yield from _patterns_in(f"{name}[{number}]", one)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _patterns_in(f"{name}[{key!r}]", one)
    elif hasattr(value, "cache_info") and not inspect.signature(value).parameters:
        made = value()
        if isinstance(made, re.Pattern | Regex | tuple | list):
            yield from _patterns_in(f"{name}()", made)


def _inline(module: str, tree: ast.Module) -> Iterator[Use]:
    """Yield the patterns that are written where they are used, such as `re.sub("x+", ...)`."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="re"), attr=method), args=[ast.Constant(value=str(written)), *_]
            ) if method != "compile":
                place = f"{module}: re.{method}({written!r})"
                yield Use(place=place, pattern=re.compile(written), searches=method not in _AT_START)


def attacks(pattern: re.Pattern[str]) -> list[tuple[str, str, str]]:
    """Return what to try on *pattern*: texts before, between and after, the second of which is repeated."""
    tree = list(parser.parse(pattern.pattern, pattern.flags))
    ends = [*_ENDS, *_refused(tree)]
    found: dict[tuple[str, str, str], None] = {}
    for lead, body in _pumps(tree, "", pattern.flags):
        for pumped in body:
            found |= dict.fromkeys((lead, pumped, end) for end in ends)
            for repeated in (lead, lead + pumped, lead + pumped * 3 + "\n") if lead else ():
                found |= dict.fromkeys(("", repeated, end) for end in ("\0", " ", "\n", ""))
    return list(found)


def _refused(tree: list[Any]) -> set[str]:
    """Return the characters that a repetition in *tree* does not accept."""
    found: set[str] = set()
    for code, argument in tree:
        if code is codes.NOT_LITERAL:
            found.add(chr(argument))
        elif code is codes.IN and argument[0][0] is codes.NEGATE:
            found |= {chr(value) for kind, value in argument if kind is codes.LITERAL}
        for inner in [list(argument[2])] if code in _REPEATS else _branches(code, argument):
            found |= _refused(inner)
    return found


def _pumps(tree: list[Any], lead: str, flags: int) -> Iterator[tuple[str, list[str]]]:
    """Yield for each repetition in *tree* what leads to it, and what it accepts."""
    for number, (code, argument) in enumerate(tree):
        before = lead + "".join(_example(one, flags) for one in tree[:number])
        if code in _REPEATS:
            _, most, inner = argument
            if most > _MANY:
                yield before, _accepted(list(inner), flags)
                yield before, _accepted([*inner, *tree[number + 1 :]], flags)
            yield from _pumps(list(inner), before, flags)
        else:
            for branch in _branches(code, argument):
                yield from _pumps(branch, before, flags)


def _branches(code: Any, argument: Any) -> list[list[Any]]:
    if code is codes.SUBPATTERN:
        return [list(argument[3])]
    if code is codes.ATOMIC_GROUP:
        return [list(argument)]
    if code is codes.BRANCH:
        return [list(branch) for branch in argument[1]]
    if code in (codes.ASSERT, codes.ASSERT_NOT):
        return [list(argument[1])]
    return []


def _accepted(tree: list[Any], flags: int) -> list[str]:
    """Return some texts that *tree* accepts, with different characters if it is a set."""
    if len(tree) == 1 and tree[0][0] in (codes.IN, codes.ANY, codes.NOT_LITERAL):
        return [one for one in _POOL if _fits(tree[0], one, flags)] or [_example(tree[0], flags)]
    if len(tree) == 1 and (inner := _branches(*tree[0])):
        return [text for branch in inner for text in _accepted(branch, flags)]
    texts = {"".join(_example(one, flags, choice) for one in tree) for choice in range(4)}
    return [text for text in texts if text]


def _example(node: Any, flags: int, choice: int = 0) -> str:
    """Return a short text for *node*; *choice* varies its characters."""
    code, argument = node
    if code is codes.LITERAL:
        return str(chr(argument))
    if code in (codes.IN, codes.ANY, codes.NOT_LITERAL):
        fitting = [one for one in _POOL if _fits(node, one, flags)]
        return fitting[choice * 3 % len(fitting)] if fitting else _first_in(argument)
    if code in _REPEATS:
        least, most, inner = argument
        count: int = max(least, 1 if choice and most else 0)
        return "".join(_example(one, flags, choice) for one in inner) * min(count, 20)
    if code in (codes.ASSERT, codes.ASSERT_NOT, codes.AT, codes.GROUPREF):
        return ""
    branches = _branches(code, argument)
    return "".join(_example(one, flags, choice) for one in branches[choice % len(branches)]) if branches else ""


def _first_in(argument: Any) -> str:
    for code, value in argument if isinstance(argument, list) else ():
        if code is codes.LITERAL:
            return chr(value)
        if code is codes.RANGE:
            return chr(value[0])
    return "a"


def _fits(node: Any, text: str, flags: int) -> bool:
    code, argument = node
    if code is codes.ANY:
        return text != "\n" or bool(flags & re.DOTALL)
    if code is codes.NOT_LITERAL:
        return text != chr(argument)
    negated = bool(argument) and argument[0][0] is codes.NEGATE
    inside = any(_in_range(one, text, flags) for one in argument if one[0] is not codes.NEGATE)
    return inside != negated


_CATEGORIES: dict[Any, Callable[[str], bool]] = {
    codes.CATEGORY_SPACE: str.isspace,
    codes.CATEGORY_NOT_SPACE: lambda text: not text.isspace(),
    codes.CATEGORY_DIGIT: str.isdigit,
    codes.CATEGORY_NOT_DIGIT: lambda text: not text.isdigit(),
    codes.CATEGORY_WORD: lambda text: text.isalnum() or text == "_",
    codes.CATEGORY_NOT_WORD: lambda text: not (text.isalnum() or text == "_"),
}


def _in_range(one: Any, text: str, flags: int) -> bool:
    code, argument = one
    forms = {text, text.lower(), text.upper()} if flags & re.IGNORECASE else {text}
    if code is codes.LITERAL:
        return chr(argument) in forms
    if code is codes.RANGE:
        return any(argument[0] <= ord(form) <= argument[1] for form in forms if len(form) == 1)
    return code is codes.CATEGORY and _CATEGORIES[argument](text)


def growth(use: Use, attack: tuple[str, str, str]) -> str:
    """Return in words how the pattern of *use* grows faster than *attack*, or ""."""
    lead, pumped, end = attack
    last = 0.0
    for size in _SIZES:
        text = lead + pumped * size + end
        taken = _seconds(use, text)
        if taken > _NOTICED and last and taken > last * _GROWTH:
            taken = min(_seconds(use, text) for _ in range(2))  # another process may have interfered
            last = max(last, _seconds(use, lead + pumped * (size // 4) + end))
            if taken > _NOTICED and taken > last * _GROWTH:
                return f"{attack!r}: {taken * 1000:.1f} ms for {size}, {last * 1000:.2f} for {size // 4}"
        if size == _SIZES[-2] and not _NOTICED / 5 < taken < _NOTICED * 3:
            break  # four times the size could not be noticed even in quadratic time, or growth is known already
        last = taken
    return ""


def _seconds(use: Use, text: str) -> float:
    start = time.process_time()
    if use.searches:
        for _ in use.pattern.finditer(text):
            pass
    else:
        use.pattern.match(text)
    return time.process_time() - start
