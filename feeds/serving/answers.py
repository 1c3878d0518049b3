"""The answer to a request for a file: its type, an entity tag, compressed if the client wants that, or 304."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from msgspec import Struct, field

from feeds.digests import digest_of
from feeds.files import read_file
from feeds.output.codings import CODINGS
from feeds.regex import regex
from feeds.render.formats import FORMATS
from feeds.serving.missing import missing_page

_PAGE = "text/html; charset=utf-8"
_FEEDS = {format.file: f"{format.sent_as}; charset=utf-8" for format in FORMATS}
_TYPES = {
    ".html": _PAGE,
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".opml": "text/x-opml; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml",
    ".gif": "image/gif",
    ".ico": "image/x-icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
_SMALLEST = 1000  # bytes that are worth compressing
_ALREADY = ("image/gif", "image/jpeg", "image/png", "image/webp", "font/")  # are compressed
_TAG = regex(r'(?:W/)?("[^"]*+")|\*')
_ACCEPTED = regex(r"(?:^|,)\s*+([\w*-]++)\s*+(?:;\s*+q=([0-9.]++)\s*+)?(?=,|\Z)")


class Reply(Struct, frozen=True, kw_only=True):
    """The answer to a request."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


def reply_to(folder: Path, target: str, headers: Mapping[str, str], *, script: str = "") -> Reply:
    """Return the answer to a request for *target*, as it is in the request, from the files below *folder*.

    The names in *headers* are in lower case. The *script* is put into pages.
    """
    path = _path_of(target)
    place = None if path is None else _find(folder, path)
    if place and place.is_dir():
        if (place / "index.html").is_file():
            return Reply(status=301, headers={"Location": quote(f"/{path}/")})
        place = None
    if place is None:
        page = missing_page(folder, path or "").encode(errors="replace")
        return Reply(status=404, headers={"Content-Type": _PAGE}, body=_with_script(page, script))
    return _file(place, headers, script)


def _path_of(target: str) -> str | None:
    """Return the path below the folder that *target* names, or None for one that no file can have."""
    path = unquote(urlsplit(target).path, errors="surrogateescape").lstrip("/")
    parts = path.split("/")
    if "\0" in path or "\\" in path or ".." in parts or any(part.startswith(".") for part in parts if part):
        return None
    return path + "index.html" if not path or path.endswith("/") else path


def _find(folder: Path, path: str) -> Path | None:
    """Return the file or folder at *path* below *folder*; None where there is none, or a link leads elsewhere."""
    place = folder / path
    try:
        inside = place.resolve(strict=True).is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):
        return None
    return place if inside and (place.is_file() or place.is_dir()) else None


def _file(place: Path, headers: Mapping[str, str], script: str) -> Reply:
    kind = _FEEDS.get(place.name) or _TYPES.get(place.suffix.lower(), "application/octet-stream")
    body = read_file(place)
    if kind == _PAGE:
        body = _with_script(body, script)
    may_compress = len(body) >= _SMALLEST and not kind.startswith(_ALREADY)
    packed = _packed(place, body, headers.get("accept-encoding", ""), kind) if may_compress else None
    coding = f"-{packed.coding}" if packed else ""
    tag = f'"{digest_of(body)}{coding}"'
    common = {"ETag": tag, "Cache-Control": "no-cache"} | ({"Vary": "Accept-Encoding"} if may_compress else {})
    if _matches(headers.get("if-none-match", ""), tag):
        return Reply(status=304, headers=common)
    if packed:
        body = packed.content()
        common["Content-Encoding"] = packed.coding
    return Reply(status=200, headers={"Content-Type": kind, "X-Content-Type-Options": "nosniff", **common}, body=body)


class _Packed(Struct, frozen=True, kw_only=True):
    """Content in a coding of HTTP."""

    coding: str
    content: Callable[[], bytes]


def _packed(place: Path, body: bytes, accepted: str, kind: str) -> _Packed | None:
    """Return the compressed *body* of the file at *place*, or None if the client wants none.

    A twin that `publish.compress` made is sent as it is, and the smallest of them; pages are not as in their files.
    """
    wanted = _accepted_codings(accepted)
    for ending, coding in reversed(CODINGS.items()):
        twin = place.with_name(f"{place.name}.{ending}")
        if coding.name in wanted and kind != _PAGE and _is_twin(twin, place):
            return _Packed(coding=coding.name, content=partial(read_file, twin))
    return _Packed(coding="gzip", content=lambda: CODINGS["gz"].compress(body)) if "gzip" in wanted else None


def _is_twin(twin: Path, place: Path) -> bool:
    try:
        return twin.stat().st_mtime_ns == place.stat().st_mtime_ns and twin.is_file()
    except OSError:
        return False


def _with_script(page: bytes, script: str) -> bytes:
    """Return *page* with *script* at its end; the file itself has none."""
    head, end, rest = page.rpartition(b"</body>")
    return head + script.encode() + end + rest if end else page + script.encode()


def _accepted_codings(accepted: str) -> frozenset[str]:
    """Return the codings that the header Accept-Encoding accepts (RFC 9110, section 12.5.3); a star is any.

    >>> sorted(_accepted_codings("br;q=0, gzip, zstd;q=0.5")), "br" in _accepted_codings("*")
    (['gzip', 'zstd'], True)
    """
    found = {one[1].lower(): (one[2] or "1").strip("0.") != "" for one in _ACCEPTED.finditer(accepted)}
    names = [coding.name for coding in CODINGS.values()]
    return frozenset(name for name in names if found.get(name, found.get("*", False)))


def _matches(wanted: str, tag: str) -> bool:
    """Return whether the header If-None-Match names *tag* (RFC 9110, section 13.1.2).

    >>> _matches('"a", W/"b"', '"b"'), _matches("*", '"b"'), _matches('"a"', '"b"')
    (True, True, False)
    """
    return any(found[0] == "*" or found[1] == tag for found in _TAG.finditer(wanted))


def address_of(path: str) -> list[str]:
    """Return the paths in addresses at which a browser shows the file at *path*.

    >>> address_of("topics/robots/index.html")
    ['/topics/robots/index.html', '/topics/robots/']
    """
    address = "/" + quote(path.replace(os.sep, "/"))
    folder = address.removesuffix("index.html")
    return [address, folder] if folder.endswith("/") else [address]
