"""Builds in which a call to the file system fails, by a library that is loaded before the C library."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import need

BENCH = Path(__file__).parent.parent / "bench"


@pytest.mark.slow
@pytest.mark.parametrize(
    "options",
    [
        ("--every", "120"),
        ("--cold", "--every", "400"),
        ("--stay", "--every", "200"),
        ("--only", "read posts/", "--every", "2"),
        ("--only", "public/index.html", "--every", "4"),
    ],
    ids=" ".join,
)
def test_whichever_call_fails_the_build_says_so_and_the_next_one_heals(options: tuple[str, ...]) -> None:
    need("gcc")
    done = subprocess.run([sys.executable, BENCH / "inject.py", *options], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "; 0 with a fault" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("command", ["retire", "redate", "restore", "adopt", "export", "init", "watch"])
def test_whichever_call_fails_a_command_says_so_and_works_when_it_is_typed_again(command: str) -> None:
    need("gcc")
    options = ("--every", "25", "--errors", "turns")
    bench = BENCH / "inject_commands.py"
    done = subprocess.run([sys.executable, bench, command, *options], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert done.stdout.endswith("\n0 with a fault\n")
