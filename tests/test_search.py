"""The search page: the full text of everything published, found in a real browser, and indexed only when it changes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from pytest_httpserver import HTTPServer

from feeds.errors import FeedsError
from feeds.pipeline.run import Leave
from feeds.render.full_text import PROGRAMS, is_of_index
from tests.browsing import browse
from tests.folder import CONFIG, LATER, Folder
from tests.hosting import POLICY, rules_of

SEARCH = CONFIG + "pages: {search: true}\n"


@pytest.fixture
def searched(site: Folder) -> Folder:
    site.configure(SEARCH)
    site.issue("2026-04-01-one.md", "Issue 1", "2026-04-01")
    site.issue("2026-05-01-two.md", "Issue 2", "2026-05-01")
    site.write(
        "2026-05-08-three.md", "---\ntitle: Café <& bar>\ndate: 2026-05-08\n---\n## Boats\n\nA zeppelin <b>\\<i></b>.\n"
    )
    site.build()
    return site


def index_of(site: Folder) -> dict[str, bytes]:
    return {path: content for path, content in site.tree().items() if path.startswith("search/pagefind/")}


def find(site: Folder, server: HTTPServer, words: str, tmp_path: Path) -> dict[str, str]:
    """Type *words* into the field of the search page, and note what it shows."""
    script = f"""
        const input = page.querySelector(".search.full input");
        const status = page.querySelector("[role=status]");
        input.value = {words!a};
        input.dispatchEvent(new Event("input"));
        while (!status.textContent) await new Promise(done => setTimeout(done, 20));
        while (/^[1-9]/.test(status.textContent) && !page.querySelector("#found a")) {{
            await new Promise(done => setTimeout(done, 20));
        }}
        note.status = status.textContent;
        note.titles = Array.from(page.querySelectorAll("#found a"), link => link.textContent).join("|");
        note.links = Array.from(page.querySelectorAll("#found a"), link => link.href).join("|");
        note.marked = Array.from(page.querySelectorAll("#found mark"), mark => mark.textContent).join("|");
        note.elements = page.querySelectorAll("#found i, #found b").length;
        note.address = page.location.search;
    """
    return browse(site, server, script, tmp_path, page="search/")


def test_a_word_leads_to_the_sections_that_have_it(searched: Folder, httpserver: HTTPServer, tmp_path: Path) -> None:
    note = find(searched, httpserver, "sleeps", tmp_path)
    assert note["status"] == "2"
    assert sorted(set(note["titles"].split("|"))) == ["Chips", "Issue 1", "Issue 2"]
    urls = {item["url"] for item in searched.items() if item["title"].startswith("Chips")}
    assert urls <= set(note["links"].split("|"))
    assert set(note["marked"].split("|")) == {"sleeps."}
    assert note["address"] == "?q=sleeps"


def test_words_of_posts_are_shown_as_text(searched: Folder, httpserver: HTTPServer, tmp_path: Path) -> None:
    note = find(searched, httpserver, "zeppelin", tmp_path)
    assert (note["status"], note["elements"]) == ("1", "0")
    assert note["titles"].startswith("Café <& bar>")


def test_a_word_that_is_nowhere_is_answered(searched: Folder, httpserver: HTTPServer, tmp_path: Path) -> None:
    note = find(searched, httpserver, "xylophonist", tmp_path)
    assert note["status"] == "Nothing has all of these words."


def test_without_a_script_the_page_leads_to_the_archive(searched: Folder) -> None:
    page = BeautifulSoup((searched.public / "search/index.html").read_bytes(), "lxml")
    assert page.select_one("noscript")
    assert page.select_one('a[href="../archive/"]')
    assert all(part.has_attr("hidden") for part in page.select("main > p"))


def test_only_the_search_page_may_run_webassembly(searched: Folder) -> None:
    rules = rules_of(searched.public)
    assert [path for path, rule in rules.items() if "wasm-unsafe-eval" in rule.get(POLICY, "")] == ["/search/"]


def test_the_text_is_indexed_again_only_if_it_changes(searched: Folder) -> None:
    before = index_of(searched)
    assert not any(map(is_of_index, searched.build(LATER).written))
    post = searched.posts / "2026-04-01-one.md"
    searched.write(post.name, post.read_text().replace("that sleeps", "that dreams"))
    searched.build(LATER)
    after = index_of(searched)
    assert len([path for path in after if "fragment/" in path]) == 3  # the one of the old text is removed
    assert len(before.keys() & after.keys()) >= len(before) - 3
    fresh = Folder(searched.path.parent / "fresh", SEARCH)
    for path in searched.posts.iterdir():
        fresh.write(path.name, path.read_bytes())
    fresh.build(LATER)
    assert index_of(fresh) == after


def test_a_file_of_the_index_that_is_gone_is_written_again(searched: Folder) -> None:
    before = index_of(searched)
    next(searched.public.glob("search/pagefind/fragment/*")).unlink()
    searched.build(LATER)
    assert index_of(searched) == before


def test_an_index_that_is_switched_off_is_removed_but_for_files_of_others(searched: Folder) -> None:
    note = searched.public / "search/pagefind/notes.txt"
    note.write_text("mine")
    searched.configure(CONFIG)
    searched.build(LATER)
    assert list(index_of(searched)) == ["search/pagefind/notes.txt"]


def test_a_clone_without_its_memory_takes_the_index_for_its_own(searched: Folder) -> None:
    before = searched.tree()
    (searched.path / ".feeds/state.sqlite3").unlink()
    searched.build(LATER, leave=Leave(resurface=True, shrink=True))
    assert index_of(searched) == {path: text for path, text in before.items() if path in index_of(searched)}


def test_without_pagefind_a_build_says_what_to_install(site: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    for package in PROGRAMS:
        monkeypatch.setitem(sys.modules, package, None)  # as where it is not installed
    site.configure(SEARCH)
    site.issue()
    with pytest.raises(FeedsError, match="needs Pagefind, which is not installed"):
        site.build()


def write_chinese(site: Folder) -> None:
    site.configure(SEARCH.replace("site:\n", "site:\n  language: zh\n"))
    site.write(
        "2026-05-01-one.md", "---\ntitle: 一\ndate: 2026-05-01\n---\n## 海鸟\n\n今年的燕鸥回来得比去年早了两个星期。\n"
    )


@pytest.mark.parametrize("words", ["燕鸥", "两个星期"])
def test_words_within_a_chinese_sentence_are_found(
    site: Folder, httpserver: HTTPServer, tmp_path: Path, words: str
) -> None:
    pytest.importorskip("pagefind_bin_extended", reason="it is the extra search-cjk")
    write_chinese(site)
    assert not site.build().notices
    assert find(site, httpserver, words, tmp_path)["status"] == "1"


def test_an_index_in_which_no_chinese_word_is_found_is_reported_once(
    site: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pagefind_bin_extended", None)  # as where it is not installed
    write_chinese(site)
    assert "search-cjk" in str(site.build().notices[-1])
    site.write("2026-05-01-one.md", (site.posts / "2026-05-01-one.md").read_text())
    assert not site.build(LATER).notices
