"""Workers: any number of processes reads posts, and none of them changes a byte."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from feeds.links import Wrappers
from feeds.pipeline.progress import Progress, silence
from feeds.pipeline.reading import ReadingSettings
from feeds.pipeline.run import build
from feeds.pipeline.workers import Workers
from feeds.report import Report
from feeds.site import open_site
from tests.command import run, run_process
from tests.conftest import REPOSITORY
from tests.folder import NOW, Folder
from tests.golden import CASES, load_case, play
from tests.waiting import wait_for

POSTS = 150  # five chunks
MIDDLE = 100
CLOSING = "\n\nFair winds to all of you.\n"  # a habit of few issues, so that no chunk knows it alone


def newsletter(path: Path) -> Folder:
    """Return a site whose issues can be cut only by what they have in common."""
    site = Folder(path)
    for n in range(POSTS):
        head = f"title: Issue {n}\ndate: 2025-{1 + n // 28:02}-{1 + n % 28:02}"
        stories = [
            f"**The {bell} is back:** _…and it rings_ The {bell} of pier {n} rings." for bell in ("bell", "horn")
        ]
        asides = [f"**Tools**\n\nA hammer, {n}."] if n % 40 == 0 else [f"## Tools\n\nA saw, {n}."]
        text = (
            "\n\n---\n\n".join(stories) if n % 2 else "\n\n".join(["## News\n\nNews.", *asides, "## Rest\n\nThe rest."])
        )
        site.write(f"{n:03}.md", f"---\n{head}\n---\n{text}\n{CLOSING * (n % 15 == 0)}")
    site.write("bad.md", "---\ntitle: [\n---\n\n\x00")
    site.write("latin.md", b"caf\xe9")
    return site


def build_with(site: Folder, workers: Workers, progress: Progress = silence) -> Report:
    return build(open_site(site.config), NOW, workers=workers, progress=progress)


def at_the_middle(act: Callable[[], object]) -> Progress:
    """Return a progress that does *act* when two of three posts were handed out."""

    def progress(what: str, done: int, of: int) -> None:
        if what == "Reading posts" and done == MIDDLE:
            act()

    return progress


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """The newsletter, built by one process."""
    site = newsletter(tmp_path_factory.mktemp("alone") / "site")
    build_with(site, Workers(jobs=1))
    return site


@pytest.mark.parametrize("jobs", [2, 3])
def test_any_number_of_jobs_publishes_the_same_bytes(tmp_path: Path, alone: Folder, jobs: int) -> None:
    site = newsletter(tmp_path / "site")
    done = run_process(site, "build", "--jobs", str(jobs))
    assert done.returncode == 0
    assert site.tree() == alone.tree()
    assert done.stderr == run_process(alone, "build", "--fresh", "--jobs", "1").stderr


def test_jobs_publish_the_same_bytes_of_the_sample(tmp_path: Path) -> None:
    site = Folder.at(REPOSITORY)
    for name in ("config.yaml", "topics-ai.yaml", "posts"):
        (tmp_path / name).symlink_to(site.path / name)
    assert run(Folder.at(tmp_path), "build", "--jobs", "2", now=1795348800).returncode == 0
    assert Folder.at(tmp_path).tree() == site.tree()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["cut-twice-after-a-loss", "edits-keep-ids", "recovered-in-any-order"])
def test_jobs_publish_the_same_bytes_of_a_golden_case(tmp_path: Path, name: str) -> None:
    case = load_case(CASES / name)
    steps = [
        replace(step, run=f"{step.run} --jobs 2" if step.run.startswith("build") else step.run) for step in case.steps
    ]
    found = play(replace(case, steps=tuple(steps)), tmp_path / "site")
    expected = case.expected
    assert {path: found.get(path) for path in expected if path != "output.txt"} == {
        path: content for path, content in expected.items() if path != "output.txt"
    }


def test_posts_of_a_killed_worker_are_read_by_the_run_itself(tmp_path: Path, alone: Folder) -> None:
    site = newsletter(tmp_path / "site")
    kill = at_the_middle(lambda: os.kill(multiprocessing.active_children()[0].pid or 0, signal.SIGKILL))
    report = build_with(site, Workers(jobs=2), kill)
    (notice,) = (str(one) for one in report.notices if "worker" in one.message)
    assert notice.startswith("this process read ")
    assert "\n" not in notice
    assert site.tree() == alone.tree()


def test_an_interrupt_ends_all_workers(tmp_path: Path) -> None:
    site = newsletter(tmp_path / "site")
    with pytest.raises(KeyboardInterrupt):
        build_with(site, Workers(jobs=2), at_the_middle(lambda: signal.raise_signal(signal.SIGINT)))
    assert multiprocessing.active_children() == []
    assert not site.public.exists()


def test_workers_end_with_a_run_that_is_killed(tmp_path: Path) -> None:
    site = newsletter(tmp_path / "site")
    command = [sys.executable, "-m", "feeds", "build", "--jobs", "2"]
    with subprocess.Popen(command, cwd=site.path) as process:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        if not children.exists():
            process.wait()
            pytest.skip("this system does not list the children of a process")
        wait_for(lambda: process.poll() is not None or len(children.read_text().split()) == 2)
        workers = children.read_text().split()
        process.kill()
    wait_for(lambda: not any(_is_running(worker) for worker in workers))


def _is_running(process: str) -> bool:
    stat = Path(f"/proc/{process}/stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_what_decides_how_posts_are_read_can_be_sent_to_another_process(site: Folder) -> None:
    config = open_site(site.config).config
    unwrap = Wrappers(config.links.unwrap).unwrap
    sent = pickle.loads(pickle.dumps(ReadingSettings(config=config, items=True, unwrap=unwrap)))
    assert sent.config == config
    wrapped = "https://www.google.com/url?q=https://tide.example/"
    assert sent.unwrap(wrapped) == unwrap(wrapped) == "https://tide.example/"


@pytest.mark.parametrize("jobs", ["0", "-1", "some"])
def test_a_number_of_jobs_that_is_none_is_refused(site: Folder, jobs: str) -> None:
    done = run(site, "build", f"--jobs={jobs}")
    assert done.returncode == 2
    assert "--jobs" in done.stderr
