"""Find where a template mark, a code span or a tag ends. Searches are remembered, so that each is made once."""

from __future__ import annotations

import re
from bisect import bisect_right

from feeds.regex import regex

_BLANK_LINE = regex(r"\n[ \t]*\n")
_TICKS = regex(r"``*")


class Ends:
    """The ends of marks, code and tags in *text*."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._found: dict[str, int] = {}
        self._ticks: dict[int, list[int]] | None = None
        self._blank_lines: list[int] = []

    def find(self, mark: str, position: int) -> int:
        """Return the next index of *mark* at or after *position*, or -1."""
        found = self._found.get(mark, -2)
        if found == -2 or (found != -1 and found < position):
            found = self._found[mark] = self.text.find(mark, position)
        return found

    def find_end_tag(self, name: str, position: int) -> re.Match[str] | None:
        """Return the next `{% end<name> %}`, or None."""
        return self._search(rf"\{{%-?\s*end{name}\s*-?%\}}", position)

    def find_shortcode_end(self, position: int) -> re.Match[str] | None:
        """Return the next `{{< /highlight >}}`, or None."""
        return self._search(r"\{\{[<%]\s*/\s*highlight\s*[>%]\}\}", position)

    def _search(self, pattern: str, position: int) -> re.Match[str] | None:
        if self._found.get(pattern) == -1:
            return None
        found = re.compile(pattern).search(self.text, position)
        if not found:
            self._found[pattern] = -1
        return found

    def find_ticks(self, count: int, position: int) -> int:
        """Return the end of the code span that *count* backticks before *position* open, or -1."""
        if self._ticks is None:
            self._ticks = {}
            for run in _TICKS.finditer(self.text):
                self._ticks.setdefault(len(run[0]), []).append(run.start())
            self._blank_lines = [line.start() for line in _BLANK_LINE.finditer(self.text)]
        runs = self._ticks.get(count, [])
        number = bisect_right(runs, position - 1)
        if number == len(runs):
            return -1
        lines = self._blank_lines
        before = bisect_right(lines, position - 1)
        return -1 if before < len(lines) and lines[before] < runs[number] else runs[number] + count
