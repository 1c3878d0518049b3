"""Files are on the disk before they get their names."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from feeds.errors import PublishError
from feeds.flushing import flush
from feeds.model import Document
from feeds.output.documents import publish
from tests.conftest import need

PUBLISH = """
import os, signal, sys
from pathlib import Path
from feeds.model import Document
from feeds.output.documents import publish

def documents(number, kill):
    for n in range(number):
        if n == kill:
            os.kill(os.getpid(), signal.SIGKILL)
        yield Document(path=f"{n % 7}/{n}.xml", content=b"<feed/>" * 100)

publish(documents(int(sys.argv[1]), int(sys.argv[2])), Path("public"))
"""


def run(folder: Path, number: int, kill: int = -1, *under: str) -> subprocess.CompletedProcess[str]:
    command = [*under, sys.executable, "-c", PUBLISH, str(number), str(kill)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def files(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_size for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("number", [1, 200])
def test_a_file_gets_its_name_only_after_its_content_was_flushed(tmp_path: Path, number: int) -> None:
    calls = "openat,fsync,syncfs,rename,renameat,renameat2"
    done = run(tmp_path, number, -1, need("strace"), "-f", "-y", "-e", f"trace={calls}", "-o", "calls.txt")
    assert done.returncode == 0, done.stderr
    unflushed, flushed, renamed = set[str](), set[str](), set[str]()
    for line in (tmp_path / "calls.txt").read_text().splitlines():
        name = re.search(r"(\.\d+\.xml\.tmp)", line)
        if "openat(" in line and name and "O_CREAT" in line:
            unflushed.add(name[1])
        elif "syncfs(" in line:
            assert line.endswith("= 0")
            flushed |= unflushed
        elif "fsync(" in line and name:
            assert line.endswith("= 0")
            flushed.add(name[1])
        elif "rename" in line and name:
            assert name[1] in flushed
            renamed.add(name[1])
    assert len(renamed) == number


@pytest.mark.parametrize("kill", [3, 64, 100])
def test_a_kill_leaves_whole_files_and_the_next_run_no_others(tmp_path: Path, kill: int) -> None:
    assert run(tmp_path, 150, kill).returncode == -signal.SIGKILL
    left = files(tmp_path / "public")
    assert {size for name, size in left.items() if not name.endswith(".tmp")} <= {700}
    assert sum(name.endswith(".tmp") for name in left) < 64
    assert run(tmp_path, 150).returncode == 0
    assert files(tmp_path / "public") == {f"{n}.xml": 700 for n in range(150)}


def test_a_run_that_fails_leaves_no_unfinished_file(tmp_path: Path) -> None:
    (tmp_path / "b").write_text("a file")
    paths = [*(f"a/{n}.xml" for n in range(100)), "b/c.xml"]
    with pytest.raises(PublishError, match="cannot be written"):
        publish((Document(path=path, content=b"x") for path in paths), tmp_path)
    assert not list(tmp_path.rglob("*.tmp"))


@pytest.mark.parametrize("number", [1, 100])
def test_a_file_that_cannot_be_flushed_is_an_error(number: int) -> None:
    closed = os.dup(0)
    os.close(closed)
    with pytest.raises(OSError, match="descriptor"):
        flush([closed] * number)
