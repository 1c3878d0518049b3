"""Related sections: the page of an issue leads from each section to some of earlier issues."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from feeds.errors import FeedsError
from feeds.model import SectionKey
from feeds.pipeline.documents.relating import MOST, choose_related
from feeds.store import Relatable
from tests.folder import CONFIG, LATER, Folder

TOPICS = """\
topics:
  - {slug: birds, title: Birds, words: [tern*, gull*]}
  - {slug: boats, title: Boats, words: [ferry, ferries]}
feeds: {link: page}
"""


def write(site: Folder, date: str, **sections: str) -> str:
    """Write an issue with these *sections* by heading, and return the key of it."""
    parts = "".join(f"\n## {heading}\n\n{words}\n" for heading, words in sections.items())
    site.write(f"{date}.md", f"---\ntitle: Letter of {date}\ndate: {date}\n---\nHello.\n{parts}")
    return date


def related(site: Folder, key: str) -> dict[str, list[str]]:
    """Return what each section on the page of an issue leads to, by heading: the titles and addresses."""
    page = html.fromstring((site.public / f"issues/{key}/index.html").read_bytes())
    return {
        article.xpath("string(h2)"): [
            f"{link.text} {link.get('href', '').removeprefix('https://weekly.example/issues/')}"
            for link in article.cssselect(".related li > a")
        ]
        for article in page.cssselect("article.entry")
        if article.cssselect(".related")
    }


def change_times(site: Folder, keys: list[str]) -> list[int]:
    return [(site.public / f"issues/{key}/index.html").stat().st_mtime_ns for key in keys]


def test_a_section_leads_to_sections_of_earlier_issues_with_its_topics(site: Folder) -> None:
    site.configure(CONFIG + TOPICS)
    write(site, "2026-01-01", Terns="A tern.", Bread="Loaves.")
    write(site, "2026-02-01", Ferries="A ferry.", **{"Gulls on ferries": "Hungry."})
    write(site, "2026-03-01", **{"Terns on ferries": "Late."}, Bread="More loaves.")
    site.build()
    assert related(site, "2026-01-01") == {}
    assert related(site, "2026-02-01") == {"Gulls on ferries": ["Terns 2026-01-01/#terns"]}
    found = related(site, "2026-03-01")
    assert found == {"Terns on ferries": ["Gulls on ferries 2026-02-01/#gulls-on-ferries", "Terns 2026-01-01/#terns"]}


def test_a_page_stays_if_other_rules_of_topics_change_nothing_in_the_issues_that_it_leads_to(site: Folder) -> None:
    site.configure(CONFIG + TOPICS)
    old, new = write(site, "2026-01-01", Terns="A tern."), write(site, "2026-03-01", Gulls="A gull.")
    site.build()
    write(site, "2025-12-01", Terns="An older tern.")  # to which the page of the newer one would lead, too
    site.build()
    before = change_times(site, [old, new])
    site.configure(CONFIG + TOPICS.replace("ferries]", "ferries, rafts]"))
    site.build()
    assert change_times(site, [old, new]) == before


def test_a_section_is_led_to_once_from_a_page(site: Folder) -> None:
    site.configure(CONFIG + TOPICS)
    write(site, "2026-01-01", Terns="A tern.", Gulls="A gull.")
    write(site, "2026-02-01", **{"A tern": "One.", "A gull": "Two.", "More terns": "Three."})
    site.build()
    found = related(site, "2026-02-01")
    assert found == {"A tern": ["Terns 2026-01-01/#terns"], "A gull": ["Gulls 2026-01-01/#gulls"]}


def test_a_new_issue_changes_no_page_of_another(site: Folder) -> None:
    site.configure(CONFIG + TOPICS)
    old = [write(site, f"2026-0{month}-01", Terns="A tern.") for month in (1, 2, 3)]
    site.build()
    before = change_times(site, old)
    new = write(site, "2026-04-01", Terns="Many terns.")
    site.build(LATER)
    assert change_times(site, old) == before
    assert len(related(site, new)["Terns"]) == MOST


def test_a_changed_title_changes_the_pages_that_lead_to_it_and_no_others(site: Folder) -> None:
    site.configure(CONFIG + TOPICS)
    write(site, "2026-01-01", Terns="A tern.")
    led = write(site, "2026-02-01", Gulls="A gull.")
    other = write(site, "2026-03-01", Ferries="A ferry.")
    site.build()
    before = change_times(site, [other])
    write(site, "2026-01-01", **{"Arctic terns": "A tern."})
    site.build(LATER)
    assert related(site, led) == {"Gulls": ["Arctic terns 2026-01-01/#terns"]}
    assert change_times(site, [other]) == before


def test_a_page_does_not_lead_to_what_was_withdrawn(site: Folder) -> None:
    site.configure(CONFIG + TOPICS)
    write(site, "2026-01-01", Terns="A tern.")
    write(site, "2026-02-01", Gulls="A gull.")
    write(site, "2026-03-01", Ferries="A ferry.")
    site.build()
    (site.posts / "2026-01-01.md").unlink()
    site.build(LATER)
    assert related(site, "2026-02-01") == {}


def test_pages_lead_to_the_same_whether_many_are_written_or_one(site: Folder) -> None:
    site.configure(CONFIG + TOPICS)
    sections = ({"Terns": "A tern."}, {"Gulls": "A [gull](https://gulls.example/)."}, {"Terns on ferries": "Late."})
    keys = [write(site, f"2025-{n % 12 + 1:02}-{n // 12 + 1:02}", **sections[n % 3]) for n in range(30)]
    site.build()
    written = {key: related(site, key) for key in keys}
    for key in keys[::7]:
        (site.public / f"issues/{key}/index.html").unlink()
    site.build(LATER)
    assert {key: related(site, key) for key in keys} == written
    assert sum(map(bool, written.values())) == len(keys) - 1


def test_a_killed_run_leaves_no_page_that_leads_to_an_old_title(site: Folder, tmp_path: Path) -> None:
    site.configure(CONFIG + TOPICS)
    write(site, "2026-01-01", Terns="A tern.")
    led = write(site, "2026-02-01", Gulls="A gull.")
    site.build()
    write(site, "2026-01-01", **{"Arctic terns": "A tern."})
    blocked = site.public / f"issues/{led}"
    blocked.rename(tmp_path / "issue")
    blocked.write_text("in the way")
    with pytest.raises(FeedsError):
        site.build(LATER)
    blocked.unlink()
    (tmp_path / "issue").rename(blocked)
    site.build(LATER)
    assert related(site, led) == {"Gulls": ["Arctic terns 2026-01-01/#terns"]}


def section(issue: str, moment: int, topics: str, *hosts: str) -> Relatable:
    return Relatable(SectionKey(issue, "s"), moment, tuple(topics.split()), frozenset(hosts))


def test_a_shared_rare_host_counts_more_than_one_that_all_link_to() -> None:
    earlier = [
        section("a", 1, "birds", "gulls.example", "hub.example"),
        section("b", 2, "birds", "hub.example"),
        section("c", 3, "birds", "hub.example"),
        section("d", 4, "birds boats"),
    ]
    own = section("z", 9, "birds boats", "gulls.example", "hub.example")
    assert [one.issue for one in choose_related(own, earlier)] == ["a", "d", "c"]


@given(st.permutations([section(name, place, "birds", name) for place, name in enumerate("abcdef")]))
def test_the_order_of_reading_changes_nothing(earlier: list[Relatable]) -> None:
    own = section("z", 9, "birds", "a", "c")
    assert [one.issue for one in choose_related(own, earlier)] == ["c", "a", "f"]
