"""The command `feeds`: results go to standard output, messages to standard error.

A build under cron mostly has nothing to do. That is found out here, with a third of the imports that
reading the arguments and repeating a report take.
"""

from __future__ import annotations

import gc
import os
import sys

from feeds.clock import read_clock
from feeds.files import CONFIGS
from feeds.stillness import recall
from feeds.streams import FULL, close_streams, open_streams

TYPE_CHECKING = False  # without the import of `typing`, which takes 2 ms
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from feeds.errors import FeedsError
    from feeds.stillness import LastState

_QUIET = ("-q", "--quiet", "--strict", "--json")
_DONE, _PROBLEMS, _FAILED = 0, 1, 2
_LIMITS = "check its permissions, and the limits of the process"
_INTERRUPTED = 130  # by Ctrl-C, as shells report it


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command in *arguments* (default: those of the process) and return its exit code.

    0: done, perhaps with warnings about single posts; 1: done, but `--strict` found
    problems; 2: could not run.
    """
    if arguments is None:
        _use_utf8()
    open_streams()
    try:
        code = _run(sys.argv[1:] if arguments is None else arguments)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return _end("interrupted; the next run goes on from where the last one ended", _INTERRUPTED)
    except BrokenPipeError:  # `feeds entries | head`
        close_streams()
        return _DONE
    except OSError as error:
        return _end_by(error)


def _use_utf8() -> None:
    """Start this process again if it does not read names of files as UTF-8.

    By a locale such as de_DE.ISO-8859-1, posts would have other names, and so other addresses, than for anybody else.
    """
    if sys.getfilesystemencoding() != "utf-8" and not sys.flags.utf8_mode and sys.executable:
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606 - it is this process


def _run(arguments: Sequence[str]) -> int:
    config = _find_config()
    recalled = recall(config, read_clock()) if _is_plain_build(arguments) else None
    if recalled and recalled.report is not None and not (recalled.said and sys.stderr.isatty()):
        return _repeat(arguments, recalled.said, recalled.report)
    return _run_command(arguments, config, recalled)


def _repeat(arguments: Sequence[str], said: str, report: bytes) -> int:
    """Print the problems that the last run *said*, or its *report*, as *arguments* ask, and return its exit code.

    On a terminal there is more to say.
    """
    if said:
        print(said, file=sys.stderr)
    if "--json" in arguments:
        _write_utf8()
        print(report.decode("utf-8", "surrogatepass"))
    gc.freeze()  # at its end, Python looks for garbage in all that it has imported: a twentieth of such a run
    return _PROBLEMS if said and "--strict" in arguments else _DONE


def _is_plain_build(arguments: Sequence[str]) -> bool:
    """Return whether *arguments* ask for a build that says no more than problems if there is nothing to do."""
    is_quiet = all(one in _QUIET for one in _without_jobs(arguments[1:])) and not sys.stdout.isatty()
    return arguments[:1] == ["build"] and is_quiet and "SOURCE_DATE_EPOCH" not in os.environ


def _without_jobs(options: Sequence[str]) -> Sequence[str]:
    """Return *options* without a number of processes, which changes no report, if it is a digit."""
    place = options.index("--jobs") if "--jobs" in options else len(options)
    is_digit = options[place + 1 : place + 2] in [[digit] for digit in "123456789"]
    return [*options[:place], *options[place + 2 :]] if is_digit else options


def _run_command(arguments: Sequence[str], config: str, recalled: LastState | None) -> int:
    """Run the command in *arguments*, with what was *recalled* if this run has looked already."""
    gc.disable()  # looking for garbage among what imports make takes a hundredth of a short build
    from feeds.errors import FeedsError

    try:
        options = _options(arguments, config, is_plain=recalled is not None)
    finally:
        gc.enable()
    options.recalled = recalled
    _write_utf8()
    try:
        return int(options.run(options))
    except FeedsError as error:
        print(_advised(error, str(options.config), config), file=sys.stderr)
        return _FAILED


def _write_utf8() -> None:
    """Have programs get UTF-8 from standard output, whatever the locale."""
    if not sys.stdout.isatty() and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")


def _options(arguments: Sequence[str], config: str, *, is_plain: bool) -> Any:
    """Return the options in *arguments*, with the `run` of their command."""
    if is_plain:
        from feeds.commands.plain_build import plain_options

        return plain_options(arguments, config)
    from feeds.commands.parser import parse

    return parse(arguments, config)


def _advised(error: FeedsError, used: str, default: str) -> FeedsError:
    """Return *error*; if the *default* config was *used* and is missing, one that says what to do."""
    from feeds.errors import NoConfigError

    if not isinstance(error, NoConfigError) or used != default:
        return error
    from feeds.commands.no_config import with_advice  # it looks for posts

    return with_advice()


def _end_by(error: OSError) -> int:
    """Return the exit code for *error*, and say what cannot be used; raise it if it names nothing."""
    if not _is_here():
        return _end("the current folder was removed (change to another one)", _FAILED)
    if close_streams() or error.errno in FULL:
        return _end(f"the output cannot be written: {error.strerror} (free space, or send it elsewhere)", _FAILED)
    if error.filename is None:
        raise error
    return _end(f"{os.fsdecode(error.filename)}: cannot be used: {error.strerror} ({_LIMITS})", _FAILED)


def _end(message: str, code: int) -> int:
    """Return *code*, and say why where that can be read."""
    import contextlib

    with contextlib.suppress(OSError):
        print(message, file=sys.stderr)
    close_streams()
    return code


def _is_here() -> bool:
    """Return whether the current folder still exists."""
    try:
        os.getcwd()
    except OSError:
        return False
    return True


def _find_config() -> str:
    """Return the config in the current folder; a site generator may call its own file config.yaml."""
    return next((name for name in CONFIGS if os.path.isfile(name)), CONFIGS[-1])
