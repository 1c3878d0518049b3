"""Limits of requests, and responses, as values; nothing is requested here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field

ANYTHING = "*/*"


class Limits(Struct, frozen=True, kw_only=True):
    """The limits of a request: seconds to connect and for each read, and bytes of the body after decompression."""

    connect: float = 5.0
    read: float = 10.0
    most: int = 64 * 1024


class Response(Struct, frozen=True, kw_only=True):
    """The response of a server."""

    url: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)  # names in lower case
    body: bytes = b""
    encoding: str = ""  # of the body, according to the header
    truncated: bool = False  # the body is longer than the limit


class WebError(Exception):
    """A request got no response. *kind* is "refused" (by the guard), "late" or "failed"."""

    def __init__(self, kind: Literal["refused", "late", "failed"], message: str) -> None:
        super().__init__(message)
        self.kind = kind
