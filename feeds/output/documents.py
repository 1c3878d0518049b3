"""Put documents into the output directory: each whole or not at all, equal files untouched."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from feeds.digests import digest_of
from feeds.errors import PublishError, Where
from feeds.files import read_file
from feeds.flushing import flush
from feeds.model import Document

_MOST = 64  # files that are flushed together; as many may be left beside their targets by a killed run
_SECOND = 1_000_000_000  # nanoseconds


class Published(Struct, frozen=True, kw_only=True):
    """A document in the output directory."""

    path: str  # below the output directory
    size: int  # in bytes
    digest: str  # "" if it is not remembered
    changed: bool  # whether it is new or different


def publish(documents: Iterable[Document], directory: Path, *, dry: bool = False) -> list[Published]:
    """Write *documents* below *directory* and return what is there then, in the order given.

    Each is written beside its target and renamed over it once its content is on the disk, so
    nobody reads half a feed, and a power failure leaves none; an equal file is left alone, so
    its readers get a 304. Nothing is deleted. With *dry* nothing is written either.

    Raises:
        PublishError: a path leads outside *directory*, or a file cannot be written.
    """
    with _Batch(directory) as batch:
        return [_publish(document, directory, batch, dry=dry) for document in documents]


def remove(paths: Iterable[str], directory: Path) -> None:
    """Remove the files at *paths* below *directory*, which nothing leads to any more.

    Raises:
        PublishError: a path leads outside *directory*, or a file cannot be removed.
    """
    folders = _Folders(directory)
    for path in paths:
        with _translated(directory / path):
            folders.target(path).unlink(missing_ok=True)


def _publish(document: Document, directory: Path, batch: _Batch, *, dry: bool) -> Published:
    with _translated(directory / document.path):
        target = batch.folders.target(document.path)
        before = _stat(target)
        changed = not (before and before.st_size == len(document.content) and read_file(target) == document.content)
        if changed and not dry:
            batch.write(target, document.content, before)
    digest = digest_of(document.content) if document.digested else ""
    return Published(path=document.path, size=len(document.content), digest=digest, changed=changed)


class _Batch:
    """Files that are written beside their targets, and renamed over them together.

    Flushing them together costs less (`flushing`). They are renamed in the order in which they
    were written: archives come before the feeds that link to them.
    """

    def __init__(self, directory: Path) -> None:
        self._directory, self.folders = directory, _Folders(directory)
        self._written: dict[Path, BinaryIO] = {}  # by target

    def __enter__(self) -> _Batch:
        return self

    def __exit__(self, error: type[BaseException] | None, *rest: object) -> None:
        try:
            if error is None:
                self._finish()
        finally:
            self._drop()

    def write(self, target: Path, content: bytes, before: os.stat_result | None) -> None:
        """Write *content* beside *target*, to be renamed over it; *before* are the facts of the file that is there.

        The name beside it is always the same, so what a killed run left there is overwritten.
        """
        if not before:
            target.parent.mkdir(parents=True, exist_ok=True)
        beside = _beside(target)
        beside.unlink(missing_ok=True)
        self._written[target] = file = open(beside, "xb")  # noqa: SIM115 - it is flushed with others
        if before:
            _keep_mode(file, before)
        file.write(content)
        file.flush()
        if before:
            _date_after(before, beside)
        if len(self._written) >= _MOST:
            self._finish()

    def _finish(self) -> None:
        with _translated(self._directory):
            flush([file.fileno() for file in self._written.values()])
        for target in list(self._written):
            with _translated(target):
                self._written[target].close()
                os.replace(_beside(target), target)
            del self._written[target]

    def _drop(self) -> None:
        """Remove files that were not renamed, after a fault; if that fails, the next run overwrites them."""
        for target, file in self._written.items():
            with contextlib.suppress(OSError):  # of a disk that fails, the first error is reported
                file.close()
            with contextlib.suppress(OSError):
                _beside(target).unlink(missing_ok=True)


def _keep_mode(file: BinaryIO, before: os.stat_result) -> None:
    """Give *file* the permissions of the one that it will replace: the web server that could read it still can.

    A new file gets what the umask of the process says.
    """
    if os.name == "posix":
        os.fchmod(file.fileno(), before.st_mode & 0o777)


def _date_after(before: os.stat_result, beside: Path) -> None:
    """Give the file *beside* a later second than the one that it will replace.

    Web servers make Last-Modified of whole seconds, and nginx its ETag of them and the size: a reader that has the
    content before would get a 304. rsync would not copy the file.
    """
    after = (before.st_mtime_ns // _SECOND + 1) * _SECOND
    if beside.stat().st_mtime_ns < after:
        os.utime(beside, ns=(after, after))


def _beside(target: Path) -> Path:
    return target.with_name(f".{target.name}.tmp")


@contextmanager
def _translated(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise PublishError(
            f"cannot be written: {error.strerror}",
            Where(str(target)),
            "check the permissions and the space on the disk",
        ) from error


class _Folders:
    """The folders of documents below *directory*; that each is really there is seen once."""

    def __init__(self, directory: Path) -> None:
        self._directory, self._top = directory, directory.resolve()
        self._inside: dict[Path, bool] = {}

    def target(self, path: str) -> Path:
        """Return where *path* is to be written; a slug or a link that leads elsewhere is refused."""
        target = self._directory / path
        if not self._is_inside(target.parent) or not path or path.endswith("/") or ".." in Path(path).parts:
            raise PublishError(
                "leads out of the output directory", Where(str(target)), "remove the link, or give another slug"
            )
        if target.is_symlink():
            raise PublishError("is a link, and would be replaced by a file", Where(str(target)), "remove it")
        return target

    def _is_inside(self, folder: Path) -> bool:
        """Return whether *folder* is inside the output directory; unless it is a link, it is if its parent folder is.

        To see that takes one look; `resolve` looks at each folder from the root on. (Windows has other links, too.)
        """
        if folder not in self._inside:
            is_next = os.name == "posix" and folder not in (self._directory, folder.parent) and not folder.is_symlink()
            self._inside[folder] = (
                self._is_inside(folder.parent) if is_next else folder.resolve().is_relative_to(self._top)
            )
        return self._inside[folder]


def _stat(target: Path) -> os.stat_result | None:
    """Return the facts of the file at *target*, or None if there is none."""
    try:
        return os.stat(target)
    except FileNotFoundError:
        return None
