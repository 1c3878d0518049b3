"""Posts that change beside `feeds watch` and builds of cron; builds that are killed: no id is lost, no date moves.

    python bench/endurance.py saves 10000     # saves, renames and deletes beside `watch` and a build every second
    python bench/endurance.py kills 500       # builds, `watch` and `git pull`, each killed at a random moment

After the saves, the feeds are those of a build that reads every post again. After each kill, the next build publishes
the bytes of a twin that was never disturbed; after every third, a copy in whose store a bit was flipped has the ids and
dates of the twin, too. Killed are builds of changed posts, from nothing, and of other topics. Each post has a word of
its own, by which its entries are followed: whenever its feed is read, they have the id and the date that they had
first, unless all began from nothing. Needs git, and a system with signals.
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

CONFIG = """\
site: {title: The Weekly, url: 'https://weekly.example/'}
feeds: {limit: 1000, days: 0, archive: none, extra: [{slug: bits, grain: item}]}
topics: [{slug: robots, words: [%s]}]
"""
_WORDS = ("robot*", "robot*, wa*")  # of the topic, in turns
_KINDS = ("build", "first", "build", "topics", "build --fresh", "watch", "pull")
POSTS = 40
FEEDS = (sys.executable, "-m", "feeds")


def text(word: str, version: int, chance: random.Random) -> str:
    """Return a post about *word*: half of them have no date."""
    date = f"date: 2026-0{len(word) % 9 + 1}-11\n" if hash_of(word) % 2 else ""
    more = "".join(f"A sentence {chance.randrange(1000)} of {word}. " for _ in range(version % 5))
    body = " ".join(f"{word}{number}" for number in range(30))
    robots = f"## Robots of {word}\n\nA robot, {body}. {more}"
    return f"---\ntitle: Issue {word}\n{date}---\n{body}\n\n{robots}\n\n## {word}\n\n{body}\n"


def hash_of(word: str) -> int:
    return sum(map(ord, word))


class Newsletter:
    """A site in a folder, whose posts change at random."""

    def at(self, path: Path) -> Newsletter:
        """Return the copy of this site that is at *path*."""
        other = copy.copy(self)
        other.path, other.posts = path, path / "posts"
        return other

    def __init__(self, path: Path, seed: int) -> None:
        self.path, self.posts = path, path / "posts"
        self.chance = random.Random(seed)
        self.posts.mkdir(parents=True)
        self.words = 0
        self.configure()
        self.away: list[tuple[str, str]] = []  # names and texts of deleted posts
        for number in range(POSTS):
            word = f"w{chr(97 + number % 26)}{chr(97 + number // 26)}x{number}q"
            (self.posts / f"{word}.md").write_text(text(word, 0, self.chance))

    def configure(self) -> None:
        (self.path / "feeds.yaml").write_text(CONFIG % _WORDS[self.words % len(_WORDS)])

    def prepare(self, kind: str) -> None:
        """Bring about what builds of a *kind* begin with: no memory and no feeds, or a topic with other words."""
        if kind == "first":
            shutil.rmtree(self.path / ".feeds", ignore_errors=True)
            shutil.rmtree(self.path / "public", ignore_errors=True)
        if kind == "topics":
            self.words += 1
            self.configure()

    def change(self) -> None:
        """Save, rename, delete or bring back a post."""
        names = sorted(os.listdir(self.posts))
        name = self.chance.choice([name for name in names if name.endswith(".md")])
        kind = self.chance.random()
        if kind < 0.7:
            self._save(name)
        elif kind < 0.85:
            (self.posts / name).rename(self.posts / f"{_word(name)}.{self.chance.randrange(1000)}.md")
        elif self.away and (kind < 0.93 or len(self.away) > 4):
            gone, content = self.away.pop(0)
            (self.posts / gone).write_text(content)
        elif len(self.away) < 5:
            self.away.append((name, (self.posts / name).read_text()))
            (self.posts / name).unlink()

    def _save(self, name: str) -> None:
        """Save the post as editors do: in place, or beside it and renamed over it."""
        content = text(_word(name), self.chance.randrange(5), self.chance)
        if self.chance.random() < 0.5:
            (self.posts / name).write_text(content)
            return
        beside = self.posts / f".{name}.swp"
        beside.write_text(content)
        beside.rename(self.posts / name)

    def bring_back(self) -> None:
        for name, content in self.away:
            (self.posts / name).write_text(content)
        self.away = []

    def feeds(self, *arguments: str, now: float | None = None) -> subprocess.CompletedProcess[str]:
        """Run the command here."""
        return subprocess.run(
            [*FEEDS, *arguments], cwd=self.path, env=variables(now), capture_output=True, text=True, check=False
        )

    def tree(self) -> dict[str, bytes]:
        top = self.path / "public"
        return {str(path.relative_to(top)): path.read_bytes() for path in top.rglob("*") if path.is_file()}

    def dates(self) -> dict[str, str]:
        """Return when each entry of the feeds was published, by id."""
        feeds = (json.loads(content) for path, content in self.tree().items() if path.endswith("feed.json"))
        return {item["id"]: item["date_published"] for feed in feeds for item in feed["items"]}


def _word(name: str) -> str:
    return name.partition(".")[0]


def variables(now: float | None) -> dict[str, str]:
    """Return the environment of a command at *now*, or at the time of the machine."""
    return os.environ | ({"SOURCE_DATE_EPOCH": str(int(now))} if now else {})


class Reader:
    """Somebody who reads a feed again and again, and remembers the id and the date of each entry."""

    def __init__(self, site: Newsletter) -> None:
        self._site = site
        self._seen: dict[str, tuple[str, str]] = {}
        self.faults: list[str] = []
        self.reads = 0

    def forget(self) -> None:
        """Forget all entries: the newsletter begins from nothing."""
        self._seen = {}

    def read(self) -> None:
        path = self._site.path / "public/sections/feed.json"
        try:
            items = json.loads(path.read_bytes())["items"]
        except FileNotFoundError:
            return
        except ValueError as error:
            self.faults.append(f"a torn feed: {error}")
            return
        self.reads += 1
        for item in items:
            found = (item["id"], item["date_published"])
            first = self._seen.setdefault(item["title"], found)
            if first != found:
                self.faults.append(f"{item['title']}: {first} is now {found}")
                self._seen[item["title"]] = found


def saves(folder: Path, count: int, seed: int, pause: float) -> int:
    """Make *count* changes, with a *pause* of so many seconds after each, beside `watch` and builds.

    Prints how that ended, and returns the number of faults.
    """
    site = Newsletter(folder / "site", seed)
    reader, stop, codes = Reader(site), threading.Event(), []
    with open(folder / "watch.log", "w") as log:
        watch = subprocess.Popen([*FEEDS, "watch"], cwd=site.path, stdout=subprocess.DEVNULL, stderr=log)

    def cron() -> None:
        while not stop.wait(1):
            codes.append(site.feeds("build", "--quiet", "--wait", "0").returncode)

    def read() -> None:
        while not stop.wait(0.2):
            reader.read()

    workers = [threading.Thread(target=work) for work in (cron, read)]
    for worker in workers:
        worker.start()
    for _ in range(count):
        site.change()
        time.sleep(pause)
    site.bring_back()
    stop.set()
    for worker in workers:
        worker.join()
    watch.send_signal(signal.SIGTERM)
    ended = watch.wait()
    last = site.feeds("build")
    reader.read()
    before = site.tree()
    fresh = site.feeds("build", "--fresh")
    faults = [*reader.faults, *([] if site.tree() == before else ["a fresh build gives other bytes"])]
    faults += [
        f"{name} ends with {code}"
        for name, code in (("watch", ended), ("build", last.returncode), ("--fresh", fresh.returncode))
        if code
    ]
    written = (folder / "watch.log").read_text()
    print(f"{count} changes, {len(codes)} builds of cron, which end with {sorted(set(codes))}")
    print(f"{reader.reads} reads; faults: {len(faults)}", *faults[:20], last.stderr[-500:], sep="\n")
    if "Traceback" in written:
        print(written[-3000:])
    return len(faults) + ("Traceback" in written)


def kills(folder: Path, count: int, seed: int) -> int:
    """Kill *count* builds, and return how many were not healed by the next one."""
    site, twin = Newsletter(folder / "site", seed), Newsletter(folder / "twin", seed)
    now, faults = time.time() + 3600, 0  # `watch` takes the time of the last run, if the clock is behind it
    chance, reader, at_work, flips = random.Random(seed), Reader(site), 0, 0
    for number in range(count):
        kind = _KINDS[number % len(_KINDS)]
        for one in (site, twin):
            one.prepare(kind)
        if kind == "first":
            reader.forget()
        for _ in range(chance.randrange(1, 4)):
            site.change()
            twin.change()
        now += 10 * (kind != "watch")
        at_work += killed(site, kind, now, chance)
        reader.read()
        is_flipped = number % 3 == 0 and kind != "pull"
        damaged = _flipped(site, folder / "flipped", chance) if is_flipped else None
        ended = site.feeds("build", now=now)
        if kind == "pull":  # what was published of older posts is not a fault, but the twin does not know it
            shutil.rmtree(twin.path)
            shutil.copytree(site.path, twin.path)
        twin.feeds("build", *(["--fresh"] if kind == "pull" else []), now=now)
        reader.read()
        if ended.returncode or site.tree() != twin.tree():
            faults += 1
            differ = [path for path, content in twin.tree().items() if site.tree().get(path) != content]
            print(number, kind, ended.returncode, ended.stderr[-500:], differ[:4], flush=True)
        if damaged:
            flips += 1
            ended = damaged.feeds("build", now=now)
            if ended.returncode or damaged.dates() != twin.dates():
                faults += 1
                print(number, kind, "flipped", ended.returncode, ended.stderr[-500:], flush=True)
    print(f"{count} kills, {at_work} of them at work, and {flips} flipped bytes after them; not healed: {faults}")
    print(f"ids and dates: {len(reader.faults)}", *reader.faults[:9], sep="\n")
    return faults + len(reader.faults)


def _flipped(site: Newsletter, place: Path, chance: random.Random) -> Newsletter | None:
    """Return a copy of *site* at *place*, with a bit of its store flipped; None if it has none."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(site.path, place)
    store = place / ".feeds/state.sqlite3"
    content = bytearray(store.read_bytes() if store.exists() else b"")
    if not content:
        return None
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    store.write_bytes(content)
    return site.at(place)


def killed(site: Newsletter, kind: str, now: float, chance: random.Random) -> bool:
    """Start what *kind* says, kill it at a random moment, and return whether it was still at work."""
    if kind == "pull":
        return pull(site, now, chance)
    command = kind if kind.startswith(("build", "watch")) else "build"
    process = subprocess.Popen(
        [*FEEDS, *command.split()],
        cwd=site.path,
        env=variables(now),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return _kill(process, site, chance)


def _kill(process: subprocess.Popen[bytes], site: Newsletter, chance: random.Random) -> bool:
    """Kill *process* some time after it has opened the memory, and return whether it was still at work."""
    log = site.path / ".feeds/state.sqlite3-wal"
    end = time.monotonic() + 30
    while not log.exists() and process.poll() is None and time.monotonic() < end:
        time.sleep(0.002)
    time.sleep(chance.random() * chance.choice((0.05, 0.3, 0.8)))
    process.kill()
    return process.wait() != 0


def pull(site: Newsletter, now: float, chance: random.Random) -> bool:
    """Have git bring the posts as they are now, over older ones, beside a build; kill both."""
    origin = site.path.parent / "origin"
    shutil.rmtree(origin, ignore_errors=True)
    shutil.copytree(site.posts, origin)
    for command in (["init", "-q"], ["add", "-A"], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "a"]):
        subprocess.run(["git", *command], cwd=origin, check=True)
    for path in sorted(site.posts.iterdir())[::2]:
        path.write_text(path.read_text() + "\nAn older sentence.\n")
    checkout = ["git", "--git-dir", str(origin / ".git"), "--work-tree", ".", "checkout", "-qf", "."]
    fetch = subprocess.Popen(checkout, cwd=site.posts, stderr=subprocess.DEVNULL)
    build = subprocess.Popen([*FEEDS, "build", "-q"], cwd=site.path, env=variables(now), stderr=subprocess.DEVNULL)
    time.sleep(chance.random() * 0.02)
    fetch.kill()
    fetch.wait()
    at_work = _kill(build, site, chance)
    (origin / ".git/index.lock").unlink(missing_ok=True)
    subprocess.run(
        ["git", "--git-dir", origin / ".git", "--work-tree", ".", "checkout", "-qf", "."], cwd=site.posts, check=True
    )
    return at_work


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["saves", "kills"])
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pause", type=float, default=0.02, help="seconds after each save")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        if options.what == "saves":
            return 1 if saves(folder, options.count, options.seed, options.pause) else 0
        return 1 if kills(folder, options.count, options.seed) else 0


if __name__ == "__main__":
    sys.exit(main())
