"""config.yaml: every mistake at once, with its place and remedy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from feeds.config.describing import schema
from feeds.config.forms import settings_of
from feeds.config.reading import load_config, to_yaml
from feeds.config.settings import Settings
from feeds.errors import ConfigError
from tests.conftest import REPOSITORY

SITE = "site: {title: The Weekly, url: https://weekly.example}\n"


def load(tmp_path: Path, text: str) -> Any:
    path = tmp_path / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return load_config(path).config


def complaints(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text)
    return str(caught.value).splitlines()


def test_three_lines_are_enough(tmp_path: Path) -> None:
    config = load(tmp_path, SITE)
    assert config.root == "https://weekly.example/"
    assert config.authority == "weekly.example"
    assert config.feeds.formats == ("rss", "atom", "json")


def test_all_problems_are_reported_at_once_with_line_and_remedy(tmp_path: Path) -> None:
    text = """\
site:
  title: The Weekly
  url: weekly.example
  langage: en
topics:
  - slug: ../etc
    words: [a]
  - slug: robots
    words: robot
  - slug: empty
feeds: {max_bytes: 5XB}
schedule: {every: soon}
"""
    assert complaints(tmp_path, text) == [
        "config.yaml:3:3: site.url: 'weekly.example' is not a web address "
        "(write it in full, such as 'https://news.example/')",
        "config.yaml:4:3: site.langage: there is no such setting (did you mean 'language'?)",
        "config.yaml:6:5: topics[0].slug: '../etc' cannot be part of an address "
        "(use lower-case letters, digits and single hyphens, such as 'ai-safety')",
        "config.yaml:9:5: topics[1].words must be a list (write it as [a, b] or one '- a' per line)",
        "config.yaml:10:5: topics[2]: the topic has no rule (give it headings, words, links or tags)",
        "config.yaml:11:9: feeds.max_bytes: '5XB' is not a size (write it like '512KB' or '1MB')",
        "config.yaml:12:12: schedule.every: 'soon' is not a period (write it like '30s', '5m', '2h' or '1d')",
    ]


def test_an_expression_that_python_warns_of_is_refused_and_the_warning_not_printed(tmp_path: Path) -> None:
    assert complaints(tmp_path, SITE + "sections: {pattern: '^[[]'}\n") == [
        "config.yaml:2:12: sections.pattern: '^[[]' may mean something else to a later Python "
        "(possible nested set at position 2) (put a backslash before a bracket, or a repeated sign, within brackets)"
    ]


def test_two_topics_with_one_slug_are_reported_with_both_places(tmp_path: Path) -> None:
    text = SITE + "topics:\n  - {slug: robots, words: [a]}\n  - {slug: robots, tags: [b]}\n"
    assert complaints(tmp_path, text) == [
        "config.yaml:4:6: the slug 'robots' is already used at config.yaml:3:6 (give one of them another slug)"
    ]


def test_a_selection_of_an_unknown_topic_is_reported(tmp_path: Path) -> None:
    text = SITE + "topics: [{slug: robots, words: [a]}]\nfeeds: {extra: [{slug: mine, exclude: [robot]}]}\n"
    assert complaints(tmp_path, text) == [
        "config.yaml:3:40: exclude: there is no topic 'robot' (did you mean 'robots'?)"
    ]


def test_a_crontab_line_is_checked(tmp_path: Path) -> None:
    (line,) = complaints(tmp_path, SITE + "schedule: {cron: 0 7 * *}\n")
    assert line.startswith("config.yaml:2:12: '0 7 * *' is not a valid crontab line")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("site: [", "config.yaml:2:1: is not valid YAML"),
        ("a: &a [*a]", "config.yaml: is not valid YAML: there are too many values, or they are nested too deeply"),
        ("[" * 10_000, "config.yaml"),
        ("", "config.yaml:1:1: site is missing (add it)"),
        ("just words", "config.yaml:1:1: config.yaml must be a block of settings"),
        (SITE + SITE, "config.yaml:2:1: 'site' appears twice (keep one of them)"),
        ("site: {title: '', url: https://a.example}", "config.yaml:1:8: site.title is empty"),
        (SITE + "identity: {authority: Weekly.example}", "config.yaml:2:12: identity.authority: 'Weekly.example'"),
        (
            SITE + "publish:\n  directory: x\n  url: nowhere",
            "config.yaml:4:3: publish.url: 'nowhere' is not a web address",
        ),
        (SITE + "feeds: {limit: 0}", "config.yaml:2:9: feeds.limit is too small (write at least 1)"),
        (
            SITE + "sections: {split: 7}",
            "config.yaml:2:12: sections.split: 7 is not a valid choice (choose 'auto', 'none',",
        ),
        (
            SITE + "posts: {layout: gatsby}",
            "config.yaml:2:9: posts.layout: 'gatsby' is not a valid choice (choose 'auto',",
        ),
        (SITE + "posts: {defaults: [{values: x}]}", "config.yaml:2:21: posts.defaults[0].values must be a block of"),
        (SITE + "identity: {date: soon}", "config.yaml:2:12: identity.date: 'soon' is not a date (write it like"),
        (
            SITE + "feeds: {extra: [{slug: a, links: ['https://a.example/']}]}",
            "config.yaml:2:35: feeds.extra[0].links[0]",
        ),
        ("site: {title: x, url: https://a.example, timezone: Mars}", "config.yaml:1:42: site.timezone: 'Mars'"),
        (
            f"site: {{title: x, url: https://a.example, timezone: {'a/' * 5000}}}",
            "config.yaml:1:42: site.timezone: 'a/a/a/",
        ),
    ],
)
def test_nonsense_is_reported_and_nothing_crashes(tmp_path: Path, text: str, expected: str) -> None:
    assert any(line.startswith(expected) for line in complaints(tmp_path, text)), complaints(tmp_path, text)


@pytest.mark.parametrize(
    ("topic", "expected"),
    [
        ("words: ['🦀']", "config.yaml:2:28: topics[0].words[0]: '🦀' has no letter or digit"),
        ("names: [x, '*']", "config.yaml:2:31: topics[0].names[1]: '*' has no letter or digit"),
        ("words: [x], not: ['&']", "config.yaml:2:38: topics[0].not[0]: '&' has no letter or digit"),
        ("words: [x: .nan]", "config.yaml:2:28: topics[0].words[0]: '.nan' is not a number of points"),
        (
            "links: [ros org]",
            "config.yaml:2:28: topics[0].links[0]: 'ros org' is not a host, a part of an address or a label",
        ),
        ("links: ['[topic ros']", "config.yaml:2:28: topics[0].links[0]: '[topic ros' is not a host"),
        ("domains: [ros.org/wiki]", "config.yaml:2:30: topics[0].domains[0]: 'ros.org/wiki' is not a domain"),
        ("domains: ['*.edu*']", "config.yaml:2:30: topics[0].domains[0]: '*.edu*' is not a domain"),
        ("tags: [x], implies: [y]", "config.yaml:2:41: implies: there is no topic 'y' (add it to topics)"),
        ("tags: [x], aliases: [a]", "config.yaml:2:41: the slug 'a' is already used at config.yaml:2:11"),
    ],
)
def test_a_clue_that_nothing_can_match_is_reported(tmp_path: Path, topic: str, expected: str) -> None:
    (complaint,) = complaints(tmp_path, SITE + f"topics: [{{slug: a, {topic}}}]")
    assert complaint.startswith(expected)


@pytest.mark.parametrize(
    ("feed", "expected"),
    [
        ("topics: [a], exclude: [a]", "config.yaml:3:40: exclude: every topic of the feed is excluded (remove one of"),
        ("abridged: true", "config.yaml:3:27: abridged: it has no effect here (add 'grain: issue')"),
        ("once: true, grain: issue", "config.yaml:3:27: once: it has no effect here (add 'grain: item')"),
    ],
)
def test_settings_without_effect_in_a_feed_are_reported(tmp_path: Path, feed: str, expected: str) -> None:
    (complaint,) = complaints(
        tmp_path, SITE + f"topics: [{{slug: a, tags: [x]}}]\nfeeds: {{extra: [{{slug: e, {feed}}}]}}"
    )
    assert complaint.startswith(expected)


@pytest.mark.parametrize("written", ["month", "{period: month}"])
def test_the_period_of_archives_is_short_for_the_block(tmp_path: Path, written: str) -> None:
    config = load(tmp_path, SITE + f"feeds: {{archive: {written}}}\n")
    assert (config.feeds.archive.period, config.feeds.archive.formats) == ("month", ())


def test_formats_of_archives_that_the_feeds_do_not_have_are_reported(tmp_path: Path) -> None:
    assert complaints(tmp_path, SITE + "feeds: {formats: [rss], archive: {formats: [atom]}}\n") == [
        "config.yaml:2:45: feeds.archive.formats: the feeds are not in 'atom' "
        "(add it to feeds.formats, or remove it here)"
    ]


@pytest.mark.parametrize(("written", "column"), [("weekly", 9), ("{period: weekly}", 19)])
def test_a_period_of_archives_that_there_is_not_is_reported(tmp_path: Path, written: str, column: int) -> None:
    assert complaints(tmp_path, SITE + f"feeds: {{archive: {written}}}\n") == [
        f"config.yaml:2:{column}: feeds.archive.period: 'weekly' is not a valid choice "
        "(choose 'year', 'quarter', 'month' or 'none')"
    ]


def test_alias_bomb_ends_soon(tmp_path: Path) -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9))
    assert "too many" in complaints(tmp_path, bomb)[0]


def test_values_follow_yaml_1_2(tmp_path: Path) -> None:
    config = load(tmp_path, "site: {title: 12:30, url: https://a.example, language: no, description: yes}\n")
    assert (config.site.title, config.site.language, config.site.description) == ("12:30", "no", "yes")


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"there is no such file \(create it, or name another file with --config\)"):
        load_config(tmp_path / "config.yaml")


def test_rules_for_some_posts_take_precedence(tmp_path: Path) -> None:
    text = SITE + "sections: {split: 2, overrides: [{paths: '2013/*', split: none}]}\n"
    sections = load(tmp_path, text).sections
    assert sections.rules_for("2013/05.md").split == "none"
    assert sections.rules_for("2014/05.md").split == 2


def test_the_whole_config_can_be_printed_and_read_again(tmp_path: Path) -> None:
    config = load_config(REPOSITORY / "config.yaml").config
    again = load(tmp_path, to_yaml(config))
    assert again == config  # but for the file that it includes no more


def test_the_schema_describes_every_setting() -> None:
    def undescribed(model: type[Settings]) -> list[str]:
        return [f"{model.__name__}.{one.name}" for one in settings_of(model) if not one.description]

    blocks = {"Config"}  # its members are blocks, and their classes say what they are
    models = [model for model in Settings.__subclasses__() if model.__name__ not in blocks]
    assert [name for model in models for name in undescribed(model)] == []
    assert all(model.__doc__ for model in Settings.__subclasses__())
    assert set(schema()["properties"]) >= {"site", "posts", "sections", "topics", "feeds", "schedule", "publish"}
    assert "not" in schema()["$defs"]["TopicRule"]["properties"]


def test_the_name_of_a_language_is_not_its_tag(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="'german' is not a language tag"):
        load(tmp_path, "site: {title: W, url: https://a.example, language: german}\n")
