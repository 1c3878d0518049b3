"""Find blocks of code in Markdown: fenced, or indented below a blank line."""

from __future__ import annotations

import re

from feeds.regex import regex

_FENCE = regex(r"(?P<before>[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)*)(?P<fence>`{3,}(?=[^`]*\Z)|~{3,})")
# Lists and footnotes, which continue on lines that are indented like code.
_ENTRY = regex(r" {0,3}(?:(?:[-*+:]|\d+[.)])\s|\[\^[^\[\]\n]+\]:)")


def code_blocks(text: str) -> list[tuple[int, int]]:
    """Return where each block of code in *text* begins and ends, in order.

    A fence that is never closed extends to the end of the text, as in CommonMark. One inside
    a list or a quotation, which would end there, is not treated as code.
    """
    if "```" not in text and "~~~" not in text and "\n    " not in text and "\n\t" not in text:
        return []
    return _Lines(text).blocks()


class _Lines:
    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._fence_lines = self._closing_lines()
        self._longest_after = self._longest_fences()

    def _closing_lines(self) -> list[tuple[int, str]]:
        return [
            (number, stripped)
            for number, line in enumerate(self._lines)
            if (stripped := line.lstrip(" \t>").rstrip())[:3] in ("```", "~~~") and not stripped.strip(stripped[0])
        ]

    def _longest_fences(self) -> list[dict[str, int]]:
        """Return for each closing line the length of the longest one of each kind from there on."""
        longest = [{"`": 0, "~": 0}]
        for _, mark in reversed(self._fence_lines):
            last = longest[-1]
            longest.append({**last, mark[0]: len(mark)} if len(mark) > last[mark[0]] else last)
        return longest[::-1]

    def blocks(self) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        after_blank, in_list, skip, position, closing = True, False, -1, 0, 0
        for number, line in enumerate(self._lines):
            end = position + len(line)
            if number > skip:
                indented = line.startswith(("    ", "\t"))
                code = indented and after_blank and not in_list and bool(line.strip())
                code = code and not line.lstrip().startswith("{%")  # template tags are resolved in indented lines, too
                fence = None if code or ("```" not in line and "~~~" not in line) else _FENCE.match(line)
                if fence:
                    skip, closing = self._last_line(number, fence, closing)
                if fence and skip >= number:
                    stop = end + sum(len(self._lines[n]) + 1 for n in range(number + 1, skip + 1))
                    found.append((position + len(fence["before"]), stop))
                elif code:
                    found.append((position, end))
                blank = not line.strip()
                after_blank = blank or (after_blank and indented)
                if not blank and not indented:
                    in_list = bool(_ENTRY.match(line))
            position = end + 1
        return found

    def _last_line(self, number: int, fence: re.Match[str], closing: int) -> tuple[int, int]:
        """Return the line that closes *fence*, or -1, and the index at which to search for the next one."""
        lines, mark = self._fence_lines, fence["fence"]
        while closing < len(lines) and lines[closing][0] <= number:
            closing += 1
        if self._longest_after[closing][mark[0]] >= len(mark):
            at = next(at for at in range(closing, len(lines)) if lines[at][1].startswith(mark))
            return lines[at][0], at + 1
        return (len(self._lines) - 1 if not fence["before"].strip(" ") and len(fence["before"]) < 4 else -1), closing
