"""Each setting costs as much as it changes: posts are read, or feeds rendered again, only if they would differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from feeds.config.models import annotations_of
from feeds.config.settings import Config, Settings
from feeds.pipeline.run import Leave
from feeds.store.marks import BUDGET, EVERY_RUN, LINKS, NO_OUTPUT, READING, RENDERING, SELECTING, TOPICS
from tests.folder import Folder

#: Another value than the one in `CONFIG` or the default, for each setting that may be set alone.
OTHER: dict[str, Any] = {
    "site.title": "The Monthly",
    "site.url": "https://monthly.example/",
    "site.description": "About machines.",
    "site.logo": "/logo.svg",
    "site.icon": "/icon.png",
    "site.colour": "#1d4ed8",
    "site.language": "de",
    "site.timezone": "Asia/Tokyo",
    "site.authors": [{"name": "Mira"}],
    "identity.authority": "other.example",
    "identity.date": "2025-01-01",
    "posts.layout": "hugo",
    "posts.encoding": "windows-1252",
    "posts.include": ["2026-*"],
    "posts.dates": ["date", ":filename"],
    "posts.taxonomies": ["series"],
    "posts.permalink": "/:slug/",
    "posts.permalink_translated": "/:lang/:slug/",
    "posts.defaults": [{"paths": "*", "values": {"tags": ["machines"]}}],
    "posts.seconds": "7s",
    "posts.memory": "700MB",
    "sections.split": "none",
    "sections.pattern": "Robots",
    "sections.drop": ["sponsor", "jobs"],
    "sections.overrides": [{"paths": "2026-*", "split": 2}],
    "links.unwrap": ["go.news.example/out?u="],
    "links.fragments": False,
    "links.shorteners": ["sho.rt"],
    "links.keep_tracking": True,
    "links.recover": False,
    "links.complete": True,
    "links.dead": "archive",
    "feeds.formats": ["rss", "atom"],
    "feeds.archive": "month",
    "feeds.link": "page",
    "feeds.attribution": "Out of {issue}.",
    "feeds.empty_topics": True,
    "pages.search": True,
    "feeds.complete_titles": False,
    "withdrawals.text": "Gone.",
    "withdrawals.keep_title": False,
    "publish.url": "https://feeds.example/",
    "publish.hub": "https://hub.example/",
    "links.resolve": False,
    "links.every": "2h",
    "links.lookups": 7,
    "links.seconds": "90s",
    "links.pause": "2s",
    "links.allow": ["10.0.0.0/8"],
    "links.ports": [80, 443, 8080],
    "links.proxy": "http://proxy.example:3128",
    "links.agent": "somebody",
    "schedule.every": "7m",
    "schedule.cron": "0 7 * * *",
    "schedule.poll": "always",
    "publish.recover": "never",
    "publish.after": "cat",
    "publish.after_timeout": "30s",
    "publish.generations": 2,
    "topics": [{"slug": "robots", "words": ["walks"]}],
    "from_tags.enabled": True,
}
CONFIG = {"site": {"title": "The Weekly", "url": "https://weekly.example/"}}


def settings_of(block: type[Settings], path: str = "") -> Iterator[str]:
    """Yield the names of all settings, such as `links.pause`; a list is one setting."""
    for name, inner in annotations_of(block).items():
        if isinstance(inner, type) and issubclass(inner, Settings):
            yield from settings_of(inner, f"{path}{name}.")
        else:
            yield path + name


def test_every_setting_is_in_a_mark_or_listed_as_one_that_needs_none() -> None:
    marked = {*READING, *TOPICS, *SELECTING, *LINKS, *RENDERING, *BUDGET}
    assert marked | {*EVERY_RUN, *NO_OUTPUT} == set(settings_of(Config))
    assert not marked & {*EVERY_RUN, *NO_OUTPUT}
    assert not set(EVERY_RUN) & set(NO_OUTPUT)


def changed(site: Folder, name: str) -> tuple[int, int]:
    """Set the setting with *name* to another value, build, and return how many posts were read and feeds rendered."""
    for number in range(1, 4):
        site.issue(f"2026-05-0{number}-issue.md", title=f"Issue {number}", date=f"2026-05-0{number} 09:00:00")
    site.configure(yaml.safe_dump(CONFIG))
    site.build()
    values: dict[str, Any] = yaml.safe_load(yaml.safe_dump(CONFIG))
    block, _, key = name.rpartition(".")
    (values.setdefault(block, {}) if block else values)[key] = OTHER[name]
    site.configure(yaml.safe_dump(values))
    report = site.build(leave=Leave(resurface=True, shrink=True))
    return report.read, report.rendered


@pytest.mark.parametrize("name", [*NO_OUTPUT, *BUDGET])
def test_a_setting_without_output_reads_and_renders_nothing(site: Folder, name: str) -> None:
    assert changed(site, name) == (0, 0)


@pytest.mark.parametrize("name", sorted({*RENDERING, *LINKS, *TOPICS} & OTHER.keys() - {*READING}))
def test_a_setting_of_feeds_reads_no_post(site: Folder, name: str) -> None:
    assert changed(site, name)[0] == 0


@pytest.mark.parametrize("name", sorted({*RENDERING} - {*READING}))
def test_a_setting_of_feeds_renders_all_of_them(site: Folder, name: str) -> None:
    assert changed(site, name)[1] == 2


@pytest.mark.parametrize("name", sorted({*READING} & OTHER.keys()))
def test_a_setting_of_reading_reads_every_post(site: Folder, name: str) -> None:
    assert changed(site, name)[0] == 3
