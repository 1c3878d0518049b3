"""Pages for people: they can follow a feed with one click, find what they want, and see what there is."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from markupsafe import Markup, escape
from pytest_httpserver import HTTPServer

from feeds.errors import ConfigError
from feeds.model import History, MonthCount
from feeds.render.colours import accent_on_dark, accent_on_light, contrast
from feeds.render.environment import environment_for
from feeds.render.histories import make_overview
from feeds.store import copy_store, view_store
from tests.browsing import browse
from tests.command import run
from tests.folder import CONFIG, ISSUE, LATER, NOW, Folder
from tests.hosting import policy_for

TOPICS = """\
topics:
  - {slug: robots, title: Robots, headings: [Robots]}
  - {slug: chips, title: Chips, headings: [Chips]}
"""


@pytest.fixture
def topical(site: Folder) -> Folder:
    site.configure(CONFIG + TOPICS)
    site.issue()
    site.build()
    return site


def soup(site: Folder, path: str) -> BeautifulSoup:
    return BeautifulSoup((site.public / path).read_bytes(), "lxml")


# -- following


def test_each_feed_of_the_index_has_one_button_with_its_address(topical: Folder) -> None:
    cards = soup(topical, "index.html").select(".cards > li")
    addresses = [card.select_one("details .address") for card in cards]
    assert [one.get_text() for one in addresses if one] == [
        f"https://weekly.example/{path}atom.xml" for path in ("", "sections/", "topics/robots/", "topics/chips/")
    ]
    assert all(len(card.select("summary")) == 1 for card in cards)


def test_the_page_of_a_feed_offers_readers_that_take_its_address(topical: Folder) -> None:
    links = [str(link["href"]) for link in soup(topical, "topics/robots/index.html").select(".readers a")]
    assert links[0] == "feed:https://weekly.example/topics/robots/atom.xml"
    assert len(links) == 5
    assert all(unquote(link).endswith("https://weekly.example/topics/robots/atom.xml") for link in links)


def test_the_script_offers_the_same_readers_on_the_index(
    topical: Folder, httpserver: HTTPServer, tmp_path: Path
) -> None:
    script = """
        const follow = page.querySelectorAll(".cards details")[2];
        follow.open = true;
        await new Promise(done => follow.addEventListener("toggle", done));
        note.links = Array.from(follow.querySelectorAll(".readers a"), link => link.href).join(" ");
    """
    expected = [str(link["href"]) for link in soup(topical, "topics/robots/index.html").select(".readers a")]
    assert html.unescape(browse(topical, httpserver, script, tmp_path)["links"]).split() == expected


def test_pages_have_nothing_inline_that_a_strict_host_forbids(topical: Folder) -> None:
    for path in topical.public.rglob("*.html"):
        page = BeautifulSoup(path.read_bytes(), "lxml")
        assert not page.select("style, script:not([src]), [style], [onclick]")
    assert policy_for(topical.public, "/topics/robots/").startswith("default-src 'none'; script-src 'self'")


def test_pages_name_their_style_by_its_content(topical: Folder) -> None:
    link = soup(topical, "topics/robots/index.html").select_one("link[rel=stylesheet]")
    assert isinstance(link, Tag)
    assert str(link["href"]).startswith("../../assets/feeds-pages.css?")


@pytest.mark.parametrize("path", ["atom.xml", "sections/rss.xml", "topics/chips/atom.xml"])
def test_a_feed_is_shown_with_a_style_sheet_that_is_there(topical: Folder, path: str) -> None:
    root = etree.parse(topical.public / path)
    (style,) = root.xpath("/processing-instruction('xml-stylesheet')")
    address = style.attrib["href"]
    assert style.attrib["type"] == "text/css"
    assert ((topical.public / path).parent / address).resolve() == topical.public / "assets/feeds-xml.css"


# -- lists of feeds


def test_the_list_of_topics_has_each_topic_and_nothing_that_has_their_entries_again(topical: Folder) -> None:
    outlines = etree.parse(topical.public / "topics.opml").xpath("//outline[@xmlUrl]/@xmlUrl")
    assert outlines == [f"https://weekly.example/topics/{slug}/atom.xml" for slug in ("robots", "chips")]
    page = soup(topical, "index.html")
    assert [link["href"] for link in page.select("a[download]")] == ["topics.opml"]


def test_a_newsletter_without_topics_offers_no_list_of_them(site: Folder) -> None:
    site.issue()
    site.build()
    assert not (site.public / "topics.opml").exists()
    assert not soup(site, "index.html").select("a[download]")


# -- finding


def test_the_field_for_searching_hides_entries_without_the_words(
    site: Folder, httpserver: HTTPServer, tmp_path: Path
) -> None:
    topics = [f"  - {{slug: t{number}, title: Thème {number}, headings: [Robots]}}\n" for number in range(10)]
    site.configure(CONFIG + "topics:\n" + "".join(topics))
    site.issue()
    site.build()
    script = """
        const input = page.querySelector(".search input");
        note.before = page.querySelector(".search").hidden;
        input.value = "theme 7";
        input.dispatchEvent(new Event("input"));
        note.shown = Array.from(page.querySelectorAll(".cards > li:not([hidden]) h3"), one => one.textContent).join();
        note.count = page.querySelector(".search [role=status]").textContent;
    """
    noted = browse(site, httpserver, script, tmp_path)
    assert noted == {"before": "false", "shown": "Whole issues,All sections,Thème 7", "count": "1 / 10"}
    assert "hidden" in str(soup(site, "index.html").select_one(".search"))  # where no script runs


# -- what there is

BOAT = """\
---
title: Issue {number}
date: {date}
---
Welcome.

## Robots

A [robot](https://robots.example/{number}).

## Boats

A boat.
"""


def write_years(site: Folder) -> None:
    """Write an issue a month for three years; the first two have Chips, which are silent from then on."""
    site.configure(CONFIG + TOPICS)
    for number in range(36):
        date = f"{2023 + number // 12}-{number % 12 + 1:02}-05"
        if number < 2:
            site.issue(f"{date}-a.md", f"Issue {number}", date)
        else:
            site.write(f"{date}-a.md", BOAT.format(number=number, date=date))


def test_the_index_says_how_much_there_was_and_puts_silent_topics_last(site: Folder) -> None:
    write_years(site)
    site.configure(CONFIG + "topics:\n" + "".join(reversed(TOPICS.splitlines(keepends=True)[1:])))
    site.build()
    cards = soup(site, "index.html").select(".cards > li")
    facts = {str(card.h3.get_text()): [one.get_text() for one in card.select(".facts li")] for card in cards if card.h3}
    assert facts["Whole issues"][0] == "36 issues since January 2023"
    assert facts["Robots"][0] == "36 sections since January 2023"
    assert facts["Chips"] == ["2 sections since January 2023", "last in 2023"]
    assert list(facts)[-2:] == ["Robots", "Chips"]


def test_the_index_shows_topics_over_the_years(site: Folder) -> None:
    write_years(site)
    site.build()
    rows = soup(site, "index.html").select(".years tr")
    shown = [[cell.get_text() for cell in row.select("th, td")] for row in rows]
    assert shown == [["", "2023", "2024", "2025"], ["Robots", "12", "12", "12"], ["Chips", "2", "", ""]]


def test_the_page_of_a_topic_says_which_share_of_issues_had_it(site: Folder) -> None:
    write_years(site)
    site.configure(CONFIG + TOPICS + "  - {slug: boats, title: Boats, headings: [Boats]}\n")
    site.build()
    share = soup(site, "topics/boats/index.html").select_one(".share")
    assert share
    assert share.get_text() == "In 34 issues: 100% of those from March 2023 to December 2025."


def test_an_issue_without_a_topic_leaves_the_pages_of_the_topic_as_they_are(site: Folder) -> None:
    write_years(site)
    site.build()
    before = site.tree()
    site.write("2028-01-05-a.md", BOAT.format(number=36, date="2026-05-05").replace("Robots", "Kites"))
    site.build()
    changed = {path for path, content in site.tree().items() if before.get(path) != content}
    assert "index.html" in changed
    assert not {path for path in changed if path.startswith("topics/")}
    (site.public / "topics/robots/index.html").unlink()
    site.build()
    assert site.tree()["topics/robots/index.html"] == before["topics/robots/index.html"]


def test_an_old_issue_that_goes_changes_what_pages_say_of_its_topics(site: Folder) -> None:
    site.configure(CONFIG + TOPICS + "feeds: {limit: 1, days: 0}\n")
    for year in (2024, 2025, 2026):
        site.issue(f"{year}.md", f"Issue {year}", f"{year}-01-05")
    site.build()
    (site.posts / "2024.md").unlink()
    site.build(LATER)
    assert "2 sections since January 2025" in soup(site, "topics/robots/index.html").get_text()


def month_of(year: int, month: int, *, entries: int) -> MonthCount:
    return MonthCount(number=12 * year + month - 1, entries=entries, issues=1, first=0, last=0, moments=0)


@pytest.mark.parametrize(
    ("months", "step", "bars"),
    [
        (["2025-10", "2026-03"], "month", 6),
        (["2023-02", "2026-01"], "month", 36),
        (["2023-01", "2026-01"], "quarter", 13),
        (["2001-05", "2026-04"], "year", 26),
    ],
)
def test_a_sparkline_has_few_bars_however_old_the_newsletter_is(months: list[str], step: str, bars: int) -> None:
    history = History(
        months=tuple(month_of(*map(int, month.split("-")), entries=3) for month in months), issues=2, of=2
    )
    overview = make_overview(history, history)
    assert overview
    assert overview.line
    assert (overview.line.step, overview.line.width) == (step, 2 * bars)
    assert overview.line.path.startswith("M0 20V0h2V20h")
    assert overview.line.path.endswith("V0h2V20z")


def test_a_newsletter_with_as_much_in_every_month_has_no_sparkline() -> None:
    history = History(months=tuple(month_of(2025, number, entries=1) for number in range(1, 13)), issues=12, of=12)
    overview = make_overview(history, history)
    assert overview
    assert overview.line is None


def test_a_long_title_is_set_smaller(site: Folder) -> None:
    site.configure(CONFIG + "feeds: {link: page}\n")
    site.issue(title="A tide")
    site.issue("2026-05-08-two.md", "A tide " * 10, "2026-05-08")
    site.build()
    pages = (soup(site, f"issues/{name}/index.html") for name in ("2026-05-01-one", "2026-05-08-two"))
    assert [page.select_one("h1.long") is None for page in pages] == [True, False]


def test_a_newsletter_without_topics_does_not_speak_of_them(site: Folder) -> None:
    site.configure(CONFIG)
    site.issue()
    site.build()
    assert "topic" not in soup(site, "index.html").get_text()
    site.configure(CONFIG + TOPICS)
    site.build(LATER)
    assert "no topics besides" in soup(site, "index.html").get_text()


def test_the_index_of_sixty_feeds_over_twenty_years_is_small(site: Folder) -> None:
    topics = [f"  - {{slug: topic-{number}, title: Subject {number}, headings: [Robots]}}\n" for number in range(60)]
    for year in range(2006, 2026):
        for month in range(1, 2 + year % 3):
            site.issue(f"{year}-{month}.md", f"Issue {year}/{month}", f"{year}-0{month}-05")
    site.configure(CONFIG + "topics:\n" + "".join(topics))
    site.build()
    assert (site.public / "index.html").stat().st_size < 60_000


# -- whose newsletter it is


LOOK = '  logo: /art/logo.svg\n  icon: https://static.example/icon.png\n  colour: "#ffd400"\n'


def test_feeds_and_pages_have_the_pictures_of_the_newsletter(site: Folder) -> None:
    site.configure(CONFIG + LOOK)
    site.issue()
    site.build()
    page = soup(site, "index.html")
    logo, icon = "https://weekly.example/art/logo.svg", "https://static.example/icon.png"
    assert [image["src"] for image in page.select("img.logo")] == [logo]
    assert [link["href"] for link in page.select("link[rel=icon]")] == [icon]
    atom = etree.parse(site.public / "atom.xml").getroot()
    names = {etree.QName(child).localname: child.text for child in atom}
    assert (names["logo"], names["icon"]) == (logo, icon)
    image = etree.parse(site.public / "rss.xml").xpath("/rss/channel/image/*/text()")
    assert image == [logo, "The Weekly", "https://weekly.example/"]
    assert (site.json("feed.json")["icon"], site.json("feed.json")["favicon"]) == (icon, icon)


def test_pages_have_the_colour_of_the_newsletter(site: Folder) -> None:
    site.issue()
    site.build()
    before = soup(site, "index.html").select_one("link[rel=stylesheet]")
    site.configure(CONFIG + LOOK)
    site.build()
    after = soup(site, "index.html").select_one("link[rel=stylesheet]")
    assert before
    assert after
    assert before["href"] != after["href"]
    assert "--accent: #806a00;" in (site.public / "assets/feeds-pages.css").read_text()
    assert "--accent: #806a00;" in (site.public / "assets/feeds-xml.css").read_text()


_TEXTS = st.text("<>&\"'{}a n%").map(str)


@given(title=st.one_of(_TEXTS, _TEXTS.map(escape), st.integers(), st.none()), n=st.integers(0, 3))
def test_values_in_sentences_are_escaped_as_markupsafe_does(title: object, n: int) -> None:
    sentences: dict[str, Any] = dict(environment_for("en").globals)
    said = sentences["say"]("<{title}> & {title}: all feeds", title=title)
    assert said == escape("<{title}> & {title}: all feeds").format(title=title)
    assert isinstance(said, Markup)
    counted = sentences["plural"]("{n} section since {month}", "{n} sections since {month}", n, month=title)
    assert counted == Markup("{n} section{s} since {month}").format(n=n, s="" if n == 1 else "s", month=title)


@given(colour=st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}"))
def test_any_colour_can_be_read_on_light_and_on_dark_paper(colour: str) -> None:
    light, dark = accent_on_light(colour), accent_on_dark(colour)
    assert min(contrast(light.accent, paper) for paper in ("#fbf9f5", "#f3efe6", "#ffffff")) >= 4.5
    assert min(contrast(dark.accent, paper) for paper in ("#181614", "#24211d")) >= 4.5
    assert all(contrast(one.accent, one.on_accent) >= 4.5 for one in (light, dark))


@pytest.mark.parametrize(
    ("setting", "fault"),
    [("colour: teal", "is not a colour"), ("logo: 'data:image/png;base64,AAAA'", "is not the address of a picture")],
)
def test_a_look_that_cannot_be_is_refused(site: Folder, setting: str, fault: str) -> None:
    site.configure(CONFIG + f"  {setting}\n")
    site.issue()
    with pytest.raises(ConfigError, match=fault):
        site.build()


# -- issues


def test_what_is_wider_than_the_page_of_an_issue_can_be_scrolled_with_keys(site: Folder) -> None:
    site.configure(CONFIG + "feeds: {link: page}\n")
    site.write("2026-05-01-one.md", "# Issue 1\n\n```\nls\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n")
    site.build()
    page = soup(site, "issues/2026-05-01-one/index.html")
    assert [one.get("tabindex") for one in page.select("pre, table")] == ["0", "0"]
    assert "tabindex" not in site.items("feed.json")[0]["content_html"]


def test_words_in_another_language_than_the_page_say_so(site: Folder) -> None:
    site.configure(CONFIG + "feeds: {link: page}\n")
    site.issue()
    site.write("2026-05-08-two.md", "---\ntitle: طيور\ndate: 2026-05-08\nlang: ar\n---\nعادت الطيور إلى الميناء.\n")
    site.build()
    latest = {one.get_text(): one.get("lang") for one in soup(site, "index.html").select(".latest a")}
    assert (latest["Issue 1"], latest["طيور"]) == (None, "ar")
    assert [one.get("lang") for one in soup(site, "issues/index.html").select(".entry h2")] == ["ar", None]
    page = soup(site, "issues/2026-05-08-two/index.html")
    assert page.html
    assert page.html["lang"] == "en"
    assert [one.get("lang") for one in page.select("h1, .words")] == ["ar", "ar"]
    assert [one.get("dir") for one in page.select(".words, footer.entry a")] == ["rtl", "ltr"]


def counted(site: Folder, now: datetime) -> list[tuple[History, dict[str, History]]]:
    """Return the histories as they are kept, and as they are when everything is counted again."""
    found = []
    with view_store(site.path / ".feeds/state.sqlite3") as past, copy_store(past) as store:
        for _ in range(2):
            found.append(store.histories.of_all(["robots", "chips"], now))
            store.connection.execute("DELETE FROM histories")
    return found


def test_what_is_kept_of_histories_is_what_there_is(site: Folder) -> None:
    site.configure(CONFIG + TOPICS)
    changes: list[Callable[[], object]] = [
        lambda: site.issue("1.md", "Issue 1", "2025-01-05"),
        lambda: site.issue("2.md", "Issue 2", "2025-03-05"),
        lambda: site.write("2.md", ISSUE.format(title="Issue 2", date="2025-03-05").replace("Robots", "Boats")),
        lambda: site.issue("2.md", "Issue 2", "2025-03-05"),
        lambda: site.issue("3.md", "Issue 3", "2026-06-03"),  # due later
        lambda: (site.posts / "1.md").unlink(),
        lambda: site.issue("1.md", "Issue 1", "2025-01-05"),
        lambda: site.issue("2.md", "Issue 2", "2024-05-05"),
        lambda: run(site, "redate", "posts/2.md"),
        lambda: site.configure(CONFIG + TOPICS.replace("[Robots]", "[Chips]")),
    ]
    for number, change in enumerate(changes):
        change()
        now = NOW + timedelta(hours=number)
        site.build(now)
        for later in (timedelta(0), timedelta(days=3)):
            kept, anew = counted(site, now + later)
            assert kept == anew


def test_the_sections_of_a_new_issue_without_a_date_are_counted_at_once(site: Folder) -> None:
    site.configure(CONFIG + TOPICS.replace("[Robots]", "[Robots *]"))
    site.write(
        "new.md", "---\ntitle: New\n---\n" + "".join(f"## Robots {word}\n\nA robot walks.\n\n" for word in "abc")
    )
    site.build()
    published = [item["date_published"] for item in site.items("topics/robots/feed.json")]
    assert max(published) > NOW.isoformat()  # dated in their order, some seconds after their issue
    kept, anew = counted(site, NOW)
    assert kept == anew
    assert [month.entries for month in kept[1]["robots"].months] == [len(published)]
