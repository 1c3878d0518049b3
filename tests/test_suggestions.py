"""Topics that an archive suggests: headings under all their wordings, and subjects in any language."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
import yaml

from feeds.cli import main
from feeds.config.reading import load_config
from feeds.curation.judging import is_boilerplate, is_seasonal, is_structural, is_subject
from feeds.curation.recurring import recurring_headings
from feeds.curation.terms import find_terms
from feeds.errors import Where
from feeds.model import Entry, Origin
from feeds.topics.words import fold
from tests.counting import count_steps
from tests.folder import CONFIG, NOW, Folder

ADDRESS = "https://weekly.example/"
FILLER = (
    "boat tide rope mast deck sail knot pier wave gull salt crew port wind fog lamp chart keel anchor hull buoy dock "
    "oar net crab shell sand cliff rock storm cloud rain sun moon star map bell horn flag crane"
).split()
ENDINGS = ("", "", "s", "n")


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))


def filler(random: Random, words: int = 60) -> str:
    """Return words of every day, in all their forms."""
    chosen = (random.choice(FILLER) + random.choice(ENDINGS) for _ in range(words))
    return " ".join(chosen).capitalize() + "."


def write(site: Folder, number: int, sections: dict[str, str], weeks: int = 1) -> None:
    """Write issue *number*, with *sections* by title; one is published every *weeks*."""
    day = datetime(2024, 1, 7, tzinfo=UTC) + timedelta(weeks=number * weeks)
    body = "\n\n".join(f"## {title}\n\n{text}" for title, text in sections.items())
    site.write(f"{day:%Y-%m-%d}-issue-{number}.md", f"---\ntitle: Issue {number}\n---\n{body}\n")


def suggested(site: Folder, capsys: pytest.CaptureFixture[str]) -> tuple[dict[str, dict[str, object]], str]:
    """Return the suggested topics by title, and the whole output."""
    assert main(["topics", "--config", str(site.config), "suggest"]) == 0
    text = capsys.readouterr().out
    topics = (yaml.safe_load(text) or {}).get("topics", [])
    return {topic["title"]: topic for topic in topics}, text


def section(title: str, issue: str) -> Entry:
    return Entry(
        id=title, issue_id=issue, key=title, kind="section", position=0, title=title, permalink=ADDRESS, hash="",
        published=NOW, updated=NOW, origin=Origin(title=issue, permalink=ADDRESS, where=Where("a.md")),
    )  # fmt: skip


def with_headings(site: Folder, *issues: tuple[str, ...]) -> None:
    """Write an issue for each tuple of titles, with something to read under each."""
    random = Random(1)
    for number, titles in enumerate(issues):
        write(site, number, {title: filler(random, 20) for title in titles})


def test_wordings_of_a_heading_are_one_topic(site: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    names = ["Package of the week", "Packages of the week", "The package of the week", "Pakage of the week"]
    with_headings(site, *[(names[number % 4], "Upcoming events" if number < 4 else "Events") for number in range(8)])
    topics, text = suggested(site, capsys)
    assert set(topics["Package of the week"]["headings"]) == set(names)  # type: ignore[call-overload]
    assert set(topics["Events"]["headings"]) == {"Events", "Upcoming events"}  # type: ignore[call-overload]
    assert "# 8 issues, 2024-01 to 2024-02" in text


def test_headings_that_appear_in_one_issue_are_two(site: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    with_headings(site, *[("Accepted proposals", "Rejected proposals", "Proposals")] * 4)
    topics, _ = suggested(site, capsys)
    assert set(topics) >= {"Accepted proposals", "Rejected proposals", "Proposals"}


def test_a_heading_that_may_be_a_variant_of_two_belongs_to_neither(
    site: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    with_headings(site, *[("New users", "Existing users")] * 4, *[("Users", "Boats")] * 3)
    topics, _ = suggested(site, capsys)
    assert topics["Users"]["headings"] == ["Users"]


def test_numbers_that_change_become_a_wildcard(site: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    with_headings(site, *[(f"Changes in 1.{number}", f"Boats of the week {number}", "News") for number in range(5)])
    topics, _ = suggested(site, capsys)
    assert topics["Changes"]["headings"] == ["Changes in *"]
    assert topics["Boats"]["headings"] == ["Boats of the week *"]


def test_the_name_of_a_heading_is_not_that_of_another_without_its_number(
    site: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    with_headings(site, *[("Boats", f"Boats of the week {number}") for number in range(5)])
    topics, _ = suggested(site, capsys)
    assert {name: topic["headings"] for name, topic in topics.items()} == {
        "Boats": ["Boats"],
        "Boats of the week": ["Boats of the week *"],
    }


def test_a_heading_that_frames_an_issue_is_reported_but_not_a_topic(
    site: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(6):
        random = Random(number)
        rules = "All that is written here is the opinion of those who write it, and nobody else's."
        write(site, number, {"News": filler(random), "House rules": rules, "In conclusion": filler(random)})
    with_headings(site, *[("Conclusion", "News")] * 4)
    topics, text = suggested(site, capsys)
    assert {"Conclusion", "House rules"}.isdisjoint(topics)
    assert "News" in topics
    assert "Conclusion" in text.rpartition("No topics")[2]


def test_the_same_text_again_and_again_is_boilerplate() -> None:
    assert is_boilerplate([["Read our rules of the house."]] * 5)
    assert is_boilerplate([["Have a story? Tell us."]] * 4 + [["Got a story? Write to us."]] * 4 + [["A story?"]] * 4)
    assert not is_boilerplate([["Read our rules."], ["A boat came in today."], ["A boat left."], ["Nothing at all."]])


@pytest.mark.parametrize(
    "heading",
    [
        "Friday, 05/13",
        "Montag, 5. Januar 2026",
        "If you enjoy this newsletter, lend it",
        "Thank you, keepers of the light",
        "This line stays until everybody who reads it has been to the quay",
    ],
)
def test_dates_sentences_and_words_about_the_newsletter_are_no_subjects(heading: str) -> None:
    assert not is_subject(heading)


@pytest.mark.parametrize("heading", ["May", "5 boats", "1e3", "Other newsletters", "2026: boats", "Links of the week"])
def test_other_headings_may_be_subjects(heading: str) -> None:
    assert is_subject(heading)


def test_structural_words_of_several_languages() -> None:
    assert all(map(is_structural, ["Conclusion", "FAZIT", "Résumé", "总结", "まとめ:"]))
    assert all(map(is_structural, ["This week's notes", "The conclusion", "Week’s Summary", "Our corrections"]))
    assert not any(
        map(is_structural, ["News", "Conclusion of the boat trial", "新闻", "This week", "The news", "Mine notes"])
    )


def test_a_heading_of_one_season_is_seasonal_unless_the_archive_is() -> None:
    weekly = [datetime(2022, 1, 2, tzinfo=UTC) + timedelta(weeks=week) for week in range(150)]
    decembers = [day for day in weekly if day.month == 12]
    assert is_seasonal(decembers, weekly)
    assert not is_seasonal(decembers, decembers)
    assert not is_seasonal(weekly[::10], weekly)
    assert not is_seasonal(weekly[:4], weekly)


def test_subjects_are_found_and_words_of_every_day_are_not(site: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    random = Random(3)
    for number in range(40):
        news, talk = filler(random), filler(random)
        if number % 4 == 0:
            news += f" A [walking robot](https://a.example/{number}) met robots. The robot won. Robots!"
        if number % 5 == 1:
            talk += f" The [heat pump](https://b.example/{number}) hums. A heat pump is a heat pump."
        link = " ".join(random.choices(FILLER, k=3))
        write(site, number, {"News": f"{news} [{link}](https://c.example/{number})", "Talk": talk})
    topics, text = suggested(site, capsys)
    assert topics["Robot"]["words"] == ["robot*"]
    assert any(topic.get("words") in (["heat pump"], ["pump"]) for topic in topics.values())
    assert not {title.casefold().rstrip("sn") for title in topics} & set(FILLER)
    assert "# 10 issues, 2024-01 to 2024-09" in text


def test_subjects_in_a_script_without_blanks(site: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    random = Random(4)
    common = "我们今天说了很多关于大海和船只的事情因为天气很好所以大家都去看海鸥和灯塔还有渔夫的故事"
    for number in range(40):
        text = "，".join("".join(random.sample(common, 8)) for _ in range(12)) + "。"
        if number % 4 == 0:
            text += f"[机器人大赛](https://a.example/{number})，机器人赢了，机器人很多，机器人也来了。"
        write(site, number, {"科技动态": text, "言论": "".join(random.sample(common, 20)) + "。"})
    topics, _ = suggested(site, capsys)
    assert topics["科技动态"]["headings"] == ["科技动态"]
    assert topics["科技动态"]["slug"] != topics["言论"]["slug"]
    assert topics["机器人"]["words"] == ["机器人"]


@pytest.mark.parametrize(
    ("forms", "others", "written"),
    [
        (["Roboter", "Roboters", "Robotern"], [], ["roboter*"]),
        (["pump", "pumps"], ["pumpkin", "pumpernickel"], ["pump", "pumps"]),
    ],
)
def test_inflections_are_joined_if_no_other_word_begins_alike(
    forms: list[str], others: list[str], written: list[str], site: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    random = Random(5)
    for number in range(40):
        text = f"{filler(random)} {', '.join(others)}."
        if number % 4 == 0:
            text += "".join(f" [{form}](https://a.example/{number}-{form}). Fog: {form}." for form in forms)
        write(site, number, {"News": text, "Talk": filler(random)})
    topics, _ = suggested(site, capsys)
    assert written in [topic.get("words") for topic in topics.values()]


def test_with_topics_only_the_rest_is_suggested_and_words_are_added(
    site: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    random = Random(6)
    for number in range(40):
        text = filler(random)
        if number % 4 == 0:
            text += f" The [robot](https://a.example/{number}) is a robot. Its gripper grips; a gripper is a hand."
        if number in (5, 9, 21):
            text += " This [gripper](https://a.example/g) is for sale, the gripper of a crane."
        write(site, number, {"Whale watch" if number < 30 else "Whale watching": filler(random), "News": text})
    site.configure(
        CONFIG + "topics:\n  - {slug: robots, words: [robot*]}\n  - {slug: whales, headings: [Whale watch]}\n"
    )
    topics, text = suggested(site, capsys)
    assert {"Robot", "Gripper", "Whale watch", "Whale watching"}.isdisjoint(topics)
    assert topics["News"]["headings"] == ["News"]  # though all of it that has a topic has the same
    added = text.partition("# Worth adding to existing topics:\n")[2]
    assert '#   robots:\n#     words:\n#       - "gripper"  # in 10 of its sections, 3 without a topic\n' in added
    assert '#   whales:\n#     headings:\n#       - "Whale watching"  # in 30 of its sections, 10 without' in added


def test_suggestions_with_any_name_can_be_pasted(site: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    titles = ('"Quoted" & more: #1', "新闻: 言论", "C++ \\ C#", "News", "🎉 Party", "a" * 150)
    with_headings(site, *[titles] * 4)
    site.configure(
        CONFIG + "topics:\n  - {slug: news, words: [nothing]}\n  - {slug: party, aliases: [news-2], words: [x]}\n"
    )
    topics, text = suggested(site, capsys)
    assert topics["News"]["slug"] == "news-3"
    own = site.config.read_text(encoding="utf-8")
    site.configure(own + text.partition("topics:\n")[2])
    rules = load_config(site.config).config.topics
    assert len(rules) == 2 + len(topics)
    assert max(map(len, text.splitlines())) < 180
    site.build()
    for topic in topics.values():
        assert len(site.items(f"topics/{topic['slug']}/feed.json")) == 4
    again, _ = suggested(site, capsys)
    assert not again


def test_nothing_to_suggest_is_reported(site: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    with_headings(site, ("A boat", "A rope"))
    topics, text = suggested(site, capsys)
    assert not topics
    assert " ".join(text.split()).startswith("# There is no recurring heading, and no subject, in 2 sections")


@pytest.mark.slow
def test_hostile_titles_and_links_cost_no_more_than_others() -> None:
    random = Random(11)
    titles = [
        "ab" * 20_000,
        "ab" * 20_000 + "x",
        "a.." * 20_000,
        *("abcd" + "".join(random.choices("efghijk", k=12)) for _ in range(3_000)),
    ]
    kana = "".join(random.choices("アイウエオ", k=3_000))
    sections = [section(title, f"issue-{number}") for number, title in enumerate([*titles, *[kana] * 3])]
    started = time.process_time()
    assert recurring_headings(sections)[0].title == kana
    find_terms(sections, [fold(one.title) for one in sections], frozenset())
    assert time.process_time() - started < 10


def test_work_for_headings_grows_as_the_archive_does() -> None:
    def steps(issues: int) -> int:
        random = Random(13)
        usual = [" ".join(random.choices(FILLER, k=2)) for _ in range(10)]
        sections = [
            section(title, f"issue-{number}")
            for number in range(issues)
            for title in (*usual, *(" ".join(random.choices(FILLER, k=5)) for _ in range(5)))
        ]
        return count_steps(lambda: recurring_headings(sections))

    assert steps(320) < 3 * steps(160)  # twice as much; before, each pair counted all issues: four times


def test_links_with_the_name_of_a_subject_count_for_it(site: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    random = Random(7)
    for number in range(40):
        text = filler(random)
        if number % 4 == 0:
            text += f" [Robots][topic robot] met a robot. [A robot](https://www.robot.example/{number}) won."
            text += " [A tide](https://robot.e~x/), [a mast](https://robot./)."  # which no rule may name
        link = " ".join(random.choices(FILLER, k=3))
        write(site, number, {"News": f"{text} [{link}](https://boats.example/{number})", "Talk": filler(random)})
    topics, text = suggested(site, capsys)
    assert topics["Robot"]["links"] == ["[topic robot]"]
    assert topics["Robot"]["domains"] == ["robot.example"]
    site.configure(CONFIG + text)
    site.build()
    assert len(site.items("topics/robot/feed.json")) == 10
