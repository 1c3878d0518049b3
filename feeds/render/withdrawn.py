"""The list of what was withdrawn: so that its ids stay taken, should the memory be lost."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from feeds.model import Departure, Document, Entry
from feeds.render.dates import rfc3339

WITHDRAWN = "withdrawn.json"


def render_withdrawn(gone: Iterable[tuple[Entry, Departure]], directory: str) -> Document:
    """Return the list of the ids of what is *gone*, of posts in *directory*; what it said is not in it."""
    about = "entries that were published and taken back; feed-republisher gives their ids to nothing else"
    lines = ",\n".join("  " + json.dumps(_line(*one, directory), ensure_ascii=False) for one in gone)
    text = f'{{"about": {json.dumps(about)}, "withdrawn": [\n{lines}\n]}}\n'
    return Document(path=WITHDRAWN, content=text.encode())


def _line(entry: Entry, departure: Departure, directory: str) -> dict[str, Any]:
    own = {
        "key": "" if entry.id.endswith(":" + entry.key) else entry.key,
        "issue": entry.issue_id,
        "kind": entry.kind,
        "source": f"{directory}/{entry.origin.where.path}" if entry.origin.where.path else "",
        "hash": entry.hash,
        "withdrawn": rfc3339(departure.moment),
        "by_author": departure.by_author,
        "left": list(departure.feeds),
    }
    return {
        "id": entry.id,
        "date_published": rfc3339(entry.published),
        "date_modified": rfc3339(entry.updated),
        "_republisher": {name: value for name, value in own.items() if value},
    }
