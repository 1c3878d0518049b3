"""Recorded links: the answers of the web in a file that can be kept with the posts.

With it a build in CI needs no network: `feeds links --import links.jsonl`, then `feeds build`.
It has one JSON object a line, in the order of addresses, and nothing that changes without
need, so that the difference of two versions is easy to read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from feeds.errors import FeedsError, Where
from feeds.files import read_file, write_text
from feeds.links.findings import dump_findings, load_findings
from feeds.lookups.policy import KEPT
from feeds.model import KnownLink, RecoveredPage
from feeds.site import Site
from feeds.store import Store, open_store, view_store
from feeds.urls import absolute


def export_links(site: Site, path: Path) -> int:
    """Write the known links of *site* to the file at *path*; return the number of lines.

    Raises:
        FeedsError: it cannot be written.
    """
    with view_store(site.state) as store:
        lines = [
            {"link": one.url, "to": one.final, "kind": one.kind if one.kind in KEPT else "temporary",
             "checked": one.checked.isoformat()}
            for one in store.web.links()
            if one.final
        ]  # fmt: skip
        lines += [
            {
                "page": one.url,
                "digest": one.digest,
                "found": json.loads(one.findings),
                "checked": one.checked.isoformat(),
            }
            for one in store.web.all_recovered()
        ]  # fmt: skip
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    try:
        write_text(path, text)
    except OSError as error:
        hint = "check the permissions and the space on the disk"
        raise FeedsError(f"cannot be written: {error.strerror}", Where(str(path)), hint) from error
    return len(lines)


def import_links(site: Site, path: Path) -> int:
    """Take over the records in the file at *path* that are newer than the store; return their number.

    Raises:
        FeedsError: it cannot be read, or a line was not written by `export_links`.
    """
    records = list(_records(_read_text(path), str(path)))
    with open_store(site.state) as store:
        taken = sum(_take(record, store) for record in records)
        if taken:
            store.marks.save_links("")  # any issue may have these links: the next build looks at all of them
    return taken


def _take(record: KnownLink | RecoveredPage, store: Store) -> bool:
    """Save *record* if it is newer than the one in *store*, and return whether it was."""
    if isinstance(record, KnownLink):
        link = store.web.link(record.url)
        if link and link.final and link.checked >= record.checked:
            return False
        store.web.save_link(record)
    else:
        page = store.web.recovered(record.url)
        if page and page.checked >= record.checked:
            return False
        store.web.save_recovered(record)
    return True


def _read_text(path: Path) -> str:
    try:
        return read_file(path).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        fault = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
        hint = "name a file of `feeds links --export`"
        raise FeedsError(f"cannot be read: {fault}", Where(str(path)), hint) from error


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
        return RecoveredPage(url=str(values["page"]), digest=str(values["digest"]), findings=data, checked=checked)
    final, kind = absolute(values["to"], ""), str(values["kind"])
    if not final.startswith("http") or kind not in KEPT:
        raise ValueError(f"it leads to {values['to']!r}, as {kind!r}")
    return KnownLink(url=str(values["link"]), final=final, kind=kind, checked=checked, expires=checked + KEPT[kind])
