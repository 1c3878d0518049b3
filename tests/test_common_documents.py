"""The documents that belong to no feed: the index and lists of feeds are rendered when what they show has changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from feeds.pipeline.carried.carrying import carry_feeds
from feeds.pipeline.documents.common_documents import FIXED, INDEX, LISTS
from feeds.pipeline.documents.intact import find_intact
from feeds.pipeline.documents.printing import plan_printing
from feeds.pipeline.looking import look
from feeds.site import open_site
from tests.folder import CONFIG, NOW, Folder

TOPICS = """
topics:
  - {slug: boats, words: [ferry]}
  - {slug: kites, words: [kite]}
"""
POST = """---
title: Issue {number}
date: 2026-05-0{number} 09:00:00
---

## A ferry sails

{words} about a ferry.

## The tide is back

Words about the tide.
"""


@pytest.fixture
def built(site: Folder) -> Folder:
    site.configure(CONFIG + TOPICS)
    for number in range(1, 6):
        write(site, number)
    site.build()
    return site


def write(site: Folder, number: int, words: str = "Words") -> None:
    site.write(f"{number}.md", POST.format(number=number, words=words))


def to_render(site: Folder) -> set[str]:
    """Return the groups of these documents that the next build renders."""
    opened = open_site(site.config)
    with look(opened, NOW) as seen:
        carrying = carry_feeds(seen.config, seen.store, seen.now, seen.update.effect)
        before = find_intact(seen.store, {}, opened.mark_of)
        plan = plan_printing(seen.config, seen.store, seen.now, carrying, before, opened.mark_of, opened.digest_of)
        return {group.name for group in plan.common.groups if group.changed}


def rename(site: Folder) -> None:
    site.write("5.md", POST.format(number=5, words="Words").replace("A ferry sails", "The ferry is late"))


def publish(site: Folder) -> None:
    write(site, 6)


def withdraw(site: Folder) -> None:
    (site.posts / "2.md").unlink()


def fill(site: Folder) -> None:
    write(site, 5, "Words of a kite, a kite")


def colour(site: Folder) -> None:
    site.configure(CONFIG.replace("site:\n", "site:\n  colour: '#123456'\n") + TOPICS)


def lose(site: Folder) -> None:
    (site.public / "topics.opml").unlink()


def test_a_build_renders_them_once(built: Folder) -> None:
    write(built, 5, "Other words")
    assert INDEX not in to_render(built)
    assert FIXED not in to_render(built)
    built.build()
    assert to_render(built) == set()


@pytest.mark.parametrize(
    ("change", "groups"),
    [
        (rename, {INDEX, LISTS}),
        (publish, {INDEX, LISTS}),
        (withdraw, {INDEX, LISTS}),
        (fill, {INDEX, LISTS}),
        (colour, {INDEX, LISTS, FIXED}),
        (lose, {LISTS}),
    ],
)
def test_they_are_rendered_again_if_what_they_show_changes(
    built: Folder, change: Callable[[Folder], None], groups: set[str]
) -> None:
    change(built)
    assert to_render(built) == groups
    built.build()
    incremental = built.tree()
    built.build(fresh=True)
    assert built.tree() == incremental
