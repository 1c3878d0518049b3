"""Commands that only look at a site wait for no build, and write nothing."""

from __future__ import annotations

import os

import pytest

from feeds.pipeline.looking import look
from feeds.site import open_site
from feeds.store import open_store
from tests.command import run, run_process
from tests.folder import NOW, Folder

LOOKS = [
    ["entries"],
    ["entries", "--jsonl"],
    ["explain", "2026-05-01-one.md"],
    ["diff"],
    ["topics"],
    ["topics", "unmapped"],
    ["links", "--unrecovered"],
    ["build", "--dry-run"],
]


@pytest.fixture(params=[False, True], ids=["nothing pending", "a post pending"])
def built(site: Folder, request: pytest.FixtureRequest) -> Folder:
    """A site that was built, perhaps with a post that came since."""
    site.issue()
    site.build()
    if request.param:
        site.issue("2026-05-08-two.md", "Issue 2", "2026-05-08 09:00:00")
    return site


@pytest.mark.parametrize("command", LOOKS, ids=" ".join)
def test_a_look_waits_for_no_build(built: Folder, command: list[str]) -> None:
    with open_store(built.path / ".feeds/state.sqlite3") as store:
        store.marks.save_search("a build is at work, and has written this")
        done = run_process(built, *command)
        assert (done.returncode, done.stderr.count("another run")) == (0, 0)


@pytest.mark.parametrize("command", LOOKS, ids=" ".join)
def test_a_look_writes_nothing(built: Folder, command: list[str]) -> None:
    before = built.state(), sorted(os.listdir(built.path / ".feeds"))
    assert run(built, *command).returncode == 0
    assert (built.state(), sorted(os.listdir(built.path / ".feeds"))) == before


@pytest.mark.parametrize("command", LOOKS, ids=" ".join)
def test_a_look_needs_no_build_before_it(site: Folder, command: list[str]) -> None:
    site.issue()
    assert run(site, *command).returncode == 0
    assert not (site.path / ".feeds").exists()
    assert not site.public.exists()


def test_a_look_shows_what_a_build_would_publish(built: Folder) -> None:
    with look(open_site(built.config), NOW) as seen:
        looked = [entry.id for one in seen.store.entries.all(NOW) for entry in (one.whole, *one.parts.values())]
    built.build()
    with look(open_site(built.config), NOW) as seen:
        assert [entry.id for one in seen.store.entries.all(NOW) for entry in (one.whole, *one.parts.values())] == looked
