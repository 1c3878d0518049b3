"""Keep compiled templates where Python keeps the compiled modules of this program.

Compiling the templates of one feed and the index takes 25 ms of CPU, a tenth of a build after a change.
The files are in `__pycache__` beside the templates, or where PYTHONPYCACHEPREFIX says, so they need the
trust that the program itself needs: a user who can write there can change its modules. They are never in
the folder of a site, which may come from a cache or a clone.
"""

from __future__ import annotations

import contextlib
import os
import sys
from importlib.util import cache_from_source
from pathlib import Path

import jinja2
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from feeds.stillness import mark_of


class TemplateCache(BytecodeCache):
    """Compiled templates, one file each; they count while *maker*, the file that sets Jinja up, and Jinja are the same.

    That the source and the version of Python are the same, Jinja sees itself.
    """

    def __init__(self, maker: str) -> None:
        self._mark = f"{mark_of(Path(maker))} {mark_of(Path(jinja2.__file__))}\n".encode()

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return the path of the compiled template."""
        return cache_from_source(filename or name)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load what is kept, if it still counts."""
        try:
            content = Path(bucket.key).read_bytes()
            if content.startswith(self._mark):
                bucket.bytecode_from_string(content[len(self._mark) :])
        except Exception:  # noqa: BLE001 - where there is none, or a damaged one, the template is compiled
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template that was compiled, unless Python is set to keep nothing, or nothing can be written."""
        if sys.dont_write_bytecode:
            return
        unfinished = Path(f"{bucket.key}.{os.getpid()}")
        with contextlib.suppress(OSError):
            unfinished.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(self._mark + bucket.bytecode_to_string())
            os.replace(unfinished, bucket.key)
