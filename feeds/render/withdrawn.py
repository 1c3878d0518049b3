"""The list of what was withdrawn: so that its ids stay taken, should the memory be lost."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from feeds.model import Document, Entry
from feeds.render.dates import rfc3339

WITHDRAWN = "withdrawn.json"


def render_withdrawn(entries: Iterable[Entry], directory: str) -> Document:
    """Return the list of the ids of *entries* of posts in *directory*; what they said is not in it."""
    about = "entries that were published and taken back; feed-republisher gives their ids to nothing else"
    lines = ",\n".join("  " + json.dumps(_line(entry, directory), ensure_ascii=False) for entry in entries)
    text = f'{{"about": {json.dumps(about)}, "withdrawn": [\n{lines}\n]}}\n'
    return Document(path=WITHDRAWN, content=text.encode())


def _line(entry: Entry, directory: str) -> dict[str, Any]:
    source = f"{directory}/{entry.where.path}" if entry.where.path else ""
    own = {"issue": entry.issue_id, "kind": entry.kind, "source": source, "hash": entry.hash}
    key = {} if entry.id.endswith(":" + entry.key) else {"key": entry.key}
    return {
        "id": entry.id,
        "date_published": rfc3339(entry.published),
        "date_modified": rfc3339(entry.updated),
        "_republisher": key | {name: value for name, value in own.items() if value},
    }
