"""Topic reports, ready lists, and learned rules."""

from __future__ import annotations

import json

import pytest
import yaml
from msgspec.structs import replace
from rich.cells import cell_len

from feeds.cli import main
from feeds.config.reading import load_config
from feeds.curation import Example, TopicNames, learn
from feeds.topics import TopicRules
from feeds.topics.presets import preset, preset_names
from feeds.topics.words import fold
from tests.conftest import shared
from tests.entries import entries_of
from tests.folder import CONFIG, NOW, Folder
from tests.settings import read_topic

TOPICS = "topics:\n  - {slug: robots, title: Robots, words: [robot*]}\n"


@pytest.fixture
def archive(site: Folder) -> Folder:
    """Six issues about robots and whales; the last two call their whales something else."""
    for number in range(1, 7):
        whales = "## Whale watch" if number < 5 else "## Whale watching"
        site.write(
            f"2026-04-0{number}-issue.md",
            f"---\ntitle: Issue {number}\n---\n## Headline {number}\n\nA robot, a [robot](https://robots.example/{number}).\n\n"
            f"{whales}\n\nHumpback {number} [swims](https://whales.example/{number}) by.\n",
        )
    site.configure(CONFIG + TOPICS)
    return site


def printed(archive: Folder, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Return what `feeds topics` prints."""
    assert main(["topics", "--config", str(archive.config), *arguments]) == 0
    return capsys.readouterr().out


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))


def test_coverage_shows_size_age_and_uncovered_sections(archive: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(archive, capsys).splitlines() == [
        "     6  robots  since 2026-04-01, about 1 a day",
        "     6  of 12 sections have no topic (feeds topics unmapped)",
    ]
    values = json.loads(printed(archive, capsys, "--json"))
    assert (values["sections"], values["unmapped"], values["topics"][0]["latest"]) == (12, 6, "2026-04-06")


def test_headings_without_letters_are_not_the_same(site: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(1, 4):
        site.write(f"2026-04-0{number}-a.md", f"# Issue {number}\n\n## 🎥\n\nA talk.\n\n## 🎉\n\nA party.\n")
    assert printed(site, capsys, "unmapped").splitlines() == ["   3 issues  🎉", "   3 issues  🎥"]


def test_overlap_is_reported(archive: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    archive.configure(CONFIG + TOPICS + "  - {slug: machines, links: [robots.example]}\n")
    assert "6 also in robots" in printed(archive, capsys)


def test_lines_about_topics_fit_into_eighty_columns(archive: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    many = "".join(f"  - {{slug: machines-of-kind-{number}, links: [robots.example]}}\n" for number in range(6))
    archive.configure(CONFIG + TOPICS + many + "  - {slug: x-0123abcd, title: 機械の話題, words: [robot*]}\n")
    lines = printed(archive, capsys).splitlines()
    assert all(cell_len(line) <= 80 for line in lines)
    assert "     6  robots                 since 2026-04-01, about 1 a day, shared with 7" in lines
    assert "     6  x-0123abcd 機械の話題  since 2026-04-01, about 1 a day, shared with 7" in lines
    archive.configure(CONFIG + TOPICS + "".join(f"  - {{slug: m{n}, links: [robots.example]}}\n" for n in range(6)))
    assert printed(archive, capsys).splitlines()[-2].endswith("about 1 a day, 6 also in m0, 5 more")


def test_a_suggested_topic_has_a_slug_in_latin_letters_whatever_its_script(
    site: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(1, 5):
        site.write(f"2026-04-0{number}-a.md", f"# {number}\n\n## 機械の話題\n\nA {number}.\n\n## B {number}\n\nC.\n")
    (topic,) = json.loads(printed(site, capsys, "suggest", "--json"))["topics"]
    assert (topic["slug"], topic["headings"], topic["issues"]) == ("jixienohuati", ["機械の話題"], 4)
    suggested = printed(site, capsys, "suggest")
    assert '  - slug: jixienohuati\n    title: "機械の話題"\n' in suggested
    assert [topic["title"] for topic in yaml.safe_load(suggested)["topics"]] == ["機械の話題"]


def test_missing_labels_are_reported(archive: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["topics", "--config", str(archive.config), "learn", str(archive.path / "none.json")]) == 2
    assert "none.json: cannot be read: No such file or directory (check its name" in capsys.readouterr().err


def test_programs_get_all_of_it_as_json(archive: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    archive.configure(CONFIG + TOPICS + "  - {slug: machines, links: [robots.example]}\n")
    topics = json.loads(printed(archive, capsys, "--json"))["topics"]
    assert [(topic["slug"], topic["overlaps"]) for topic in topics] == [
        ("machines", {"robots": 6}),
        ("robots", {"machines": 6}),
    ]
    archive.configure(CONFIG + "topics: [{slug: whales, headings: [Whale watch]}]\n")
    unmapped = json.loads(printed(archive, capsys, "unmapped", "--json"))
    assert [heading["title"] for heading in unmapped["headings"]] == ["Headline 1", "Whale watching"]
    assert unmapped["headings"][1] == {"title": "Whale watching", "issues": 2, "wordings": ["Whale watching"]}
    archive.configure(CONFIG + "topics: [{slug: whales, headings: [Whale watch*]}]\n")
    unmapped = json.loads(printed(archive, capsys, "unmapped", "--issues", "1", "--json"))
    assert unmapped["sections"] == [
        {
            "title": "Headline 6",
            "id": "tag:weekly.example,2026-01-01:2026-04-06-issue/headline-6",
            "published": "2026-04-06",
            "post": "posts/2026-04-06-issue.md",
        }
    ]
    archive.configure(CONFIG + "topics: [{slug: whales, headings: [Whale watch]}]\n")
    assert json.loads(printed(archive, capsys, "drift", "--issues", "2", "--json")) == [
        {"kind": "new", "heading": "Whale watching", "issues": 2, "topics": [], "was": "Whale watch", "last": ""},
        {"kind": "gone", "heading": "Whale watch", "issues": 4, "topics": [], "was": "", "last": "2026-04-04"},
    ]


def test_without_topics_a_remedy_is_printed(site: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["topics", "-c", str(site.config)]) == 0
    captured = capsys.readouterr()
    assert captured.out == "     0  of 0 sections have no topic (feeds topics unmapped)\n"
    assert "There are no topics yet (see feeds topics suggest, or feeds topics preset ai)." in captured.err
    assert main(["topics", "suggest", "-c", str(site.config)]) == 0
    assert capsys.readouterr().out == "# Every section has a topic.\n"


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["--json", "suggest"], "--json before 'suggest' has no effect (see feeds topics suggest --help)\n"),
        (["preset", "ai", "-o", "nowhere/x.yaml"], "nowhere/x.yaml: cannot be written: No such file or directory"),
    ],
)
def test_options_without_effect_are_refused(
    arguments: list[str], fault: str, site: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["topics", "-c", str(site.config), *arguments]) == 2
    assert capsys.readouterr().err.startswith(fault)


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["--issues", "3"], "argument SUBCOMMAND: invalid choice: '3'"),
        (["report", "--issues", "3"], "unrecognized arguments: --issues 3 (see feeds topics report --help)"),
        (["drift", "--issues", "0"], "argument --issues: '0' is not a number of issues, such as 5"),
        (["drift", "--isues", "5"], "unrecognized arguments: --isues 5 (did you mean --issues?)"),
        (["-o", "x.yaml"], "argument SUBCOMMAND: invalid choice: 'x.yaml'"),
        (["preset", "ai", "--json"], "unrecognized arguments: --json (see feeds topics preset --help)"),
        (["learn", "--drift"], "unrecognized arguments: --drift (see feeds topics learn --help)"),
        (["--suggest"], "--suggest is a subcommand now (write: feeds topics suggest)"),
        (["--unmapped", "--issues", "5"], "--unmapped is a subcommand now (write: feeds topics unmapped)"),
        (["--preset", "ai"], "--preset is a subcommand now (write: feeds topics preset ai)"),
    ],
)
def test_each_subcommand_has_only_options_of_its_own(
    arguments: list[str], fault: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["topics", *arguments])
    assert ended.value.code == 2
    assert f": error: {fault}" in capsys.readouterr().err


def test_the_report_is_the_default_and_the_config_may_be_named_anywhere(
    archive: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    report = printed(archive, capsys)
    assert report == printed(archive, capsys, "report")
    assert main(["topics", "report", "-c", str(archive.config)]) == 0
    assert capsys.readouterr().out == report
    assert printed(archive, capsys, "--json") == printed(archive, capsys, "report", "--json")


def test_a_ready_list_can_be_written_into_a_file(site: Folder) -> None:
    path = site.path / "ready.yaml"
    assert main(["topics", "preset", "ai", "-o", str(path)]) == 0
    assert path.read_text(encoding="utf-8") == preset("ai")


def test_unmapped_sections_and_drift(archive: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(archive, capsys, "unmapped").splitlines() == [
        "   6 issues  Whale watch; Whale watching",
    ]
    assert printed(archive, capsys, "unmapped", "--issues", "2").splitlines() == ["   2 issues  Whale watching"]
    assert printed(archive, capsys, "drift", "--issues", "2").splitlines() == [
        "new     2 issues  Whale watching  no topic  was 'Whale watch'?",
        "gone    4 issues  Whale watch  last 2026-04-04",
    ]
    assert printed(archive, capsys, "drift").startswith("There are no issues before the last 10 (of 6) to compare with")


def test_sections_without_a_topic_are_listed_by_post(site: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    long = "A headline that goes on and on until nobody remembers how it once began, or why"
    site.write(
        "2026-04-01-a.md",
        f"---\ntitle: A\n---\n## {long}\n\nBoats.\n\n## 船が港に戻ってきた日のこと{'と' * 40}\n\nBoats.\n",
    )
    first, *titles = printed(site, capsys, "unmapped").splitlines()
    assert first == "2026-04-01   posts/2026-04-01-a.md"
    assert [title.strip()[:10] for title in titles] == ["A headline", "船が港に戻ってきた日"]
    assert [cell_len(title) <= 80 and title.endswith("…") for title in titles] == [True, True]


def test_numbers_in_headings_do_not_count_as_drift(site: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(1, 9):
        site.write(
            f"2026-04-0{number}-a.md",
            f"# Issue {number}\n\n## Boat {number}\n\nIt came.\n\n## News\n\nNone {number}.\n",
        )
    drift = printed(site, capsys, "drift", "--issues", "2")
    assert drift == "No heading is new in the last 2 issues, and none has disappeared.\n"


@pytest.mark.parametrize("name", preset_names())
def test_a_preset_is_a_config_and_can_be_included(name: str, site: Folder) -> None:
    (site.path / "ready.yaml").write_text(preset(name), encoding="utf-8")
    site.configure(CONFIG + "topics: [{include: ready.yaml}]\n")
    rules = load_config(site.config).config.topics
    assert len(rules) > 10
    assert all(rule.title and rule.description for rule in rules)
    site.configure(CONFIG + preset(name))
    assert load_config(site.config).config.topics == rules


def test_the_ai_preset_has_the_topics_of_the_field() -> None:
    wanted = json.loads(shared("gold", "topics-ai-definitions.json").read_text(encoding="utf-8"))["topics"]
    assert [topic["slug"] for topic in yaml.safe_load(preset("ai"))["topics"]] == [topic["slug"] for topic in wanted]


@pytest.mark.parametrize(
    ("title", "text", "wanted"),
    [
        ("Policy gradients for robot arms", "A learned policy grasps cups.", {"reinforcement-learning", "robotics"}),
        ("Senators ask for a licence", "The bill is in committee.", {"policy-and-governance"}),
        ("A generative adversarial network paints", "It makes images of cats.", {"generative-models"}),
        ("A trial prevents a dogfight of lawyers", "Nobody came.", {"military-and-surveillance"}),
        ("A new benchmark for machine translation", "Forty languages.", {"datasets-and-benchmarks", "nlp"}),
        ("An evening with friends", "We had tea and a long walk.", set()),
    ],
)
def test_the_ai_preset_excludes_other_meanings_of_its_words(title: str, text: str, wanted: set[str]) -> None:
    rules = TopicRules([read_topic(topic) for topic in yaml.safe_load(preset("ai"))["topics"]])
    (entry,) = entries_of(f"---\ntitle: {title}\n---\n{text}")
    assert set(rules.topics_of(entry, entry.origin)) == wanted


@pytest.mark.parametrize("name", preset_names())
def test_no_word_of_a_preset_appears_twice(name: str) -> None:
    for topic in yaml.safe_load(preset(name))["topics"]:
        words = [next(iter(word)) if isinstance(word, dict) else word for word in topic.get("words", ())]
        folded = [(fold(word), word.endswith("*")) for word in words]
        assert len(set(folded)) == len(folded), topic["slug"]


@pytest.mark.parametrize("name", preset_names())
def test_headings_of_a_preset_do_not_match_parts_of_words(name: str) -> None:
    rules = TopicRules([read_topic(topic) for topic in yaml.safe_load(preset(name))["topics"]])
    (entry,) = entries_of("---\ntitle: It prevents stalking, undermining, coffees and spreading\n---\nNobody came.")
    assert rules.topics_of(entry, entry.origin) == ()


def test_an_unknown_preset_is_reported(site: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["topics", "preset", "fishing"]) == 2
    assert "choose one of ai, bitcoin, programming" in capsys.readouterr().err


def test_a_file_of_topics_is_completed_by_the_config(site: Folder) -> None:
    (site.path / "topics.yaml").write_text(
        "topics:\n  - {slug: robots, title: Robots, words: [robot*, {drone*: 1}]}\n  - {slug: whales, tags: [sea]}\n",
        encoding="utf-8",
    )
    site.configure(
        CONFIG + "topics:\n  - include: topics.yaml\n  - {slug: robots, words: [{drone*: 3}, arm], not: [toy]}\n"
    )
    rules = {rule.slug: rule for rule in load_config(site.config).config.topics}
    assert [(clue.written, clue.points) for clue in rules["robots"].words] == [("drone*", 3), ("arm", 2), ("robot*", 2)]
    assert (rules["robots"].title, rules["robots"].exclude) == ("Robots", ("toy",))
    assert list(rules) == ["robots", "whales"]


def test_a_change_of_an_included_file_is_seen(archive: Folder) -> None:
    ready = archive.path / "topics.yaml"
    ready.write_text("topics:\n  - {slug: robots, words: [robot*]}\n", encoding="utf-8")
    archive.configure(CONFIG + "topics: [{include: topics.yaml}]\n")
    assert main(["build", "-q", "-c", str(archive.config)]) == 0
    ready.write_text("topics:\n  - {slug: robots, words: [robot*]}\n  - {slug: w, words: [humpback: 4]}\n", "utf-8")
    assert main(["build", "-q", "-c", str(archive.config)]) == 0
    assert len(archive.items("topics/w/feed.json")) == 6


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("topics: [{slug: a, word: [b]}]", "ready.yaml:1:20: topics[0].word: there is no such setting"),
        ("topics: [from-tags]", "ready.yaml:1:10: is not a topic (write topics here"),
        ("words: [a]", "ready.yaml:1:1: is not a list of topics (begin it with 'topics:')"),
        ("topics: [", "ready.yaml:2:1: is not valid YAML"),
    ],
)
def test_mistakes_in_an_included_file_are_reported_with_their_place(
    text: str, fault: str, site: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    (site.path / "ready.yaml").write_text(text + "\n", encoding="utf-8")
    site.configure(CONFIG + "topics: [{include: ready.yaml}]\n")
    assert main(["config", "-c", str(site.config)]) == 2
    assert fault in capsys.readouterr().err


def test_a_missing_included_file_is_reported(site: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    site.configure(CONFIG + "topics: [{include: nowhere.yaml}]\n")
    assert main(["config", "-c", str(site.config)]) == 2
    assert "config.yaml:4:11: the file 'nowhere.yaml' cannot be read" in capsys.readouterr().err


# -- learning


def taught(archive: Folder, labels: object, capsys: pytest.CaptureFixture[str], name: str = "labels.json") -> str:
    path = archive.path / name
    path.write_text(json.dumps(labels), encoding="utf-8")
    assert (
        main(["topics", "-c", str(archive.config), "learn", str(path), "-o", str(archive.path / "learned.yaml")]) == 0
    )
    assert "Cross-validated: precision 1.00, recall 1.00" in capsys.readouterr().err
    return (archive.path / "learned.yaml").read_text(encoding="utf-8")


def labels_of(archive: Folder) -> dict[str, object]:
    issues = [
        {
            "source": path.name,
            "sections": [
                {"title": f"Headline {number}", "topics": ["machines"]},
                {"start": "Whale watch", "topics": ["sea"]},
            ],
        }
        for number, path in enumerate(sorted(archive.posts.iterdir()), 1)
    ]
    return {"issues": issues}


@pytest.mark.slow
def test_learned_rules_are_plain_and_work(archive: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    text = taught(archive, labels_of(archive), capsys)
    rules = {topic["slug"]: topic for topic in yaml.safe_load(text)["topics"]}
    assert "robots.example" in rules["machines"]["links"]
    assert any("whale" in str(word) for word in rules["sea"]["words"])
    archive.configure(CONFIG + "topics: [{include: learned.yaml}]\n")
    archive.build()
    assert [len(archive.items(f"topics/{slug}/feed.json")) for slug in ("machines", "sea")] == [6, 6]


def test_learning_twice_gives_the_same_file(archive: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    assert taught(archive, labels_of(archive), capsys) == taught(archive, labels_of(archive), capsys)


def test_names_of_topics_are_learned_from_an_index(archive: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    index = archive.path / "index"
    index.mkdir()
    mentions = "".join(f"  - url: /2026/04/0{number}/issue/#whale-watch\n" for number in range(1, 5))
    (index / "sea.md").write_text(f"---\ntitle: The sea\naliases: [Ocean (Brine)]\nmentions:\n{mentions}---\n", "utf-8")
    assert main(["topics", "-c", str(archive.config), "learn", str(index)]) == 0
    (topic,) = yaml.safe_load(capsys.readouterr().out)["topics"]
    assert topic["title"] == "The sea"  # of which the slug is a part, so that "sea" is looked for
    assert {"sea", "ocean", "brine"} <= {
        next(iter(word)) if isinstance(word, dict) else word for word in topic["words"]
    }


def examples(*said: tuple[str, str]) -> list[Example]:
    """Return an example for each text and topic."""
    (entry,) = entries_of("---\ntitle: x\n---\ntext")
    return [
        Example(replace(entry, id=str(number), content=f"<p>{text}</p>"), frozenset({topic}))
        for number, (text, topic) in enumerate(said)
    ]


def words_of(slug: str, examples: list[Example], names: TopicNames) -> dict[str, float]:
    """Return what is learned of one topic: its words, with their points."""
    (learned,) = (rule for rule in learn(examples, {slug: names}) if rule.slug == slug)
    return {clue.written: clue.points for clue in learned.words}


@pytest.mark.parametrize("name", ["bird of the year", "one of the most seen birds"])
def test_a_name_mentioned_in_passing_is_worth_less_however_long_it_is(name: str) -> None:
    right = examples(*[(f"The {name}.", "birds")] * 9, *[("A year of boats, birds, and no bird.", "boats")] * 9)
    wrong = examples(*[(f"The {name}.", "birds")] * 2, *[(f"A boat, the {name}.", "boats")] * 8)
    assert words_of("birds", right, TopicNames(others=(name,)))[name] == 6
    assert words_of("birds", wrong, TopicNames(others=(name,))).get(name, 0) <= 2


def test_a_clue_within_another_replaces_it() -> None:
    said = examples(*[("The C++ compiler here.", "languages")] * 9, *[("A boat.", "boats")] * 3)
    names = TopicNames(others=("C++", "C++ compiler"))
    assert words_of("languages", said, names)["c++"] == 6
    assert "c++ compiler" not in words_of("languages", said, names)


def test_learning_from_nothing_prints_a_remedy(site: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    site.issue()
    assert main(["topics", "-c", str(site.config), "learn"]) == 2
    assert "name files of labels" in capsys.readouterr().err
