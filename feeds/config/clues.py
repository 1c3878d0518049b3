"""Clues: signs that a section belongs to a topic, and their points."""

from __future__ import annotations

import re
from typing import Annotated, Any

from msgspec import Struct

from feeds.config.markers import Checked, Written
from feeds.markup.characters import one_line
from feeds.regex import regex

_HOST = regex(r"(?:\*?\.)?[\w*-]+(?:\.[\w*-]+)*\.?(?::[\d*]+)?\Z")
_DOMAIN = regex(r"(?:https?://)?(?:\*?\.)?[\w-]+(?:\.[\w-]+)*/?\Z", re.IGNORECASE)
POINTS = 2.0  # of a clue without points, and the points that a topic needs by default
_NUMBER = regex(r"[-+]?\d{1,4}(?:\.\d{1,6})?\Z")


class Clue(Struct, frozen=True, order=True):
    """A word, a heading, a link or the like that indicates a topic, as it is written in config.yaml."""

    written: str
    points: float = POINTS
    literal: bool = False  # the tag that a topic was made from: "*" in it is not a wildcard


def _parse(value: object) -> object:
    """Return the clue that is written as `text` or as `text: points`."""
    if isinstance(value, Clue):
        return value
    points: Any = POINTS
    if isinstance(value, dict) and len(value) == 1:
        ((value, points),) = value.items()
        if isinstance(points, str) and _NUMBER.match(points):
            points = float(points)
        if isinstance(points, bool) or not isinstance(points, (int, float)) or not -100 <= points <= 100:
            raise ValueError(f"{points!r} is not a number of points from -100 to 100; write it like 'robot*: 1.5'")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(value)
    text = one_line(value) if isinstance(value, str) else ""
    if not text:
        raise ValueError("it must be text; write it in quotes, like 'robot*', or with its points, like 'robot*: 1.5'")
    return Clue(text, float(points))


def _write(clue: Clue) -> Any:
    """Return *clue* as it is written in YAML: the plain text if its points are the default.

    >>> _write(Clue("robot*")), _write(Clue("robot*", 1.5)), _write(Clue("drone", 1.0))
    ('robot*', {'robot*': 1.5}, {'drone': 1})
    """
    if clue.points == POINTS:
        return clue.written
    return {clue.written: int(clue.points) if clue.points.is_integer() else clue.points}


def check_word(written: str) -> str:
    """Return *written*, a word or phrase that can be found in a text.

    Raises:
        ValueError: it has neither a letter nor a digit, and only these are compared.
    """
    if not any(character.isalnum() for character in written):
        raise ValueError(
            f"{written!r} has no letter or digit and cannot be found; put headings that are signs under headings"
        )
    return written


def _check_word(clue: Clue) -> Clue:
    check_word(clue.written)
    return clue


def _check_target(clue: Clue) -> Clue:
    """Return *clue* if it is a label, a part of an address or a host."""
    written = clue.written
    if not (written[:1] + written[-1:] == "[]" or re.search(r"[/?#=&%]", written) or _HOST.match(written)):
        raise ValueError(
            f"{written!r} is not a host, a part of an address or a label; "
            "write it like 'ros.org', '/topics/ros/' or '[topic ros]'"
        )
    return clue


def _check_domain(clue: Clue) -> Clue:
    if not _DOMAIN.match(clue.written):
        raise ValueError(
            f"{clue.written!r} is not a domain; write it like 'ros.org', and put parts of addresses under links"
        )
    return clue


WrittenClue = Annotated[
    Clue,
    Written(
        _parse,
        {
            "anyOf": [
                {"type": ["string", "number"]},
                {
                    "type": "object",
                    "additionalProperties": {"type": "number", "minimum": -100, "maximum": 100},
                    "minProperties": 1,
                    "maxProperties": 1,
                },
            ]
        },
        _write,
    ),
]

Words = tuple[Annotated[WrittenClue, Checked(_check_word)], ...]
Targets = tuple[Annotated[WrittenClue, Checked(_check_target)], ...]
Domains = tuple[Annotated[WrittenClue, Checked(_check_domain)], ...]
Clues = tuple[WrittenClue, ...]
