"""Builds in which one call to the file system fails: what each says, and whether the next one heals it.

    python bench/inject.py                       # every call of a build after one change, with ENOSPC, EIO and EACCES
    python bench/inject.py --errors EIO          # with this error alone; --errors turns: with one of the three each
    python bench/inject.py --new                 # of a build after a new post alone
    python bench/inject.py --cold --every 20     # every 20th call of a first build
    python bench/inject.py --stay                # all calls from there on fail, as on a full disk

The site is the sample newsletter. It is built, a post is edited, one without a date is added, and the build that
follows fails. A day later, an undisturbed build follows. It must publish the bytes of a site where nothing failed:
with the dates of the failed build, if that published any of the new entries. Needs gcc and Linux.
"""

from __future__ import annotations

import argparse
import collections
import ctypes
import errno
import json
import os
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from lxml import etree

from feeds.cli import main as feeds

HERE = Path(__file__).parent
FIRST, SECOND, THIRD = 1_777_000_000, 1_777_100_000, 1_777_186_400  # seconds: three builds, the last a day later
_UNDATED = "# Notes\n\n## The walrus\n\nA walrus that walks to the harbour.\n\n## The teapot\n\nA teapot that sleeps.\n"
ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES)

Tree = Mapping[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """The call that fails: its number from 1, or 0 for none."""

    number: int = 0
    error: int = 0
    stays: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a build ended."""

    code: int
    output: str
    failed: str  # the name and the path of the first call that failed


NO_FAULT = Fault()


class Site:
    """The sample newsletter in a folder of its own, which can be put back as it was."""

    def __init__(self, folder: Path) -> None:
        self.path, self._library = folder / "site", loaded()
        self._kept = folder / "kept"
        shutil.copytree(HERE.parent / "posts", self.path / "posts")
        for name in ("config.yaml", "topics-ai.yaml"):
            shutil.copy(HERE.parent / name, self.path)

    def change(self, *, only_new: bool) -> None:
        """Add a post without a date, and edit another one unless *only_new*."""
        if not only_new:
            post = sorted((self.path / "posts").glob("*issue-7.md"))[0]
            post.write_text(post.read_text() + "\nOne more sentence.\n")
        (self.path / "posts/issue-9.md").write_text(_UNDATED)

    def keep(self) -> None:
        """Keep the site as it is, for `put_back`."""
        shutil.copytree(self.path, self._kept)

    def put_back(self) -> None:
        shutil.rmtree(self.path)
        shutil.copytree(self._kept, self.path)

    @contextmanager
    def as_a_copy(self) -> Iterator[None]:
        """Let changes of the site be made within, and take them back afterwards."""
        copy = self._beside("copy")
        shutil.copytree(self.path, copy)
        yield
        shutil.rmtree(self.path)
        copy.rename(self.path)

    def build(self, now: int, fault: Fault = NO_FAULT, arguments: Sequence[str] = ()) -> Outcome:
        """Build at *now*, in a process of its own, with *fault* and with *arguments* of the command."""
        return self.run(now, ["build", *arguments], fault)

    def run(self, now: int, command: Sequence[str], fault: Fault = NO_FAULT) -> Outcome:
        """Run *command* at *now*, in a process of its own and with *fault*, and wait for its end."""
        child = self.start(now, command, fault)
        return self.end_of(child)

    def start(self, now: int, command: Sequence[str], fault: Fault) -> int:
        """Start *command*, and return the number of its process."""
        child = os.fork()
        if not child:
            self._run(now, command, fault)
        return child

    def end_of(self, child: int) -> Outcome:
        """Wait for the end of the process *child*, and return how it ended."""
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        return Outcome(code=code, output=self._beside("output").read_text(), failed=self._beside("calls").read_text())

    def _beside(self, name: str) -> Path:
        return self.path.with_name(name)

    def _run(self, now: int, command: Sequence[str], fault: Fault) -> None:
        """Run *command*, and end this process."""
        code = 70
        try:
            os.environ["SOURCE_DATE_EPOCH"] = str(now)
            os.dup2(os.open(self._beside("output"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
            os.dup2(2, 1)
            os.chdir(self.path)
            self._library.failing_arm(f"{self.path}/".encode(), fault.number, fault.error, fault.stays)
            code = feeds(command)
        except BaseException:  # noqa: BLE001 - this is the end of a process, which prints what happened
            traceback.print_exc()
        finally:
            failed = self._library.failing_last().decode()
            self._library.failing_arm(b"", 0, 0, 0)
            self._beside("calls").write_text(failed)
            os._exit(code)

    def tree(self) -> dict[str, bytes]:
        """Return what is published."""
        top = self.path / "public"
        files = (path for path in top.rglob("*") if path.is_file())
        return {str(path.relative_to(top)): path.read_bytes() for path in files}


def dates(tree: Tree) -> dict[str, str]:
    """Return when each entry in the feeds of *tree* was published, by id."""
    feeds = (json.loads(content) for path, content in tree.items() if path.endswith("feed.json"))
    return {item["id"]: item["date_published"] for feed in feeds for item in feed["items"]}


def judge(site: Site, fault: Fault, wanted: tuple[Tree, Tree]) -> tuple[Outcome, str]:
    """Return how a build with *fault* ended, and what is wrong with it or the next one, or ""."""
    site.put_back()
    outcome = site.build(SECOND, fault)
    broken, shown = torn(site.tree()), dates(site.tree())
    next_one = site.build(THIRD)
    healed = site.tree()
    wrong = broken or complaint(outcome) or (next_one.code and f"the next build ends with {next_one.code}")
    if not wrong and any(dates(healed).get(id) != date for id, date in shown.items()):
        wrong = "a date was moved, or an id lost"
    if not wrong and healed not in wanted and not _is_whole(site, wanted[0]):
        differ = [path for path in wanted[0] if healed.get(path) != wanted[0][path]]
        wrong = f"the next build does not heal {differ[:3]}, {sorted(healed.keys() - wanted[0].keys())[:3]}"
    return outcome, f"{wrong}\n{outcome.output}\n{next_one.output}" if wrong else ""


def torn(tree: Tree) -> str:
    """Return which files of *tree* are not whole, or ""."""
    torn = []
    for path, content in tree.items():
        try:
            if path.endswith(".json"):
                json.loads(content)
            elif path.endswith((".xml", ".opml")):
                etree.fromstring(content)
            elif path.endswith(".html") and not content.endswith(b"</html>\n"):
                torn.append(path)
        except (ValueError, etree.XMLSyntaxError):
            torn.append(path)
    return f"torn: {torn}" if torn else ""


def _is_whole(site: Site, wanted: Tree) -> bool:
    """Return whether *site* has all entries that are *wanted*, and a build that reads every post changes no byte.

    So it is where one of two new posts could not be read: it is published a day after the other.
    """
    healed = site.tree()
    site.build(THIRD, arguments=("--fresh",))
    return dates(healed).keys() == dates(wanted).keys() and site.tree() == healed


def complaint(outcome: Outcome) -> str:
    """Return what is wrong with the end of a command in which a call failed."""
    if "Traceback" in outcome.output or "please tell us" in outcome.output or outcome.code not in (0, 1, 2):
        return f"ends with {outcome.code} and no message"
    if outcome.code and not outcome.output.strip():
        return f"ends with {outcome.code} silently"
    return ""


def warm_up(folder: Path) -> None:
    """Build a site in *folder*: forked processes have what that imports."""
    feeds(["build", "--quiet", "--config", str(Site(folder / "warm").path / "config.yaml")])


def prepare(folder: Path, *, cold: bool, only_new: bool) -> tuple[Site, tuple[Tree, Tree]]:
    """Return a site, and what it should publish at last: if it was built in time, or only a day later."""
    warm_up(folder)
    site = Site(folder)
    if not cold:
        site.build(FIRST)
    site.change(only_new=only_new)
    site.keep()
    site.build(SECOND)
    in_time = site.tree()
    site.build(THIRD)
    assert site.tree() == in_time, "the site is not the same a day later"
    site.put_back()
    site.build(THIRD)
    return site, (in_time, site.tree())


def build_anew(site: Site) -> None:
    site.put_back()
    site.build(SECOND)


def calls_of(do: Callable[[], object], log: Path) -> dict[int, str]:
    """Return the name and the path of each call that *do* makes in a process of its own, by number."""
    log.unlink(missing_ok=True)
    os.environ["FAILING_LOG"] = str(log)
    do()
    del os.environ["FAILING_LOG"]
    lines = (line.partition(" ") for line in log.read_text().splitlines())
    return {int(number): call for number, _, call in lines}


def compile_library(folder: Path) -> Path:
    """Return the compiled `failing.c`."""
    library = folder / "failing.so"
    subprocess.run(
        ["gcc", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-O1", "-o", library, HERE / "failing.c", "-ldl"],
        check=True,
    )
    return library


def loaded() -> ctypes.CDLL:
    """Return the library that this process was started with."""
    library = ctypes.CDLL(os.environ["LD_PRELOAD"])
    library.failing_arm.argtypes = [ctypes.c_char_p, ctypes.c_long, ctypes.c_int, ctypes.c_int]
    library.failing_last.restype = ctypes.c_char_p
    return library


def within(work: Callable[[Path], int]) -> int:
    """Have *work* done in a folder, by a process that was started with the library; return 1 if it found faults."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        if "failing.so" not in os.environ.get("LD_PRELOAD", ""):
            environment = {**os.environ, "LD_PRELOAD": str(compile_library(folder))}
            return subprocess.run([sys.executable, *sys.argv], env=environment, check=False).returncode
        return 1 if work(folder) else 0


def run(options: argparse.Namespace, folder: Path) -> int:
    """Have calls fail as *options* say, print how that ended, and return the number of faults."""
    site, wanted = prepare(folder, cold=options.cold, only_new=options.new)
    calls = calls_of(lambda: build_anew(site), folder / "log")
    ends: collections.Counter[str] = collections.Counter()
    wrong = 0
    for number in [number for number, call in calls.items() if options.only in call][:: options.every]:
        for error in errors_of(number, options.errors):
            fault = Fault(number=number, error=error, stays=options.stay)
            outcome, complaint = judge(site, fault, wanted)
            ends[f"{outcome.failed.partition(' ')[0]} ends with {outcome.code}"] += 1
            if complaint:
                wrong += 1
                print(f"== {number} {errno.errorcode[error]} {outcome.failed}: {complaint}", flush=True)
    for end, count in sorted(ends.items()):
        print(f"{count:5}  {end}")
    print(f"{sum(ends.values())} builds in which one of {len(calls)} calls failed; {wrong} with a fault")
    return wrong


def errors_of(number: int, wanted: str) -> Sequence[int]:
    """Return the errors that the call with *number* is to fail with."""
    if wanted == "turns":
        return [ERRORS[number % len(ERRORS)]]
    return [error for error in ERRORS if wanted in ("all", errno.errorcode[error])]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cold", action="store_true", help="of a first build instead of one after a change")
    parser.add_argument("--stay", action="store_true", help="all later calls fail, too")
    parser.add_argument(
        "--new", action="store_true", help="of a build after a new post, instead of a new and a changed one"
    )
    parser.add_argument("--errors", default="all", choices=["all", "turns", *(errno.errorcode[one] for one in ERRORS)])
    parser.add_argument("--only", default="", help="only calls with this in their name and path: 'read posts/'")
    parser.add_argument("--every", type=int, default=1, help="only every so manieth of these calls")
    options = parser.parse_args()
    return within(partial(run, options))


if __name__ == "__main__":
    sys.exit(main())
