"""Rules of the code: one direction of imports, types, style, nothing about the machine it was built on."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from feeds.config import FeedFormat, SplitRule
from feeds.render.formats import FORMATS
from feeds.render.writers import WRITERS
from feeds.sections.cutting import SPLITTERS
from tests.conftest import REPOSITORY
from tests.house import checks

TOOLS = Path(sys.executable).parent


@pytest.mark.parametrize(
    "command",
    [
        # mypy takes a second with its cache, and a minute from nothing
        pytest.param(command, id=id, marks=[pytest.mark.slow] if id == "mypy" else [])
        for id, command in checks().items()
    ],
)
def test_the_code_passes_all_checks(command: str) -> None:
    program, *arguments = shlex.split(command.removeprefix(".venv/bin/"))
    done = subprocess.run([TOOLS / program, *arguments], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_public_function_has_a_docstring() -> None:
    import ast

    missing = []
    for path in sorted((REPOSITORY / "feeds").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if not ast.get_docstring(tree):
            missing.append(str(path))
        missing += [
            f"{path.name}:{node.lineno} {node.name}"
            for node in tree.body
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node)
        ]
    assert missing == []


def test_no_two_classes_have_one_name() -> None:
    named = [
        name
        for path in (REPOSITORY / "feeds").rglob("*.py")
        for name in re.findall(r"^class ([A-Z]\w*)", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert [name for name, count in Counter(named).items() if count > 1] == []


def test_files_of_others_are_read_where_fifos_are_not_waited_for() -> None:
    own = ["links/tables", *(f"render/{name}" for name in ("assets", "bytecode", "search_page"))]
    own += ["schedule/mounts", "topics/presets"]
    reading = [
        path.relative_to(REPOSITORY / "feeds").with_suffix("").as_posix()
        for path in sorted((REPOSITORY / "feeds").rglob("*.py"))
        if re.search(r"\.(?:read_bytes|read_text|write_text)\(", path.read_text(encoding="utf-8"))
    ]
    assert reading == own  # others call `read_file` of feeds.files


def test_every_format_of_config_yaml_has_its_row_in_the_table() -> None:
    assert {format.key for format in FORMATS} == set(WRITERS) == set(get_args(FeedFormat))


def test_every_split_rule_of_config_yaml_has_its_row_in_the_table() -> None:
    assert {"auto", *SPLITTERS} == set(get_args(SplitRule))


def test_no_test_module_imports_another() -> None:
    importing = [
        path.name
        for path in sorted((REPOSITORY / "tests").glob("*.py"))
        if re.search(r"^(from tests\.test_|from tests import test_|import tests\.test_)", path.read_text("utf-8"), re.M)
    ]
    assert importing == []


def test_the_time_of_day_is_read_by_the_clock_alone() -> None:
    wall = re.compile(r"\btime\.(time|time_ns|localtime|gmtime)\(|\.(now|today|utcnow)\(")
    reading = {
        str(path.relative_to(REPOSITORY))
        for path in (REPOSITORY / "feeds").rglob("*.py")
        if wall.search(path.read_text(encoding="utf-8"))
    }
    # others compare the time stamps of files with the present: a new file may be written again within the same tick
    assert reading == {"feeds/clock.py", "feeds/scanning.py", "feeds/store/seal.py"}
