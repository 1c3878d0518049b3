"""The first line of a copy of the memory: it describes the rest. Every build that changes something looks at it."""

from __future__ import annotations

import json
from typing import Any

VERSION = 1  # of the form in which a copy is written


def mark_of(content: bytes) -> str:
    """Return the mark in the first line of a backup, or "" if that is none."""
    try:
        return str(head_of(content)["mark"])
    except (ValueError, LookupError, TypeError):
        return ""


def head_of(content: bytes) -> dict[str, Any]:
    """Return the values in the first line of a written copy."""
    first = content.partition(b"\n")[0].removesuffix(b",")
    head: dict[str, Any] = json.loads(first + b"}")
    return head


def id_of_part(issue_id: str, key: str) -> str:
    """Return the id that the part of an issue with *key* has, if its id was minted; with "" that of the issue."""
    return f"{issue_id}/{key}" if key else issue_id
