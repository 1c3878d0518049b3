"""The findings of a check: a rule, and each place where a document breaks it."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from feeds.errors import printable

Severity = Literal["error", "warning"]
_LONGEST = 60  # characters of a value in a message


class Rule(Struct, frozen=True, kw_only=True):
    """A rule that documents should follow."""

    id: str
    severity: Severity  # an error breaks a specification; a warning is valid, but readers show it wrong
    formats: str  # it is for
    says: str
    source: str  # the specification that has it, or what it was measured with
    remedy: str
    readers: str = ""  # what feed readers do where it is broken
    w3c: tuple[str, ...] = ()  # the messages of the W3C feed validator that mean the same


class Finding(Struct, frozen=True, kw_only=True):
    """A place where a rule is broken."""

    rule: Rule
    line: int  # 1-based; 0: the document as a whole
    fault: str


def quoted(value: str) -> str:
    """Return *value* between quotation marks, in one line and not too long.

    >>> quoted("a\\nb")
    '"a\\\\nb"'
    """
    short = value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"
    return f'"{printable(short)}"'
