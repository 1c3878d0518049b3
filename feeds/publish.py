"""Put documents into the output directory: each whole or not at all, equal files untouched."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from feeds.digests import digest_of
from feeds.errors import PublishError, Where
from feeds.model import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A document in the output directory."""

    path: str  # below the output directory
    size: int  # in bytes
    digest: str
    changed: bool  # whether it is new or different


def publish(documents: Iterable[Document], directory: Path, *, dry: bool = False) -> list[Published]:
    """Write *documents* below *directory* and return what is there then, in the order given.

    Each is written beside its target and renamed over it, so nobody reads half a feed; an
    equal file is left alone, so its readers get a 304. Nothing is deleted. With *dry*
    nothing is written either.

    Raises:
        PublishError: a path leads outside *directory*, or a file cannot be written.
    """
    return [_publish(document, directory, dry=dry) for document in documents]


def _publish(document: Document, directory: Path, *, dry: bool) -> Published:
    target = _target(document.path, directory)
    try:
        changed = not _has(target, document.content)
        if changed and not dry:
            _replace(target, document.content)
    except OSError as error:
        raise PublishError(
            f"cannot be written: {error.strerror}",
            Where(str(target)),
            "check the permissions and the space on the disk",
        ) from error
    content = document.content
    return Published(path=document.path, size=len(content), digest=digest_of(content), changed=changed)


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

    The name beside it is always the same, so the leftover of a killed run is overwritten.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.tmp")
    beside.unlink(missing_ok=True)
    with open(beside, "xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, target)
