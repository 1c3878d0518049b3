"""Inspect feeds, anybody's: files, folders, addresses; and a site of our own with its config and posts."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from urllib.parse import urljoin

from msgspec import Struct
from msgspec.structs import replace

from feeds.config import Config
from feeds.errors import ConfigError, FeedsError, Problem, Where
from feeds.files import CONFIGS, read_given
from feeds.linting import CheckedDocument, Finding, Severity, check_document, feeds_of_page, found_at, looks_like_feed
from feeds.pipeline.asking import make_client, make_plain_client
from feeds.pipeline.looking import look
from feeds.site import Site, open_site
from feeds.urls import host
from feeds.web import Client, Response, WebError, fetch

_NAME = "give a file, a folder or an address"  # where a file cannot be read
_ENDINGS = (".xml", ".rss", ".atom", ".opml", ".json", ".rdf")
_POLLED = "give the address that feed readers poll"
_SECONDS = 30.0
_MEDIA_TYPES = frozenset(
    "application/atom+xml application/feed+json application/json application/opml+xml application/rss+xml "
    "application/xml text/x-opml text/xml".split()
)


class Remark(Struct, frozen=True, kw_only=True):
    """One thing that is wrong, or that readers show wrong."""

    where: Where
    severity: Severity
    rule: str  # the id of a rule of `linting`, or "config" or "post"
    fault: str
    remedy: str = ""
    readers: str = ""  # what feed readers do
    source: str = ""  # of the rule


class Inspection(Struct, frozen=True, kw_only=True):
    """The documents that were inspected, and the remarks on them."""

    documents: tuple[str, ...]  # paths or addresses of feeds and lists
    remarks: tuple[Remark, ...]


def inspect_source(source: str, config: Config | None, now: datetime) -> Inspection:
    """Return what is found in *source*: a file, a folder or an address. A *config* says how requests are made.

    Raises:
        FeedsError: it cannot be read.
    """
    if source.startswith(("http://", "https://")):
        return _inspect_address(source, config, now)
    if os.path.isdir(source):
        return _inspect_folder(Path(source), now)
    return _inspection(source, check_document(read_given(Path(source), _NAME), now))


def inspect_site(config_path: Path, now: datetime) -> Inspection:
    """Return what is found in the config, the posts and the published feeds of a site.

    Raises:
        FeedsError: there is no config, or the store cannot be used.
    """
    if not config_path.exists():
        name = CONFIGS[0] if str(config_path) in CONFIGS else str(config_path)
        hint = "name the feeds to check: a file, a folder or an address; for a site of your own, run feeds init first"
        raise FeedsError("there is no config here", Where(name), hint)
    try:
        site = open_site(config_path)
    except ConfigError as error:
        return Inspection(documents=(), remarks=tuple(_remark("config", problem) for problem in error.problems))
    output = _inspect_folder(site.output, now, name=site.config.publish.directory, root=site.config.root)
    return Inspection(documents=output.documents, remarks=(*_posts(site, now), *output.remarks))


def _posts(site: Site, now: datetime) -> Iterator[Remark]:
    with look(site, now) as seen:
        yield from (_remark("post", problem) for problem in seen.problems)


def _remark(rule: str, problem: Problem) -> Remark:
    where = problem.where or Where("")
    return Remark(where=where, severity="error", rule=rule, fault=problem.message, remedy=problem.hint)


# -- files


def _inspect_folder(folder: Path, now: datetime, *, name: str = "", root: str = "") -> Inspection:
    """Return what is found in the feeds below *folder*, which is published at *root*; other files are passed over."""
    parts = []
    for path in _files_below(folder):
        content = read_given(path, _NAME)
        inside = path.relative_to(folder).as_posix()
        if looks_like_feed(content):
            checked = check_document(content, now, url=root + inside if root else "")
            parts.append(_inspection(os.path.join(name or str(folder), inside), checked))
    return _joined(parts)


def _files_below(folder: Path) -> Iterator[Path]:
    """Yield the files below *folder* that may be feeds: no links that lead nowhere, and nothing that waits."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for file in sorted(files):
            path = Path(place, file)
            if file.lower().endswith(_ENDINGS) and not file.startswith(".") and path.is_file():
                yield path


def _inspection(place: str, checked: CheckedDocument) -> Inspection:
    remarks = (_of_finding(place, finding) for finding in checked.findings)
    return Inspection(documents=(place,), remarks=tuple(remarks))


def _of_finding(place: str, finding: Finding) -> Remark:
    rule = finding.rule
    return Remark(
        where=Where(place, finding.line),
        severity=rule.severity,
        rule=rule.id,
        fault=finding.fault,
        remedy=rule.remedy,
        readers=rule.readers,
        source=rule.source,
    )


def _joined(parts: Iterable[Inspection]) -> Inspection:
    kept = list(parts)
    return Inspection(
        documents=tuple(one for part in kept for one in part.documents),
        remarks=tuple(one for part in kept for one in part.remarks),
    )


# -- addresses


def _inspect_address(url: str, config: Config | None, now: datetime) -> Inspection:
    trusted = [host(url)]
    client = make_client(config, trusted=trusted) if config else make_plain_client(trusted)
    with closing(client):
        response = _fetch(client, url)
    checked = check_document(response.body, now, url=response.url)
    found = _inspection(url, checked)
    if checked.format:
        return _joined([found, Inspection(documents=(), remarks=tuple(_of_headers(url, response)))])
    return Inspection(documents=found.documents, remarks=tuple(_with_feeds(one, response) for one in found.remarks))


def _fetch(client: Client, url: str) -> Response:
    try:
        response = fetch(url, client, end=time.monotonic() + _SECONDS)
    except WebError as error:
        hint = f"{_POLLED}; the settings links.allow and links.proxy say what may be asked"
        raise FeedsError(str(error), Where(url), hint) from error
    if response.status != 200:
        raise FeedsError(f"answers {response.status}", Where(url), _POLLED)
    return response


def _of_headers(url: str, response: Response) -> Iterator[Remark]:
    """Yield what is found in the headers of *response*."""
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _MEDIA_TYPES:
        yield _of_finding(url, found_at("http-type", 0, f"it is sent as {kind or 'no type'}"))
    if not response.headers.keys() & {"etag", "last-modified"}:
        fault = "it is sent without ETag and Last-Modified"
        yield _of_finding(url, found_at("http-validator", 0, fault))


def _with_feeds(remark: Remark, response: Response) -> Remark:
    """Return *remark* with the feeds that a page names, if *response* is one."""
    named = ", ".join(urljoin(response.url, one) for one in feeds_of_page(response.body))
    return replace(remark, remedy=f"its feeds are {named}") if named else remark
