"""Programs of the extra `test`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.conftest import REPOSITORY, need

BIN = Path(sys.executable).parent


def tool(name: str) -> str:
    """Return the path of a program of the extra `test`, or skip the test."""
    folders = [str(BIN), *(str(Path(entry).parents[2] / "bin") for entry in sys.path if entry.endswith("-packages"))]
    return shutil.which(name, path=os.pathsep.join(folders)) or need(name)


def checked(*command: str, text: str = "") -> str:
    """Return what *command* prints; it must end well."""
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False, cwd=REPOSITORY)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
