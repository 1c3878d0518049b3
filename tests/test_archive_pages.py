"""Archive pages: everything that was ever published, by year, and only rendered where something changed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from feeds.errors import PublishError
from feeds.pipeline.documents.archive_pages import MOST_ON_A_PAGE
from feeds.pipeline.processes.workers import Workers
from tests.folder import CONFIG, LATER, NOW, Folder
from tests.newsletters import build_with
from tests.searching import search

TOPICS = """\
topics:
  - {slug: robots, title: Robots, headings: [Robots]}
  - {slug: chips, title: Chips, headings: [Chips]}
"""
SMALL = "feeds: {limit: 1, days: 0, archive: none}\n"
SECTIONS = 12  # of an issue in a large archive


def write_large(site: Folder, *, more: str = "") -> None:
    """Write a newsletter with more sections than fit on a page, an issue each month of three years."""
    site.configure(CONFIG + more + TOPICS + SMALL)
    for year in (2023, 2024, 2025):
        for month in range(1, 13):
            write_issue(site, f"{year}-{month:02}-05")
    assert 3 * 12 * SECTIONS > MOST_ON_A_PAGE


def write_issue(site: Folder, date: str, heading: str = "Robots") -> None:
    parts = "".join(f"\n## Part {number} of {date}\n\nWords {number}.\n" for number in range(SECTIONS - 1))
    site.write(
        f"{date}.md", f"---\ntitle: Issue of {date}\ndate: {date}\n---\n## {heading}\n\nWalks on {date}.\n{parts}"
    )


def soup(site: Folder, path: str) -> BeautifulSoup:
    return BeautifulSoup((site.public / path).read_bytes(), "lxml")


def links(site: Folder, path: str) -> dict[str, str]:
    """Return the titles and addresses that the page at *path* lists, without topics."""
    found = soup(site, path).select(".listed h3 > a, .list li > a:first-child")
    return {link.get_text(): str(link["href"]) for link in found}


def pages(site: Folder) -> dict[str, bytes]:
    return {path: content for path, content in site.tree().items() if re.search(r"archive/(\d+/)*index", path)}


def counted(site: Folder) -> dict[str, int]:
    """Return how much each page lists, by its path, as the page says that links to it."""
    found = {}
    for path in pages(site):
        for link in soup(site, path).select(".shelves li"):
            below = path.replace("index.html", f"{link.select('a')[0]['href']}index.html")
            found[below] = int(link.select("span")[0].get_text().split()[0])
    return found


def listed(site: Folder) -> dict[str, int]:
    """Return how much there is on each page that another one links to, and on the pages that it links to."""
    counts = {path: len(soup(site, path).select(".listed")) for path in pages(site)}
    return {path: sum(n for page, n in counts.items() if page.startswith(path[:-10])) for path in counted(site)}


def render_anew(site: Folder) -> dict[str, bytes]:
    """Return the archive pages as they are if none was there."""
    for path in pages(site):
        (site.public / path).unlink()
    site.build(LATER)
    return pages(site)


def test_the_archive_lists_every_issue_with_its_sections_where_they_can_be_read(site: Folder) -> None:
    site.configure(CONFIG + TOPICS + SMALL)
    site.issue("2025-05-01-one.md", "Issue 1", "2025-05-01")
    site.issue("2026-05-01-two.md", "Issue 2", "2026-05-01")
    site.build()
    listed = links(site, "archive/index.html")
    entries = {item["url"]: item["title"].partition(" (")[0] for item in site.items("feed.json")}
    assert list(listed) == ["Issue 2", "Robots", "Chips", "Issue 1"]
    assert entries.items() <= {url: title for title, url in listed.items()}.items()
    assert listed["Chips"].startswith(listed["Issue 1"] + "#")
    page = soup(site, "archive/index.html")
    assert [one["id"] for one in page.select(".period")] == ["2026", "2025"]
    assert [row.get_text(" ", strip=True) for row in page.select(".list li")] == ["Robots", "Chips"] * 2


def test_a_section_leads_to_its_topics_but_for_one_that_is_called_like_it(site: Folder) -> None:
    site.configure(CONFIG + TOPICS.replace("headings", "words"))
    site.write("a.md", "---\ntitle: A\ndate: 2026-05-01\n---\n## Robots!\n\nwalk\n\n## Robots, chips\n\nsleep\n")
    site.build()
    rows = soup(site, "archive/index.html").select(".list li")
    assert [[str(link["href"]) for link in row.select("a")[1:]] for row in rows] == [
        [],
        ["../topics/chips/", "../topics/robots/"],
    ]


def test_a_topic_has_an_archive_once_its_feed_has_dropped_a_section(site: Folder) -> None:
    site.configure(CONFIG + TOPICS + SMALL)
    site.issue("2025-05-01-one.md", "Issue 1", "2025-05-01")
    site.build()
    assert not (site.public / "topics/robots/archive").exists()
    site.issue("2026-05-01-two.md", "Issue 2", "2026-05-01")
    site.build(LATER)
    rows = [row.get_text(" ", strip=True) for row in soup(site, "topics/robots/archive/index.html").select(".listed")]
    assert rows == ["Robots 1 May 2026 · Issue 2", "Robots 1 May 2025 · Issue 1"]
    assert soup(site, "topics/robots/index.html").select_one('#archive ~ div a[href$="topics/robots/archive/"]')
    assert soup(site, "index.html").select_one('.facts a[href$="topics/robots/archive/"]')


@pytest.mark.parametrize("path", ["issues/index.html", "sections/index.html", "index.html"])
def test_pages_lead_to_the_archive(site: Folder, path: str) -> None:
    site.issue()
    site.build()
    targets = [
        (site.public / path).parent / str(link["href"]) for link in soup(site, path).select("a[href$='archive/']")
    ]
    assert [target.resolve() for target in targets] == [site.public / "archive"]


def test_an_archive_leads_to_the_pages_of_issues_if_there_are_any(site: Folder) -> None:
    site.configure(CONFIG + "feeds: {link: page}\n")
    site.issue()
    site.build()
    for url in links(site, "archive/index.html").values():
        path, _, anchor = url.removeprefix("https://weekly.example/").partition("#")
        assert not anchor or soup(site, f"{path}index.html").select_one(f"#{anchor}")


def test_the_years_of_a_large_archive_have_pages_of_their_own(site: Folder) -> None:
    write_large(site)
    site.build()
    first = soup(site, "archive/index.html")
    assert [row.get_text(" ", strip=True) for row in first.select(".shelves li")] == [
        f"{year} 12 issues" for year in (2025, 2024, 2023)
    ]
    page = soup(site, "archive/2024/index.html")
    assert len(page.select(".listed")) == 12
    assert [str(link["href"]) for link in page.select(".turn a")] == ["../../archive/2023/", "../../archive/2025/"]
    assert not (site.public / "topics/robots/archive/2024").exists()  # 36 sections fit on a page


def test_a_changed_issue_has_only_the_pages_of_its_year_rendered(site: Folder) -> None:
    write_large(site)
    site.build()
    before = pages(site)
    write_issue(site, "2024-07-05", "Chips")
    site.build(LATER)
    changed = {path for path, content in pages(site).items() if before.get(path) != content}
    assert "archive/2024/index.html" in changed
    assert changed <= {"archive/2024/index.html", "topics/robots/archive/index.html"}


def test_other_words_in_an_issue_have_no_page_rendered(site: Folder) -> None:
    write_large(site)
    site.build()
    post = site.posts / "2024-07-05.md"
    site.write(post.name, post.read_text().replace("Words 3.", "Other words."))
    assert not {path for path in site.build(LATER).written if "archive" in path}


def test_a_year_belongs_to_the_time_zone_of_the_newsletter(site: Folder) -> None:
    write_large(site, more="  timezone: Asia/Tokyo\n")
    write_issue(site, "2026-01-01")  # that is in 2025 in UTC
    site.build()
    assert next(iter(links(site, "archive/2026/index.html"))) == "Issue of 2026-01-01"
    assert len(soup(site, "archive/2025/index.html").select(".listed")) == 12


def test_what_is_withdrawn_leaves_a_page_that_stays(site: Folder) -> None:
    write_large(site)
    write_issue(site, "2021-07-05")
    site.build()
    assert links(site, "archive/2021/index.html")
    (site.posts / "2021-07-05.md").unlink()
    site.build(LATER)
    assert "Nothing of this time is left." in soup(site, "archive/2021/index.html").get_text()
    assert site.build(LATER).written == ()


def test_what_has_expired_is_in_no_archive(site: Folder) -> None:
    site.write("one.md", "---\ntitle: Short-lived\ndate: 2026-05-01\nexpiryDate: 2026-06-02\n---\nWords.\n")
    site.issue("2026-05-02-two.md", "Issue 2", "2026-05-02")
    site.build(NOW)
    assert "Short-lived" in links(site, "archive/index.html")
    site.build(LATER)
    assert "Short-lived" not in links(site, "archive/index.html")


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["write", "delete"]),
        st.sampled_from(["2022-12-31", "2023-01-01", "2024-02-05", "2024-12-05", "2025-01-05", "2026-01-01"]),
        st.sampled_from(["Robots", "Chips", "Boats"]),
    ),
    min_size=1,
    max_size=4,
)


@pytest.mark.slow
@search(15)
@given(rounds=st.lists(EDITS, min_size=1, max_size=2))
def test_after_edits_archives_are_as_if_rendered_anew(
    tmp_path_factory: pytest.TempPathFactory, rounds: list[list[tuple[str, str, str]]]
) -> None:
    site = Folder(tmp_path_factory.mktemp("site") / "site")
    write_large(site, more="  timezone: Asia/Tokyo\n")
    site.build()
    for edits in rounds:
        for what, date, heading in edits:
            if what == "write":
                write_issue(site, date, heading)
            else:
                Path(site.posts / f"{date}.md").unlink(missing_ok=True)
        site.build(LATER)
        assert counted(site) == listed(site)
        assert pages(site) == render_anew(site)


def test_a_run_that_dies_before_publishing_leaves_no_archive_page_as_it_was(site: Folder) -> None:
    def die(what: str, done: int = 0, of: int = 0, post: str = "") -> None:
        if what == "Rendering feeds":
            raise KeyboardInterrupt

    site.issue()
    site.build()
    site.issue(title="Issue one, again")
    with pytest.raises(KeyboardInterrupt):
        build_with(site, Workers(jobs=1), die)
    site.build()
    assert "Issue one, again" in (site.public / "archive/index.html").read_text()


def test_pages_that_a_run_could_not_write_are_written_by_the_next_one(site: Folder) -> None:
    write_large(site)
    site.configure(CONFIG + TOPICS + SMALL.replace("}", ", link: page}"))
    site.build()
    before = pages(site)
    post = site.posts / "2024-03-05.md"
    site.write(post.name, post.read_text(encoding="utf-8").replace("Part 7", "Chapter 7"))
    first = site.public / "issues/2024-03-05/index.html"
    first.unlink()
    first.mkdir()
    with pytest.raises(PublishError):
        site.build()  # it has decided all, and written nothing
    assert pages(site) == before
    first.rmdir()
    site.build()
    assert {path for path, page in pages(site).items() if page != before[path]} == {"archive/2024/index.html"}
    assert pages(site) == render_anew(site)
