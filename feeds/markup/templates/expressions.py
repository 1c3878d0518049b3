"""Evaluate expressions of Liquid such as `{{ page.title | upcase }}` from the post alone."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from feeds.markup.templates.context import folded
from feeds.regex import regex
from feeds.urls import slugify


class _Unknown:
    """The type of a value that only the generator of the site knows."""


UNKNOWN: Final = _Unknown()
#: A function that looks up a variable by its path: ["page", "title"].
Lookup = Callable[[Sequence[str]], Any]

_LONGEST = 100_000  # characters of a value, because texts may double themselves
_PART = regex(r"""'[^']*'|"[^"]*"|[^'"|]+|['"]|\|""")
_ARGUMENT = regex(r"""'([^']*)'|"([^"]*)"|([^\s,'"]+)""")
_PATH = regex(r"[A-Za-z_][\w-]*(?:\.[\w-]+|\[(?:\d+|'[^']*'|\"[^\"]*\")\])*\??\Z")
_STEP = regex(r"[\w-]+")
_NUMBER = regex(r"-?\d+(?:\.\d+)?\Z")
_RANGE = regex(r"\((\d{1,4})\.\.(\d{1,4})\)\Z")
_NAMED = {"true": True, "false": False, "nil": None, "null": None, "none": None, "blank": "", "empty": ""}
_COMPARISON = regex(r"==|!=|<>|\bcontains\b")


def evaluate(expression: str, lookup: Lookup) -> Any:
    """Return the value of *expression* with its filters, or UNKNOWN.

    >>> evaluate("'a b' | upcase | append: '!'", lambda path: UNKNOWN)
    'A B!'
    """
    first, *filters = _split_at_bars(expression)
    value = _value(first.strip(), lookup)
    for written in filters[:20]:
        name, _, rest = written.strip().partition(":")
        arguments = [_value(found[0], lookup) for found in _ARGUMENT.finditer(rest)]
        if not rest and "(" in name:  # the form of Nunjucks and Tera: replace("a", "b")
            name, _, rest = name.partition("(")
            arguments = [_value(found[0], lookup) for found in _ARGUMENT.finditer(rest.rstrip(") "))]
        value = _filtered(name.strip(), value, arguments)
        if isinstance(value, str) and len(value) > _LONGEST:
            return UNKNOWN
    return value


def write_value(value: Any) -> str:
    """Return *value* as a template writes it; unknown and empty values and blocks are ""."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return "".join(write_value(item) for item in value if not isinstance(item, (list, tuple)))[:_LONGEST]
    return "" if value is None or value is UNKNOWN or isinstance(value, Mapping) else str(value)


def holds(condition: str, lookup: Lookup) -> bool | None:
    """Return whether *condition* of an `if` is true, or None if only the site knows."""
    for word, decides in ((" or ", True), (" and ", False)):
        if word in condition and not {"'", '"'} & set(condition):
            answers = [holds(part, lookup) for part in condition.split(word)]
            return decides if decides in answers else None if None in answers else not decides
    sign = _COMPARISON.search(condition, 1)
    if sign and sign.end() < len(condition):
        left, right = evaluate(condition[: sign.start()], lookup), evaluate(condition[sign.end() :], lookup)
        if left is UNKNOWN or right is UNKNOWN:
            return None
        return _compares(left, sign[0], right)
    value = evaluate(condition, lookup)
    return None if value is UNKNOWN else value is not None and value is not False


def _compares(left: Any, sign: str, right: Any) -> bool:
    if sign == "contains":
        return write_value(right) in (left if isinstance(left, (list, tuple)) else write_value(left))
    same = left == right or (write_value(left) == write_value(right) and write_value(left) != "")
    return same if sign == "==" else not same


def items_of(expression: str, lookup: Lookup) -> Sequence[Any] | None:
    """Return the items of a loop over *expression*, or None if only the site knows."""
    if found := _RANGE.match(expression.strip()):
        return range(int(found[1]), min(int(found[2]), int(found[1]) + 99) + 1)
    value = evaluate(expression, lookup)
    if isinstance(value, (list, tuple)):
        return value
    return [] if value is None else [value] if isinstance(value, str) and value else None


def _split_at_bars(expression: str) -> list[str]:
    parts: list[list[str]] = [[]]
    for part in _PART.findall(expression):
        if part == "|":
            parts.append([])
        else:
            parts[-1].append(part)
    return ["".join(part) for part in parts]


def _value(written: str, lookup: Lookup) -> Any:
    if len(written) > 1 and written[0] in "'\"" and written[-1] == written[0]:
        return written[1:-1]
    if written in _NAMED:
        return _NAMED[written]
    if _NUMBER.match(written) and len(written) < 16:
        return written
    return lookup(_STEP.findall(written)) if _PATH.match(written) else UNKNOWN


def walk(value: Any, steps: Sequence[str]) -> Any:
    """Return the value at *steps* below *value*, or None."""
    for step in steps:
        if isinstance(value, Mapping):
            value = next((value[name] for name in (step, step.lower(), folded(step)) if name in value), None)
        elif isinstance(value, (list, tuple)):
            place = {"first": 0, "last": len(value) - 1}.get(step, _number([step], -1))
            if step == "size":
                value = str(len(value))
            else:
                value = value[place] if 0 <= place < len(value) else None
        elif step == "size" and isinstance(value, str):
            value = str(len(value))
        else:
            return None
    return value


def _filtered(name: str, value: Any, arguments: Sequence[Any]) -> Any:
    if name == "default":
        return value if value not in (None, "", False) and value is not UNKNOWN else (arguments or [""])[0]
    if value is UNKNOWN or UNKNOWN in arguments:
        return UNKNOWN
    if name in _LIST_FILTERS and isinstance(value, (list, tuple)):
        return _LIST_FILTERS[name](value, [write_value(argument) for argument in arguments])
    change = _TEXT_FILTERS.get(name)
    if change is None or isinstance(value, (list, tuple, Mapping)):
        return value  # filters of plugins are mostly decoration
    return change(write_value(value), [write_value(argument) for argument in arguments])


def _date(text: str, arguments: Sequence[str]) -> str:
    try:
        return datetime.fromisoformat(text.strip()[:10]).strftime(arguments[0] if arguments else "%Y-%m-%d")
    except (ValueError, UnicodeError):
        return ""  # `now`: a feed must not depend on the clock


def _replace(text: str, arguments: Sequence[str]) -> str:
    old, new = (*arguments, "", "")[:2]
    return text.replace(old, new) if old and len(text) * max(len(new), 1) < _LONGEST * 10 else text


def _number(arguments: Sequence[str], otherwise: int) -> int:
    written = arguments[0] if arguments else ""
    return int(written) if written.isdecimal() and len(written) < 7 else otherwise  # "²" is a digit, and no number


_TEXT_FILTERS: dict[str, Callable[[str, Sequence[str]], Any]] = {
    "append": lambda text, given: text + "".join(given),
    "prepend": lambda text, given: "".join(given) + text,
    "upcase": lambda text, given: text.upper(),
    "upper": lambda text, given: text.upper(),
    "downcase": lambda text, given: text.lower(),
    "lower": lambda text, given: text.lower(),
    "capitalize": lambda text, given: text[:1].upper() + text[1:],
    "title": lambda text, given: text.title(),
    "strip": lambda text, given: text.strip(),
    "trim": lambda text, given: text.strip(),
    "lstrip": lambda text, given: text.lstrip(),
    "rstrip": lambda text, given: text.rstrip(),
    "strip_newlines": lambda text, given: text.replace("\n", ""),
    "strip_html": lambda text, given: re.sub(r"<[^<>]*>", "", text),
    "escape": lambda text, given: html.escape(text, quote=False),
    "xml_escape": lambda text, given: html.escape(text, quote=False),
    "remove": lambda text, given: text.replace(given[0], "") if given and given[0] else text,
    "replace": _replace,
    "slugify": lambda text, given: slugify(text),
    "size": lambda text, given: str(len(text)),
    "split": lambda text, given: text.split(given[0])[:1000] if given and given[0] else list(text[:1000]),
    "truncate": lambda text, given: text[: _number(given, 50)],
    "truncatewords": lambda text, given: " ".join(text.split()[: _number(given, 15)]),
    "date": _date,
}
_LIST_FILTERS: dict[str, Callable[[Sequence[Any], Sequence[str]], Any]] = {
    "join": lambda items, given: (given[0] if given else " ").join(map(write_value, items))[:_LONGEST],
    "first": lambda items, given: items[0] if items else None,
    "last": lambda items, given: items[-1] if items else None,
    "size": lambda items, given: str(len(items)),
    "reverse": lambda items, given: list(reversed(items)),
    "uniq": lambda items, given: list({write_value(item): item for item in items}.values()),
}


def arguments_of(text: str) -> Iterator[str]:
    """Yield the words of *text*; a quotation is one word."""
    for found in _ARGUMENT.finditer(text):
        yield found[1] or found[2] or found[3] or ""
