"""A long run shows what it does: the phase and the rate on a terminal, and with `--profile` where its time went."""

from __future__ import annotations

import re
import time

import pytest

from feeds.commands.profile import Profile, Spent, profile_lines
from tests.command import on_a_terminal, run_process
from tests.folder import Folder

_ROW = re.compile(r" *(\d+\.\d{3}) +(\d+\.\d{3})  (.+)")
PHASES = [
    "Starting",
    "Scanning posts",
    "Reading posts",
    "Storing issues",
    "Assigning topics",
    "Filling feeds",
    "Rendering pages",
    "Rendering feeds",
    "Saving",
]


def tables(text: str) -> tuple[dict[str, Spent], dict[str, Spent]]:
    """Return the phases and the slowest posts that `--profile` printed."""
    before, after = re.split(r".*slowest posts.*\n", text) if "slowest posts" in text else (text, "")
    phases, posts = (
        {found[3]: Spent(float(found[1]), float(found[2])) for line in part.splitlines() if (found := _ROW.match(line))}
        for part in (before, after)
    )
    return phases, posts


def test_a_profile_adds_up_to_the_whole_run(site: Folder) -> None:
    site.issue()
    start = time.monotonic()
    done = run_process(site, "build", "--profile")
    wall = time.monotonic() - start
    phases, _ = tables(done.stderr)
    whole = phases.pop("all")
    assert (done.returncode, done.stdout) == (0, "")
    assert list(phases) == [phase for phase in PHASES if phase in phases]
    assert {"Starting", "Reading posts", "Storing issues", "Rendering feeds"} <= set(phases)
    assert whole.wall == pytest.approx(sum(one.wall for one in phases.values()), abs=0.01)
    assert whole.cpu == pytest.approx(sum(one.cpu for one in phases.values()), abs=0.01)
    assert 0 < whole.wall < wall + 0.1  # Python counts the time of the processor a little differently
    assert whole.cpu > 0


def test_a_profile_names_the_slowest_posts(site: Folder) -> None:
    for number in range(11):
        site.issue(f"2026-04-{number + 1:02}-small.md", title=f"Issue {number}", date=f"2026-04-{number + 1:02}")
    site.write("2026-05-01-big.md", "---\ndate: 2026-05-01\n---\n" + "## A heading\n\nA text with words.\n\n" * 1000)
    done = run_process(site, "build", "--profile")
    _, posts = tables(done.stderr)
    assert next(iter(posts)) == "2026-05-01-big.md"
    assert len(posts) == 10
    assert [one.wall for one in posts.values()] == sorted((one.wall for one in posts.values()), reverse=True)
    assert "slowest posts, of 12" in done.stderr


def test_a_profile_of_nothing_to_do_is_the_start(site: Folder) -> None:
    site.issue()
    site.build()
    assert list(tables(run_process(site, "build", "--profile").stderr)[0]) == ["Starting", "all"]


def test_a_profile_changes_nothing_that_is_published(site: Folder) -> None:
    site.issue()
    run_process(site, "build")
    published = site.tree()
    done = run_process(site, "build", "--fresh", "--profile", "--json")
    assert site.tree() == published
    assert '"written": []' in done.stdout


def test_time_is_counted_for_the_phase_and_post_before_a_call() -> None:
    profile = Profile()
    for what, post in (("Reading posts", "a.md"), ("Reading posts", "b.md"), ("Storing issues", "a.md"), ("", "")):
        profile(what, post=post)
    assert list(profile.phases) == ["Starting", "Reading posts", "Storing issues"]
    assert list(profile.posts) == ["a.md", "b.md"]
    assert sum("a.md" in line for line in profile_lines(profile)) == 1


@pytest.mark.slow
def test_a_long_build_shows_its_phase_and_rate_on_a_terminal(site: Folder) -> None:
    text = "\n\n".join(f"## Heading {number}\n\n" + "A text with some words. " * 40 for number in range(12))
    for number in range(1200):
        day = f"{2000 + number // 28}-01-{number % 28 + 1:02}"
        site.write(f"{day}-issue.md", f"---\ntitle: Issue {number}\ndate: {day}\n---\n{text}\n")
    seen = on_a_terminal(site, "build")
    assert re.search(r"(Reading posts|Storing issues|Rendering feeds|Binding archives).*\d+/\d+, \d+/s", seen)
