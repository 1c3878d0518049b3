"""Index the full text with Pagefind, whose files a browser loads as far as it needs them.

Pagefind is a program. Its Python package talks to it one message every tenth of a second, so this does it itself: a
message is JSON in base64, and ends with a comma. Only a build that indexes something imports this.
"""

from __future__ import annotations

import base64
import contextlib
import html
import json
import subprocess
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from feeds.errors import FeedsError
from feeds.model import Document
from feeds.render.full_text import FOLDER, TextPage, find_program, is_of_index


def make_index(pages: Iterable[TextPage], language: str) -> list[Document]:
    """Return the files of an index of *pages*, all in one *language*: the same for the same pages.

    Raises:
        FeedsError: Pagefind is not installed, or fails.
    """
    documents = [_write(page, language) for page in pages]
    requests: list[Mapping[str, object]] = [
        {"type": "NewIndex", "config": {"force_language": language.partition("-")[0].lower()}},
        *({"type": "AddFile", "index_id": 0, "url": url, "file_contents": text} for url, text in documents),
    ]
    return [
        Document(path=FOLDER + file["path"], content=base64.b64decode(file["content"]))
        for file in sorted(_ask(requests), key=lambda file: str(file["path"]))
        if is_of_index(FOLDER + file["path"])
    ]


def _write(page: TextPage, language: str) -> tuple[str, str]:
    """Return the address and the HTML of *page*."""
    parts = [f'<html lang="{html.escape(language)}"><head><title>{html.escape(page.title)}</title></head>']
    parts.append(f"<body><h1>{html.escape(page.title)}</h1>")
    for section in page.sections:
        anchor = f' id="{html.escape(section.anchor)}"' if section.anchor else ""
        parts.append(f"<h2{anchor}>{html.escape(section.title)}</h2><p>{html.escape(section.text)}</p>")
    return page.url, "\n".join([*parts, "</body></html>"])


def _ask(requests: Sequence[Mapping[str, object]]) -> list[dict[str, str]]:
    """Have Pagefind do what *requests* ask for, and return the files of the index."""
    with subprocess.Popen(  # noqa: S603 - a program of ours, and no words of a post among its arguments
        [_program(), "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdin
        assert process.stdout
        writer = threading.Thread(target=_send, args=(requests, 0, process.stdin))  # it waits until answers are read
        writer.start()
        answers = _answers(process.stdout)
        try:
            for _ in requests:
                _check(next(answers))
            writer.join()
            _send([{"type": "GetFiles", "index_id": 0}], len(requests), process.stdin)  # the index must be complete
            files: list[dict[str, str]] = _check(next(answers))["files"]
        except StopIteration:
            raise _failure("it ended without an answer") from None
        finally:
            process.kill()  # it would wait for more
            writer.join()
    return files


def _check(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    payload: Mapping[str, Any] = answer["payload"]
    if payload["type"] == "Error":
        raise _failure(str(payload.get("message", "")))
    return payload


def _failure(fault: str) -> FeedsError:
    return FeedsError(f"Pagefind failed: {fault}", hint="set pages.search to false, and report this")


def _send(requests: Sequence[Mapping[str, object]], first: int, stream: IO[bytes]) -> None:
    """Send *requests*, which have numbers from *first* on; whether that fails, the reader sees."""
    with contextlib.suppress(OSError):
        for number, request in enumerate(requests, first):
            stream.write(base64.b64encode(json.dumps({"message_id": number, "payload": request}).encode()) + b",")
        stream.flush()


def _answers(stream: IO[bytes]) -> Iterator[dict[str, Any]]:
    parts: list[bytes] = []
    while data := stream.read1(1 << 20):  # type: ignore[attr-defined]
        *complete, rest = data.split(b",")
        for part in complete:
            yield json.loads(base64.b64decode(b"".join([*parts, part])))
            parts.clear()
        parts.append(rest)


def _program() -> Path:
    if not (name := find_program()):
        hint = "pip install 'feed-republisher[search]'"
        raise FeedsError("pages.search needs Pagefind, which is not installed", hint=hint)
    return Path(import_module(name).get_executable())
