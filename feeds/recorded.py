"""Recorded links: what the web has told, as a file that can be kept with the posts.

With it a build in CI needs no network: `feeds links --import links.jsonl`, then `feeds build`.
One JSON object a line, in the order of addresses, and nothing in it that changes without
need, so that a difference of two versions can be read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from feeds.errors import FeedsError, Where
from feeds.links.findings import dump_findings, load_findings
from feeds.model import KnownLink, RecoveredPage
from feeds.site import Site
from feeds.store import open_store, view_store
from feeds.urls import absolute

_KEPT = {"permanent": timedelta(days=365), "temporary": timedelta(days=30)}


def export_links(site: Site, path: Path) -> int:
    """Write what *site* knows of the web to the file at *path*; return how many lines it has.

    Raises:
        FeedsError: it cannot be written.
    """
    with view_store(site.state) as store:
        lines = [
            {"link": one.url, "to": one.final, "kind": one.kind if one.kind in _KEPT else "temporary",
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
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise FeedsError(f"cannot be written: {error.strerror}", Where(str(path)), "check the permissions") from error
    return len(lines)


def import_links(site: Site, path: Path) -> int:
    """Take over what the file at *path* says, where it is newer than what is known; return how much that was.

    Raises:
        FeedsError: it cannot be read, or a line of it is none of `export_links`.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        fault = error.strerror if isinstance(error, OSError) else "it is no text in UTF-8"
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
                known = store.web.recovered(record.url)
                if known is None or known.checked < record.checked:
                    store.web.save_recovered(record)
                    taken += 1
        if taken:
            store.marks.save_links("")  # every issue is looked at: any may have them
    return taken


def _records(text: str, path: str) -> Iterator[KnownLink | RecoveredPage]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            yield _record(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            hint = "export it anew with `feeds links --export`"
            raise FeedsError(f"is no recorded link ({error})", Where(path, number), hint) from error


def _record(values: dict[str, Any]) -> KnownLink | RecoveredPage:
    checked = datetime.fromisoformat(values["checked"]).astimezone(UTC)
    if "page" in values:
        findings = dump_findings(load_findings(json.dumps(values["found"])))
        page, digest = str(values["page"]), str(values["digest"])
        return RecoveredPage(url=page, digest=digest, findings=findings, checked=checked)
    final, kind = absolute(values["to"], ""), str(values["kind"])
    if not final.startswith("http") or kind not in _KEPT:
        raise ValueError(f"it leads to {values['to']!r}, as {kind!r}")
    return KnownLink(url=str(values["link"]), final=final, kind=kind, checked=checked, expires=checked + _KEPT[kind])
