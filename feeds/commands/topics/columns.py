"""Lines that fit into eighty columns, and JSON for programs."""

from __future__ import annotations

import json
from typing import Any

from rich.cells import cell_len, set_cell_size

from feeds.curation import WIDTH


def fitting(text: str, end: str = "") -> str:
    """Return *text* and *end* in a line, *text* cut if it is longer than the line; CJK characters are twice as wide."""
    room = max(WIDTH - cell_len(end), WIDTH // 2)
    return (text if cell_len(text) <= room else set_cell_size(text, room - 1).rstrip() + "…") + end


def as_json(values: Any) -> str:
    """Return *values* as JSON that people can read too."""
    return json.dumps(values, ensure_ascii=False, indent=2)
