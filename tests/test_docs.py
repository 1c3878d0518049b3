"""The documentation is true: its commands are run, its links lead somewhere, its lists are complete."""

from __future__ import annotations

import difflib
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from feeds.cli import main
from feeds.config.reading import load_config
from tests.command import output_of
from tests.command import run as run_feeds
from tests.conftest import REPOSITORY
from tests.folder import NOW, Folder
from tests.golden import CASES
from tests.house import checks
from tests.reference import reference

README = REPOSITORY / "README.md"
DOCS = REPOSITORY / "docs"
CONTRIBUTING = REPOSITORY / "CONTRIBUTING.md"
PAGES = [README, CONTRIBUTING, *sorted(DOCS.rglob("*.md")), CASES / "README.md"]

_FENCED = re.compile(r"^(?P<fence>`{3,})(?P<info>[^\n`]*)\n(?P<body>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)|<(?:img|a) [^>]*?(?:src|href)=\"(?P<address>[^\"]+)\"")
_PLAIN = re.compile(r"feeds [^|;&<>$`]*")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def expect(page: Path, made: str, accept: bool) -> None:
    """Assert that *page* has the text *made*, or write it if `--accept` is given."""
    if accept:
        page.write_text(made, encoding="utf-8")
    found = page.read_text(encoding="utf-8")
    difference = "\n".join(difflib.unified_diff(found.splitlines(), made.splitlines(), page.name, "made", lineterm=""))
    assert found == made, f"{difference}\n(pytest --accept writes it again)"


def follow(guide: str, folder: Path) -> str:
    """Return *guide* with the output of its commands, run in *folder*.

    Blocks whose info string names a file (`yaml config.yaml`) are written there; in blocks
    of `console`, the lines after `$ command` are replaced by the output of the command.
    """

    def take(block: re.Match[str]) -> str:
        language, _, name = block["info"].partition(" ")
        body = block["body"]
        if name:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body, encoding="utf-8")
        elif language == "console":
            commands = [line for line in body.splitlines() if line.startswith("$ ")]
            body = "".join(f"{command}\n{run(command[2:], folder)}" for command in commands)
        return f"{block['fence']}{block['info']}\n{body}{block['fence']}"

    return _FENCED.sub(take, guide)


def run(command: str, folder: Path) -> str:
    """Return the output of *command*, without the blanks at the ends of lines that editors take away.

    `feeds` alone runs in this process, and in a line with other commands as a process.
    """
    if _PLAIN.fullmatch(command):
        output = output_of(Folder.at(folder), *shlex.split(command)[1:])
    else:
        output = run_line(command, folder)
    return "".join(f"{line.rstrip()}\n" for line in output.splitlines())


def run_line(command: str, folder: Path) -> str:
    """Return the output of *command*, run by a shell."""
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "SOURCE_DATE_EPOCH": str(int(NOW.timestamp())),
        "COLUMNS": "100",
    }
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stdout, f"$ {command}\n{done.stdout}"  # not to be accepted as documentation
    return done.stdout


def without_code(page: str) -> str:
    return _FENCED.sub("", page)


def anchors(page: Path) -> set[str]:
    """Return the fragments that lead to a heading of *page*, as renderers of Markdown make them."""
    headings = _HEADING.findall(without_code(page.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def rows(page: Path) -> Iterator[list[str]]:
    """Yield the cells of each row of the tables of *page*, without the marks of code."""
    for line in without_code(page.read_text(encoding="utf-8")).splitlines():
        if line.startswith("| "):
            yield [cell.strip().strip("`") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def project() -> dict[str, Any]:
    return tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["guide.md", "topics.md"])
def test_the_guide_has_the_output_of_its_commands(name: str, tmp_path: Path, pytestconfig: pytest.Config) -> None:
    page = DOCS / name
    made = follow(page.read_text(encoding="utf-8"), tmp_path)
    expect(page, made, pytestconfig.getoption("--accept"))


def test_config_md_is_made_from_the_settings(pytestconfig: pytest.Config) -> None:
    expect(DOCS / "config.md", reference(), pytestconfig.getoption("--accept"))


def test_the_complete_example_of_config_md_is_a_config_and_complete(tmp_path: Path) -> None:
    example = next(block["body"] for block in _FENCED.finditer(reference()) if block["info"] == "yaml")
    path = tmp_path / "config.yaml"
    path.write_text(example, encoding="utf-8")
    config = load_config(path).config
    assert config.topics[0].exclude == ("bird's-eye view",)
    said = set(re.findall(r"^ *(?:- )?([a-z_]+):", example, re.MULTILINE))
    blocks = set(re.findall(r"^## `([a-z_.]+)`", reference(), re.MULTILINE))
    settings = {row[0] for row in rows(DOCS / "config.md") if len(row) == 4} - {"Setting"}
    assert said == settings | {name for name in blocks if "." not in name}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_an_existing_target(page: Path) -> None:
    for link in _LINK.finditer(without_code(page.read_text(encoding="utf-8"))):
        target, _, fragment = (link["target"] or link["address"]).partition("#")
        if target.startswith(("https://", "http://")):
            continue
        path = (page.parent / target).resolve() if target else page
        assert path.is_relative_to(REPOSITORY), target
        assert path.exists(), target
        if fragment:
            assert fragment in anchors(path), link[0]


def test_examples_that_name_a_published_file_are_in_it() -> None:
    examples = [block for block in _FENCED.finditer((DOCS / "feeds.md").read_text(encoding="utf-8")) if block["info"]]
    assert len(examples) > 3
    for block in examples:
        published = (REPOSITORY / block["info"].partition(" ")[2]).read_text(encoding="utf-8").splitlines()
        assert set(block["body"].splitlines()) <= {line.strip() for line in published}


def test_every_page_and_picture_can_be_found_from_the_readme() -> None:
    linked = {
        link["target"].partition("#")[0]
        for link in _LINK.finditer(README.read_text(encoding="utf-8"))
        if link["target"]
    }
    assert {f"docs/{page.name}" for page in DOCS.glob("*.md")} <= linked
    assert {f"docs/images/{picture.name}" for picture in DOCS.glob("images/*")} <= linked


def test_the_readme_has_the_commands_that_ci_runs() -> None:
    command = (REPOSITORY / ".ci/run").read_text(encoding="utf-8").rstrip().splitlines()[-1]
    lines = [
        line for block in _FENCED.finditer(README.read_text(encoding="utf-8")) for line in block["body"].splitlines()
    ]
    assert command in lines
    assert "python3 -m venv .venv && .venv/bin/pip install -q . && .venv/bin/feeds build" in lines


def test_the_commands_of_contributing_can_be_run(site: Folder) -> None:
    for name in ("config.yaml", "topics-ai.yaml"):
        shutil.copy(REPOSITORY / name, site.path)
    shutil.copytree(REPOSITORY / "posts", site.posts, dirs_exist_ok=True)
    blocks = _FENCED.finditer(CONTRIBUTING.read_text(encoding="utf-8"))
    commands = [shlex.split(line) for block in blocks for line in block["body"].splitlines()]
    checked = []
    for program, *arguments in commands:
        if program == ".venv/bin/feeds":
            assert run_feeds(site, *arguments).returncode == 0
        elif program == ".venv/bin/pytest":
            assert [name for name in arguments if name.startswith("tests/") and not (REPOSITORY / name).exists()] == []
        elif program.startswith(".venv/bin/"):
            checked.append(" ".join([program, *arguments]))
    assert checked == list(checks().values())
    assert commands[1][-1] == ".[test]"


def test_the_readme_names_every_command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    with pytest.raises(SystemExit):
        main(["--help"])
    commands = re.findall(r"^    ([a-z]+)(?:  |$)", capsys.readouterr().out, re.MULTILINE)
    assert "build" in commands
    named = [row[0] for row in rows(README)]
    assert [name.removeprefix("feeds ") for name in named if name.startswith("feeds ")] == commands


@pytest.mark.parametrize(("place", "first"), [("feeds", "cli"), ("feeds.pipeline", "run")])
def test_the_tables_of_rooms_name_each_room_once_in_the_order_of_imports(place: str, first: str) -> None:
    contracts = project()["tool"]["importlinter"]["contracts"]
    (layers,) = (one["layers"] for one in contracts if one["type"] == "layers" and one["containers"] == [place])
    order = {room: number for number, layer in enumerate(layers) for room in layer.split(" | ") if room != "__main__"}
    page = (DOCS / "how-a-run-flows.md").read_text(encoding="utf-8")
    (table,) = (one for one in page.split("\n\n") if f"\n| `{first}`" in one)
    named = [room for row in table.splitlines() for room in re.findall(r"`(\w+)`", row.split("|")[1]) if room in order]
    assert sorted(named) == sorted(order)
    assert [order[room] for room in named] == sorted(order[room] for room in named)


def test_dependencies_md_names_every_dependency_as_it_is_asked_for() -> None:
    values = project()
    asked = [*values["project"]["dependencies"], *values["build-system"]["requires"]]
    for names in values["project"]["optional-dependencies"].values():
        asked += names
    for names in values["dependency-groups"].values():
        asked += [name for name in names if name not in values["build-system"]["requires"]]
    named = [row[0] + ("" if row[1] == "any" else row[1]) for row in rows(DOCS / "dependencies.md") if row[0].islower()]
    assert sorted(named) == sorted(asked)


def test_dependencies_md_gives_a_reason_for_each() -> None:
    text = (DOCS / "dependencies.md").read_text(encoding="utf-8")
    names = [re.split(r"[<>=]", asked)[0] for asked in project()["project"]["dependencies"]]
    assert re.findall(r"^### (\S+)$", text, re.MULTILINE) == names


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_names_paths_of_the_machine_it_was_written_on(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert [word for word in ("/tmp/", "/root/", "/home/", "file://") if word in text] == []
