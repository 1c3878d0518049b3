"""The command as a process."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.folder import NOW, Folder


def run(site: Folder, *arguments: str, now: float | None = NOW.timestamp()) -> subprocess.CompletedProcess[str]:
    """Run `feeds` with *arguments* in the folder of *site*, as a process, at the time *now*."""
    environment = {**os.environ, "COLUMNS": "100"}
    if now is not None:
        environment["SOURCE_DATE_EPOCH"] = str(int(now))
    command = [sys.executable, "-m", "feeds", *arguments]
    return subprocess.run(command, cwd=site.path, env=environment, capture_output=True, text=True, check=False)
