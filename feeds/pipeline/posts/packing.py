"""Readings of posts as bytes: to be sent by a worker, and to be kept until all posts are read."""

from __future__ import annotations

from typing import IO, Any


def pack(value: object) -> bytes:
    """Return *value*, a reading or what holds one, as bytes for `unpack`."""
    import pickle  # a run of one post packs nothing

    return pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)


def unpack(file: IO[bytes]) -> Any:
    """Return the value whose bytes begin where *file* is; they must be ours, because unpickling can run anything."""
    import pickle

    return pickle.load(file)  # noqa: S301 - made by `pack`
