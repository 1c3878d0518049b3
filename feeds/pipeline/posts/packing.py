"""Readings of posts as bytes: to be sent by a worker, and to be kept until all posts are read."""

from __future__ import annotations

from typing import IO, Any

from msgspec import Struct, msgpack


def pack(value: object) -> bytes:
    """Return *value*, a reading or what holds one, as bytes for `unpack`."""
    import pickle  # a run of one post packs nothing

    return pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)


def unpack(file: IO[bytes]) -> Any:
    """Return the value whose bytes begin where *file* is; they must be ours, because unpickling can run anything."""
    import pickle

    return pickle.load(file)  # noqa: S301 - made by `pack`


class Packable(Struct, frozen=True):
    """A value whose fields are pickled together, as MessagePack: one by one they take three times as long."""

    def __reduce__(self) -> str | tuple[Any, ...]:
        try:
            return _unpacked, (type(self), msgpack.encode(self))
        except (UnicodeEncodeError, OverflowError):  # half a character, or a number of more than 64 bits
            return super().__reduce__()


def _unpacked(kind: type[Packable], packed: bytes) -> Packable:
    return msgpack.decode(packed, type=kind)
