"""Read the tables of hosts and parameters in `data/`: plain text, which loads faster than YAML."""

from __future__ import annotations

from pathlib import Path


def read_rows(name: str) -> list[str]:
    """Return the rows of the table *name* in order, without comments and blank lines.

    >>> "utm_*" in read_rows("tracking.txt")
    True
    """
    text = Path(__file__).with_name("data").joinpath(name).read_text(encoding="utf-8")
    return [row for line in text.splitlines() if (row := line.strip()) and not row.startswith("#")]
