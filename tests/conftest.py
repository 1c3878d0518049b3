"""Shared by the tests: a site in a temporary folder, and skips where something is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests import searching  # noqa: F401 - sets how long every property searches
from tests.folder import Folder

REPOSITORY = Path(__file__).parents[1]
SHARED = REPOSITORY.parent / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept", action="store_true", help="write the expected files of golden cases and the generated documentation"
    )


@pytest.fixture(scope="session")
def httpserver_listen_address() -> tuple[str, int]:
    """Have servers listen on this machine only, at any free port."""
    return "127.0.0.1", 0


def need(program: str) -> str:
    """Return the path of *program*, or skip the test; where FEEDS_TEST_NEEDS_ALL is set, fail it."""
    found = shutil.which(program)
    if found is None:
        reason = f"{program} is not installed"
        if os.environ.get("FEEDS_TEST_NEEDS_ALL"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


def as_anybody() -> list[str]:
    """Return what comes before a command so that permissions hold for it, which do not for root; or skip the test."""
    if os.geteuid() != 0:
        return []
    return [need("setpriv"), "--bounding-set=-dac_override,-dac_read_search"]


def without_processes(folder: Path) -> list[str]:
    """Return what comes before a command so that the system starts no process for it; or skip the test."""
    source, library = folder / "fork.c", folder / "fork.so"
    source.write_text("#include <errno.h>\nint fork(void) { errno = EAGAIN; return -1; }\n", encoding="utf-8")
    subprocess.run([need("gcc"), "-shared", "-fPIC", "-o", library, source], check=True)
    return ["env", f"LD_PRELOAD={library}"]


def shared(*parts: str) -> Path:
    """Return a path of the material beside the project, or skip the test where that is not there."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"the material in ../shared is not here: {'/'.join(parts)}")
    return path


@pytest.fixture
def site(tmp_path: Path) -> Folder:
    """A small site: a config, no posts yet."""
    return Folder(tmp_path / "site")


@pytest.fixture(autouse=True)
def _no_outside_influence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests depend on no setting of the machine: not its clock, zone, language or config."""
    for name in ("SOURCE_DATE_EPOCH", "LC_ALL", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")  # a zone that is never right by accident
