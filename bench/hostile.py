"""The processor time and memory that each attack of `attacks.py` costs a build, beyond a post of plain words.

    python bench/hostile.py
    python bench/hostile.py --only rst --every 4 --part 1
    python bench/hostile.py --full --quick 0 --every 50

Each is read with 60 kB first, in this process. Those that take noticeable time are built with 1 MB, in a process of
their own, beside a good post that must be published. With `--full`, everything that may show an entry is built, and
once more after an edit. Printed are attacks that cost more than a second beyond plain words or 400 MB, fail, or hold
the other post back.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from attacks import Attack, attacks

from feeds.cli import main
from feeds.config.reading import load_config, parse_config
from feeds.errors import FeedsError, Where
from feeds.issues.parsing import parse_issue
from feeds.markup import sanitise, to_html
from feeds.model import Post
from feeds.pipeline.processes.meter import Budget, Meter, OverBudgetError
from feeds.sections import cut_issue

_CONFIG = """
site: {title: The Weekly, url: 'https://weekly.example/'}
posts: {directory: posts}
feeds: {extra: [{slug: bits, grain: item}], max_bytes: 10MB}
"""
_FULL = """
site: {title: The Weekly, url: 'https://weekly.example/'}
posts: {directory: posts, seconds: 60s, memory: 4GB}
links: {complete: true}
topics: [from-tags, {slug: sea, words: [ferry, harbour*, '*oa*'], headings: ['*r*'], links: ['a.example/*']}]
feeds:
  max_bytes: 10MB
  archive: {period: month, content: always}
  link: page
  extra:
    - {slug: bits, grain: item, once: true}
    - {slug: brief, grain: issue, abridged: true, topics: [sea]}
    - {slug: linked, links: ['*.example'], content: summary}
publish: {compress: [gz]}
"""
_GOOD = "---\ntitle: Good\ndate: 2026-05-03\n---\n## Robots\n\nA robot that walks.\n"
_PLAIN = "The ferry left the [harbour](https://a.example/) at noon, and nobody was on board but a dog.\n\n"
_READ = parse_config(Path("feeds.yaml"), _CONFIG.encode()).config
_LIMIT = 60  # seconds of processor time, after which a process is ended
_MOST = 3.0  # seconds that an attack is read for, first
_SLOW, _LARGE = 1.0, 400  # seconds beyond plain words, and megabytes, of attacks that are printed


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one build cost, and how it ended."""

    seconds: float
    megabytes: int
    fault: str


def read(attack: Attack, size: int) -> float:
    """Return the processor time for reading *attack* of *size* in this process, where it takes at most a while."""
    start = time.process_time()
    with contextlib.suppress(OverBudgetError, FeedsError):
        Meter(Budget(seconds=_MOST, memory=1024**3)).run(partial(_read, attack, size))
    return time.process_time() - start


def _read(attack: Attack, size: int) -> None:
    if attack.file.startswith("posts/a."):
        post = Post(path=attack.file[6:], text=attack.text(size), digest="", where=Where(attack.file))
        issue, _ = parse_issue(post, _READ)
        cut_issue(issue, _READ.sections, items=True)
        sanitise(to_html(issue.body))
        return
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
        _lay_out(Path(folder), attack, size, _CONFIG)
        load_config(Path(folder, "feeds.yaml"))


def measure(attack: Attack, size: int, *, full: bool) -> Cost:
    """Return what a build with *attack* of *size* costs, or with *full* several."""
    with tempfile.TemporaryDirectory(prefix="hostile-") as name:
        folder = Path(name)
        _lay_out(folder, attack, size, _FULL if full else _CONFIG)
        child = os.fork()
        if not child:
            _build(folder, attack, full=full)
        _, status, used = os.wait4(child, 0)
        return Cost(
            seconds=used.ru_utime + used.ru_stime, megabytes=used.ru_maxrss // 1024, fault=_fault(folder, status)
        )


def _lay_out(folder: Path, attack: Attack, size: int, config: str) -> None:
    """Write a site with *attack* into *folder*."""
    files = {"feeds.yaml": config, "posts/good.md": _GOOD, **attack.beside, attack.file: attack.text(size)}
    for name, text in files.items():
        _write(folder, name, text)


def _write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8", "surrogatepass"))


def _build(folder: Path, attack: Attack, *, full: bool) -> None:
    """Build the site in *folder*, and with *full* once more after an edit; this process ends here."""
    code, arguments = 70, ["build", "--config", str(folder / "feeds.yaml")]
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (_LIMIT, _LIMIT))
        os.dup2(os.open(folder / "output", os.O_WRONLY | os.O_CREAT), 2)
        os.dup2(2, 1)
        code = main(arguments)
        if full:
            with (folder / attack.file).open("a", encoding="utf-8") as file:
                file.write("\n\nThe ferry came back.\n")
            code = max(code, main(arguments))
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


PLAIN = Attack(
    name="plain",
    file="posts/a.md",
    body=lambda size: (_PLAIN * (size // len(_PLAIN) + 1))[:size],
    before="---\ntitle: A\ndate: 2026-05-02\n---\n",
)


def chosen(options: argparse.Namespace) -> Iterator[Attack]:
    """Yield the attacks that *options* ask for."""
    for number, attack in enumerate(attacks(options.seed, options.random)):
        if attack.name.startswith(options.only) and number % options.every == options.part:
            yield attack


def judge(attack: Attack, cost: Cost, innocent: Cost) -> Iterator[str]:
    """Yield a line about *attack* if it is slow, takes much memory, or ends in a fault."""
    beyond = cost.seconds - innocent.seconds
    if cost.fault or beyond > _SLOW or cost.megabytes > _LARGE:
        yield f"{beyond:6.2f} s {cost.megabytes:5} MB  {attack.name[:150]}  {cost.fault}"


def run(options: argparse.Namespace) -> None:
    read(PLAIN, options.size)  # this process imports what is needed
    innocent = measure(PLAIN, options.again, full=options.full)
    count = built = 0
    for attack in chosen(options):
        count += 1
        if not options.quick or read(attack, options.size) > options.quick:
            built += 1
            for line in judge(attack, measure(attack, options.again, full=options.full), innocent):
                print(line, flush=True)
    print(
        f"{count} attacks, {built} of them built with {options.again} characters; words take {innocent.seconds:.2f} s"
    )


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="attacks whose names begin with this")
    parser.add_argument("--size", type=int, default=60_000, help="characters of each attack that is read")
    parser.add_argument("--quick", type=float, default=0.2, help="seconds up to which none is built; 0: all are")
    parser.add_argument("--again", type=int, default=1_000_000, help="characters of those that are built")
    parser.add_argument("--full", action="store_true", help="build everything that may show an entry, twice")
    parser.add_argument("--seed", type=int, default=1, help="of the random attacks")
    parser.add_argument("--random", type=int, default=300, help="number of random attacks of each markup")
    parser.add_argument("--every", type=int, default=1, help="take only every so manieth attack")
    parser.add_argument("--part", type=int, default=0, help="the first of these, from 0")
    return parser.parse_args()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        run(arguments())
