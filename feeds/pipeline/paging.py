"""Pages of issues, if `feeds.link` is `page`: written when their content changes, and never deleted."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable
from datetime import datetime

from feeds import __version__, render
from feeds.config import Config
from feeds.model import Candidate, Document
from feeds.pipeline.linking import Linking
from feeds.render import IssuePage
from feeds.store import Store
from feeds.urls import short_hash

_MARK = "page "
_SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\Z")


class IssuePages:
    """The pages of all issues that were ever published; none unless `feeds.link` is `page`."""

    def __init__(self, config: Config, store: Store, linking: Linking, now: datetime) -> None:
        self._config, self._store, self._linking = config, store, linking
        wanted = config.feeds.link == "page"
        live = {one.issue_key: one.revision for one in store.newest_first("issue", now)} if wanted else {}
        self._past = store.recall_all(_MARK) if wanted else {}
        self._marks = {key: self._mark(live.get(key)) for key in sorted({*live, *self._past})}
        self._withdrawn = self._past.keys() - live.keys()

    @property
    def paths(self) -> list[str]:
        """The pages there are after this run."""
        return [page_path(key) for key in self._marks]

    def changed(self, missing: Collection[str]) -> list[str]:
        """Return the keys of issues whose pages have changed, or are *missing*."""
        return [key for key, mark in self._marks.items() if self._past.get(key) != mark or page_path(key) in missing]

    def render(self, key: str) -> Document:
        """Return the page of the issue with *key*; that of a withdrawn issue has only the notice."""
        page = self._notice(key) if key in self._withdrawn else self._page(key)
        return render.render_issue_page(page_path(key), page, self._config)

    def save(self, keys: Iterable[str]) -> None:
        """Remember that the pages of the issues with *keys* are as they are now."""
        for key in keys:
            self._store.remember(_MARK + key, self._marks[key])

    def _mark(self, revision: str | None) -> str:
        """Return a mark of all that the page of an issue with this *revision* shows; None: of a withdrawn one."""
        settings = repr((__version__, self._config.site, self._config.links, self._config.withdrawals.text))
        return hashlib.sha256(f"{settings} {revision or 'withdrawn'}".encode()).hexdigest()[:16]

    def _page(self, key: str) -> IssuePage:
        sections = self._store.sections_of(key)
        improved = {name: self._linking.improve(section) for name, section in sections.items()}
        whole = self._linking.improve_whole(self._store.whole_of(key), sections.values())
        return render.make_issue_page(whole, improved)

    def _notice(self, key: str) -> IssuePage:
        gone = self._store.withdrawn_at(key)
        said = self._config.withdrawals.text.replace("{date}", f"{gone:%Y-%m-%d}" if gone else "")
        return IssuePage(title=said, summary=said, published=self._store.whole_of(key).published)


def page_path(key: str) -> str:
    """Return where the page of the issue with *key* is, below the output directory."""
    name = key if _SAFE_NAME.match(key) and key != "archive" else "x-" + short_hash(key)
    return f"issues/{name}/index.html"


def address_on_page(candidate: Candidate, root: str) -> str:
    """Return the address of *candidate* on the page of its issue; an item is read at its section."""
    address = root + page_path(candidate.issue_key).removesuffix("index.html")
    section = candidate.section_key.partition("/")[0]
    return address + (f"#{section}" if section else "")
