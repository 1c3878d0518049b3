"""Digests: short marks by which equal content is recognised. They are kept in the store, in feeds and in ids."""

from __future__ import annotations

import hashlib


def digest_of(content: bytes | bytearray | str, digits: int = 32) -> str:
    """Return the first *digits* hexadecimal digits of the SHA-256 of *content*; text is hashed as UTF-8.

    >>> digest_of("tide", 8)
    '8a28929a'
    """
    raw = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    return hashlib.sha256(raw).hexdigest()[:digits]
