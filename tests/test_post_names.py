"""Find the post and the section that a person names."""

from __future__ import annotations

from pathlib import Path

import pytest

from feeds.cli import main
from tests.folder import CONFIG, NOW, Folder

TWINS = (
    "---\ntitle: {title}\n---\n## News\n\nA [boat](https://a.example/1).\n\n## News\n\nMore.\n\n## Été & Co\n\nText.\n"
)


@pytest.fixture
def fleet(site: Folder, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """Three issues, two of which are number 7."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
    site.write("2026-05-01-issue-6.md", TWINS.format(title="Issue 6: the fleet"))
    site.write("2026-05-08-issue-7.md", TWINS.format(title="Issue 7"))
    site.write("extra/2026-05-09-issue-7.md", TWINS.format(title="Issue 7"))
    site.build()
    return site


def explained(site: Folder, name: str, capsys: pytest.CaptureFixture[str]) -> tuple[str, list[str]]:
    """Return the first line that `feeds explain` prints for *name*, and the sections that it explains."""
    assert main(["explain", "-c", str(site.config), name]) == 0
    lines = capsys.readouterr().out.splitlines()
    return lines[0], [line.partition("  ")[0] for line in lines if line.startswith("#")]


def refused(site: Folder, name: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["explain", "-c", str(site.config), name]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err


@pytest.mark.parametrize(
    "name",
    [
        "2026-05-01-issue-6.md",
        "6",
        "Issue 6: The Fleet",
        "2026-05-01-issue-6",
        "https://weekly.example/2026/05/01/issue-6/",
        "http://www.weekly.example/2026/05/01/issue-6",
    ],
)
def test_a_post_is_known_by_path_number_title_and_address(
    name: str, fleet: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert explained(fleet, name, capsys) == ("posts/2026-05-01-issue-6.md", ["#news", "#news-2", "#ete-co"])
    for section in ("ete-co", "3", "été & co", "%C3%89t%C3%A9%20%26%20Co"):
        assert explained(fleet, f"{name}#{section}", capsys)[1] == ["#ete-co"]


def test_a_section_is_known_by_the_id_and_the_address_that_feeds_have(
    fleet: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    for item in fleet.items():
        assert explained(fleet, item["id"], capsys) == explained(fleet, item["url"], capsys)
        assert len(explained(fleet, item["id"], capsys)[1]) == 1


def test_ambiguous_and_unknown_names_are_reported_with_a_remedy(
    fleet: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refused(fleet, "7", capsys) == (
        "2 posts are called '7' (name one by its path: 2026-05-08-issue-7.md, extra/2026-05-09-issue-7.md)\n"
    )
    assert "2 posts are called 'Issue 7'" in refused(fleet, "Issue 7#news", capsys)
    assert refused(fleet, "6#News", capsys) == (
        "posts/2026-05-01-issue-6.md: 2 sections are called 'News' (name one of them: #news, #news-2)\n"
    )
    assert "there is no section 'boats' (its sections: news, news-2, ete-co)" in refused(fleet, "6#boats", capsys)
    assert refused(fleet, "2026-05-01-isue-6.md", capsys) == (
        "posts: there is no post '2026-05-01-isue-6.md' (did you mean '2026-05-01-issue-6.md'?)\n"
    )
    for name in ("", "#", "8", "../config.yaml", "/etc/passwd", "x" * 5000, "1" * 5000, "https://[", "\udcff"):
        assert "there is no post" in refused(fleet, name, capsys)


def test_of_many_sections_the_likely_ones_are_named(fleet: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    sections = "".join(f"## Boat {number} sails\n\nA.\n\n" for number in range(1, 31))
    fleet.write("2026-05-20-many.md", sections)
    assert refused(fleet, "2026-05-20-many.md#boat-7-sail", capsys).startswith(
        "posts/2026-05-20-many.md: there is no section 'boat-7-sail' (did you mean 'boat-7-sails'"
    )
    assert "'boat-17' (did you mean 'boat-17-sails'" in refused(fleet, "2026-05-20-many.md#boat-17", capsys)
    assert "'puffins' (it has 30: name one by its number, 1 to 30, or see them all" in refused(
        fleet, "2026-05-20-many.md#puffins", capsys
    )


def test_a_file_may_have_a_number_sign_in_its_name(fleet: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    fleet.write("C#.md", TWINS.format(title="Sharp"))
    assert explained(fleet, "C#.md", capsys)[0] == "posts/C#.md"
    assert explained(fleet, "C#.md#2", capsys)[1] == ["#news-2"]
    assert explained(fleet, str(Path(fleet.posts) / "C#.md"), capsys)[0] == "posts/C#.md"


def test_a_draft_is_known_by_the_number_in_its_name(fleet: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    fleet.write("2026-05-20-issue-77.md", "---\ntitle: Sketch\ndraft: true\n---\n## One\n\nWords.\n")
    assert main(["explain", "--config", str(fleet.config), "77"]) == 0
    assert "  It is a draft: no feed carries it." in capsys.readouterr().out
    assert main(["explain", "--config", str(fleet.config), "20"]) == 2  # the day is not a number


def test_a_draft_is_known_by_its_name_and_has_no_sections(fleet: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    fleet.write("2026-05-20-sketch.md", "---\ntitle: Sketch\ndraft: true\n---\n## One\n\nWords.\n")
    assert explained(fleet, "2026-05-20-sketch", capsys)[0] == "posts/2026-05-20-sketch.md"
    assert "there is no section 'one' (no feed carries this post)" in refused(fleet, "2026-05-20-sketch#one", capsys)


def test_a_not_is_shown_only_if_it_stopped_a_topic(site: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    site.issue("one.md")
    site.configure(
        CONFIG
        + "topics:\n  - {slug: robots, words: [robot*], not: [walks], implies: [machines]}\n"
        + "  - {slug: chips, words: [chip*], implies: [machines]}\n  - {slug: machines, not: [sleeps]}\n"
        + "  - {slug: ships, words: [ship*], not: [robot]}\n"
    )
    assert main(["explain", "-c", str(site.config), "one.md"]) == 0
    topics = [line.split(maxsplit=1)[1] for line in capsys.readouterr().out.splitlines() if "  topic  " in line]
    assert topics == [
        "robots: no, stopped by `not`, though it has 2 of 2 points",
        "chips: yes",
        "machines: no, stopped by `not`, though implied by chips",
    ]
