"""Play a golden case: a small site, changes step by step, and the bytes that it must publish.

`tests/cases/README.md` describes the files of a case.
"""

from __future__ import annotations

import difflib
import json
import shlex
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from tests.command import run
from tests.folder import Folder, date_back
from tests.recorded_web import answering

CASES = Path(__file__).parent / "cases"
SAMPLE = Path(__file__).parent.parent / "public"
OWN = ("steps.yaml", "web.yaml", "output.txt", "later", "public")  # the rest of a case is the site


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Changes to the files, in the order of the fields, then one command and its expected result."""

    lose: tuple[str, ...] = ()  # paths of the site that are removed: .feeds, public
    delete: tuple[str, ...] = ()
    rename: Mapping[str, str] = field(default_factory=dict)  # old path to new
    add: tuple[str, ...] = ()  # paths below later/
    write: Mapping[str, str] = field(default_factory=dict)  # path to text
    append: Mapping[str, str] = field(default_factory=dict)
    replace: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # path to old text and new
    now: datetime
    run: str = "build"
    exit: int = 0
    read: int | None = None  # posts that the build has to read
    rendered: int | None = None  # feeds that the build has to render
    public: str = ""  # "unchanged" where the step must not change a published byte


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A folder below `tests/cases`."""

    path: Path
    about: str
    steps: tuple[Step, ...]
    fails: str = ""  # why the program does not do this yet

    @property
    def written(self) -> dict[str, bytes]:
        """The files of the case that `--accept` writes: public/ and output.txt."""
        found = {str(path.relative_to(self.path)): path.read_bytes() for path in files_below(self.path / "public")}
        output = self.path / "output.txt"
        return found | ({"output.txt": output.read_bytes()} if output.exists() else {})

    @property
    def expected(self) -> dict[str, bytes]:
        """Every file that the case publishes, and its output; its styles and script are those of the sample."""
        written = self.written
        assets = files_below(SAMPLE / "assets") if "public/index.html" in written else []
        return {f"public/{path.relative_to(SAMPLE)}": path.read_bytes() for path in assets} | written


def all_cases() -> Iterator[Case]:
    """Yield the golden cases by name."""
    for path in sorted(CASES.glob("*/steps.yaml")):
        yield load_case(path.parent)


def load_case(path: Path) -> Case:
    """Return the case in the folder *path*; a key that is unknown is an error."""
    values = yaml.safe_load((path / "steps.yaml").read_text(encoding="utf-8"))
    steps = tuple(_step(step) for step in values.pop("steps"))
    return Case(path=path, steps=steps, **values)


def _step(values: dict[str, Any]) -> Step:
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
    now = datetime.fromisoformat(str(values.pop("now"))).replace(tzinfo=UTC)
    assert values.get("public", "unchanged") == "unchanged", values
    return Step(now=now, **values)


def play(case: Case, top: Path) -> dict[str, bytes]:
    """Play *case* in the folder *top* and return its files as `Case.expected` has them."""
    shutil.copytree(case.path, top, ignore=lambda folder, _: OWN if Path(folder) == case.path else ())
    site = Folder.at(top)
    for path in files_below(top):
        date_back(path)
    printed = []
    with answering(case.path / "web.yaml") as proxy:
        site.configure(site.config.read_text(encoding="utf-8").replace("$PROXY", proxy))
        for step in case.steps:
            before = site.tree()
            change_files(case, step, top)
            printed.append(run_command(step, top))
            if step.public:
                assert_same(before, site.tree(), f"{step.now:%Y-%m-%d %H:%M}: published files changed")
    found = {f"public/{path}": content for path, content in site.tree().items()}
    return found | {"output.txt": "\n".join(printed).encode()}


def change_files(case: Case, step: Step, top: Path) -> None:
    """Make the changes to files that *step* lists."""
    for lost in step.lose:
        shutil.rmtree(top / lost)
    for deleted in step.delete:
        (top / deleted).unlink()
    for old, new in step.rename.items():
        (top / new).parent.mkdir(parents=True, exist_ok=True)
        (top / old).rename(top / new)
    for added in step.add:
        _write(top / added, (case.path / "later" / added).read_text(encoding="utf-8"))
    for written, text in step.write.items():
        _write(top / written, text)
    for grown, text in step.append.items():
        _write(top / grown, (top / grown).read_text(encoding="utf-8") + text)
    for edited, edits in step.replace.items():
        text = (top / edited).read_text(encoding="utf-8")
        for old, new in edits.items():
            assert old in text, f"{edited} does not contain {old!r}"
            text = text.replace(old, new)
        _write(top / edited, text)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    date_back(path)


def run_command(step: Step, top: Path) -> str:
    """Run the command of *step*, check its result, and return the output that a person sees."""
    arguments = shlex.split(step.run)
    is_build = arguments[0] == "build"
    done = run(Folder.at(top), *arguments, *(["--json"] if is_build else []), now=step.now.timestamp())
    printed = f"{step.now:%Y-%m-%d %H:%M} $ feeds {step.run}\n{done.stderr}"
    if is_build and done.stdout:
        printed += _counts(step, json.loads(done.stdout))
    else:
        printed += done.stdout
    assert done.returncode == step.exit, printed
    return printed + (f"exit {done.returncode}\n" if done.returncode else "")


def _counts(step: Step, report: dict[str, Any]) -> str:
    """Return the counts of *report* in words, and check those that *step* names."""
    counts = f"{report['read']} of {report['posts']} posts read, {report['rendered']} feeds rendered"
    for name, number in (("read", step.read), ("rendered", step.rendered)):
        assert number in (None, report[name]), f"{step.now:%Y-%m-%d %H:%M}: {counts}, not {number} {name}"
    return f"{counts}, {len(report['written'])} files written\n"


def accept(case: Case, found: Mapping[str, bytes]) -> None:
    """Write *found* into the folder of *case* as its expected files."""
    for path in case.written.keys() - found.keys():
        (case.path / path).unlink()
    for path, content in found.items():
        if case.expected.get(path) != content:
            (case.path / path).parent.mkdir(parents=True, exist_ok=True)
            (case.path / path).write_bytes(content)


def assert_same(expected: Mapping[str, bytes], found: Mapping[str, bytes], message: str) -> None:
    """Assert that both hold the same files, and show where they differ."""
    differing = sorted(path for path in {*expected, *found} if expected.get(path) != found.get(path))
    shown = "\n".join(line for path in differing for line in _difference(path, expected, found))
    assert not differing, f"{message}: {', '.join(differing)}\n{shown[:6000]}"


def _difference(path: str, expected: Mapping[str, bytes], found: Mapping[str, bytes]) -> list[str]:
    old, new = (tree.get(path, b"").decode("utf-8", "replace").splitlines() for tree in (expected, found))
    return list(difflib.unified_diff(old, new, f"expected {path}", f"found {path}", lineterm="", n=1))


def files_below(folder: Path) -> list[Path]:
    """Return the files below *folder*, sorted."""
    return sorted(path for path in folder.rglob("*") if path.is_file())
