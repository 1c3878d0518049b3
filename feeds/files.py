"""Read files of others: regular files only, and no more than is wanted of them; replace files of our own."""

from __future__ import annotations

import errno
import os
import stat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path
    from typing import BinaryIO

_WITHOUT_WAITING = getattr(os, "O_NONBLOCK", 0)  # a FIFO would wait for somebody who writes
_WITHOUT_LINKS = getattr(os, "O_NOFOLLOW", 0)
#: The names of a config; where a command is given none, the first that exists.
CONFIGS = ("feeds.yaml", "config.yaml")
LONGEST_PATTERN = 4096  # characters, as in the longest path
_RESERVED = (".git", ".hg", ".svn", ".feeds")  # folders of version control, and of the memory


def read_file(path: str | Path, most: int = -1) -> bytes:
    """Return the content of the regular file at *path*, at most *most* bytes of it if that is not -1.

    Raises:
        OSError: it does not exist, cannot be read, or is a folder, a FIFO or a device.
    """
    _check_kind(os.stat(path).st_mode, path)  # some devices must not even be opened
    return read_regular(path, most)


def read_regular(path: str | Path, most: int = -1) -> bytes:
    """Return the same of a file of which is known that it is a regular one, or was a moment ago.

    Raises:
        OSError: likewise.
    """
    with open(path, "rb", buffering=0, opener=without_waiting) as file:  # a buffer takes as long as to read
        found = os.fstat(file.fileno())
        _check_kind(found.st_mode, path)
        # A size that is asked for is allocated first, however short the file is.
        return file.readall() if most < 0 or found.st_size <= most else file.read(most)


def read_given(path: str | Path, hint: str) -> bytes:
    """Return the content of the file at *path*, which somebody named in a command.

    Raises:
        FeedsError: it cannot be read; *hint* is what to name.
    """
    try:
        return read_file(path)
    except OSError as error:
        from feeds.errors import FeedsError, Where  # a run without changes reads files, and saves this import

        raise FeedsError(f"cannot be read: {error.strerror}", Where(str(path)), hint) from error


def text_of(path: str | Path, most: int) -> str:
    """Return the text at the beginning of the file at *path*, of at most *most* bytes; "" if it cannot be read."""
    try:
        return read_file(path, most).decode("utf-8-sig", "replace")
    except OSError:
        return ""


def read_end(path: str | Path, most: int) -> bytes:
    """Return the last *most* bytes of the regular file at *path*, or all of it if it is shorter.

    Raises:
        OSError: it does not exist, cannot be read, or is a folder, a FIFO or a device.
    """
    _check_kind(os.stat(path).st_mode, path)
    with open(path, "rb", opener=without_waiting) as file:
        file.seek(max(0, os.fstat(file.fileno()).st_size - most))
        return file.read(most)


def write_text(path: Path, text: str) -> None:
    """Write *text* into the file at *path*, whole or not at all, or as far as one that is not a regular file allows.

    Raises:
        OSError: it cannot be written, or is a FIFO that nobody reads.
    """
    if path.exists() and not path.is_file():  # such as /dev/stdout
        with open(path, "wb", opener=_open_to_write) as file:
            file.write(text.encode())
    else:
        replace_file(path.resolve(), text.encode())  # a link stays one


def replace_file(path: Path, content: bytes) -> None:
    """Put *content* into the file at *path*, whole or not at all, unless the power fails.

    It is written beside the file first. A file or link that is there is removed, and not written to.

    Raises:
        OSError: it cannot be written.
    """
    replace_file_with(path, (content,), flush=False)


def replace_file_with(path: Path, pieces: Iterable[bytes], *, flush: bool) -> None:
    """Put *pieces*, which need not be in memory at once, into the file at *path* as `replace_file` does.

    With *flush* it waits until they are on the disk, so that a power failure leaves the old file or the new one.

    Raises:
        OSError: it cannot be written.
    """
    os.replace(write_beside(path, pieces, flush=flush), path)


def write_beside(path: Path, pieces: Iterable[bytes], *, flush: bool) -> Path:
    """Write *pieces* into a file beside *path*, to be renamed over that, and return its path.

    If it cannot be written, what there is of it is removed: it would take space on a disk that is full.

    Raises:
        OSError: it cannot be written.
    """
    beside = path.with_name(path.name + ".tmp")
    beside.unlink(missing_ok=True)
    try:
        with open(beside, "xb") as file:
            file.writelines(pieces)
            if flush:
                _flush(file)
    except OSError:
        _remove(beside)
        raise
    return beside


def _remove(path: Path) -> None:
    try:  # noqa: SIM105 - a build with nothing to do need not import `contextlib`
        path.unlink(missing_ok=True)
    except OSError:
        pass  # the next run replaces it


def append_to_file(path: Path, pieces: Iterable[bytes]) -> None:
    """Add *pieces* to the end of the file at *path*, which must not be a link, and wait until they are on the disk.

    A kill may leave a part of them.

    Raises:
        OSError: it does not exist, is a link, or cannot be written.
    """
    with open(path, "ab", opener=_open_to_add) as file:
        file.writelines(pieces)
        _flush(file)


def _flush(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _open_to_add(path: str, flags: int) -> int:
    return os.open(path, flags & ~os.O_CREAT | _WITHOUT_LINKS | _WITHOUT_WAITING)


def _open_to_write(path: str, flags: int) -> int:
    number = os.open(path, flags | _WITHOUT_WAITING, 0o666)
    if _WITHOUT_WAITING:
        os.set_blocking(number, True)  # a reader of a pipe may be slow
    return number


def without_waiting(path: str, flags: int) -> int:
    """Return a descriptor of the file at *path*, as an opener of `open`: one of a FIFO does not wait for a writer."""
    return os.open(path, flags | _WITHOUT_WAITING)


def _check_kind(mode: int, path: str | Path) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is not a regular file", str(path))


def leads_out(
    path: str | os.PathLike[str], folder: str | os.PathLike[str], allowed: Sequence[str | os.PathLike[str]] = ()
) -> bool:
    """Return whether links on the way to *path* lead out of *folder*, and not below one of the *allowed* places.

    A path that leads elsewhere as it is written (`../x`) does so without a link.
    """
    top, real = os.path.realpath(folder), os.path.realpath(path)
    written = os.path.normpath(os.path.join(top, os.path.relpath(path, folder)))
    return real != written and not any(is_below(real, place) for place in (top, *map(os.path.realpath, allowed)))


def generations_of(output: Path) -> Path:
    """Return the folder of the generations of the directory *output*: hidden, and on the same drive."""
    return output.with_name(f".{output.name}-generations")


def is_below(path: str, folder: str) -> bool:
    """Return whether *path* is *folder* or below it; both are without links.

    >>> is_below("/a/b", "/a"), is_below("/ab", "/a")
    (True, False)
    """
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def fits(path: str, pattern: str) -> bool:
    """Return whether *path*, or another text, fits *pattern*, in which `*`, `?` and `[ab]` have their usual meaning.

    A pattern longer than any path fits nothing: to translate one may take minutes.

    >>> fits("news/1.md", "news/*"), fits("1.md", "[!0-9]*")
    (True, False)
    """
    from fnmatch import fnmatchcase  # it takes a third of the imports of a run without changes

    return len(pattern) <= LONGEST_PATTERN and fnmatchcase(path, pattern)


def is_reserved_folder(path: str) -> bool:
    """Return whether *path* is inside the files of git, or of this program, or of another version control.

    >>> is_reserved_folder("public/.GIT/x"), is_reserved_folder(".feeds/."), is_reserved_folder("public/.github")
    (True, True, False)
    """
    return any(part.lower() in _RESERVED for part in path.replace("\\", "/").split("/"))
