"""How processes are started, and how they ended. `multiprocessing` is imported here, which few runs need."""

from __future__ import annotations

import multiprocessing
import signal
from multiprocessing.context import ForkContext, SpawnContext

from feeds.pipeline.processes.workers import way_to_start


def context_to_start() -> ForkContext | SpawnContext:
    """Return the context of `multiprocessing` that starts processes in the way that fits here."""
    if way_to_start() == "fork":
        return multiprocessing.get_context("fork")
    return multiprocessing.get_context("spawn")


def ending_of(code: int) -> str:
    """Return how a process ended that has exit *code*: the name of signal N if that is -N."""
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
