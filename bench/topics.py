"""Measure what topics cost in a cold build, and that other rules read no post.

    python bench/topics.py 20000

It builds the newsletter of `generate.py` from nothing, with 25 topics of 200 words and
phrases; again, after a word was added to one; and from nothing with 25 topics by headings
that get as many sections, so that as much is written and no word is looked for. CPU is user
and system time of the process. The time within `TopicRules.topics_of` is taken by the build
itself, around each call, and the posts that it opens are counted by an audit hook of
Python, whoever opens them.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generate import make_language, write_newsletter

SAMPLE = 500  # posts, to see how many sections the words of each topic get
RANK_OF_NEW_WORD = 200  # as in run.py: in some of the newest sections, not in all


@dataclass(slots=True)
class Observed:
    """What one process saw of itself."""

    assigning: float = 0.0  # seconds of CPU within TopicRules.topics_of
    calls: int = 0
    posts: set[str] = field(default_factory=set)  # that were opened


def observe(arguments: list[str]) -> None:
    """Run the command with *arguments*, and print what it cost as JSON in the last line."""
    seen = Observed()

    def hook(event: str, values: tuple[Any, ...]) -> None:
        if event == "open" and isinstance(values[0], str) and "posts/" in values[0]:
            seen.posts.add(values[0])

    sys.addaudithook(hook)
    from feeds.cli import main
    from feeds.topics.rules import TopicRules

    topics_of = TopicRules.topics_of

    def timed(self: Any, passage: Any, origin: Any) -> Any:
        start = time.thread_time()
        try:
            return topics_of(self, passage, origin)
        finally:
            seen.assigning += time.thread_time() - start
            seen.calls += 1

    TopicRules.topics_of = timed  # type: ignore[method-assign]
    start = time.perf_counter()
    code = main(arguments)
    used = os.times()
    told = {
        "cpu": used.user + used.system,
        "wall": time.perf_counter() - start,
        "assigning": seen.assigning,
        "calls": seen.calls,
        "posts": len(seen.posts),
    }
    print(json.dumps(told))
    raise SystemExit(code)


def run(site: Path, *arguments: str) -> tuple[dict[str, Any], dict[str, float]]:
    """Run the command in *site*; return what it printed (JSON), and what it cost."""
    command = [sys.executable, __file__, "--observe", *arguments]
    done = subprocess.run(command, cwd=site, stdout=subprocess.PIPE, text=True, check=True)
    *printed, cost = done.stdout.splitlines()
    return json.loads("\n".join(printed)), json.loads(cost)


def headings_like(site: Path) -> dict[str, list[str]]:
    """Return headings for each topic of the built *site* that give it as many sections as its words do.

    Titles are made-up words, so their first two letters divide them as well as anything.
    """
    feeds = Path(sys.executable).with_name("feeds")
    command = [str(feeds), "entries", "--jsonl", "--grain", "section"]
    printed = subprocess.run(command, cwd=site, stdout=subprocess.PIPE, text=True, check=True).stdout
    entries = [json.loads(line) for line in printed.splitlines()]
    wanted = Counter(topic for entry in entries for topic in entry["topics"])
    beginnings = Counter(entry["title"][:2].lower() for entry in entries if entry["title"][:2].isalpha())
    headings: dict[str, list[str]] = {topic: [] for topic in wanted}
    for beginning, count in beginnings.most_common():
        topic = max(wanted, key=lambda one: wanted[one])
        if wanted[topic] >= count / 2:
            wanted[topic] -= count
            headings[topic].append(f"{beginning}*")
    return {topic: own for topic, own in headings.items() if own}


def write_headings(config: Path, headings: dict[str, list[str]]) -> None:
    """Replace the topics in *config* by such as have *headings*."""
    head = config.read_text(encoding="utf-8").partition("topics:")[0]
    topics = [f"  - slug: {slug}\n    headings: {json.dumps(own)}\n" for slug, own in sorted(headings.items())]
    config.write_text(f"{head}topics:\n{''.join(topics)}", encoding="utf-8")


def row(name: str, posts: int, report: dict[str, Any], cost: dict[str, float]) -> str:
    """Return a row of a Markdown table."""
    entries = sum(feed["entries"] for feed in report["feeds"])
    share = cost["assigning"] / cost["cpu"]
    return (
        f"| {posts} | {name} | {cost['cpu']:.1f} | {cost['wall']:.1f} | {cost['assigning']:.1f} ({share:.1%}) | "
        f"{cost['calls']:.0f} | {cost['posts']:.0f} | {len(report['feeds'])} | {entries} | {len(report['written'])} |"
    )


def measure(root: Path, posts: int, seed: int) -> None:
    """Build and print the table, a row as soon as it is known."""
    print("| posts | build | user+sys s | wall s | assigning s | assigned | opened | feeds | entries | written |")
    print("|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|", flush=True)
    site = root / "site"
    write_newsletter(site, posts, seed)
    print(row("200 words", posts, *run(site, "build", "--json")), flush=True)
    config = site / "config.yaml"
    word = json.dumps(make_language(seed).words[RANK_OF_NEW_WORD])
    config.write_text(config.read_text(encoding="utf-8").replace("words: [", f"words: [{word}, ", 1), "utf-8")
    print(row("a word more", posts, *run(site, "build", "--json", "--allow-resurface", "--allow-shrink")), flush=True)
    measure_headings(site, posts, root / "sample", seed)


def measure_headings(site: Path, posts: int, sample: Path, seed: int) -> None:
    """Build *site* from nothing with topics by headings, and print that row."""
    write_newsletter(sample, SAMPLE, seed)
    run(sample, "build", "--json")
    for folder in (".feeds", "public"):
        shutil.rmtree(site / folder, ignore_errors=True)
    write_headings(site / "config.yaml", headings_like(sample))
    print(row("headings", posts, *run(site, "build", "--json")), flush=True)


def main() -> None:
    """Do what the command line says."""
    if sys.argv[1:2] == ["--observe"]:
        observe(sys.argv[2:])
    parser = argparse.ArgumentParser(description="Measure what topics cost.")
    parser.add_argument("posts", type=int, help="how many posts")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another newsletter; default: 1")
    parser.add_argument("--folder", type=Path, help="where to build, on a fast disk; default: a temporary one")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="feeds-topics-", dir=options.folder) as folder:
        measure(Path(folder), options.posts, options.seed)


if __name__ == "__main__":
    main()
