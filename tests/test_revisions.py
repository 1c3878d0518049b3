"""Ids and dates: made once, remembered, and changed only by words, titles and links."""

from __future__ import annotations

import re
import time
import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from feeds.markup import to_text
from feeds.model import Entry, Item, LostIssue, Memory, ParsedIssue, Remembered
from feeds.revisions import find_moved, issue_hash, match_sections, mint_issue_key, significant_hashes, words_of_issue
from feeds.sections import read_body
from feeds.text.plain_words import plain_words, plain_words_of, words_behind
from feeds.text.words import single_blanks, single_few_blanks, together
from tests.entries import NOW, cut, entries_of, stamped
from tests.parsing import parse

MAY = datetime(2026, 5, 1, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=3)

Stamped = tuple[Entry, tuple[Entry, ...], Memory]


def issue_of(*sections: str, head: str = "date: 2026-05-01 09:00:00 +0000\n") -> ParsedIssue:
    body = "\n".join(f"## {title}\n\n{text}\n" for title, _, text in (section.partition("|") for section in sections))
    return parse(f"---\ntitle: The issue\n{head}---\n{body}")


def stamp(issue: ParsedIssue, memory: Memory | None = None, now: datetime = NOW) -> Stamped:
    """Stamp *issue* and return its entries, and the memory that the next run has of them."""
    made = stamped(issue, cut(issue), memory, now)
    key, whole, parts = made.key, made.whole, made.parts
    texts = {key: to_text(section.content) for key, section in parts.items()}
    entries = [remember("", whole), *(remember(key, section) for key, section in parts.items())]
    gone = [replace(one, withdrawn=True) for one in (memory.entries if memory else ()) if one.key not in {"", *parts}]
    return (
        whole,
        tuple(parts.values()),
        Memory(key=key, id=whole.id, digest="1", entries=(*entries, *gone), text=lambda key: texts.get(key, "")),
    )


def remember(key: str, entry: Entry) -> Remembered:
    first = entry.links[0].href if entry.links else ""
    return Remembered(
        key=key, id=entry.id, title=entry.title, first_link=first, hash=entry.hash, published=entry.published,
        updated=entry.updated, out=True, withdrawn=False,
    )  # fmt: skip


def ids(stamped: Stamped) -> dict[str, str]:
    return {section.title: section.id.rpartition("/")[2] for section in stamped[1]}


ROBOTS = "Robots|A robot walked over the bridge and back, twice, in the rain."
CHIPS = "Chips|A chip slept through the whole of the afternoon, on a shelf."
JOBS = "Jobs|Somebody looks for somebody who likes to look."


def test_ids_are_tag_uris_of_path_and_title() -> None:
    whole, sections, _ = stamp(issue_of(ROBOTS, CHIPS))
    assert whole.id == "tag:weekly.example,2026-01-01:2026-05-01-one"
    assert [section.id for section in sections] == [f"{whole.id}/robots", f"{whole.id}/chips"]


def test_a_reworded_heading_keeps_its_id() -> None:
    first = stamp(issue_of(ROBOTS, CHIPS))
    second = stamp(issue_of(ROBOTS.replace("Robots|", "Walking machines|"), CHIPS), first[2], LATER)
    assert ids(second) == {"Walking machines": "robots", "Chips": "chips"}


def test_insertion_and_reordering_change_no_id() -> None:
    first = stamp(issue_of(ROBOTS, CHIPS))
    second = stamp(issue_of(JOBS, CHIPS, ROBOTS), first[2], LATER)
    assert ids(second) == {"Jobs": "jobs", "Chips": "chips", "Robots": "robots"}


def test_a_key_is_never_reused() -> None:
    first = stamp(issue_of(ROBOTS, CHIPS))
    second = stamp(issue_of(CHIPS), first[2], LATER)
    third = stamp(
        issue_of("Robots!|An entirely different story about toasters and their dreams.", CHIPS), second[2], LATER
    )
    assert ids(third) == {"Robots!": "robots-2", "Chips": "chips"}


def test_two_sections_of_one_title_have_two_ids_that_stay_with_their_words() -> None:
    first = stamp(issue_of("Note|About robots in the rain on a bridge.", "Note|About chips asleep on a shelf."))
    assert [s.id.rpartition("/")[2] for s in first[1]] == ["note", "note-2"]
    swapped = issue_of("Note|About chips asleep on a shelf.", "Note|About robots in the rain on a bridge.")
    assert [s.id.rpartition("/")[2] for s in stamp(swapped, first[2], LATER)[1]] == ["note-2", "note"]


def test_an_id_the_author_gives_is_the_id() -> None:
    whole, sections, _ = stamp(issue_of("One {#first}|a", "Two|b", head="id: urn:uuid:0ea0\ndate: 2026-05-01\n"))
    assert whole.id == "urn:uuid:0ea0"
    assert sections[0].id == "tag:weekly.example,2026-01-01:urn-uuid-0ea0/first"


def test_published_is_fixed_and_sections_are_a_second_apart() -> None:
    whole, sections, memory = stamp(issue_of(ROBOTS, CHIPS))
    assert (whole.published, [s.published for s in sections]) == (MAY, [MAY + timedelta(seconds=1), MAY])
    moved = issue_of(ROBOTS, CHIPS, head="date: 2026-05-20 09:00:00 +0000\n")
    again, later_sections, _ = stamp(moved, memory, LATER)
    assert (again.published, [s.published for s in later_sections]) == (MAY, [MAY + timedelta(seconds=1), MAY])


def test_updated_moves_only_for_changed_entries() -> None:
    first = stamp(issue_of(ROBOTS, CHIPS))
    whole, (robots, chips), _ = stamp(issue_of(ROBOTS, CHIPS.replace("slept", "snored")), first[2], LATER)
    assert robots.updated == first[1][0].updated
    assert chips.updated == LATER - timedelta(seconds=1)  # a second for each section before it
    assert whole.updated == LATER


def test_updated_is_the_author_s_date_if_that_is_later() -> None:
    first = stamp(issue_of(ROBOTS))
    head = "date: 2026-05-01 09:00:00 +0000\nlastmod: 2026-06-02 08:00:00 +0000\n"
    _, (robots,), _ = stamp(issue_of(ROBOTS + " Then home.", head=head), first[2], LATER)
    assert robots.updated == datetime(2026, 6, 2, 8, tzinfo=UTC)


def test_what_waited_for_its_date_is_dated_the_same_if_it_is_read_again_by_then() -> None:
    head = "date: 2026-06-02 09:00:00 +0000\nlastmod: 2026-06-03 08:00:00 +0000\n"
    issue = issue_of(ROBOTS, head=head)
    whole, (robots,), memory = stamp(issue)
    waiting = replace(memory, entries=tuple(replace(one, out=False) for one in memory.entries))
    again, (robots_again,), _ = stamp(issue, waiting, LATER)
    assert (again.published, again.updated) == (whole.published, whole.updated) == (whole.published, whole.published)
    assert robots_again.updated == robots.updated


def test_a_section_added_to_an_old_issue_is_published_today() -> None:
    first = stamp(issue_of(ROBOTS))
    _, (_, jobs), _ = stamp(issue_of(ROBOTS, JOBS), first[2], LATER)
    assert jobs.published == LATER - timedelta(seconds=1)


def test_spaces_and_markup_are_not_announced() -> None:
    first = stamp(issue_of(ROBOTS, CHIPS))
    second = stamp(
        issue_of(ROBOTS.replace("over the", "over\nthe"), CHIPS.replace("slept", "*slept*")), first[2], LATER
    )
    assert [s.updated for s in second[1]] == [s.updated for s in first[1]]


def test_a_moved_file_is_recognised_by_bytes_by_title_and_date_or_by_words() -> None:
    issue = issue_of(ROBOTS, CHIPS)
    text = " ".join("".join(block.itertext()) for block in issue.body)
    words = words_of_issue(issue)
    other = LostIssue(key="a", digest="1", title="Other", published=None, path="o.md", number=4)
    assert find_moved(issue, "1", words, [other], lambda key: "") == other
    assert find_moved(issue, "2", words, [other], lambda key: "") is None
    assert find_moved(issue, "2", words, [other], lambda key: text + " and a little more") == other
    dated = LostIssue(key="b", digest="3", title="the ISSUE", published=issue.published, path="p.md", number=None)
    assert find_moved(issue, "2", words, [other, dated], lambda key: "") == dated


def test_another_issue_with_much_the_same_words_is_not_taken_for_one_that_was_removed() -> None:
    issue = issue_of(ROBOTS, CHIPS)
    words = words_of_issue(issue)
    text = " ".join(sorted(words)[: len(words) * 3 // 4])
    assert issue.published is not None
    earlier = issue.published - timedelta(days=7)
    renamed = LostIssue(key="a", digest="1", title=issue.title, published=earlier, path="o.md", number=None)
    assert find_moved(issue, "2", words, [renamed], lambda key: text) == renamed
    other = LostIssue(key="a", digest="1", title="Other", published=earlier, path="o.md", number=None)
    assert find_moved(issue, "2", words, [other], lambda key: text) is None
    assert find_moved(issue, "2", words, [other], lambda key: " ".join(words)) == other


def test_keys_are_short_ascii_and_unique() -> None:
    issue = replace(parse("x"), path="2026/科技 周刊 (380).md")
    key = mint_issue_key(issue, ())
    assert key.isascii()
    assert mint_issue_key(issue, {key}) == f"{key}-2"
    assert mint_issue_key(replace(issue, path="2026/科技 周刊 (381).md"), ()) != key
    assert mint_issue_key(replace(issue, path="科技/七.md"), ()) != mint_issue_key(
        replace(issue, path="科技/八.md"), ()
    )


def test_keys_of_issues_from_2027_on_are_readable_in_any_script() -> None:
    early = replace(parse("x"), path="2026/第42期.md", published=datetime(2026, 12, 31, tzinfo=UTC))
    late = replace(early, published=datetime(2027, 1, 1, tzinfo=UTC))
    assert mint_issue_key(early, ()).startswith("2026-42-x")
    assert mint_issue_key(late, ()) == "2026-di-42qi"
    assert mint_issue_key(replace(late, estimated=True), ()) == mint_issue_key(early, ())
    assert mint_issue_key(replace(late, path="2027-05-01_One.md"), ()) == "2027-05-01_One"
    assert mint_issue_key(replace(late, path="🎉.md"), ()) == mint_issue_key(replace(early, path="🎉.md"), ())


SECTIONS = st.lists(
    st.sampled_from([ROBOTS, CHIPS, JOBS, "Robots|Another one of the same name.", "News|Nothing.", "Empty|"]),
    min_size=1,
    max_size=5,
)


@given(st.lists(SECTIONS, min_size=1, max_size=6))
def test_ids_are_unique_and_unchanged_sections_keep_theirs_through_any_edits(versions: list[list[str]]) -> None:
    memory: Memory | None = None
    before: dict[str, str] = {}
    for number, version in enumerate(versions):
        _, sections, memory = stamp(issue_of(*version), memory, NOW + timedelta(days=number))
        assert len({section.id for section in sections}) == len(sections)
        now = {
            section: entry.id for section, entry in zip(version, sections, strict=True) if version.count(section) == 1
        }
        for section in now.keys() & before.keys():
            assert now[section] == before[section]
        before = now


@pytest.mark.slow
def test_thousands_of_items_are_matched_quickly_after_an_edit() -> None:
    (entry,) = entries_of("---\ntitle: x\n---\ny\n")

    def item(number: int, more: str = "") -> Item:
        words = " ".join(f"w{number * step % 997}" for step in range(1, 30))
        title, text = f"Item {number % 900}{more}", words + more
        return Item(position=number, title=title, permalink="", text=text, words=text, section=0, section_title="")

    past = [remember(f"k{number}", replace(entry, title=item(number).title)) for number in range(3000)]
    now = [item(number, " again" if number % 2 else "") for number in range(3000)]
    start = time.process_time()
    found = match_sections(now, significant_hashes(now), past, lambda key: item(int(key[1:])).text)
    assert time.process_time() - start < 4
    assert sum(match is not None and match.key == f"k{number}" for number, match in enumerate(found)) > 2900


@given(text=st.text(st.characters() | st.sampled_from("0123.,%_-’…—\u00a0\u0308\u0660 \n\x1c")))
@example(text="3.%5 and 3.5, 1.2.3; 7,. ٣.٤ \u00a85")
def test_words_are_plain_in_any_script(text: str) -> None:
    mark = re.compile(r"(?<!\d)[^\w\s]|[^\w\s.,]|[.,](?!\d)|_")
    words = unicodedata.normalize("NFKC", text).casefold().split()
    assert plain_words(text).split() == [plain for word in words if (plain := mark.sub("", word))]


@given(st.text("ab \0").map(str.encode))
def test_blanks_too_many_are_left_out_whether_they_are_few_or_not(line: bytes) -> None:
    assert single_few_blanks(line) == single_blanks(line)


_ANY = st.characters(exclude_characters="\x7f") | st.sampled_from("0123.,%_-’…—\u00a0\u0308\u0660 \n")
_TYPED = st.sampled_from("0123aB.,%_-’‘“”…–—\u00a0 \n\1\2")


@given(st.lists(st.text(_ANY), min_size=1) | st.lists(st.text(_TYPED), min_size=1))
@example(["3.", "5", "\u00a85", "\u0308"])
def test_the_words_of_texts_are_the_same_together_as_alone(texts: list[str]) -> None:
    assert plain_words_of(together(texts)) == list(map(plain_words, texts))


@given(st.text(_ANY) | st.text(_TYPED), st.sampled_from(["…", ".."]), st.text(_ANY) | st.text(_TYPED))
@example("It costs 3", "..", "5, or 5.5")
@example("The tide:…it rises", "…", "– On Tuesday")
@example("caf", "…", "\u0301e")
def test_words_behind_an_ellipsis_end_those_of_the_text(beginning: str, ellipsis: str, rest: str) -> None:
    assume(rest and rest[0] not in ".…" and not rest[0].isspace())
    words = plain_words(f"{beginning}{ellipsis}{rest}")
    behind = words_behind(words, f"{beginning}{ellipsis}")
    assert behind == plain_words(rest) if words.isascii() else behind is None


@pytest.mark.parametrize("gap", [" ", "\n", "  \n\n "])
def test_line_breaks_around_addresses_do_not_change_the_hash_of_an_issue(gap: str) -> None:
    words = ["The tide, again:", "see", "<code>https://a.example/Tide</code>", "and", "<code>b:/C</code>,", "3.5 feet."]
    issues = [parse(f"<p>{between.join(words)}</p>", "2026-05-01-a.html") for between in (" ", gap)]
    bodies = [read_body(issue.body) for issue in issues]
    said = [issue_hash("Title", body.blocks, body.hrefs) for body in bodies]
    assert said[0] == said[1]
