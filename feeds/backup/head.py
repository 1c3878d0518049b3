"""The lines of a copy of the memory that describe the others."""

from __future__ import annotations

VERSION = 2  # of the form in which a copy is written
#: How a line with a digest begins.
END = b'{"end":"'
LONGEST_END = 100  # bytes, more than such a line has


def end_of(content: bytes) -> str:
    """Return the digest in the last line of *content*, or "" if that line has none, or is not whole.

    >>> end_of(b'{"issue":"42"}\\n{"end":"0a1b"}\\n'), end_of(b'{"end":"0a1b"}')
    ('0a1b', '')
    """
    line = content.rpartition(b"\n")[0].rpartition(b"\n")[2] if content.endswith(b"\n") else b""
    is_end = line.startswith(END) and line.endswith(b'"}')
    return line[len(END) : -2].decode("ascii", "replace") if is_end else ""


def id_of_part(issue_id: str, key: str) -> str:
    """Return the id that the part of an issue with *key* has, if its id was minted; with "" that of the issue."""
    return f"{issue_id}/{key}" if key else issue_id
