"""The files beside config.yaml that settings come from, as bytes."""

from __future__ import annotations

import os

from feeds.files import leads_out, read_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LARGEST = 1_000_000  # bytes read of such a file


def read_beside(base: str | os.PathLike[str], names: Iterable[str]) -> dict[str, bytes]:
    """Return the contents of the files *names*, relative to *base*, without those that are links to elsewhere."""
    contents = {}
    for name in _within_folders(base, list(names)):
        path = os.path.join(base, name)
        try:
            content = read_file(path, LARGEST)
        except OSError:
            continue
        if not leads_out(path, base):
            contents[name] = content
    return contents


def _within_folders(base: str | os.PathLike[str], names: Sequence[str]) -> list[str]:
    """Return those of *names*, relative to *base*, whose folders exist: mostly a third of them."""
    folders = {name.rpartition("/")[0] for name in names}
    there = {folder for folder in folders if os.path.isdir(os.path.join(base or os.curdir, folder))}
    return [name for name in names if name.rpartition("/")[0] in there]


def settings_bytes(config: bytes, beside: Mapping[str, bytes]) -> bytes:
    """Return one text of everything that settings depend on: config.yaml, and the files *beside* it."""
    parts = [part for name, content in beside.items() for part in (name.encode("utf-8", "surrogateescape"), content)]
    return b"\0".join([config, *parts])
