"""Errors and problems: the place, the fault and the remedy."""

from __future__ import annotations

from msgspec import Struct

from feeds.regex import regex

#: Controls, characters that break lines or turn their direction, and bytes of file names that are not text.
_UNPRINTABLE = regex("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(text: str) -> str:
    """Return *text* in one line that can be printed anywhere; other characters are escaped as in Python.

    >>> printable("a\\nposts/b.md: forged")
    'a\\\\nposts/b.md: forged'
    """
    return _UNPRINTABLE.sub(lambda found: repr(found[0])[1:-1], text)


class Where(Struct, frozen=True):
    """A place in a file.

    >>> str(Where("posts/042.md", 12))
    'posts/042.md:12'
    """

    path: str
    line: int = 0  # 1-based; 0 means the file as a whole
    column: int = 0  # 1-based; 0 means the whole line

    def __str__(self) -> str:
        return ":".join([printable(self.path), *(str(n) for n in (self.line, self.column) if n)])


class Problem(Struct, frozen=True):
    """One thing to fix: the place, the fault and the remedy.

    >>> print(Problem(Where("posts/042.md", 3), "the date is missing", "add a line such as 'date: 2026-01-05'"))
    posts/042.md:3: the date is missing (add a line such as 'date: 2026-01-05')
    """

    where: Where | None
    message: str
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return place + printable(self.message + (f" ({self.hint})" if self.hint else ""))


class FeedsError(Exception):
    """The base class of all errors that this program raises on purpose."""

    def __init__(self, message: str, where: Where | None = None, hint: str = "") -> None:
        super().__init__(message)
        self.problem = Problem(where, message, hint)

    def __str__(self) -> str:
        return str(self.problem)


class ConfigError(FeedsError):
    """config.yaml cannot be used; *problems* holds all faults that were found."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems[0].message, problems[0].where, problems[0].hint)
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


class NoConfigError(ConfigError):
    """There is no config: this folder is not set up yet."""


class PostError(FeedsError):
    """One post cannot be read, decoded or parsed; the build continues with the others."""


class UnreadPostError(PostError):
    """The file of a post cannot be read now; the next run tries again, even if the file looks the same."""


class StoreError(FeedsError):
    """The memory between runs cannot be used."""


class BusyError(StoreError):
    """Another run has the memory; it can be tried again."""


class DamagedError(StoreError):
    """The memory is damaged; *file* is the number by which the file system knows the damaged file."""

    def __init__(self, message: str, where: Where, hint: str, *, file: int) -> None:
        super().__init__(message, where, hint)
        self.file = file


class HarmError(FeedsError):
    """A build would show entries again or remove many of them; *examples* are some of these."""

    def __init__(self, message: str, examples: tuple[str, ...], hint: str) -> None:
        super().__init__(message, hint=hint)
        self.examples = examples

    def __str__(self) -> str:
        if not self.examples:
            return str(self.problem)
        lines = [printable(self.problem.message), *(f"  {printable(example)}" for example in self.examples)]
        return "\n".join([*lines, f"({self.problem.hint})"])


class ClockError(FeedsError):
    """The clock is earlier than the last run; it can be tried again when the clock is set."""


class PublishError(FeedsError):
    """A document cannot be written where it belongs."""
