"""`feeds init`: write feeds.yaml for the site in this folder."""

from __future__ import annotations

import argparse
import contextlib
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from msgspec.structs import replace

from feeds.clock import current_moment
from feeds.commands.asking import Asker
from feeds.commands.init_lines import advice_lines, found_lines
from feeds.commands.terminal import print_lines, print_problems, progress, show_report
from feeds.config.describing import schema
from feeds.config.reading import is_config
from feeds.errors import FeedsError, Where
from feeds.files import replace_file
from feeds.pipeline.run import build
from feeds.report import DONE, counted
from feeds.setup import SCHEMA, PostFolder, Proposal, Wanted, find_example, find_post_folders, propose, topics_for

_CONFIG = "feeds.yaml"
_MOST_OFFERED = 6


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command to *parser*."""
    parser.add_argument("--yes", "-y", action="store_true", help="ask nothing, and accept what was found")
    parser.add_argument("--posts", default="", metavar="FOLDER", help="the folder of the posts; default: the likeliest")
    parser.add_argument("--title", default="", help="the name of the newsletter")
    parser.add_argument("--url", default="", help="the address of the newsletter")
    parser.add_argument("--no-topics", action="store_true", help="suggest no topics; the posts are read once less")
    parser.add_argument("--dry-run", action="store_true", help="write nothing; print the config")


def run(options: argparse.Namespace) -> int:
    """Propose a config, ask where something is not certain, write it, and return the exit code."""
    path, now, asker = _free_path(options.config), current_moment(), Asker(yes=options.yes or options.dry_run)
    folder, others = _choose_folder(path.parent, options.posts, asker)
    proposal = _agree(path, folder, Wanted(title=options.title, url=options.url), asker)
    if not options.no_topics:
        proposal = _with_topics(proposal, now, asker)
    if options.dry_run:
        print(proposal.text, end="")
        return DONE
    print_lines(found_lines(proposal, folder, others, find_example(proposal.open_site(), now)))
    _show_dry_run(proposal, now)
    if not asker.confirm(f"Write {path.name}?"):
        return DONE
    _write(proposal)
    adopted = _offer_adoption(proposal, now, asker)
    print_lines(advice_lines(proposal, adopted=adopted))
    return DONE


def _free_path(named: Path) -> Path:
    """Return where the config is written: the one that was *named*, or feeds.yaml beside that of a site generator.

    Raises:
        FeedsError: there is a config already.
    """
    is_default = named.name in (_CONFIG, "config.yaml")
    path = named.with_name(_CONFIG) if is_default and not (named.exists() and is_config(named)) else named
    if path.exists():
        hint = "edit it, or remove it to begin again; feeds build updates the feeds"
        raise FeedsError("is there already", Where(str(path)), hint)
    return path


def _choose_folder(base: Path, named: str, asker: Asker) -> tuple[PostFolder, Sequence[PostFolder]]:
    """Return the folder of the posts, and the other ones that may be it.

    Raises:
        FeedsError: there is none.
    """
    found = find_post_folders(base)
    if named:
        directory = Path(named).as_posix()
        if not (base / named).is_dir():
            raise FeedsError("there is no such folder", Where(named), "name the folder that holds the posts")
        return next((one for one in found if one.directory == directory), PostFolder(directory=directory)), ()
    if not found:
        hint = "go to the folder of your site, or name the folder of the posts: feeds init --posts FOLDER"
        raise FeedsError("no folder with dated posts was found here", Where(str(base.resolve())), hint)
    offered = found[:_MOST_OFFERED]
    chosen = asker.choose(
        "Which folder has the posts?", [f"{one.directory}, {counted(one.posts, 'post')}" for one in offered]
    )
    return offered[chosen], () if asker.asks else [one for one in offered if one is not offered[chosen]]


def _agree(path: Path, folder: PostFolder, wanted: Wanted, asker: Asker) -> Proposal:
    """Return the proposal; title and address are asked for if no file of the site gives them."""
    proposal = propose(path, folder.directory, wanted)
    facts = proposal.facts
    title = wanted.title or (facts.title.value if facts.title.is_given else asker.text("Title", facts.title.value))
    url = wanted.url or (facts.url.value if facts.url.is_given else asker.text("Address of the site", facts.url.value))
    changed = Wanted(
        title=title if title != facts.title.value else wanted.title,
        url=url if url != facts.url.value else wanted.url,
    )
    return proposal if changed == wanted else propose(path, folder.directory, changed)


def _with_topics(proposal: Proposal, now: datetime, asker: Asker) -> Proposal:
    with progress(quiet=False) as show:
        topics = topics_for(proposal, now, show)
    count = len(topics.tags) or len(topics.ideas)
    kind = "tags" if topics.tags else "recurring headings and subjects"
    if count and asker.confirm(f"Make topics of {count} {kind}?"):
        return replace(proposal, topics=topics)
    return proposal


def _show_dry_run(proposal: Proposal, now: datetime) -> None:
    """Print what a build would do."""
    with progress(quiet=False) as show:
        report = build(proposal.open_site(), now, dry=True, progress=show)
    show_report(report, verbose=False)
    print_problems(report.problems[:3])
    if len(report.problems) > 3:
        print(f"feeds build shows {len(report.problems) - 3} more messages.")


def _write(proposal: Proposal) -> None:
    """Write the config, and beside the memory the schema that editors check it with.

    Raises:
        FeedsError: it cannot be written.
    """
    try:
        _write_new(proposal.path, proposal.text)
    except OSError as error:
        where = Where(str(proposal.path))
        raise FeedsError(f"cannot be written: {error.strerror}", where, "check its folder and permissions") from error
    target = proposal.path.parent / SCHEMA
    with contextlib.suppress(OSError):  # editors do without it
        target.parent.mkdir(exist_ok=True)
        replace_file(target, (json.dumps(schema(), ensure_ascii=False, indent=1) + "\n").encode())


def _write_new(path: Path, text: str) -> None:
    """Write *text* into a new file at *path*, or leave no file there.

    Raises:
        OSError: there is a file already, or it cannot be written.
    """
    with open(path, "x", encoding="utf-8") as file:
        try:
            file.write(text)
            file.flush()
        except OSError:
            path.unlink(missing_ok=True)
            raise


def _offer_adoption(proposal: Proposal, now: datetime, asker: Asker) -> bool:
    """Take over the ids of a feed that the site has, if a person wants that; return whether it was done."""
    if not (proposal.present and asker.asks):
        return False
    question = f"Take over ids and dates of {proposal.present[0]}, because yours will replace it?"
    if not asker.confirm(question, default=False):
        return False
    from feeds.adoption import adopt
    from feeds.site import open_site

    try:
        adoption = adopt(open_site(proposal.path), proposal.present[:1], now)
    except FeedsError as error:
        print_problems([error.problem])
        return False
    print_lines(_adopted(len(adoption.adopted), adoption.advice))
    return True


def _adopted(count: int, advice: Sequence[str]) -> Iterator[str]:
    yield f"{counted(count, 'id')} and dates were taken over."
    yield from advice
