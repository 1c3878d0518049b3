"""A damaged memory is noticed before anything is published, set aside, and recovered with all ids and dates."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import time
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from feeds.errors import DamagedError, FeedsError
from feeds.pipeline.memory.restoring import restore
from feeds.scanning import is_stable
from feeds.site import open_site
from feeds.store import open_store
from feeds.store.seal import check_seal
from tests.command import run
from tests.folder import CONFIG, LATER, NOW, Folder
from tests.killing import killer
from tests.waiting import wait_for

SHORT = CONFIG + "topics: [{slug: robots, words: [robot*]}]\nfeeds: {limit: 2, days: 0, archive: none}\n"
HEADER = (0, 18, 20, 45, 60, 63, 68, 96, 100, 105)  # places of the file where SQLite keeps what it is


#: What each issue is about, so that none is taken for another.
WORDS = ("walrus", "teapot", "ladder", "violin", "pepper", "candle", "anchor")


def write(site: Folder, number: int, more: str = "", heading: str = "Robots") -> None:
    """Write an issue with a section of its own words."""
    word = WORDS[number - 1]
    body = " ".join(f"{word}{other}" for other in range(60))
    site.write(
        f"{number}.md",
        f"---\ntitle: Issue {number}\ndate: 2026-05-0{number}\n---\nWelcome, {word}.\n\n"
        f"## {heading}\n\nA [robot](https://robots.example/{number}) and its {word}.\n\n"
        f"## The {word}\n\n{body}\n\n{more}",
    )


def store_of(site: Folder) -> Path:
    return site.path / ".feeds/state.sqlite3"


def seal_of(site: Folder) -> Path:
    return store_of(site).with_name("state.sqlite3.sum")


def copy_of(site: Folder) -> Path:
    return site.path / ".feeds/memory.json"


def flip(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 1 << place % 8
    path.write_bytes(content)


def wait_until_settled(path: Path) -> None:
    """Wait until another change of the file at *path* would give it another time stamp."""
    wait_for(lambda: is_stable(path.stat().st_ctime_ns, time.time_ns()))


def set_values(site: Folder, statement: str) -> None:
    """Change the store of *site* as if a run had been killed after it."""
    with closing(sqlite3.connect(store_of(site))) as connection, connection:
        connection.execute(statement)
    store_of(site).with_name("state.sqlite3.sum").unlink()


@pytest.fixture
def built(site: Folder) -> Folder:
    """Five issues, of which feeds carry two, one withdrawn, one section retitled."""
    site.configure(SHORT)
    for number in range(1, 7):
        write(site, number)
    site.build()
    (site.posts / "6.md").unlink()
    write(site, 1, heading="Walkers")
    site.build()
    return site


def outcome(site: Folder) -> dict[str, bytes]:
    """Return what *site* publishes once a post was edited and all feeds carry more."""
    write(site, 2, "One more sentence here.\n")
    write(site, 7)
    site.build(LATER)
    return site.tree()


@pytest.fixture
def expected(built: Folder, tmp_path: Path) -> dict[str, bytes]:
    """What the next build publishes with a memory that is whole."""
    return outcome(Folder.at(Path(shutil.copytree(built.path, tmp_path / "whole"))))


@pytest.mark.parametrize("seed", range(8))
def test_wherever_a_byte_is_flipped_the_feeds_are_the_same(
    built: Folder, expected: dict[str, bytes], seed: int
) -> None:
    places = random.Random(seed)
    size = store_of(built).stat().st_size
    flip(store_of(built), HEADER[seed] if seed < 2 else places.randrange(size))
    assert outcome(built) == expected
    assert len(list(built.path.glob(".feeds/state.sqlite3.damaged-2026-06-04"))) == 1
    assert built.build(LATER).written == ()


@pytest.mark.slow
def test_no_flipped_byte_of_a_sample_goes_unnoticed(built: Folder, expected: dict[str, bytes], tmp_path: Path) -> None:
    places = random.Random(1)
    size = store_of(built).stat().st_size
    for number, place in enumerate([*HEADER, *(places.randrange(size) for _ in range(60))]):
        other = Folder.at(Path(shutil.copytree(built.path, tmp_path / str(number))))
        flip(store_of(other), place)
        assert outcome(other) == expected, place


@pytest.mark.parametrize(
    "harm",
    [
        lambda path: path.write_bytes(path.read_bytes()[:5000]),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"\0" * path.stat().st_size),
        lambda path: path.write_bytes(b"no database at all " * 1000),
        lambda path: path.unlink(),
        lambda path: (path.unlink(), path.symlink_to("/dev/zero")),
    ],
)
def test_a_store_that_is_cut_emptied_or_gone_is_recovered(
    built: Folder, expected: dict[str, bytes], harm: Callable[[Path], object]
) -> None:
    harm(store_of(built))
    assert outcome(built) == expected


def test_what_no_feed_carries_any_more_keeps_its_id_and_dates(built: Folder) -> None:
    built.configure(SHORT.replace("limit: 2, days: 0, archive: none", "limit: 9, days: 0, extra: [{slug: all}]"))
    whole = Folder.at(Path(shutil.copytree(built.path, built.path.with_name("whole"))))
    whole.build(LATER)
    flip(store_of(built), 5000)
    built.build(LATER)
    assert built.ids("feeds/all/feed.json") == whole.ids("feeds/all/feed.json")
    assert built.tree() == whole.tree()


def test_the_message_says_what_was_found_and_done(built: Folder) -> None:
    flip(store_of(built), 5000)
    lines = [str(notice) for notice in built.build(LATER).notices]
    assert lines[0].endswith(
        "/.feeds/state.sqlite3: is damaged: it is not as the last run left it; "
        "it was moved to state.sqlite3.damaged-2026-06-04 (ids and dates are recovered)"
    )
    assert "/.feeds/memory.json: ids and dates of 23 entries were recovered from this copy" in lines[1]


@pytest.mark.parametrize("command", [["entries"], ["explain", "1.md"], ["diff"], ["links"], ["build", "--dry-run"]])
def test_commands_that_only_read_report_damage_and_leave_it_alone(built: Folder, command: list[str]) -> None:
    flip(store_of(built), 5000)
    before = store_of(built).read_bytes()
    done = run(built, *command)
    assert done.returncode == 2
    assert "is damaged: it is not as the last run left it (`feeds build` sets it aside" in done.stderr
    assert store_of(built).read_bytes() == before


def test_a_store_without_a_seal_is_used_and_sealed(built: Folder) -> None:
    set_values(built, "UPDATE meta SET value = 'x' WHERE name = 'index'")
    report = built.build(LATER)
    assert report.notices == ()
    assert store_of(built).with_name("state.sqlite3.sum").exists()


def test_a_byte_that_is_flipped_after_a_kill_is_noticed(
    built: Folder, expected: dict[str, bytes], tmp_path: Path
) -> None:
    write(built, 2, "One more sentence here.\n")
    write(built, 7)
    places, logged = random.Random(1), 0
    with killer() as kill:
        for step in range(1, 100, 2):
            site = Folder.at(Path(shutil.copytree(built.path, tmp_path / str(step))))
            if not kill(site.config, step, LATER.isoformat()):
                break
            if seal_of(site).exists():
                logged += store_of(site).with_name("state.sqlite3-wal").exists()
                flip(store_of(site), places.randrange(store_of(site).stat().st_size))
            site.build(LATER)
            assert site.tree() == expected, step
    assert logged > 3


def test_readers_after_a_kill_take_the_log_for_no_damage(built: Folder, tmp_path: Path) -> None:
    write(built, 7)
    with killer() as kill:
        for step in range(1, 100, 12):
            site = Folder.at(Path(shutil.copytree(built.path, tmp_path / str(step))))
            if not kill(site.config, step, LATER.isoformat()):
                break
            for command in ("entries", "diff", "build"):
                assert "damaged" not in run(site, command).stderr, step
            assert check_seal(store_of(site))[0] == "whole"


def test_a_run_that_ends_in_an_error_leaves_no_seal_of_what_it_changed(built: Folder) -> None:
    with pytest.raises(ZeroDivisionError), open_store(store_of(built)) as store:
        store.connection.execute("DELETE FROM posts")
        store.keep()
        raise ZeroDivisionError
    assert check_seal(store_of(built)) == ("unknown", None)
    assert built.build(LATER).notices == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET published = 'never', due = 'never' WHERE issue = '5'",
        "UPDATE entries SET updated = 9000000000000000 WHERE issue = '5'",
        "UPDATE issues SET data = '[]' WHERE key = '5'",
        "UPDATE issues SET data = 'x' WHERE key = '5'",
        "UPDATE feeds SET entries = '{'",
        "UPDATE posts SET problems = 'x'",
        "DROP TABLE entries",
    ],
)
def test_impossible_values_after_a_kill_are_recovered_from(
    built: Folder, expected: dict[str, bytes], statement: str
) -> None:
    set_values(built, statement)
    assert outcome(built) == expected


def test_a_build_seals_what_it_changed(built: Folder) -> None:
    for number in range(1, 5):
        write(built, number, "More words here. " * 200 * number)
        built.build(LATER)
        os.utime(store_of(built))  # so all of it is read
        assert check_seal(store_of(built))[0] == "whole"


def test_the_seal_of_an_earlier_release_says_nothing_against_the_memory(built: Folder) -> None:
    content = store_of(built).read_bytes()
    seal = store_of(built).with_name("state.sqlite3.sum")
    seal.write_bytes(b"%08x %d\n" % (zlib.crc32(content), len(content)))  # one sum of the whole file
    assert check_seal(store_of(built)) == ("unknown", None)
    assert built.build(LATER).notices == ()
    assert check_seal(store_of(built))[0] == "whole"


def test_a_store_that_grows_and_shrinks_is_sealed(built: Folder) -> None:
    for number in range(10, 40):
        built.write(f"{number}.md", f"---\ndate: 2026-05-09\n---\n## Part {number}\n\n" + f"word{number} " * 20_000)
    built.build(LATER)
    for statement in ("DELETE FROM issues", "VACUUM"):
        with open_store(store_of(built)) as store:
            store.connection.execute("COMMIT")
            store.connection.execute(statement)
            store.connection.execute("BEGIN")
        os.utime(store_of(built))
        assert check_seal(store_of(built))[0] == "whole"


@pytest.mark.parametrize(("hours", "verdict"), [(0, "whole"), (23, "whole"), (25, "damaged"), (-1, "damaged")])
def test_damage_that_the_file_system_does_not_know_of_is_found_within_a_day(
    built: Folder, hours: int, verdict: str
) -> None:
    wait_until_settled(store_of(built))
    _, seal = check_seal(store_of(built))
    assert seal
    flip(store_of(built), 5000)
    wait_until_settled(store_of(built))
    facts, checked = store_of(built).stat(), time.time_ns() - hours * 3_600_000_000_000
    mark = f"{facts.st_mtime_ns}.{facts.st_ctime_ns}.{facts.st_size}.{facts.st_dev}.{facts.st_ino}"
    store_of(built).with_name("state.sqlite3.sum").write_bytes(
        f"{mark} {checked} {zlib.crc32(seal.sums)}\n".encode() + seal.sums
    )
    assert check_seal(store_of(built))[0] == verdict


def test_a_refused_build_leaves_a_sealed_memory(built: Folder) -> None:
    for post in built.posts.iterdir():
        post.unlink()
    with pytest.raises(FeedsError, match="there are no posts left"):
        built.build(LATER)
    flip(store_of(built), 5000)
    with pytest.raises(DamagedError):
        built.diff(LATER)


def test_the_copy_is_written_only_when_what_it_has_changes(built: Folder) -> None:
    before = copy_of(built).read_bytes()
    built.configure(SHORT + "schedule: {every: 1h}\n")
    (built.public / "atom.xml").unlink()
    assert built.build(LATER).written
    assert copy_of(built).read_bytes() == before
    write(built, 7)
    built.build(LATER)
    assert copy_of(built).read_bytes().startswith(before)


def test_a_damaged_copy_is_reported_and_not_used(built: Folder, expected: dict[str, bytes]) -> None:
    content = copy_of(built).read_bytes()
    copy_of(built).write_bytes(content.replace(b"2026-05-05", b"2025-05-05"))
    store_of(built).unlink()
    report = built.build(LATER)
    assert "memory.json: is damaged: it is not as it was written" in str(report.notices[0])
    assert "entries were read back from these feeds" in str(report.notices[1])
    assert copy_of(built).read_bytes() != content.replace(b"2026-05-05", b"2025-05-05")


def test_restoring_a_copy_or_a_store_brings_its_ids_back(built: Folder, tmp_path: Path) -> None:
    saved = [Path(shutil.copy(one, tmp_path)) for one in (copy_of(built), store_of(built))]
    before = built.tree()
    for number, source in enumerate(saved, start=1):
        done = restore(open_site(built.config), source, NOW.date())
        assert (done.issues, done.replaced and done.replaced.exists()) == (6, True)
        assert built.build(LATER).written == (), number
    assert built.tree() == before


def test_what_is_no_copy_is_refused_and_changes_nothing(built: Folder) -> None:
    (built.path / "deep.json").write_text("[" * 100_000)
    before = built.state()
    refusals = {
        "config.yaml": "is not a copy of the memory (give a memory.json)",
        "deep.json": "is not a copy of the memory (give a memory.json)",
        "missing.json": "cannot be read: No such file or directory "
        "(name a memory.json, or a state.sqlite3 that was set aside)",
        ".feeds/state.sqlite3": "is the memory already (name a copy of it)",
    }
    for path, message in refusals.items():
        done = run(built, "restore", path)
        assert (done.returncode, done.stderr) == (2, f"{path}: {message}\n")
    assert built.state() == before


def test_restore_prints_what_the_next_build_begins_with(built: Folder) -> None:
    done = run(built, "restore")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "The next build begins with 6 issues of .feeds/memory.json.\n"
        "The memory that was there before is now .feeds/state.sqlite3.replaced-2026-06-01.\n"
    )
