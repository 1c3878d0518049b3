"""The digests of a copy of the memory: each is of the lines before it, and of the digest before these."""

from __future__ import annotations

import hashlib


class BlockDigest:
    """The digest of a block of lines, which come *after* one with another digest, or after none ("").

    >>> block = BlockDigest("")
    >>> block.add(b'{"issue":"42"}')
    >>> block.end()
    'f57cf2d6d68787a222ed9ded58e559b1'
    """

    def __init__(self, after: str) -> None:
        self._digest = hashlib.sha256(after.encode())

    def add(self, line: bytes) -> None:
        """Add a *line* without its line break."""
        self._digest.update(line)
        self._digest.update(b"\n")

    def end(self) -> str:
        """Return the digest of the lines so far."""
        return self._digest.hexdigest()[:32]
