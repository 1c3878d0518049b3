"""Compress files for web servers, in the codings of HTTP: gzip, Brotli (RFC 7932) and Zstandard (RFC 8878)."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable

from msgspec import Struct

from feeds.errors import FeedsError

_GZIP = 31  # bits of the window, and a header as gzip writes it, without a name and a time
_BROTLI_QUALITY = 10  # of 11, which takes twice as long for 2 % less
_ZSTD_LEVEL = 19  # the highest whose window every browser has the memory for


class Coding(Struct, frozen=True, kw_only=True):
    """A coding of content."""

    name: str  # in HTTP
    package: str  # that has to be installed; "" means none
    compress: Callable[[bytes], bytes]  # equal content gives equal bytes
    decompress: Callable[[bytes, int], bytes]  # at least so many of the first bytes, but not without end


def _gzip(content: bytes) -> bytes:
    packer = zlib.compressobj(level=9, wbits=_GZIP)
    return packer.compress(content) + packer.flush()


def _gunzip(packed: bytes, most: int) -> bytes:
    return zlib.decompressobj(wbits=_GZIP).decompress(packed, most)


def _brotli(content: bytes) -> bytes:
    import brotli

    packed: bytes = brotli.compress(content, mode=brotli.MODE_TEXT, quality=_BROTLI_QUALITY)
    return packed


def _unbrotli(packed: bytes, most: int) -> bytes:
    import brotli

    unpacked: bytes = brotli.Decompressor().process(packed, output_buffer_limit=most)
    return unpacked


def _zstd(content: bytes) -> bytes:
    import zstandard

    return zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compress(content)


def _unzstd(packed: bytes, most: int) -> bytes:
    import zstandard

    with zstandard.ZstdDecompressor().stream_reader(packed) as reader:
        return reader.read(most)


#: By the ending of file names; those that compress most come last.
CODINGS = {
    "gz": Coding(name="gzip", package="", compress=_gzip, decompress=_gunzip),
    "zst": Coding(name="zstd", package="zstandard", compress=_zstd, decompress=_unzstd),
    "br": Coding(name="br", package="brotli", compress=_brotli, decompress=_unbrotli),
}


def unpack(ending: str, packed: bytes, most: int) -> bytes | None:
    """Return at least *most* of the first bytes of what is *packed* in a file with this *ending*.

    None: it is not in that coding, or its package is not installed.

    >>> unpack("gz", CODINGS["gz"].compress(b"tide"), 100), unpack("gz", b"tide", 100)
    (b'tide', None)
    """
    try:
        return CODINGS[ending].decompress(packed, most)
    except Exception:  # noqa: BLE001 - each library has errors of its own, and these bytes may be anybody's
        return None


def check_packages(endings: Iterable[str]) -> None:
    """Raise an error if files with these *endings* cannot be made.

    Raises:
        FeedsError: it names the package that is missing.
    """
    from importlib.util import find_spec

    for ending in endings:
        package = CODINGS[ending].package
        if package and find_spec(package) is None:
            hint = "pip install 'feed-republisher[compress]', or remove it from publish.compress"
            raise FeedsError(
                f"publish.compress: {ending!r} needs the package {package}, which is not installed", hint=hint
            )
