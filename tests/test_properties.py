"""Properties of any issues: neither cutting nor the order of reading changes anything."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feeds.links import lead_to_sections
from feeds.markup import to_html, to_text
from feeds.sections import blocks_of, cut_issue, read_body
from feeds.sections.blocks import html_of, line_of, text_of
from feeds.text.words import rare_characters
from tests.folder import CONFIG, NOW, Folder, lose_memory
from tests.parsing import BODIES, parse
from tests.searching import search
from tests.settings import read_section_rules

ITEMS = "feeds: {formats: [atom, json], extra: [{slug: items, grain: item, once: true}]}\n"
CLOSING = "\nFair winds to all of you.\n"


def story(bell: str, n: int) -> str:
    """Return a story that opens in bold and continues with a teaser."""
    return f"**The {bell} is back:** _…and it rings_ The {bell} of pier {n} rings again, after {n + 3} weeks.\n"


def bells(n: int, closes: bool) -> str:
    return "\n---\n\n".join(story(bell, n) for bell in ("bell", "horn", "whistle")) + CLOSING * closes


def headings(n: int, closes: bool) -> str:
    stories = (f"## The {bell} is back\n\nThe {bell} of pier {n} sounds.\n" for bell in ("bell", "horn", "whistle"))
    return "\n".join(stories) + CLOSING * closes


def tools(n: int, bold: bool) -> str:
    tools = "**Tools**" if bold else "## Tools"
    return f"## News\n\nNews of day {n}.\n\n{tools}\n\nA hammer, {n}.\n\n## Rest\n\nThe rest of day {n}.\n"


def lists(n: int, again: bool) -> str:
    return f"## Links\n\n- [a](https://a.example/{n * (not again)})\n- [b](https://b.example/)\n\n## Words\n\nA {n}.\n"


@given(body=BODIES, split=st.sampled_from(["auto", "auto", "none", "bold", "rules", 2]))
@example(body=bells(1, closes=True), split="auto")
def test_cutting_twice_gives_the_same_and_leaves_the_issue_as_it_is(body: str, split: str | int) -> None:
    issue = parse(f"---\ntitle: A title of its own\n---\n{body}")
    rules = read_section_rules({"split": split})
    before = to_html(issue.body)
    first, second = (cut_issue(issue, rules, items=True) for _ in range(2))
    assert first == second
    assert to_html(issue.body) == before


@given(body=BODIES, path=st.sampled_from(["2026-05-01-one.md", "2026-05-01-one.html"]))
@example(body="&amp;amp; &lt;b&gt; &#x85;<br>a <img alt='>' src='https://a.example/'> b\x1c<p>c", path="one.html")
@example(body="<div>in <h2 id='a>b'>two</h2> tail <span>loose</span></div>&nbsp;<script>x</script> y", path="one.md")
def test_the_text_of_blocks_is_that_of_their_html(body: str, path: str) -> None:
    blocks = blocks_of(parse(f"---\ntitle: A title of its own\n---\n{body}", path).body)
    assert text_of(blocks) == to_text(html_of(blocks))
    assert [block.line for block in blocks] == [line_of(block.element) for block in blocks]


@given(body=BODIES, split=st.sampled_from(["auto", "bold", 2]))
@example(body="## A\u00a0tide\n\nIT\u2003 ẞINKS…\n\n## A tide\n\nIt\trises.\n", split="auto")
@example(body="**Tide:** _…it rises_ Ärger.\n\n---\n\n**Lock:** _…it opens_ Öl\u00a0fließt.\n", split="auto")
def test_the_sections_of_an_issue_have_no_other_rare_characters_than_its_blocks(body: str, split: str | int) -> None:
    issue = parse(f"---\ntitle: A title of its own\n---\n{body}")
    rare = read_body(issue.body).rare
    sections = cut_issue(issue, read_section_rules({"split": split})).sections
    assert {*rare_characters("\n".join(to_text(section.html) for section in sections))} <= {*rare, "\n"}
    assert lead_to_sections(sections, rare) == lead_to_sections(sections)


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Seven issues of one shape that are published one after the other."""

    bodies: tuple[str, ...]  # the oldest first
    builds: tuple[bool, ...]  # whether a build follows each issue
    names: tuple[int, ...]  # of their files, which are read in the order of names


@st.composite
def histories(draw: st.DrawFn) -> History:
    count = 7  # five issues with a common last line make a habit
    shape = draw(st.sampled_from([bells, headings, tools, lists]))
    flags = st.lists(st.booleans(), min_size=count, max_size=count)
    return History(
        bodies=tuple(shape(n, flag) for n, flag in enumerate(draw(flags), 1)),
        builds=tuple(draw(flags)),
        names=tuple(draw(st.permutations(range(count)))),
    )


def newest_first(shape: str) -> History:
    """Return the history that was found to be lost: each issue built by itself, the newest read first."""
    bodies = tuple({"bells": bells, "headings": headings}[shape](n, True) for n in range(1, 8))
    return History(bodies=bodies, builds=(True,) * 7, names=tuple(range(6, -1, -1)))


def publish(history: History, names: tuple[int, ...], top: Path) -> Folder:
    """Return the site after *history*, with files of these *names*.

    Front matter gives everything that would otherwise follow from the name of a file: id, date and link.
    """
    site = Folder(top, CONFIG + ITEMS)
    for day, (body, name, builds) in enumerate(zip(history.bodies, names, history.builds, strict=True), 1):
        head = f"title: Issue {day}\nid: issue-{day}\ndate: 2026-05-{day:02}\nlink: https://weekly.example/{day}/"
        site.write(f"{name}.md", f"---\n{head}\n---\n{body}")
        if builds or day == len(history.bodies):
            site.build(NOW + timedelta(days=day))
    return site


def without_names(site: Folder) -> dict[str, bytes]:
    """Return the published files, without the names of posts."""
    return {path: re.sub(rb"posts/\d\.md", b"posts/x.md", text) for path, text in site.tree().items()}


@pytest.mark.slow
@search(20)
@given(history=histories())
@example(history=newest_first("bells"))
@example(history=newest_first("headings"))
def test_any_order_of_reading_gives_the_same_bytes(tmp_path_factory: pytest.TempPathFactory, history: History) -> None:
    top = tmp_path_factory.mktemp("orders")
    oldest_first = publish(history, tuple(range(len(history.names))), top / "oldest-first")
    permuted = publish(history, history.names, top / "permuted")
    assert without_names(permuted) == without_names(oldest_first)


@pytest.mark.slow
@search(20)
@given(history=histories())
@example(history=newest_first("bells"))
@example(history=newest_first("headings"))
def test_a_lost_memory_changes_no_byte_in_any_order_of_reading(
    tmp_path_factory: pytest.TempPathFactory, history: History
) -> None:
    site = publish(history, history.names, tmp_path_factory.mktemp("losses") / "site")
    before = site.tree()
    lose_memory(site)
    site.build(NOW + timedelta(days=20))
    assert site.tree() == before
