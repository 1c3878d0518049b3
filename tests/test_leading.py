"""Where links lead: what is seen of an address at once is what following it finds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from feeds.model import Link, StoredIssue
from feeds.pipeline.linking import LinkBook
from feeds.site import open_site
from feeds.store import new_store
from tests.entries import entries_of
from tests.folder import Folder

(ENTRY,) = entries_of("---\ntitle: Tides\ndate: 2026-05-01\n---\n\n## The tide\n\nIt is high.\n")
HOSTS = ("tide.example", "WWW.Google.com", "bit.ly", "sub.t.co", "urldefense.com", "weekly.example", "[::1]", "")
PATHS = ("", "/a", "/url?q=https://quay.example/", "/CL0/https:%2F%2Fquay.example%2F/1/x", "/a?utm_source=x&b=1#c")
ADDRESSES = st.builds(
    "{}{}{}".format,
    st.sampled_from(("https://", "http://", "mailto:", "//", "")),
    *map(st.sampled_from, (HOSTS, PATHS)),
)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LinkBook]:
    site = open_site(Folder(tmp_path_factory.mktemp("leading") / "site").config)
    with new_store() as store:
        yield LinkBook(site.config, store)


@given(address=ADDRESSES)
def test_an_address_leads_where_following_it_ends(book: LinkBook, address: str) -> None:
    is_followed = address.startswith("http")
    assert book.lead(address) == (book.trace(address).final if is_followed else address)


@given(written=st.lists(st.tuples(ADDRESSES, ADDRESSES), min_size=1, max_size=4))
def test_an_issue_is_improved_as_its_parts_are(book: LinkBook, written: list[tuple[str, str]]) -> None:
    links = [(Link(href=href, text=""),) for href, _ in written]
    parts = {
        str(number): replace(ENTRY, content=f'<p><a href="{href}">a</a></p>', links=own, permalink=permalink)
        for number, ((href, permalink), own) in enumerate(zip(written, links, strict=True))
    }
    whole = replace(ENTRY, kind="issue", permalink=ENTRY.origin.permalink)
    better = book.improve_issue(StoredIssue(path="7.md", whole=whole, parts=parts))
    assert better.parts == {name: book.improve(part) for name, part in parts.items()}
