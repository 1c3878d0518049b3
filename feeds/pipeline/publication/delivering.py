"""Hand the files that builds write to the command of `publish.after`, until it succeeds.

Which files it has not been handed yet is noted beside the memory. The note is made before the
first file is written, so that files of a run that was killed are found by their time stamps.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from feeds.errors import Problem, PublishError, Where
from feeds.files import read_file, replace_file
from feeds.pipeline.progress import Progress, silence
from feeds.site import Site

_NAME = "after.json"
_SLACK = 60.0  # seconds by which the clock of another drive may differ


class Delivery:
    """The paths to hand to the command of *site*; none if there is no command, or with *dry*."""

    def __init__(self, site: Site, *, dry: bool) -> None:
        self._site, self._command = site, "" if dry else site.config.publish.after
        self._note = site.memory / _NAME
        self._paths: set[str] = set()  # below the output directory
        self._saved = b""

    def begin(self) -> None:
        """Take up what earlier runs left, before files are written.

        Raises:
            PublishError: that cannot be noted.
        """
        if self._command:
            self._paths = {*self._left()}
            self._save(is_writing=True)

    def add(self, paths: Iterable[str]) -> None:
        """Note that the files at *paths* were written, and that no others will be."""
        if self._command:
            self._paths.update(paths)
            self._save(is_writing=False)

    def finish(self, progress: Progress = silence) -> Problem | None:
        """Run the command if there is something to hand to it, and return what went wrong."""
        if not self._paths:
            return None
        fault = self._run(progress)
        if fault:
            hint = "the next build tries again; its input is a line for each changed file"
            return Problem(Where(self._site.config_path.name), f"publish.after failed: {fault}", hint)
        if self._is_noted():
            self._paths.clear()
            self._save(is_writing=False)
        return None

    def _run(self, progress: Progress) -> str:
        """Run the command in the folder of the config, and return what went wrong."""
        from feeds.pipeline.publication.commanding import run_command  # most sites have no command

        text = "".join(f"{path}\n" for path in sorted(self._paths)).encode("utf-8", "surrogateescape")
        limit = self._site.config.publish.after_timeout
        return run_command(self._command, self._site.base, text, limit, lambda: progress("Running publish.after"))

    def _left(self) -> Iterator[str]:
        """Yield the files that the command was not handed yet, as the note says."""
        try:
            noted = json.loads(read_file(self._note))
            yield from map(str, noted["paths"])
            if noted["writing"]:  # that run was ended meanwhile
                yield from _written_since(self._site.output, os.stat(self._note).st_mtime - _SLACK)
        except FileNotFoundError:
            return
        except (ValueError, KeyError, TypeError):  # it was edited or is damaged
            yield from _written_since(self._site.output, 0)

    def _save(self, *, is_writing: bool) -> None:
        self._saved = json.dumps({"writing": is_writing, "paths": sorted(self._paths)}).encode()
        try:
            replace_file(self._note, self._saved)
        except OSError as error:
            hint = "check the permissions and the space on the disk"
            raise PublishError(f"cannot be written: {error.strerror}", Where(str(self._note)), hint) from error

    def _is_noted(self) -> bool:
        """Return whether the note is ours: another run, which has begun meanwhile, takes up what is in it itself."""
        try:
            return read_file(self._note) == self._saved
        except OSError:
            return False


def _written_since(folder: Path, moment: float) -> Iterator[str]:
    """Yield the paths of the files below *folder* written since *moment*, in seconds since 1970."""
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            if not name.endswith(".tmp") and os.lstat(path).st_mtime >= moment:
                yield os.path.relpath(path, folder).replace(os.sep, "/")
