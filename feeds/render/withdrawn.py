"""The list of withdrawn entries: it keeps their ids taken after the memory is lost."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from feeds.model import Document, Withdrawal
from feeds.render.dates import rfc3339

WITHDRAWN = "withdrawn.json"
#: How the list begins.
ABOUT = '{"about": "published entries that were withdrawn; their ids are never used again"'


def render_withdrawn(withdrawals: Iterable[Withdrawal], directory: str) -> Document:
    """Return the list of *withdrawals* from posts in *directory*; it has no text of theirs."""
    lines = ",\n".join("  " + json.dumps(_line(one, directory), ensure_ascii=False) for one in withdrawals)
    text = f'{ABOUT}, "withdrawn": [\n{lines}\n]}}\n'
    return Document(path=WITHDRAWN, content=text.encode(), digested=True)


def _line(gone: Withdrawal, directory: str) -> dict[str, Any]:
    own = {
        "key": "" if gone.id.endswith(":" + gone.key) else gone.key,
        "issue": gone.issue_id,
        "kind": gone.grain,
        "source": f"{directory}/{gone.path}" if gone.path else "",
        "hash": gone.hash,
        "withdrawn": rfc3339(gone.moment),
        "by_author": gone.by_author,
        "left": list(gone.left),
    }
    return {
        "id": gone.id,
        "date_published": rfc3339(gone.published),
        "date_modified": rfc3339(gone.updated),
        "_republisher": {name: value for name, value in own.items() if value},
    }
