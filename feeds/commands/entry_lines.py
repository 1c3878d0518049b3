"""List entries, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator

from msgspec import to_builtins

from feeds.links import find_references
from feeds.markup import to_text
from feeds.model import Entry, Grain, StoredIssue
from feeds.pipeline.linking import LinkBook


def entry_lines(
    issues: Iterable[StoredIssue], grains: Collection[Grain], linking: LinkBook, *, as_json: bool
) -> Iterator[str]:
    """Yield a line for each issue (with the path of its post) and each of its parts, as far as *grains* ask.

    As JSON: source, kind, role, dropped, position, id, title, text, links (as they are
    written, in order, then those that were recovered), originals (where they lead),
    references (whose links are lost), topics, published, updated. The
    position is that in reading order among all parts of the issue; a section is followed by
    its items. Dropped sections, which no feed carries as entries, are marked. Where only items
    are asked for, a section without items is listed in their place.
    """
    for issue in issues:
        path, whole, better = issue.path, issue.whole, linking.improve_issue(issue) if as_json else issue
        if "issue" in grains:
            yield _as_json(path, whole, better.entry(""), 0, linking) if as_json else _as_text(whole)
        parts = sorted(issue.parts.items(), key=lambda part: _reading_order(part[1]))
        for position, (key, entry) in enumerate(parts):
            if entry.kind in grains or (list(grains) == ["item"] and not entry.has_items):
                yield _as_json(path, entry, better.parts[key], position, linking) if as_json else _as_text(entry)


def json_list(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines of one JSON list whose items are *lines*, as they come.

    >>> list(json_list(['{"a": 1}', '{"a": 2}']))
    ['[', '{"a": 1}', ', {"a": 2}', ']']
    """
    yield "["
    for number, line in enumerate(lines):
        yield f", {line}" if number else line
    yield "]"


def _reading_order(entry: Entry) -> tuple[int, int]:
    return (entry.position, -1) if entry.section is None else (entry.section, entry.position)


def _as_text(entry: Entry) -> str:
    indent = {"issue": "", "section": "    ", "item": "        "}[entry.kind]
    if entry.dropped:
        return f"{indent}            ({entry.role}) {entry.title}"
    topics = f"  [{', '.join(entry.topics)}]" if entry.topics and entry.kind != "issue" else ""
    return f"{indent}{entry.published:%Y-%m-%d}  {entry.title}{topics}"


def _as_json(path: str, entry: Entry, better: Entry, position: int, linking: LinkBook) -> str:
    day = f"{entry.published:%Y%m%d}"
    led = {linking.trace(link.href, day=day).final for link in entry.links}
    recovered = [link.href for link in better.links if link.href not in led]
    values = {
        "source": path,
        "kind": entry.kind,
        "role": entry.role,
        "dropped": entry.dropped,
        "position": position,
        "id": entry.id,
        "title": entry.title,
        "text": " ".join(to_text(better.content).split()),
        "links": [*(link.href for link in entry.links), *recovered],
        "originals": [link.href for link in better.links],
        "references": [to_builtins(reference) for reference in find_references(better)],
        "topics": list(entry.topics),
        "published": entry.published.isoformat(),
        "updated": entry.updated.isoformat(),
    }
    return json.dumps(values, ensure_ascii=False)
