"""Compressed twins of documents, such as `atom.xml.gz`, which a web server sends in their place.

A twin has the time stamp of its document (as nginx asks for): that is how a twin that is out of date is known,
no matter who changed either, and without opening them. So a document costs a compression only when its bytes change.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from feeds.errors import Problem, PublishError, Where
from feeds.files import read_file
from feeds.model import Document
from feeds.output.codings import CODINGS, unpack
from feeds.output.documents import publish
from feeds.output.generations import Output
from feeds.pipeline.documents.printing import PrintPlan
from feeds.render.ownership import is_ours
from feeds.site import Site
from feeds.store import Store

_TEXT = (".css", ".html", ".js", ".json", ".opml", ".xml")  # is worth compressing; some documents are for hosts alone
_MOST = 64 * 1024 * 1024  # bytes of a twin that are read, and of the document in it


class TwinPlan(Struct, frozen=True, kw_only=True):
    """Which documents have twins, and whose twins have to go."""

    endings: tuple[str, ...]  # of file names, as `publish.compress` lists them
    paths: tuple[str, ...]  # of documents
    unwanted: tuple[str, ...]  # twins that may be there
    watched: tuple[str, ...]  # twins of the documents that readers poll


class TwinChanges(Struct, frozen=True, kw_only=True):
    """The twins that were written, and whether any was removed."""

    written: tuple[str, ...] = ()
    removed: bool = False  # whether any was
    problems: tuple[Problem, ...] = ()


def plan_twins(endings: Sequence[str], store: Store, printing: PrintPlan) -> TwinPlan:
    """Return the plan for documents that have twins with these *endings*.

    A document that is no longer written loses its twins: people who delete it would not think of them, and some
    servers send a twin without its document. So does every document if an ending is no longer wanted.
    """
    known = store.marks.twins()
    past = printing.before.marks.keys() - set(printing.paths) if known else ()
    gone = [f"{path}.{ending}" for path in _texts(past) for ending in known]
    dropped = [ending for ending in known if ending not in endings]
    gone += [f"{path}.{ending}" for path in _texts(printing.paths) for ending in dropped]
    paths = tuple(_texts(printing.paths)) if endings else ()
    watched = tuple(f"{path}.{ending}" for path in _texts(printing.polled) for ending in endings)
    return TwinPlan(endings=tuple(endings), paths=paths, unwanted=tuple(gone), watched=watched)


def update_twins(site: Site, plan: TwinPlan, output: Output) -> TwinChanges:
    """Make the twins that are missing or out of date, remove those that are not wanted, and return what was done.

    A file of somebody else is left alone and reported.
    """
    seen, root = output.current, site.config.root
    outdated = [path for document in plan.paths for path in _outdated(seen, document, plan.endings)]
    unwanted = [path for path in plan.unwanted if _moment_of(seen, path) is not None]
    foreign = {path for path in (*outdated, *unwanted) if _is_foreign(seen, path, root)}
    wanted = [path for path in outdated if path not in foreign]
    removed = [path for path in unwanted if path not in foreign]
    if wanted or removed:
        _change(output.open(), wanted, removed)
    problems = tuple(_problem(site, path) for path in sorted(foreign))
    return TwinChanges(written=tuple(wanted), removed=bool(removed), problems=problems)


def _change(folder: Path, wanted: Sequence[str], removed: Sequence[str]) -> None:
    """Make the twins that are *wanted*, each with the time stamp of its document, and remove others.

    Raises:
        PublishError: the disk refuses.
    """
    try:
        for one in publish(_documents(folder, wanted), folder):
            moment = _moment_of(folder, one.path.rpartition(".")[0])
            if moment is not None:
                os.utime(folder / one.path, ns=(moment, moment))
        for path in removed:
            (folder / path).unlink(missing_ok=True)
    except OSError as error:
        hint = "check the permissions and the space on the disk"
        raise PublishError(f"compressed twins cannot be made: {error.strerror}", Where(folder.name), hint) from error


def _texts(paths: Iterable[str]) -> Iterator[str]:
    return (path for path in paths if path.endswith(_TEXT))


def _outdated(folder: Path, document: str, endings: Iterable[str]) -> Iterator[str]:
    """Yield the twins of *document* that are missing or have another time stamp."""
    moment = _moment_of(folder, document)
    for ending in endings:
        if moment is not None and _moment_of(folder, f"{document}.{ending}") != moment:
            yield f"{document}.{ending}"


def _moment_of(folder: Path, path: str) -> int | None:
    """Return when the file at *path* was written, in nanoseconds since 1970, or None if there is none."""
    try:
        return os.stat(os.path.join(folder, path)).st_mtime_ns
    except OSError:
        return None


def _is_foreign(folder: Path, path: str, root: str) -> bool:
    """Return whether there is something at *path* that is not the twin of a document of ours."""
    document, _, ending = path.rpartition(".")
    try:
        content = unpack(ending, read_file(folder / path, _MOST), _MOST)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return content is None or not is_ours(document, content, root)


def _documents(folder: Path, paths: Iterable[str]) -> Iterator[Document]:
    for path in paths:
        document, _, ending = path.rpartition(".")
        yield Document(path=path, content=CODINGS[ending].compress(read_file(folder / document)))


def _problem(site: Site, path: str) -> Problem:
    where = Where(f"{site.config.publish.directory}/{path}")
    hint = "move it away: web servers send it in place of the feed or page"
    return Problem(where, "this file is not from feeds, and is neither replaced nor removed", hint)
