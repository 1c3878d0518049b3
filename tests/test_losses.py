"""Which issues have probably lost links, so that their pages are fetched, and what `feeds` says of them."""

from __future__ import annotations

import pytest
from pytest_httpserver import HTTPServer

from feeds.links.losses import Loss, find_losses
from feeds.links.tallies import tally_links
from feeds.lookups import LookUpReport, look_up
from feeds.model import Link, LinkTally
from feeds.site import open_site
from tests.command import run
from tests.folder import CONFIG, NOW, Folder

PAGE = "https://w.example/7/"
FOOTER = ["https://w.example/jobs", "https://social.example/w", "https://patron.example/w"]


def tally(number: int, letters: int, links: list[str], *, named: bool = False, page: str = "") -> LinkTally:
    found = [Link(href=href, text="words") for href in links]
    return tally_links(
        issue=str(number), page=page or f"https://w.example/{number}/", letters=letters, links=found, named=named
    )


def numbered(count: int, issue: int = 0) -> list[str]:
    return [f"https://t.example/{issue}/{number}" for number in range(count)]


def whole_issues(count: int = 6) -> list[LinkTally]:
    """Return issues of 3,000 characters with twelve links each."""
    return [tally(100 + number, 3000, numbered(12, number)) for number in range(count)]


def reason(one: LinkTally, others: list[LinkTally]) -> str:
    loss = find_losses([one, *others], {}).get(one.issue)
    return loss.reason if loss else ""


def test_an_issue_with_as_many_links_as_usual_has_lost_none() -> None:
    assert find_losses(whole_issues(), {}) == {}


@pytest.mark.parametrize("links", [[], ["https://w.example/7/"], ["https://w.example/7/#top"]])
def test_a_link_to_the_issue_itself_does_not_count(links: list[str]) -> None:
    assert reason(tally(7, 3000, links), whole_issues()) == "none"
    assert reason(tally(7, 3000, links), []) == "none"


@pytest.mark.parametrize(
    "link",
    [
        Link(href="https://x.com/intent/tweet?u=1", text="Share"),
        Link(href="https://mail.example/u?id=1", text="Unsubscribe"),
    ],
)
def test_links_to_share_or_to_unsubscribe_do_not_count(link: Link) -> None:
    assert tally_links(issue="7", page=PAGE, letters=3000, links=[link], named=False).links == 0


def bare(number: int, count: int) -> LinkTally:
    """Return an issue of 3,000 characters with *count* links whose words are their addresses."""
    links = [Link(href=f"https://t.example/{number}/{one}/", text=f"t.example/{number}/{one}") for one in range(count)]
    page = f"https://w.example/{number}/"
    return tally_links(issue=str(number), page=page, letters=3000, links=links, named=False)


def test_bare_addresses_count_a_quarter_of_what_is_usual_unless_the_newsletter_has_no_others() -> None:
    assert (bare(7, 9).links, bare(7, 9).bare) == (9, 9)
    assert reason(bare(7, 9), whole_issues()) == "few"
    assert find_losses([bare(number, 9) for number in range(6)], {}) == {}


def test_bare_addresses_are_few_where_the_pages_of_other_issues_had_links_with_words() -> None:
    found = {f"https://w.example/{number}/": 9 for number in (1, 2, 3)}
    others = [tally(number, 3000, []) for number in (1, 2, 3)]
    assert find_losses([bare(7, 30), *others], found)["7"].reason == "few"
    assert "7" not in find_losses([bare(7, 30), *others], dict.fromkeys(found, 0))
    assert "7" not in find_losses([tally(7, 3000, numbered(30)), *others], found)


def test_one_stray_link_in_a_long_text_is_few_and_in_a_short_one_is_not() -> None:
    assert reason(tally(7, 3000, numbered(1)), []) == "few"
    assert reason(tally(7, 300, numbered(1)), []) == ""


def test_far_fewer_links_than_usual_are_few() -> None:
    assert find_losses([tally(7, 5000, numbered(4, 7)), *whole_issues()], {}) == {
        "7": Loss(reason="few", letters=5000, links=4, expected=20)
    }
    assert reason(tally(7, 5000, numbered(12)), whole_issues()) == ""
    essays = [tally(100 + number, 9000, numbered(6, number)) for number in range(6)]
    assert reason(tally(7, 9000, numbered(5)), essays) == ""


def test_links_that_many_issues_have_do_not_count() -> None:
    flattened = [tally(number, 3000, FOOTER) for number in range(5)]
    assert {loss.reason for loss in find_losses(flattened, {}).values()} == {"none"}
    assert len(find_losses([*flattened, *whole_issues()], {})) == 5


def test_what_pages_of_other_issues_had_is_expected_of_the_rest() -> None:
    issues = [tally(number, 700, numbered(1, number)) for number in range(2, 12)]
    few = tally(1, 700, numbered(3))
    assert reason(few, issues) == ""
    assert "1" in find_losses([few, *issues], {one.page: 9 for one in issues})


def test_a_very_short_text_has_lost_nothing_unless_it_names_pages() -> None:
    assert reason(tally(7, 100, []), []) == ""
    assert reason(tally(7, 100, [], named=True), []) == "named"


def test_a_page_of_several_issues_is_that_of_the_newest() -> None:
    issues = [tally(number, 3000, [], page="https://w.example/") for number in (3, 2, 1)]
    assert list(find_losses(issues, {})) == ["3"]


WORDS = (
    "On Tuesday the harbour office published its readings, and on Friday the keeper of the light left for good. "
    "Nobody had expected that the two would have anything to do with each other, but the readings were late."
)
HTML = WORDS.replace("published its", '<a href="https://t.example/readings">published its</a>').replace(
    "keeper of the light", '<a href="https://t.example/keeper">keeper of the light</a>'
)


@pytest.fixture
def lost(site: Folder, httpserver: HTTPServer) -> Folder:
    """A site with one issue that has lost its links, whose page has them."""
    site.configure(f"{CONFIG}links: {{allow: [127.0.0.1], pause: 0s}}\n")
    httpserver.expect_request("/robots.txt").respond_with_data("", content_type="text/plain")
    site.write("a.md", f"---\ntitle: A\ndate: 2026-05-01\nlink: {httpserver.url_for('/7')}\n---\n{WORDS}\n")
    site.build()
    return site


def serve(server: HTTPServer) -> None:
    server.expect_request("/7").respond_with_data(f"<html><body><p>{HTML}</p></body></html>", content_type="text/html")


def look(site: Folder) -> LookUpReport:
    return look_up(open_site(site.config), NOW)


def test_an_issue_of_one_piece_that_has_only_the_link_to_itself_is_recovered(
    lost: Folder, httpserver: HTTPServer
) -> None:
    serve(httpserver)
    assert (look(lost).recovered, look(lost)) == (2, LookUpReport())
    lost.build(NOW)
    assert 'href="https://t.example/keeper"' in lost.items()[0]["content_html"]


def test_explain_says_that_links_are_lost_why_and_what_the_page_gave(lost: Folder, httpserver: HTTPServer) -> None:
    first = run(lost, "explain", "a.md").stdout
    assert "  lost       probably links: none is left beyond its own address\n" in first
    assert "  its page   has not been fetched yet (feeds links)\n" in first
    unsearched = run(lost, "links", "--unrecovered").stdout
    assert unsearched == (
        "posts/a.md: it has probably lost links: none is left beyond its own address; "
        "its page has not been fetched yet (feeds links)\n"
    )
    serve(httpserver)
    look(lost)
    assert ": 2 links found\n" in run(lost, "explain", "a.md").stdout
    assert run(lost, "links", "--unrecovered").stdout == ""


def test_a_page_that_fails_is_named_with_its_fault(lost: Folder, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/7").respond_with_data("", status=404)
    look(lost)
    assert "  its page   answers 404\n" in run(lost, "explain", "a.md").stdout
