"""Messages about a post directory as a whole: files that are not posts, shared addresses, dates that are estimated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from feeds import posts
from feeds.errors import Problem, Where
from feeds.site import Site
from feeds.store import Store

_MOST_NAMES = 3  # of files or addresses, in one line
_MOST_KINDS = 6  # kinds of files that one line names
_MANY_GONE = 3  # posts of a folder that are removed at once: one or two may be an issue with its translation
#: Pictures and list pages are customary among posts; they alone are not worth a line.
_CUSTOMARY = {"named _index.*", "about the repository"} | frozenset(
    f"named *.{extension}"
    for extension in (
        "png jpg jpeg gif svg webp avif ico bmp tif tiff heic mp3 mp4 m4a ogg wav webm mov css scss js map woff woff2 "
        "ttf otf eot pdf zip"
    ).split()
)


def note_no_posts(site: Site, found: Mapping[str, str]) -> tuple[Problem, ...]:
    """Return a problem if none of the files in the post directory is a post."""
    if found:
        return ()
    others = _strays(site)
    where = Where(site.config.posts.directory)
    if not others:
        return (Problem(where, "the post directory is empty", "add a post, or set posts.directory"),)
    message = f"none of its {sum(others.values())} files is a post: {_listed(others)}"
    return (Problem(where, message, f"posts are named {posts.NAMES}; set posts.directory or rename them"),)


def _strays(site: Site) -> Mapping[str, int]:
    from feeds.strays import count_strays  # most runs have seen the directory before

    return count_strays(site.posts, site.ignore)


def with_misnamed_together(directory: str, problems: Iterable[Problem]) -> list[Problem]:
    """Return *problems* with one for all files in *directory* whose names are not UTF-8, of which there may be many."""
    problems = list(problems)
    misnamed = [one.where.path for one in problems if one.message == posts.MISNAMED and one.where]
    if len(misnamed) < 2:
        return problems
    names = [path.removeprefix(f"{directory}/") for path in misnamed]
    rest = len(names) - _MOST_NAMES
    shown = ", ".join(names[:_MOST_NAMES]) + (f" and {rest} more" if rest > 0 else "")
    message = f"{len(names)} files have names that are not UTF-8, and are not published: {shown}"
    hint = "rename them, for example with convmv -f latin1 -t utf8"
    return [Problem(Where(directory), message, hint), *(one for one in problems if one.message != posts.MISNAMED)]


def report_shared_addresses(site: Site, shared: Mapping[str, Sequence[str]], held: Collection[str]) -> list[Problem]:
    """Return a problem for each address that several issues have: only one of them can be opened there.

    *shared* are the posts, by address.
    """
    directory, problems = site.config.posts.directory, []
    for address, paths in shared.items():
        first, *others = [site.shown(path) for path in paths if path not in held] or [""]
        if others:
            shown = ", ".join(others[:_MOST_NAMES]) + (", …" if len(others) > _MOST_NAMES else "")
            hint = "give each its own slug, or check posts.permalink"
            problems.append(Problem(Where(first), f"has the same address as {shown}: {address}", hint))
    if len(problems) <= _MOST_NAMES:
        return problems
    one = problems[0]
    example = f"such as {one.where}, which {one.message}"
    message = f"{len(problems)} addresses are those of several posts each, {example}"
    return [Problem(Where(directory), message, "put what tells them apart, such as their folder, into posts.permalink")]


def note_others(site: Site, found: Mapping[str, str]) -> tuple[Problem, ...]:
    """Return a notice if many of the files in the post directory are not posts."""
    others = _strays(site)
    strange = sum(count for kind, count in others.items() if kind not in _CUSTOMARY)
    total = len(found) + sum(others.values())
    if not found or 5 * strange <= len(found):
        return ()
    message = f"{total - len(found)} of {total} files are not posts: {_listed(others)}"
    return (Problem(Where(site.config.posts.directory), message, f"posts are named {posts.NAMES}"),)


def note_chosen(site: Site, issues: int, found: int) -> tuple[Problem, ...]:
    """Return a notice of how many posts among those that were *found* are *issues*, if posts.include chooses them."""
    if not site.config.posts.include:
        return ()
    message = f"{issues} of {found} files are chosen by posts.include and published"
    return (Problem(Where(site.config.posts.directory), message),)


def note_estimates(site: Site, issues: int, sources: Sequence[str]) -> tuple[Problem, ...]:
    """Return a notice of how many dates of *issues* are estimated, and from what: the *sources* of their dates."""
    if not sources:
        return ()
    counts = Counter(
        next((words for begin, words in _SOURCES.items() if source.startswith(begin)), _UNDATED) for source in sources
    )
    listed = ", ".join(f"{count} {words}" for words, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])))
    message = f"the dates of {len(sources)} of {issues} issues are estimated: {listed}"
    hint = "feeds explain POST says how; a date in the front matter or the file name takes precedence"
    return (Problem(Where(site.config.posts.directory), message, hint),)


def note_emptied(directory: str, gone: Iterable[str], found: Collection[str]) -> tuple[Problem, ...]:
    """Return a notice for each folder in *directory* all of whose posts are *gone*, with none *found* in it any more.

    >>> [str(one) for one in note_emptied("posts", [f"2025/{n}.md" for n in range(9)], ["2026/1.md"])]
    ['posts/2025: all 9 posts of this folder are gone, and their entries were withdrawn (if it is only not there \
for now, put it back: they return with their ids)']
    """
    counts = Counter(folder for path in gone for folder in _folders_of(path))
    if not any(count >= _MANY_GONE for count in counts.values()):
        return ()
    left = {folder for path in found for folder in _folders_of(path)}
    emptied = {folder: count for folder, count in counts.items() if count >= _MANY_GONE and folder not in left}
    hint = "if it is only not there for now, put it back: they return with their ids"
    return tuple(
        Problem(
            Where(posts.shown_path(directory, folder)),
            f"all {count} posts of this folder are gone, and their entries were withdrawn",
            hint,
        )
        for folder, count in sorted(emptied.items())
        if folder.rpartition("/")[0] not in emptied
    )


def _folders_of(path: str) -> Iterator[str]:
    """Yield the folders that *path* is in, below the post directory."""
    while path := path.rpartition("/")[0]:
        yield path


def note_future(site: Site, store: Store, now: datetime) -> tuple[Problem, ...]:
    """Return a notice if entries that are out changed more than a day after *now*: some run had a wrong clock."""
    late = store.entries.last_changed_after(now + timedelta(days=1))
    if late is None:
        return ()
    entries = "1 entry has" if late.count == 1 else f"{late.count} entries have"
    message = f"{entries} a date in the future, up to {late.updated:%Y-%m-%d}; the clock says {now:%Y-%m-%d %H:%M} UTC"
    hint = "set the clock if it is wrong; if it was wrong in an earlier run, the dates stay, because readers know them"
    return (Problem(Where(site.shown(late.path)), message, hint),)


#: How the source of an estimate begins, and what many of them are called.
_SOURCES = {"its number": "from their numbers", "its place": "from a year, month or week in their names or titles"}
_UNDATED = "from when they were first seen"


def _listed(others: Mapping[str, int]) -> str:
    kinds = [f"{count} {kind}" for kind, count in others.items()]
    if len(kinds) > _MOST_KINDS + 1:
        rest = sum(list(others.values())[_MOST_KINDS:])
        kinds[_MOST_KINDS:] = [f"{rest} of {len(kinds) - _MOST_KINDS} other kinds"]
    return ", ".join(kinds)
