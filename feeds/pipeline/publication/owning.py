"""Files in the output directory that this program did not write: they are never replaced."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from feeds.errors import Problem, PublishError, Where
from feeds.files import read_file
from feeds.output.codings import CODINGS, unpack
from feeds.pipeline.documents.printing import PrintPlan
from feeds.render.ownership import is_ours
from feeds.site import Site
from feeds.store import Store


def find_foreign(site: Site, printing: PrintPlan) -> tuple[Problem, ...]:
    """Return a problem for each file of somebody else where a document of *printing* belongs.

    Only files that are not as the last run left them are opened: in a fresh clone all of them, else hardly any.
    """
    directory = site.config.publish.directory
    fault = "this file is not from feeds, and is never replaced"
    hint = "move it away, or set publish.directory to a folder of its own, such as feeds"
    return tuple(
        Problem(Where(f"{directory}/{path}"), fault, hint) for path in printing.standing if _is_foreign(site, path)
    )


def refuse_foreign(foreign: Sequence[Problem]) -> None:
    """Raise an error if there are *foreign* files.

    Raises:
        PublishError: it names the first of them.
    """
    if foreign:
        first, more = foreign[0], len(foreign) - 1
        others = f" (nor are {more} more, such as {foreign[1].where})" if more else ""
        raise PublishError(first.message + others, first.where, first.hint)


def _is_foreign(site: Site, path: str) -> bool:
    try:
        return not is_ours(path, read_file(site.output / path), site.config.root)
    except OSError:
        return False  # a folder, or a file that cannot be read: publishing reports it


def find_stranger(site: Site, store: Store) -> str | None:
    """Return the path of a file in the output directory that is neither a document of ours nor the twin of one."""
    known = store.printed.documents()
    for place, _, names in os.walk(site.output):
        for name in names:
            path = Path(place, name).relative_to(site.output).as_posix()
            if path not in known and not _is_left(name) and not _is_own(site, path):
                return path
    return None


def _is_left(name: str) -> bool:
    """Return whether a killed run left the file with this *name*."""
    return name.startswith(".") and name.endswith(".tmp")


def _is_own(site: Site, path: str) -> bool:
    stem, _, ending = path.rpartition(".")
    try:
        content = read_file(site.output / path)
    except OSError:
        return False
    if ending in CODINGS:
        unpacked = unpack(ending, content, len(content) * 1000)
        return unpacked is not None and is_ours(stem, unpacked, site.config.root)
    return is_ours(path, content, site.config.root)
