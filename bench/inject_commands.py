"""Commands in which one call to the file system fails: what each says, and whether it succeeds when it is typed again.

    python bench/inject_commands.py                       # every call of each command, with ENOSPC, EIO and EACCES
    python bench/inject_commands.py redate restore        # of these commands alone
    python bench/inject_commands.py watch --every 20 --errors turns

The site is the sample newsletter, as in inject.py. After the failure, a build publishes what it publishes without
the command, or what it publishes after it: no id is lost, no date moves but where the command says so. If the command
did not end with 0, typing it again does its work, unless it was done. `feeds watch` does not end: it publishes
everything in spite of the failure. Needs gcc and Linux.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import errno
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from inject import (
    ERRORS,
    FIRST,
    NO_FAULT,
    SECOND,
    THIRD,
    Fault,
    Outcome,
    Site,
    Tree,
    calls_of,
    complaint,
    errors_of,
    torn,
    warm_up,
    within,
)

_PATIENCE = 120  # seconds within which `watch` has published everything
_TAG = "tag:smallmachines.example,2020:old-%d"
_FEED = """\
<rss version="2.0"><channel><title>Old</title><link>https://smallmachines.example/</link><description>d</description>
%s</channel></rss>
"""
_ITEM = "<item><title>%s</title><link>%s</link><guid isPermaLink='false'>%s</guid></item>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A command, and what is there before it is typed."""

    arguments: Sequence[str]
    prepare: Callable[[Site], None]
    writes: str = ""  # the file that it writes besides the memory


def _built(site: Site) -> None:
    site.build(FIRST)


def _new_post(site: Site) -> None:
    site.build(FIRST)
    (site.path / "posts/2026-04-21-walrus.md").write_text("# Walrus\n\n## The walrus\n\nIt walks to the harbour.\n")


def _without_feed(site: Site) -> None:
    site.build(FIRST)
    config = site.path / "config.yaml"
    head, _, tail = config.read_text().partition("    - slug: machines")
    config.write_text(f"{head}\n{tail[tail.index('schedule:') :]}")


def _other_date(site: Site) -> None:
    site.build(FIRST)
    post = site.path / "posts/2026-04-20-issue-7.md"
    post.write_text(post.read_text().replace("date: 2026-04-20", "date: 2026-04-21"))


def _saved(site: Site) -> None:
    site.build(FIRST)
    (site.path / "saved.json").write_bytes((site.path / ".feeds/memory.json").read_bytes())
    (site.path / "saved.sqlite3").write_bytes((site.path / ".feeds/state.sqlite3").read_bytes())


def _old_feed(site: Site) -> None:
    link, title = "https://smallmachines.example/old/%d", "Small Machines Weekly #%d"
    items = "".join(_ITEM % (title % number, link % number, _TAG % number) for number in range(3, 8))
    (site.path / "old.xml").write_text(_FEED % items)


def _recorded(site: Site) -> None:
    site.build(FIRST)
    line = '{"link":"https://t.example/%d","to":"https://x.example/%d","kind":"permanent","checked":"2026-04-01"}\n'
    (site.path / "links.jsonl").write_text("".join(line % (number, number) for number in range(9)))
    site.run(FIRST, ["links", "--import", "links.jsonl"])


def _unconfigured(site: Site) -> None:
    (site.path / "config.yaml").unlink()


CASES = {
    "retire": Case(arguments=["retire", "machines"], prepare=_without_feed),
    "redate": Case(arguments=["redate", "posts/2026-04-20-issue-7.md"], prepare=_other_date),
    "restore": Case(arguments=["restore"], prepare=_saved),
    "restore-copy": Case(arguments=["restore", "saved.json"], prepare=_saved),
    "restore-store": Case(arguments=["restore", "saved.sqlite3"], prepare=_saved),
    "adopt": Case(arguments=["adopt", "old.xml"], prepare=_old_feed),
    "import": Case(arguments=["links", "--import", "links.jsonl"], prepare=_recorded),
    "export": Case(arguments=["links", "--export", "links.jsonl"], prepare=_recorded, writes="links.jsonl"),
    "links": Case(arguments=["links", "--offline"], prepare=_built),
    "init": Case(arguments=["init", "--yes", "--no-topics"], prepare=_unconfigured, writes="feeds.yaml"),
    "watch": Case(arguments=["watch", "--offline"], prepare=_new_post),
}


class Trial:
    """One command, tried again and again on the same site."""

    def __init__(self, folder: Path, case: Case) -> None:
        self.site, self._case = Site(folder), case
        self._is_watch = case.arguments[0] == "watch"
        self._then = int(time.time()) + 86_400 if self._is_watch else THIRD  # `watch` takes the time of the machine
        case.prepare(self.site)
        self.site.keep()
        self._written: tuple[bytes | None, ...] = (self._content(),)
        self._without = self._published_next()
        self.site.put_back()
        if not self._is_watch:
            assert self.site.run(SECOND, case.arguments).code == 0
        self._written = (*self._written, self._content())
        self._after = self._published_next()

    def calls(self, log: Path) -> dict[int, str]:
        """Return the name and the path of each call of the command, by number."""
        self.site.put_back()
        return calls_of(self._do, log)

    def judge(self, fault: Fault) -> tuple[Outcome, str]:
        """Return how the command ended with *fault*, and what is wrong with that or with what follows, or ""."""
        self.site.put_back()
        outcome = again = self._do(fault)
        wrong = complaint(outcome) or torn(self.site.tree()) or self._damage()
        if not wrong and self._is_watch and outcome.code:
            wrong = f"ends with {outcome.code}"
        if not wrong and outcome.code:
            wrong, again = self._repeated()
        if not wrong and self._content() != self._written[1]:
            wrong = f"{self._case.writes} is not written"
        if not wrong and (published := self._published_next()) != self._after:
            wrong = f"the next build does not heal {_differing(published, self._after)}"
        return outcome, f"{wrong}\n{outcome.output}\n{again.output}" if wrong else ""

    def _repeated(self) -> tuple[str, Outcome]:
        """Return what is wrong with a build after the failure, or with the command typed again; and its outcome."""
        with self.site.as_a_copy():
            published = self._published_next()
        again = self._do()
        if published not in (self._without, self._after):
            return f"a build afterwards publishes other {_differing(published, self._without)}", again
        if again.code and published != self._after:
            return f"typed again, it ends with {again.code}", again
        return "", again

    def _damage(self) -> str:
        """Return what is wrong with the file that the command writes, or ""."""
        return "" if self._content() in self._written else f"{self._case.writes} is torn"

    def _content(self) -> bytes | None:
        path = self.site.path / self._case.writes
        return path.read_bytes() if path.is_file() else None

    def _published_next(self) -> Tree:
        """Return what the next build publishes; nothing if there is no config."""
        if any((self.site.path / name).exists() for name in ("config.yaml", "feeds.yaml")):
            self.site.build(self._then)
        return self.site.tree()

    def _do(self, fault: Fault = NO_FAULT) -> Outcome:
        return self._watch(fault) if self._is_watch else self.site.run(SECOND, self._case.arguments, fault)

    def _watch(self, fault: Fault) -> Outcome:
        """Run `watch` until it has published everything, or for too long."""
        child = self.site.start(SECOND, self._case.arguments, fault)
        end = time.monotonic() + _PATIENCE
        while not self._is_published() and time.monotonic() < end:
            time.sleep(0.1)
        os.kill(child, signal.SIGTERM)
        return self.site.end_of(child)

    def _is_published(self) -> bool:
        with contextlib.suppress(FileNotFoundError):  # a file was replaced just then
            return self.site.tree() == self._after
        return False


def _differing(published: Tree, wanted: Tree) -> list[str]:
    return sorted(path for path in {*published, *wanted} if published.get(path) != wanted.get(path))[:4]


def run(options: argparse.Namespace, folder: Path) -> int:
    """Have calls of the commands fail as *options* say, print how that ended, and return the number of faults."""
    wrong = 0
    warm_up(folder)
    for name in options.commands or CASES:
        trial = Trial(folder / name, CASES[name])
        calls = trial.calls(folder / "log")
        ends: collections.Counter[str] = collections.Counter()
        for number in [*calls][:: options.every]:
            for error in errors_of(number, options.errors):
                outcome, fault = trial.judge(Fault(number=number, error=error))
                ends[f"{outcome.failed.partition(' ')[0] or '-'} ends with {outcome.code}"] += 1
                if fault:
                    wrong += 1
                    print(f"== {name} {number} {errno.errorcode[error]} {outcome.failed}: {fault}", flush=True)
        print(f"{name}: {sum(ends.values())} failures of {len(calls)} calls: {dict(sorted(ends.items()))}", flush=True)
    print(f"{wrong} with a fault")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("commands", nargs="*", metavar="COMMAND", help=", ".join(CASES))
    parser.add_argument("--errors", default="all", choices=["all", "turns", *(errno.errorcode[one] for one in ERRORS)])
    parser.add_argument("--every", type=int, default=1, help="only every so manieth call")
    options = parser.parse_args()
    return within(partial(run, options))


if __name__ == "__main__":
    sys.exit(main())
