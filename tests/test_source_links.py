"""Links to the file of another post lead to where that post can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from feeds.errors import Where
from feeds.issues.parsing import parse_issue
from feeds.model import Post
from feeds.store import view_store
from tests.folder import Folder
from tests.parsing import CONFIG

SITE = "https://weekly.example/"
OTHERS = {
    "2026-05-01-first.md": "---\ntitle: First\n---\n",
    "2026/second/index.md": "---\ntitle: Second\ndate: 2026-05-02\n---\n",
    "named.md": "---\nslug: uno\ndate: 2026-05-03\n---\n",
    "page.html": "<html><head><title>x</title></head><body>x</body></html>",
    "elsewhere.md": "---\nlink: https://other.example/x\n---\n",
    "own.md": "---\nurl: /own/\n---\n",
    "broken.md": "---\ntitle: x\n",
    "a b.md": "x",
    "listed.hr.md": "---\ntitle: Broj od 5. listopada 2026\n---\nx",
}


def hrefs(text: str, path: str = "2026-05-09-x.md") -> list[str]:
    def find(other: str) -> Post | None:
        text = OTHERS.get(other)
        return None if text is None else Post(path=other, text=text, digest="", where=Where(f"posts/{other}"))

    issue, _ = parse_issue(Post(path=path, text=text, digest="", where=Where(f"posts/{path}")), CONFIG, find)
    return [anchor.get("href", "") for anchor in issue.body.iter("a")]


@pytest.mark.parametrize(
    ("link", "path", "expected"),
    [
        ("2026-05-01-first.md", "x.md", "2026/05/01/first/"),
        ("./2026-05-01-first.md#end", "x.md", "2026/05/01/first/#end"),
        ("../2026-05-01-first.md", "2026/x.md", "2026/05/01/first/"),
        ("../../2026-05-01-first.md", "2026/x/index.md", "2026/05/01/first/"),
        ("second/index.md", "2026/x.md", "2026/05/02/second/"),
        ("/posts/2026-05-01-first.md", "2026/x.md", "2026/05/01/first/"),
        ("../posts/2026-05-01-first.md", "x.md", "2026/05/01/first/"),
        ("2026-05-01-first.md?plain=1#end", "x.md", "2026/05/01/first/#end"),
        ("named.md", "x.md", "2026/05/03/uno/"),
        ("page.html", "x.md", "page/"),
        ("own.md", "x.md", "own/"),
        ("a%20b.md", "x.md", "a%20b/"),
        ("listed.hr.md", "x.md", "2026/10/05/listed/"),  # October in Croatian, November in Czech and Polish
    ],
)
def test_a_relative_link_to_a_file_leads_to_its_post(link: str, path: str, expected: str) -> None:
    for text in (f"See [it]({link}).", f"See [it].\n\n[it]: {link}\n", f'See <a href="{link}">it</a>.'):
        assert hrefs(text, path) == [SITE + expected]


def test_links_in_html_and_restructured_text_lead_there_too() -> None:
    assert hrefs('<p><a href="named.md">x</a></p>', "x.html") == [f"{SITE}2026/05/03/uno/"]
    assert hrefs("See `it <named.md>`_.\n", "x.rst") == [f"{SITE}2026/05/03/uno/"]


def test_a_post_elsewhere_is_linked_where_it_can_be_read() -> None:
    assert hrefs("[x](elsewhere.md)") == ["https://other.example/x"]


@pytest.mark.parametrize(
    "link",
    ["missing.md", "../../../etc/passwd.md", "broken.md", "https://forge.example/x/named.md", "//a.example/own.md"],
)
def test_other_links_stay_as_they_are(link: str) -> None:
    (href,) = hrefs(f"[x]({link})")
    assert href.endswith(re.sub(r"\A(\.\./)+|\A//", "", link))


def test_a_file_named_in_code_stays_as_it_is() -> None:
    assert hrefs("`[x](named.md)` and named.md") == []


@pytest.mark.parametrize(
    "link",
    [
        '{{< ref "named.md" >}}',
        '{{< relref "/posts/named" >}}',
        "@/posts/named.md",
        "@/named.md",
        "{filename}named.md",
        "{filename}/named.md",
        "{% link _posts/named.md %}",
    ],
)
def test_links_of_generators_know_the_front_matter_of_the_post(link: str) -> None:
    assert hrefs(f"See [it]({link}).") == [f"{SITE}2026/05/03/uno/"]


NAMED = "---\ntitle: Named\nslug: {}\ndate: 2026-05-03\n---\nWords.\n"
LINKING = "---\ntitle: Linking\ndate: 2026-05-04\n---\nSee [it](named.md) and [that](other.md).\n"


def lead(site: Folder) -> list[str]:
    """Return where the links of the linking post lead in the feed of issues."""
    (item,) = [item for item in site.items("feed.json") if item["title"] == "Linking"]
    return re.findall(r'href="([^"]*)"', item["content_html"])


@pytest.fixture
def linking(tmp_path: Path) -> Folder:
    site = Folder(tmp_path / "site")
    site.write("named.md", NAMED.format("uno"))
    site.write("linking.md", LINKING)
    site.write("apart.md", "---\ntitle: Apart\ndate: 2026-05-05\n---\nWords.\n")
    assert site.build().read == 3
    assert f"{SITE}2026/05/03/uno/" in lead(site)
    return site


def test_a_post_follows_the_address_of_one_that_it_links_to(linking: Folder) -> None:
    linking.write("named.md", NAMED.format("due"))
    linking.build()
    assert f"{SITE}2026/05/03/due/" in lead(linking)
    before = linking.tree()
    linking.build(fresh=True)
    assert linking.tree() == before


def test_a_post_finds_one_that_comes_and_loses_one_that_goes(linking: Folder) -> None:
    linking.write("other.md", NAMED.format("altro"))
    linking.build()
    assert f"{SITE}2026/05/03/altro/" in lead(linking)
    (linking.posts / "named.md").unlink()
    linking.build()
    assert not any(href.endswith("/uno/") for href in lead(linking))
    before = linking.tree()
    linking.build(fresh=True)
    assert linking.tree() == before


def test_files_that_a_post_no_longer_links_to_are_forgotten(linking: Folder) -> None:
    def linked() -> dict[str, tuple[str, ...]]:
        with view_store(linking.path / ".feeds" / "state.sqlite3") as store:
            return store.posts.linked()

    assert linked() == {"linking.md": ("named.md", "other.md")}
    linking.write("linking.md", LINKING.replace("(named.md)", "(apart.md)"))
    linking.build()
    assert linked() == {"linking.md": ("apart.md", "other.md")}
    (linking.posts / "linking.md").unlink()
    linking.build()
    assert linked() == {}
