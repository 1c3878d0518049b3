"""Read the text of files around a newsletter, as far as they can be read."""

from __future__ import annotations

from pathlib import Path

from feeds.files import read_file


def text_of(path: Path, most: int) -> str:
    """Return the text of the file at *path*, at most *most* bytes of it; "" if it cannot be read."""
    try:
        return read_file(path, most).decode("utf-8-sig", "replace")
    except OSError:
        return ""
