"""List entries, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from feeds.markup import to_text
from feeds.model import Entry


def entry_lines(issues: Iterable[tuple[str, Entry, Sequence[Entry]]], *, as_json: bool) -> Iterator[str]:
    """Yield a line for each issue (with the path of its post) and each of its sections.

    As JSON: source, kind, position, id, title, text, links (original ones, in order),
    topics, published, updated.
    """
    for path, whole, sections in issues:
        for position, entry in enumerate((whole, *sections)):
            yield _as_json(path, entry, max(0, position - 1)) if as_json else _as_text(entry)


def _as_text(entry: Entry) -> str:
    indent = "" if entry.kind == "issue" else "    "
    topics = f"  [{', '.join(entry.topics)}]" if entry.topics and entry.kind == "section" else ""
    return f"{indent}{entry.published:%Y-%m-%d}  {entry.title}{topics}"


def _as_json(path: str, entry: Entry, position: int) -> str:
    values = {
        "source": path,
        "kind": entry.kind,
        "position": position,
        "id": entry.id,
        "title": entry.title,
        "text": to_text(entry.content),
        "links": [link.href for link in entry.links],
        "topics": list(entry.topics),
        "published": entry.published.isoformat(),
        "updated": entry.updated.isoformat(),
    }
    return json.dumps(values, ensure_ascii=False)
