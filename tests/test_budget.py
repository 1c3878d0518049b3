"""A post that takes too much processor time or memory is reported, and stops neither the run nor another post."""

from __future__ import annotations

import os
import resource
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from feeds.commands.explanation import explain
from feeds.errors import PostError, Where
from feeds.model import Post
from feeds.pipeline.looking import look
from feeds.pipeline.posts.reading import ReadingSettings
from feeds.pipeline.processes.meter import Budget, Lookout, Meter, OverBudgetError
from feeds.pipeline.processes.workers import Workers
from feeds.pipeline.readings.chunks import Orders, PostRequest
from feeds.pipeline.readings.queueing import ReadingQueue
from feeds.pipeline.readings.readers import Reader
from feeds.pipeline.run import build
from feeds.report import Report, from_json
from feeds.site import Site, open_site
from feeds.store import open_store
from tests.command import run_process
from tests.folder import CONFIG, ISSUE, NOW, Folder
from tests.waiting import wait_for
from tests.watching import watching

HEAD = ISSUE.format(title="Big", date="2026-05-02")
SMALL_MEMORY = f"{CONFIG}posts:\n  memory: 16MB\n"
TOO_MUCH = "takes more than 16 MB of memory to read (simplify it, divide it into several posts, or raise posts.memory)"


def big(size: int = 1_500_000) -> str:
    """Return an honest post of about *size* characters, in paragraphs of 80."""
    words = "The ferry left the *harbour* at noon, and nobody was on board but a dog.\n\n"
    return f"{HEAD}\n" + words * (size // len(words))


def limited(site: Folder, seconds: float) -> Site:
    """Return *site*, each post of which may take *seconds*; a config cannot name parts of one."""
    opened = open_site(site.config)
    config = replace(opened.config, posts=replace(opened.config.posts, seconds=timedelta(seconds=seconds)))
    return replace(opened, loaded=replace(opened.loaded, config=config))


def built(site: Folder, jobs: int = 1) -> Report:
    """Build *site* in a process of its own: one that tests have used has memory to spare, and takes none for a post."""
    return from_json(run_process(site, "build", "--json", f"--jobs={jobs}").stdout.encode())


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_last_good_entries_of_a_post_that_needs_too_much_memory_stay(tmp_path: Path, jobs: int) -> None:
    site = Folder(tmp_path / "site", SMALL_MEMORY)
    for n in range(1, 40):
        site.issue(f"{n:02}.md", title=f"Issue {n}", date=f"2026-04-{n % 28 + 1:02} 09:00:00")
    site.write("big.md", HEAD)
    built(site, jobs)
    ids = site.ids("feed.json")
    site.write("big.md", big())
    for n in range(1, 10):
        site.issue(f"{n:02}.md", title=f"Number {n}", date=f"2026-04-{n % 28 + 1:02} 09:00:00")
    report = built(site, jobs)
    assert [str(one) for one in report.problems] == [f"posts/big.md: {TOO_MUCH}"]
    assert report.notices == ()
    assert site.ids("feed.json")["Big"] == ids["Big"]
    assert {f"Number {n}" for n in range(1, 10)} <= {*site.titles("feed.json")}


def test_a_post_that_took_too_much_is_read_again_when_it_or_the_limit_changes(site: Folder) -> None:
    site.configure(SMALL_MEMORY)
    site.issue()
    site.write("big.md", big())
    assert built(site).problems
    site.issue(title="Issue one")
    report = built(site)
    assert (report.read, len(report.problems)) == (1, 1)
    site.configure(f"{CONFIG}posts:\n  memory: 1GB\n")
    report = built(site)
    assert (report.read, report.problems) == (1, ())
    assert "Big" in site.titles("feed.json")
    assert built(site).read == 0
    site.configure(SMALL_MEMORY)
    assert built(site).read == 0  # it was understood


def test_a_post_that_takes_too_long_is_reported_by_a_build_and_by_explain(site: Folder) -> None:
    site.issue()
    site.write("big.md", big())
    opened = limited(site, 0.02)
    hint = "simplify it, divide it into several posts, or raise posts.seconds"
    (problem,) = build(opened, NOW).problems
    assert str(problem) == f"posts/big.md: takes more than 0.02 s of processor time to read ({hint})"
    assert "Issue 1" in site.titles("feed.json")
    with look(opened, NOW) as seen, pytest.raises(PostError) as caught:
        list(explain(opened, seen, "big.md"))
    assert caught.value.problem == problem


def test_watch_reports_such_a_post_once_and_takes_it_up_when_it_is_simpler(site: Folder) -> None:
    site.configure(SMALL_MEMORY)
    site.write("big.md", HEAD)
    with watching(site) as watcher:
        wait_for(lambda: (site.public / "feed.json").exists())
        site.write("big.md", big())
        wait_for(lambda: watcher.has_said(TOO_MUCH))
        site.issue()
        wait_for(lambda: "Issue 1" in site.titles("feed.json"))
        assert "Big" in site.titles("feed.json")
        site.write("big.md", HEAD.replace("title: Big", "title: Small"))
        wait_for(lambda: "Small" in site.titles("feed.json"))
        watcher.end()
    assert watcher.log_file.read_text().count(TOO_MUCH) == 1


# -- what the settings of a reading do to the process: links are unwrapped by a function that is handed over


def holding_on(address: str) -> str:
    """Hold on to the interpreter, as a library in C may."""
    return str(sum(range(10**12))) if "hold" in address else address


def dawdling(address: str) -> str:
    """Take time in Python, and survive any Exception."""
    while "hold" in address:
        try:
            sum(range(1000))
        except Exception:
            continue
    return address


def ending(address: str) -> str:
    """End the process, as a system does that is short of memory."""
    if "hold" in address:
        os.kill(os.getpid(), signal.SIGKILL)
    return address


def request(name: str, *, link: str = "https://a.example/", long: bool = False) -> PostRequest:
    text = (
        f"---\ntitle: {name}\ndate: 2026-05-01\n---\n## Tide\n\nA [link]({link}).\n\n" + "Tide and ebb. " * 6000 * long
    )
    return PostRequest(path=name, post=Post(path=name, text=text, digest="x", where=Where(f"posts/{name}")))


HOLD = "https://hold.example/"


@contextmanager
def desk(site: Folder, unwrap: Callable[[str], str], jobs: int = 1, seconds: float = 0.3) -> Iterator[ReadingQueue]:
    """Yield a queue of posts, each of which may take so many *seconds*, and whose links *unwrap* unwraps."""
    opened = limited(site, seconds)
    orders = Orders(settings=ReadingSettings(config=opened.config, items=False, unwrap=unwrap), foresight=None)
    with (
        open_store(opened.state) as store,
        Reader(orders, store.habits, lambda path: None) as reader,
        Workers(jobs=jobs).for_posts(2) as crew,
    ):
        yield ReadingQueue(orders, store.habits, crew, reader)


def readings(queue: ReadingQueue, requests: list[PostRequest]) -> dict[str, str]:
    """Return the title of each issue that is read by path, or what is wrong with its post."""
    left = range(len(requests), 0, -1)
    parcels = [parcel for one in zip(requests, left, strict=True) for parcel in queue.put(*one)] + queue.rest()
    found = [parcel.reading for parcel in parcels]
    assert [one.path for one in found] == [one.path for one in requests]
    return {one.path: one.issue.title if one.issue else one.problems[0].message for one in found}


@pytest.mark.parametrize("unwrap", [dawdling, holding_on])
def test_a_long_post_is_ended_whatever_it_is_at_and_the_others_are_read(
    site: Folder, unwrap: Callable[[str], str]
) -> None:
    posts = [request("a", long=True), request("b", link=HOLD, long=True), request("c", long=True), request("d")]
    with desk(site, unwrap) as queue:
        found = readings(queue, posts)
    assert found == {"a": "a", "b": "takes more than 0.3 s of processor time to read", "c": "c", "d": "d"}


def test_a_short_post_that_is_slow_is_interrupted(site: Folder) -> None:
    with desk(site, dawdling) as queue:
        found = readings(queue, [request("a"), request("b", link=HOLD), request("c")])
    assert found == {"a": "a", "b": "takes more than 0.3 s of processor time to read", "c": "c"}


@pytest.mark.parametrize("unwrap", [dawdling, holding_on])
def test_only_the_post_that_ends_a_worker_is_lost(site: Folder, unwrap: Callable[[str], str]) -> None:
    posts = [request(f"{n:03}", link=HOLD if n == 40 else "https://a.example/") for n in range(100)]
    with desk(site, unwrap, jobs=2) as queue:
        found = readings(queue, posts)
        notices = [str(one) for one in queue.problems()]
    assert found.pop("040") == "takes more than 0.3 s of processor time to read"
    assert found == {path: path for path in found}
    assert len(found) == 99
    assert bool(notices) == (unwrap is holding_on)


def test_a_process_that_somebody_else_ends_leaves_the_post_to_the_next_run(site: Folder) -> None:
    with desk(site, ending) as queue:
        (parcel,) = [*queue.put(request("a", link=HOLD, long=True), 1), *queue.rest()]
    assert parcel.reading.problems[0].message == "ends the process that reads it (SIGKILL)"
    assert parcel.reading.unread


def test_posts_that_a_long_post_links_to_are_found(site: Folder) -> None:
    site.write("other.md", "---\ntitle: Other\ndate: 2026-05-01\nslug: the-other\n---\nTide.")
    site.write("big.md", big(100_000) + "\n\nSee [the other](other.md).\n")
    site.build()
    (content,) = [item["content_html"] for item in site.items("feed.json") if item["title"] == "Big"]
    assert "https://weekly.example/2026/05/01/the-other/" in content


# -- the meter alone


def spin(seconds: float) -> None:
    start = time.process_time()
    while time.process_time() < start + seconds:
        pass


def test_steps_within_the_budget_return_what_they_return_and_leave_no_timer() -> None:
    meter = Meter(Budget(seconds=5, memory=1024**3), deadly=True)
    before = resource.getrlimit(resource.RLIMIT_DATA), signal.getsignal(signal.SIGPROF)
    assert meter.run(lambda: 42) == 42
    assert signal.getitimer(signal.ITIMER_PROF) == signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)
    assert (resource.getrlimit(resource.RLIMIT_DATA), signal.getsignal(signal.SIGPROF)) == before


def test_the_steps_of_a_post_have_one_budget_together() -> None:
    meter = Meter(Budget(seconds=0.3, memory=1024**3))
    meter.run(lambda: spin(0.2))
    with pytest.raises(OverBudgetError) as caught:
        meter.run(lambda: spin(0.2))
    assert caught.value.limit == "seconds"


def test_one_lookout_stops_each_post_by_its_own_budget_and_sets_the_handler_once() -> None:
    budget, before = Budget(seconds=0.2, memory=1024**3), signal.getsignal(signal.SIGPROF)
    with Lookout() as lookout:
        handler = signal.getsignal(signal.SIGPROF)
        for _ in range(2):
            with pytest.raises(OverBudgetError):
                Meter(budget, lookout).run(lambda: spin(0.4))
            assert Meter(budget, lookout).run(lambda: signal.getsignal(signal.SIGPROF)) == handler
        spin(0.4)  # what is between two posts is nobody's
    assert signal.getsignal(signal.SIGPROF) == before


def test_one_lookout_opens_the_counts_of_memory_once(monkeypatch: pytest.MonkeyPatch) -> None:
    opened, budget, open_file = [], Budget(seconds=60, memory=1024**3), os.open

    def note(path: str, flags: int) -> int:
        opened.append(open_file(path, flags))
        return opened[-1]

    monkeypatch.setattr(os, "open", note)
    with Lookout() as lookout:
        for _ in range(3):
            Meter(budget, lookout, deadly=True).run(lambda: None)
        assert lookout.memory() is not None
    (closed,) = opened
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(closed)


def test_memory_that_a_step_takes_is_found() -> None:
    def take() -> None:
        taken = []
        while True:
            taken.append("x" * 1_000_000)

    with pytest.raises(OverBudgetError) as caught:
        Meter(Budget(seconds=60, memory=30_000_000)).run(take)
    assert caught.value.limit == "memory"


def test_another_thread_is_not_interrupted() -> None:
    done: list[int] = []
    meter = Meter(Budget(seconds=0.05, memory=1))

    def spin_and_note() -> None:
        spin(0.2)
        done.append(1)

    thread = threading.Thread(target=lambda: meter.run(spin_and_note))
    thread.start()
    thread.join()
    assert done == [1]
