"""Recorded links: the answers of the web in a file that can be kept with the posts.

With it a build in CI needs no network: `feeds links --import links.jsonl`, then `feeds build`.
It has one JSON object a line, in the order of addresses, and nothing that changes without
need, so that the difference of two versions is easy to read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from feeds.errors import FeedsError, Where
from feeds.links.findings import dump_findings, load_findings
from feeds.model import KnownLink
from feeds.site import Site
from feeds.store import open_store
from feeds.urls import absolute

_KEPT = {"permanent": timedelta(days=365), "temporary": timedelta(days=30)}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveredPage:
    """The links that were recovered from the page of an issue."""

    page: str
    digest: str  # of the text and address for which the page was searched
    findings: str  # as JSON
    checked: datetime


def export_links(site: Site, path: Path) -> int:
    """Write the known links of *site* to the file at *path*; return the number of lines.

    Raises:
        FeedsError: it cannot be written.
    """
    state = site.state
    with open_store(state if state.exists() else None, keep=False) as store:
        lines = [
            {"link": one.url, "to": one.final, "kind": one.kind if one.kind in _KEPT else "temporary",
             "checked": one.checked.isoformat()}
            for one in store.web.links()
            if one.final
        ]  # fmt: skip
        lines += [
            {"page": page, "digest": digest, "found": json.loads(data), "checked": checked.isoformat()}
            for page, digest, data, checked in store.web.all_recovered()
        ]
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise FeedsError(f"cannot be written: {error.strerror}", Where(str(path)), "check the permissions") from error
    return len(lines)


def import_links(site: Site, path: Path) -> int:
    """Take over the records in the file at *path* that are newer than the store; return their number.

    Raises:
        FeedsError: it cannot be read, or a line was not written by `export_links`.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        fault = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
        raise FeedsError(
            f"cannot be read: {fault}", Where(str(path)), "name a file of `feeds links --export`"
        ) from error
    records = list(_records(text, str(path)))
    taken = 0
    with open_store(site.state) as store:
        for record in records:
            if isinstance(record, KnownLink):
                past = store.web.link(record.url)
                if past is None or not past.final or past.checked < record.checked:
                    store.web.save_link(record)
                    taken += 1
            else:
                known = store.web.recovered(record.page)
                if known is None or known[2] < record.checked:
                    store.web.save_recovered(record.page, record.digest, record.findings, record.checked)
                    taken += 1
        if taken:
            store.remember("links", "")  # any issue may have these links: the next build looks at all of them
    return taken


def _records(text: str, path: str) -> Iterator[KnownLink | RecoveredPage]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            yield _record(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            hint = "export it again with `feeds links --export`"
            raise FeedsError(f"is not a recorded link ({error})", Where(path, number), hint) from error


def _record(values: dict[str, Any]) -> KnownLink | RecoveredPage:
    checked = datetime.fromisoformat(values["checked"]).astimezone(UTC)
    if "page" in values:
        data = dump_findings(load_findings(json.dumps(values["found"])))
        return RecoveredPage(page=str(values["page"]), digest=str(values["digest"]), findings=data, checked=checked)
    final, kind = absolute(values["to"], ""), str(values["kind"])
    if not final.startswith("http") or kind not in _KEPT:
        raise ValueError(f"it leads to {values['to']!r}, as {kind!r}")
    return KnownLink(url=str(values["link"]), final=final, kind=kind, checked=checked, expires=checked + _KEPT[kind])
