"""Log to standard error, as text for people or as JSON for programs; only commands set this up."""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime


def add_log_options(parser: argparse.ArgumentParser) -> None:
    """Add `--quiet`, `--verbose` and `--log-format` to *parser*."""
    amount = parser.add_mutually_exclusive_group()
    amount.add_argument("--quiet", "-q", action="store_true", help="print nothing but problems")
    amount.add_argument("--verbose", "-v", action="store_true", help="log every step")
    parser.add_argument(
        "--log-format", choices=("text", "json"), default="text", help="log as text (default), or a JSON object a line"
    )


def level_of(options: argparse.Namespace) -> int:
    """Return from which level on messages are wanted."""
    return logging.WARNING if options.quiet else logging.DEBUG if options.verbose else logging.INFO


@contextmanager
def logging_to_stderr(options: argparse.Namespace, *, level: int | None = None, times: bool = False) -> Iterator[None]:
    """Log to standard error within the block as *options* ask for, with *times* in text if it goes on for long.

    Libraries are heard only if something fails.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter() if options.log_format == "json" else _text_formatter(times=times))
    everything, ours = logging.getLogger(), logging.getLogger("feeds")
    before = everything.level, ours.level
    everything.addHandler(handler)
    everything.setLevel(logging.ERROR)
    ours.setLevel(level_of(options) if level is None else level)
    try:
        yield
    finally:
        everything.removeHandler(handler)
        everything.setLevel(before[0])
        ours.setLevel(before[1])


def _text_formatter(*, times: bool) -> logging.Formatter:
    return logging.Formatter("%(asctime)s  %(message)s" if times else "%(message)s", "%Y-%m-%d %H:%M:%S")


class JsonFormatter(logging.Formatter):
    """Writes a record as one JSON object: time, level, logger, message, and its `fields` if it has any."""

    def format(self, record: logging.LogRecord) -> str:
        """Return *record* as a line."""
        values = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            values["traceback"] = self.formatException(record.exc_info)
        return json.dumps(values, ensure_ascii=False)
