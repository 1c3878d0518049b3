"""A running `feeds watch`, and what it logs."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.folder import Folder
from tests.waiting import LIMIT


@dataclass(frozen=True)
class Watching:
    """A running `feeds watch`, and its log."""

    process: subprocess.Popen[bytes]
    log_file: Path

    @property
    def lines(self) -> list[str]:
        """The lines of its log so far, without their times."""
        return [line.partition("  ")[2] for line in self.log_file.read_text(encoding="utf-8").splitlines()]

    @property
    def records(self) -> list[dict[str, Any]]:
        """The objects of its log in JSON so far."""
        return [json.loads(line) for line in self.log_file.read_text(encoding="utf-8").splitlines()]

    def has_said(self, text: str, times: int = 1) -> bool:
        return self.log_file.read_text(encoding="utf-8").count(text) >= times

    def end(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(LIMIT) == 0


@contextmanager
def watching(site: Folder, *arguments: str) -> Iterator[Watching]:
    log_file = site.path.parent / "watch.log"
    with log_file.open("wb") as log:
        process = subprocess.Popen([sys.executable, "-m", "feeds", "watch", *arguments], cwd=site.path, stderr=log)
    try:
        yield Watching(process, log_file)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(LIMIT)
