"""Fuzz targets: each parser makes a value of any bytes, or raises an error that the program expects and reports.

A target gives bytes to one parser and passes over errors that the program expects. Anything else that it raises is a
fault. Those that read posts also check that the HTML for feeds is safe to show.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from protego import Protego

from feeds.backup.chain import BlockDigest
from feeds.backup.head import END
from feeds.backup.reading import parse as parse_backup
from feeds.config.reading import parse_config
from feeds.errors import FeedsError, Where
from feeds.issues.parsing import parse_issue
from feeds.linting.documents import check_document
from feeds.linting.html import feeds_of_page
from feeds.markup import sanitise, to_html
from feeds.model import Post
from feeds.past import parse_feed, parse_foreign
from feeds.sections import cut_issue
from feeds.text.encodings import decode, find_encoding
from feeds.web import Response
from feeds.web.redirects import target_of

HERE = Path(__file__).parent
_NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
_CONFIG = parse_config(HERE / "feeds.yaml", b"site: {title: The Weekly, url: 'https://weekly.example/'}\n").config
_FRONT = "---\ntitle: A\ndate: 2026-05-01\n---\n"
_RUNS = re.compile(r"<(?:script|style|iframe|object|embed|base|meta)\b", re.IGNORECASE)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")


def _read_post(text: str, file: str) -> None:
    """Parse and cut the post *text*, and check what feeds would show of it."""
    try:
        issue, _ = parse_issue(Post(path=file, text=text, digest="", where=Where(f"posts/{file}")), _CONFIG)
        cut_issue(issue, _CONFIG.sections, items=True)
    except FeedsError:
        return
    shown = sanitise(to_html(issue.body))
    assert not _RUNS.search(shown), shown


def markdown(data: bytes) -> None:
    """Markdown with templates, shortcodes, formulas and footnotes."""
    _read_post(_FRONT + _text(data), "a.md")


def html(data: bytes) -> None:
    """HTML, also that of mail."""
    _read_post(_FRONT + _text(data), "a.html")


def rst(data: bytes) -> None:
    """reStructuredText."""
    _read_post(":date: 2026-05-01\n\n" + _text(data), "a.rst")


def front_matter(data: bytes) -> None:
    """The beginning of a post: YAML, TOML, JSON, or headers."""
    _read_post(_text(data), "2026-05-01-a.md")


def config(data: bytes) -> None:
    """config.yaml."""
    with contextlib.suppress(FeedsError):
        parse_config(HERE / "feeds.yaml", data)


def past_feed(data: bytes) -> None:
    """A feed that `feeds adopt` and recovery read."""
    with contextlib.suppress(FeedsError):
        parse_feed(data, "feed", parse_foreign)


def checked_document(data: bytes) -> None:
    """A feed or an OPML file that `feeds check` reads, or a page that may name one."""
    check_document(data, _NOW, url="https://weekly.example/feed")
    feeds_of_page(data)


def memory(data: bytes) -> None:
    """A copy of the memory, memory.json: as it is, and with the digest that belongs to it."""
    for content in (data, _with_digest(data)):
        with contextlib.suppress(FeedsError):
            parse_backup(content, "posts", "memory.json")


def _with_digest(data: bytes) -> bytes:
    """Return the lines of *data* without digests, and one with that of all of them; else few inputs get any further."""
    lines = [line for line in data.split(b"\n") if not line.startswith(END)]
    block = BlockDigest("")
    for line in lines:
        block.add(line)
    return b"\n".join((*lines, END + block.end().encode() + b'"}', b""))


def redirect(data: bytes) -> None:
    """The address that an answer redirects to: by `Location`, `Refresh`, or `<meta>`."""
    text = data.decode("latin-1")
    answers = (
        Response(url="https://a.example/", status=302, headers={"location": text}),
        Response(url="https://a.example/", status=200, headers={"refresh": text}),
        Response(url="https://a.example/", status=200, body=data),
    )
    assert all(target.startswith(("", "http://", "https://")) for target in map(target_of, answers))


def robots(data: bytes) -> None:
    """robots.txt."""
    Protego.parse(data.decode("utf-8-sig", "replace")).can_fetch("https://a.example/b?c=d", "feeds")


def encoding(data: bytes) -> None:
    """The encoding that a post names, and its text."""
    with contextlib.suppress(ValueError, LookupError, FeedsError):
        decode(data, find_encoding(data, "utf-8"))


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    one.__name__: one
    for one in (
        markdown, html, rst, front_matter, config, past_feed, checked_document, memory, redirect, robots, encoding
    )
}  # fmt: skip


def seeds(name: str) -> list[bytes]:
    """Return the seed corpus of the target *name*."""
    return [path.read_bytes() for path in sorted((HERE / "corpus" / name).iterdir())]
