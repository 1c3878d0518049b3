"""Whole generations of the output directory: it is a link, which is switched to the next one when that is complete.

Readers see all of a build or nothing of it, and `ln -sfn` goes back to an earlier one. A generation costs what
changed in it: other files are hard links. A run may be killed between any two steps; the next one tidies up:

- `7.new` is being filled, and `3.old` being removed. Neither is anything to anybody.
- A number is complete. If the output directory is missing, the newest of them is what it was.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from feeds.errors import PublishError, Where
from feeds.files import generations_of

_NEW, _OLD = ".new", ".old"
_EXCHANGE = 2  # RENAME_EXCHANGE, renameat2(2)
_HERE = -100  # AT_FDCWD


class Output:
    """Where documents are written: the directory itself."""

    def __init__(self, folder: Path) -> None:
        self.current = folder  # what is published, and what this run has written

    def open(self) -> Path:
        """Return the folder to write to."""
        return self.current

    def finish(self, *, changed: bool) -> None:
        """Publish what was written, if anything *changed*."""

    def abandon(self) -> None:
        """Forget what was written and is not published."""


class NextGeneration(Output):
    """A generation, begun when it is first written to."""

    def __init__(self, output: Path, keep: int) -> None:
        super().__init__(output)
        self._output, self._folder, self._keep = output, generations_of(output), keep
        self._number = 0

    def open(self) -> Path:
        if self.current == self._output:
            with _translated(self._output, "cannot have another generation"):
                self._begin()
        return self.current

    def _begin(self) -> None:
        self._number = max(_numbers(self._folder), default=0) + 1
        self._folder.mkdir(parents=True, exist_ok=True)
        new = self._folder / f"{self._number}{_NEW}"
        self.current = new  # it is removed if it cannot be filled
        if self._output.is_dir():
            _copy(self._output.resolve(), new)
        else:
            new.mkdir()

    def finish(self, *, changed: bool) -> None:
        if self.current == self._output or not changed:
            self.abandon()
            return
        complete = self._folder / str(self._number)
        with _translated(self._output, "cannot be switched to its next generation"):
            self.current.rename(complete)
            self.current = self._output
            _switch(self._output, complete)
        _prune(self._folder, self._number, self._keep)

    def abandon(self) -> None:
        if self.current != self._output:
            _remove(self.current, ignore_errors=True)  # the next run tries again
            self.current = self._output


@contextmanager
def writing_to(output: Path, keep: int) -> Iterator[Output]:
    """Yield where to write documents of *output*, of which *keep* earlier generations are kept; 0 means it has none.

    Its methods raise a PublishError where the file system does not allow generations.
    """
    target = NextGeneration(output, keep) if keep else Output(output)
    try:
        yield target
    finally:
        target.abandon()


def tidy(output: Path, find_foreign: Callable[[], str | None]) -> None:
    """Finish or undo what a killed run left of its generation, before *output* is read.

    A folder without generations becomes the first one, unless there is a file in it that *find_foreign* returns.

    Raises:
        PublishError: the output directory is a link to elsewhere, or others write to it, too.
    """
    folder = generations_of(output)
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise PublishError("is not a folder", Where(folder.name), "remove it: generations of the output belong there")
    if output.is_symlink() and output.resolve().parent != folder.resolve():
        hint = "remove the link, or set publish.generations to 0"
        raise PublishError("is a link, but not to one of its generations", Where(output.name), hint)
    if output.is_dir() and not output.is_symlink() and (foreign := find_foreign()):
        hint = "move it away, or set publish.directory to a folder of its own, or publish.generations to 0"
        raise PublishError(
            "this file is not from feeds, and would move into a generation", Where(f"{output.name}/{foreign}"), hint
        )
    with _translated(output, "cannot be tidied up after an earlier run"):
        _tidy(output, folder)


def _tidy(output: Path, folder: Path) -> None:
    beside = _beside(output)
    if beside.is_dir() and not beside.is_symlink():  # it was exchanged for its next generation
        beside.rename(folder / f"0{_OLD}" if (folder / "0").exists() else folder / "0")
    if not os.path.lexists(output) and (numbers := _numbers(folder)):
        _switch(output, folder / str(max(numbers)))
    for name in os.listdir(folder) if folder.is_dir() else ():
        if name.endswith((_NEW, _OLD)) and name[: -len(_NEW)].isdecimal():
            _remove(folder / name)


def _switch(output: Path, generation: Path) -> None:
    """Make *output* a link to *generation*, in one step where that is possible."""
    beside = _beside(output)
    beside.unlink(missing_ok=True)
    beside.symlink_to(Path(generation.parent.name, generation.name), target_is_directory=True)
    if output.is_dir() and not output.is_symlink():
        if not _exchange(beside, output):
            output.rename(generation.with_name("0"))
            beside.replace(output)
        else:
            beside.rename(generation.with_name("0"))
    else:
        beside.replace(output)


def _beside(output: Path) -> Path:
    return output.with_name(f".{output.name}.switch")


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two paths in one step; return False where the system cannot."""
    if sys.platform != "linux":
        return False
    import ctypes  # a folder becomes a generation once

    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    return rename is not None and not rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE)


def _prune(folder: Path, current: int, keep: int) -> None:
    """Remove all generations but *current* and so many others; a failure to do so is none of the build."""
    others = sorted(_numbers(folder) - {current}, reverse=True)
    for number in others[keep:]:
        old = folder / f"{number}{_OLD}"
        with suppress(OSError):
            (folder / str(number)).rename(old)
            _remove(old)


def _numbers(folder: Path) -> set[int]:
    """Return the numbers of the complete generations in *folder*."""
    try:
        return {int(name) for name in os.listdir(folder) if name.isascii() and name.isdecimal()}
    except FileNotFoundError:
        return set()


def _remove(folder: Path, *, ignore_errors: bool = False) -> None:
    import shutil  # it takes a while to import, and most sites have no generations

    shutil.rmtree(folder, ignore_errors=ignore_errors)


def _copy(source: Path, target: Path) -> None:
    """Make *target* a copy of the folder *source*: its files are hard links, or copies where there are none."""
    target.mkdir()
    target.chmod(source.stat().st_mode & 0o7777)
    for entry in os.scandir(source):
        beside = target / entry.name
        if entry.is_dir(follow_symlinks=False):
            _copy(Path(entry.path), beside)
        elif entry.is_symlink():
            os.symlink(os.readlink(entry.path), beside)
        elif not (entry.name.startswith(".") and entry.name.endswith(".tmp")):  # what a killed run left
            _link(entry.path, beside)


def _link(source: str, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        import shutil

        shutil.copy2(source, target)


@contextmanager
def _translated(output: Path, fault: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        hint = "check the permissions and the space on the disk"
        raise PublishError(f"{fault}: {error.strerror}", Where(output.name), hint) from error
