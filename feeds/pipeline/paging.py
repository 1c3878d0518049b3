"""Pages of issues, where `feeds.link` is `page`: written when their words change, kept for good."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime

from feeds import __version__, render
from feeds.config import Config
from feeds.model import Candidate, Document
from feeds.pipeline.linking import Linking
from feeds.store import Store
from feeds.urls import short_hash

_MARK = "page "
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\Z")


class IssuePages:
    """The pages of all issues that were ever out; none where the config wants none."""

    def __init__(self, config: Config, store: Store, linking: Linking, now: datetime) -> None:
        self._config, self._store, self._linking = config, store, linking
        self._wanted = config.feeds.link == "page"
        self._live = {one.issue_key: one for one in store.newest_first("issue", now)} if self._wanted else {}
        self._marks = store.recall_all(_MARK) if self._wanted else {}

    @property
    def paths(self) -> list[str]:
        """The pages there are after this run."""
        return [page_path(key) for key in sorted({*self._live, *self._marks})]

    def print_changed(self, missing: set[str]) -> Iterator[Document]:
        """Yield the pages of issues that changed, or are *missing*; a withdrawn one has only the notice."""
        settings = repr((__version__, self._config.site, self._config.links, self._config.withdrawals.text))
        for key in sorted({*self._live, *self._marks}):
            candidate = self._live.get(key)
            said = candidate.revision if candidate else "withdrawn"
            mark = hashlib.sha256(f"{settings} {said}".encode()).hexdigest()[:16]
            if self._marks.get(key) != mark or page_path(key) in missing:
                yield self._page(key, candidate)
                self._store.remember(_MARK + key, mark)

    def _page(self, key: str, candidate: Candidate | None) -> Document:
        whole, sections = self._store.whole_of(key), self._store.sections_of(key)
        if candidate is None:
            gone = self._store.withdrawn_at(key)
            said = self._config.withdrawals.text.replace("{date}", f"{gone:%Y-%m-%d}" if gone else "")
            return render.render_withdrawn_page(page_path(key), whole, said, self._config)
        better = [(name, self._linking.improve(section)) for name, section in sections.items()]
        return render.render_issue_page(
            page_path(key), self._linking.improve_whole(whole, sections.values()), better, self._config
        )


def page_path(key: str) -> str:
    """Return where the page of the issue with *key* is, below the output directory."""
    name = key if _PLAIN.match(key) and key != "archive" else "x-" + short_hash(key)
    return f"issues/{name}/index.html"


def address_on_page(candidate: Candidate, root: str) -> str:
    """Return the address of *candidate* on the page of its issue; an item is read at its section."""
    address = root + page_path(candidate.issue_key).removesuffix("index.html")
    section = candidate.section_key.partition("/")[0]
    return address + (f"#{section}" if section else "")
