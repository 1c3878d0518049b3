"""Measure `feeds build`, start to end of the process, on newsletters of several sizes.

    python bench/run.py --sizes 200,2000 --runs 3

The first figure is CPU time, user and system, of the process and all it starts, because
it depends least on what else the machine does. Each round begins with the same newsletter,
never built, and goes through all cases; a case also checks that its work was done, for
nothing is as fast as a build that does nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log10
from pathlib import Path
from statistics import median
from typing import Any

from generate import config_text, make_language, write_newsletter, write_post
from memory import MemoryWatch

SETTLING = 0.1  # seconds; a file younger than half of that is read again by the next build, to be safe
SENTENCE = "The heron at the bus stop has learned to read the timetable."
ENTRY_MARKS = {"atom.xml": "<entry>", "rss.xml": "<item>", "feed.json": '"content_html"'}
RANK_OF_NEW_WORD = 200  # frequent enough to be in some of the newest sections, rare enough not to be in all feeds

_BYTES = 1 if sys.platform == "darwin" else 1024  # the unit of ru_maxrss


@dataclass(frozen=True, slots=True)
class Build:
    """What one build cost, and its report."""

    cpu: float  # seconds
    wall: float  # seconds
    peak: float  # MB of memory of the run itself
    worker: float  # of its largest worker, MB
    report: Mapping[str, Any]


class Site:
    """A newsletter below *root* that the program *feeds* builds again and again."""

    def __init__(self, root: Path, posts: int, seed: int, feeds: Path) -> None:
        self.root, self.posts = root, posts
        self._seed, self._feeds, self._language = seed, feeds, make_language(seed)
        # As once installed: modules are compiled, whatever this shell says about bytecode.
        bytecode = {"PYTHONPYCACHEPREFIX": str(root.parent / "bytecode"), "PYTHONDONTWRITEBYTECODE": ""}
        self._environment = {**os.environ, **bytecode}
        write_newsletter(root, posts, seed)

    def restore(self) -> None:
        """Undo what cases did to posts and config, and everything that builds left."""
        self.add_post().unlink()
        self.rewrite_newest_post()
        (self.root / "config.yaml").write_text(config_text(self._language), encoding="utf-8")
        for folder in (".feeds", "public"):
            shutil.rmtree(self.root / folder, ignore_errors=True)

    def rewrite_newest_post(self) -> Path:
        """Write the newest post as it was in the beginning, and return its path."""
        return write_post(self.root / "posts", 0, self._seed, self._language)

    def add_post(self) -> Path:
        """Write a post that is newer than all, and return its path."""
        return write_post(self.root / "posts", -1, self._seed, self._language)

    def add_topic_word(self) -> None:
        """Add a word to the first topic."""
        config = self.root / "config.yaml"
        word = json.dumps(self._language.words[RANK_OF_NEW_WORD])
        config.write_text(config.read_text(encoding="utf-8").replace("words: [", f"words: [{word}, ", 1), "utf-8")

    def published(self, path: str) -> str:
        """Return the published document at *path*."""
        return (self.root / "public" / path).read_text(encoding="utf-8")

    def stamps(self) -> dict[Path, int]:
        """Return when each file was written that builds leave."""
        files = (path for folder in (".feeds", "public") for path in (self.root / folder).rglob("*"))
        return {path: path.stat().st_mtime_ns for path in files}

    def build(self) -> Build:
        """Run `feeds build` and return what it cost.

        A process starts with the peak memory of the one that started it, so none can be
        seen to need less than this script does, where it starts no workers.
        """
        time.sleep(SETTLING)
        start = time.perf_counter()
        command = [str(self._feeds), "build", "--json"]
        with subprocess.Popen(command, cwd=self.root, env=self._environment, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            watch = MemoryWatch(process.pid)
            watch.start()
            output = process.stdout.read()
            seen = watch.stop()
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - start
        expect(process.returncode == 0, f"feeds build ended with {process.returncode}")
        peak = seen.run if seen.worker else usage.ru_maxrss * _BYTES / 1024**2
        return Build(usage.ru_utime + usage.ru_stime, wall, peak, seen.worker, json.loads(output))


def expect(fact: bool, otherwise: str) -> None:
    """Stop unless *fact*: figures of a build that did something else are worth nothing."""
    if not fact:
        raise SystemExit(f"The figures would mean nothing: {otherwise}.")


def build_cold(site: Site) -> Build:
    """Build for the first time; every feed has the entries that the report says."""
    site.restore()
    build = site.build()
    expect(build.report["read"] == site.posts, f"{build.report['read']} of {site.posts} posts were read")
    expect(len(build.report["feeds"]) > 2, "there are no feeds of topics")
    for feed in build.report["feeds"]:
        for file, mark in ENTRY_MARKS.items():
            count = site.published(feed["path"] + file).count(mark)
            expect(count == feed["entries"] > 0, f"{feed['path']}{file} has {count} entries, not {feed['entries']}")
    return build


def build_unchanged(site: Site) -> Build:
    """Build again; nothing is read, rendered or written, not even what is equal."""
    before = site.stamps()
    build = site.build()
    expect(build.report["read"] == 0, "a post was read though none had changed")
    expect(build.report["rendered"] == 0, "a feed was rendered though no post had changed")
    expect(site.stamps() == before, "a file was written though nothing had changed")
    return build


def build_changed_post(site: Site) -> Build:
    """Append a sentence to the newest post; it is read alone, and arrives."""
    with site.rewrite_newest_post().open("a", encoding="utf-8") as post:
        post.write(f"\n{SENTENCE}\n")
    build = site.build()
    _expect_one_read(build)
    expect(SENTENCE in site.published("atom.xml"), "the changed sentence is not in the feed of issues")
    return build


def build_new_post(site: Site) -> Build:
    """Add a post; it is read alone, and is the newest in the feed of issues."""
    name = site.add_post().stem
    build = site.build()
    _expect_one_read(build)
    address = name.replace("-", "/", 3)
    expect(address in site.published("atom.xml").partition("</entry>")[0], "the new post does not lead its feed")
    return build


def _expect_one_read(build: Build) -> None:
    read, rendered, feeds = build.report["read"], build.report["rendered"], len(build.report["feeds"])
    expect(read == 1, f"{read} posts were read for one")
    expect(0 < rendered < feeds, f"{rendered} of {feeds} feeds were rendered for one post")


def build_changed_topics(site: Site) -> Build:
    """Add a word to a topic; its feed changes, and no post is read for that."""
    site.add_topic_word()
    build = site.build()
    expect(build.report["read"] == 0, "posts were read though only topics had changed")
    expect("topics/topic-0/atom.xml" in build.report["written"], "the feed of the changed topic is as before")
    return build


CASES: Mapping[str, Callable[[Site], Build]] = {
    "cold": build_cold,
    "nothing changed": build_unchanged,
    "one post changed": build_changed_post,
    "one new post": build_new_post,
    "topics changed": build_changed_topics,
}


def measure(site: Site, runs: int) -> dict[str, list[Build]]:
    """Return the builds of each case in *runs* rounds."""
    builds: dict[str, list[Build]] = {name: [] for name in CASES}
    for _ in range(runs):
        for name, case in CASES.items():
            builds[name].append(case(site))
    return builds


def table_row(posts: int, name: str, builds: Sequence[Build]) -> str:
    """Return the figures of one case as a row of a Markdown table."""
    report = builds[-1].report
    cpu = spread([build.cpu for build in builds])
    wall = spread([build.wall for build in builds])
    peak = median(build.peak for build in builds)
    worker = max(build.worker for build in builds)
    memory = f"{peak:.0f} | {worker:.0f}" if worker else f"{peak:.0f} | "
    done = f"{report['read']} | {report['rendered']} of {len(report['feeds'])} | {len(report['written'])}"
    return f"| {posts} | {name} | {len(builds)} | {cpu} | {wall} | {memory} | {done} |"


def spread(values: Sequence[float]) -> str:
    """Return the median of *values*, and the least and the most.

    >>> spread([0.5, 0.25, 1])
    '0.500 (0.250-1.000)'
    """
    return f"{median(values):.3f} ({min(values):.3f}-{max(values):.3f})"


def growth(small: int, big: int, cost_small: float, cost_big: float) -> float:
    """Return how many times the cost multiplies where the posts multiply by ten.

    >>> growth(200, 20000, 1, 100)
    10.0
    """
    return float((cost_big / cost_small) ** (1 / log10(big / small)))


def growth_rows(results: Mapping[int, Mapping[str, Sequence[Build]]]) -> list[str]:
    """Return a Markdown table of how CPU time grows from each size to the next."""
    sizes = sorted(results)
    steps = list(pairwise(sizes))
    rows = ["| case | " + " | ".join(f"{small} to {big}" for small, big in steps) + " |", "|---|" + "--:|" * len(steps)]
    for name in CASES:
        cost = {size: median(build.cpu for build in results[size][name]) for size in sizes}
        ratios = (growth(small, big, cost[small], cost[big]) for small, big in steps)
        rows.append(f"| {name} | " + " | ".join(f"{ratio:.1f}" for ratio in ratios) + " |")
    return rows


def run(options: argparse.Namespace, folder: Path) -> None:
    """Measure every size in *folder* and print the tables; rows come as soon as they are known."""
    Site(folder / "warm-up", 10, options.seed, options.feeds).build()  # so that no case pays for compiling modules
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores.\n")
    print("| posts | case | runs | user+sys s | wall s | run MB | worker MB | read | feeds rendered | files written |")
    print("|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|", flush=True)
    results = {}
    for posts in sorted(options.sizes):
        site = Site(folder / str(posts), posts, options.seed, options.feeds)
        results[posts] = measure(site, options.runs)
        for name, builds in results[posts].items():
            print(table_row(posts, name, builds), flush=True)
        shutil.rmtree(site.root)
    if len(results) > 1:
        print("\nGrowth of user+sys for ten times as many posts:\n", *growth_rows(results), sep="\n")


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description="Measure `feeds build` on newsletters of several sizes.")
    parser.add_argument("--sizes", type=_sizes, default=(200, 2000, 20000), help="default: 200,2000,20000")
    parser.add_argument("--runs", type=int, default=3, help="how often each case is measured; default: 3")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another newsletter; default: 1")
    parser.add_argument(
        "--feeds", type=Path, default=Path(sys.executable).with_name("feeds"), help="default: that of this Python"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="feeds-bench-") as folder:
        run(options, Path(folder))


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(int(size) for size in text.split(","))


if __name__ == "__main__":
    main()
