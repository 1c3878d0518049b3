"""Lines that fit into eighty columns, and JSON for programs."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from rich.cells import cell_len, set_cell_size

from feeds.model import Entry

WIDTH = 80  # columns
_HASHED = re.compile(r"x-[0-9a-f]{8}(?:-\d+)?\Z")


def fitting(text: str, end: str = "") -> str:
    """Return *text* and *end* in a line, *text* cut if it is longer than the line; CJK is twice as wide."""
    room = max(WIDTH - cell_len(end), WIDTH // 2)
    return (text if cell_len(text) <= room else set_cell_size(text, room - 1).rstrip() + "…") + end


def is_nameless(slug: str) -> bool:
    """Whether *slug* tells a person nothing, because it was made of a name without Latin letters."""
    return bool(_HASHED.match(slug))


def as_json(values: Any) -> str:
    """Return *values* as people read JSON, too."""
    return json.dumps(values, ensure_ascii=False, indent=2)


def issues_of(sections: Sequence[Entry]) -> list[str]:
    """Return the ids of the issues that *sections* are from, in their order."""
    return list(dict.fromkeys(section.issue_id for section in sections))
