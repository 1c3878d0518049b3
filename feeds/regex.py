"""Regular expressions that are compiled when they are first used.

The program has some 400. To compile them all takes a fifth of a build after one change, which uses a third of them.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, AnyStr

_METHODS = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn")


class Regex:
    """A pattern with the methods that `re.compile` gives it, compiled at its first use.

    Then the methods of the compiled pattern become attributes: each later use costs 10 ns more than a
    use of the pattern itself.
    """

    __slots__ = ("_flags", "pattern", *_METHODS)

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __reduce__(self) -> tuple[type[Regex], tuple[str | bytes, int]]:
        return Regex, (self.pattern, self._flags)  # another process compiles it itself

    def __getattr__(self, name: str) -> Any:
        """Return what the compiled pattern has as *name*; Python asks only while there is no such attribute."""
        compiled = re.compile(self.pattern, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def regex(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return *pattern*, to be compiled when it is first used.

    >>> digits = regex(r"[0-9]+")
    >>> digits.fullmatch("42")
    <re.Match object; span=(0, 2), match='42'>

    Raises:
        re.error: at the first use, the pattern is not valid. A test compiles all that modules have.
    """
    return Regex(pattern, flags)  # type: ignore[return-value]
