"""The files beside config.yaml that settings come from, as bytes."""

from __future__ import annotations

import os

from feeds.files import leads_out, read_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LARGEST = 1_000_000  # bytes read of such a file


def read_beside(base: str | os.PathLike[str], names: Iterable[str]) -> dict[str, bytes]:
    """Return the contents of the files *names*, relative to *base*, without those that are links to elsewhere."""
    contents = {}
    for name in names:
        path = os.path.join(base, name)
        try:
            content = read_file(path, LARGEST)
        except OSError:
            continue
        if not leads_out(path, base):
            contents[name] = content
    return contents


def settings_bytes(config: bytes, beside: Mapping[str, bytes]) -> bytes:
    """Return one text of everything that settings depend on: config.yaml, and the files *beside* it."""
    parts = [part for name, content in beside.items() for part in (name.encode("utf-8", "surrogateescape"), content)]
    return b"\0".join([config, *parts])
