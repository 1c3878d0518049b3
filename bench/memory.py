"""The memory of a program and of the processes that it starts, looked at while it runs (Linux)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

INTERVAL = 0.05  # seconds


@dataclass(slots=True)
class Peak:
    """The most memory that was seen, in MB; 0 where nothing was seen."""

    run: float = 0.0  # resident, of the program itself
    worker: float = 0.0  # of a process that it started: its own, and its share of what several have in common


class MemoryWatch(threading.Thread):
    """Looks at the memory of the process *pid*, and of those below it, until it is told to stop."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.peak, self._pid, self._ended = Peak(), pid, threading.Event()

    def run(self) -> None:
        """Look every few milliseconds."""
        while not self._ended.wait(INTERVAL):
            self.peak.run = max(self.peak.run, _memory_of(self._pid).get("Rss", 0.0))
            for pid in _below(self._pid):
                self.peak.worker = max(self.peak.worker, _memory_of(pid).get("Pss", 0.0))

    def stop(self) -> Peak:
        """Return what was seen."""
        self._ended.set()
        self.join()
        return self.peak


def _memory_of(pid: int) -> dict[str, float]:
    """Return what Linux says of the memory of a process, in MB; nothing once it has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    except OSError:
        return {}
    return {name: int(value.split()[0]) / 1024 for name, value in (line.split(":") for line in lines)}


def _below(pid: int) -> Iterator[int]:
    """Yield the processes that a process has started, and those that they have."""
    try:
        children = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return
    for child in map(int, " ".join(children).split()):
        yield child
        yield from _below(child)
