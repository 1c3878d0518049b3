"""Put documents into the output directory: each whole or not at all, equal files untouched."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from feeds.errors import PublishError, Where
from feeds.model import Document


def publish(documents: Iterable[Document], directory: Path, *, dry: bool = False) -> list[str]:
    """Write *documents* below *directory* and return the paths that changed.

    Each is written beside its target and renamed over it, so nobody reads half a feed; an
    equal file is left alone, so its readers get a 304. Nothing is deleted. With *dry*
    nothing is written either.

    Raises:
        PublishError: a path leads out of *directory*, or the disk refused.
    """
    changed = []
    for document in documents:
        target = _target(document.path, directory)
        try:
            if _has(target, document.content):
                continue
            changed.append(document.path)
            if not dry:
                _replace(target, document.content)
        except OSError as error:
            where = Where(str(target))
            raise PublishError(
                f"cannot be written: {error.strerror}", where, "check the permissions and the space on the disk"
            ) from error
    return changed


def _target(path: str, directory: Path) -> Path:
    """Return where *path* is to be written; a slug or a link that leads elsewhere is refused."""
    target = directory / path
    top = directory.resolve()
    if not target.parent.resolve().is_relative_to(top) or not path or path.endswith("/") or ".." in Path(path).parts:
        raise PublishError(
            "leads out of the output directory", Where(str(target)), "remove the link, or give another slug"
        )
    if target.is_symlink():
        raise PublishError("is a link, and would be replaced by a file", Where(str(target)), "remove it")
    return target


def _has(target: Path, content: bytes) -> bool:
    try:
        return target.stat().st_size == len(content) and target.read_bytes() == content
    except FileNotFoundError:
        return False


def _replace(target: Path, content: bytes) -> None:
    """Write *content* beside *target* and rename it over it.

    The name beside it is always the same, so what a killed run left there is overwritten.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.tmp")
    beside.unlink(missing_ok=True)
    with open(beside, "xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, target)
