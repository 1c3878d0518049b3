"""The processor time and memory that each post of `attacks.py` costs a build, beyond a post of plain words.

    python bench/hostile.py                    # posts of 250 kB, and those that are slow once more with 1 MB
    python bench/hostile.py --only markdown --jobs 2

Each post is built in a process of its own, beside a good one that must be published. Printed are attacks that cost
more than a second beyond plain words, fail, or hold the other post back.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import resource
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from attacks import Attack, attacks

from feeds.cli import main

_CONFIG = """
site: {title: The Weekly, url: 'https://weekly.example/'}
posts: {directory: posts}
feeds: {extra: [{slug: bits, grain: item}], max_bytes: 10MB}
"""
_GOOD = "---\ntitle: Good\ndate: 2026-05-03\n---\n## Robots\n\nA robot that walks.\n"
_PLAIN = "The ferry left the [harbour](https://a.example/) at noon, and nobody was on board but a dog.\n\n"
_LIMIT = 60  # seconds of processor time, after which a process is ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one build cost, and how it ended."""

    seconds: float
    megabytes: int
    fault: str


def measure(attack: Attack, *, warm: bool = False) -> Cost:
    """Return what a build with the post of *attack* costs; if *warm*, this process imports what it needs."""
    folder = Path(tempfile.mkdtemp(prefix="hostile-"))
    try:
        (folder / "posts").mkdir()
        (folder / "feeds.yaml").write_text(_CONFIG)
        (folder / "posts/good.md").write_text(_GOOD)
        (folder / attack.file).write_bytes(attack.text.encode("utf-8", "surrogatepass"))
        if warm:
            main(["build", "--config", str(folder / "feeds.yaml")])
            return Cost(seconds=0, megabytes=0, fault="")
        child = os.fork()
        if not child:
            _build(folder)
        _, status, used = os.wait4(child, 0)
        return Cost(
            seconds=used.ru_utime + used.ru_stime, megabytes=used.ru_maxrss // 1024, fault=_fault(folder, status)
        )
    finally:
        shutil.rmtree(folder)


def _build(folder: Path) -> None:
    """Build the site in *folder*; this process ends here."""
    code = 70
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (_LIMIT, _LIMIT))
        os.dup2(os.open(folder / "output", os.O_WRONLY | os.O_CREAT), 2)
        os.dup2(2, 1)
        code = main(["build", "--config", str(folder / "feeds.yaml")])
    finally:
        os._exit(code)


def _fault(folder: Path, status: int) -> str:
    output = (folder / "output").read_text(errors="replace")
    if os.waitstatus_to_exitcode(status):
        return f"ends with {os.waitstatus_to_exitcode(status)}: {output[-300:]}"
    if "Traceback" in output or "please tell us" in output:
        return output[-300:]
    items = json.loads((folder / "public/feed.json").read_text())["items"]
    return "" if any(item["title"] == "Good" for item in items) else "the other post is not published"


def plain(attack: Attack) -> Attack:
    """Return a post of plain words that is as long as that of *attack*."""
    words = (_PLAIN * (len(attack.text) // len(_PLAIN) + 1))[: len(attack.text)]
    return Attack(name="plain", file="posts/a.md", text="---\ntitle: A\ndate: 2026-05-02\n---\n" + words)


def chosen(options: argparse.Namespace, size: int) -> Iterator[Attack]:
    """Yield the attacks that *options* ask for; they are never in memory together."""
    for number, attack in enumerate(attacks(size, options.seed, options.random)):
        if attack.name.startswith(options.only) and number % options.every == options.part:
            yield attack


def judge(attack: Attack, size: int, innocent: float) -> Iterator[str]:
    """Yield a line about *attack* if it is slow, or ends in a fault."""
    cost = measure(attack)
    if cost.fault or cost.seconds - innocent > 0.5:
        yield f"{size:8} {cost.seconds - innocent:6.2f} s {cost.megabytes:5} MB  {attack.name}  {cost.fault}"


def run(options: argparse.Namespace) -> None:
    size, innocent, count = options.size, 0.0, 0
    for attack in chosen(options, size):
        if not count:
            measure(plain(attack), warm=True)
            innocent = measure(plain(attack)).seconds
        count += 1
        for line in judge(attack, size, innocent):
            print(line, flush=True)
    print(f"{count} posts of {size} characters; plain words take {innocent:.2f} s")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="attacks whose names begin with this")
    parser.add_argument("--size", type=int, default=250_000, help="characters of each post")
    parser.add_argument("--seed", type=int, default=1, help="of the random attacks")
    parser.add_argument("--random", type=int, default=300, help="number of random attacks of each markup")
    parser.add_argument("--every", type=int, default=1, help="take only every so manieth attack")
    parser.add_argument("--part", type=int, default=0, help="the first of these, from 0")
    return parser.parse_args()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        run(arguments())
