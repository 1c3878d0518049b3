"""What cannot be read or written: a message with the place and the remedy, and no traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.command import run_process
from tests.conftest import as_anybody
from tests.folder import Folder, lose_memory


@contextmanager
def mode(path: Path, bits: int) -> Iterator[None]:
    before = path.stat().st_mode
    path.chmod(bits)
    try:
        yield
    finally:
        path.chmod(before)


def feeds(site: Folder, *arguments: str) -> tuple[int, str]:
    """Run the command as somebody who has to keep to permissions; return the exit code and the messages."""
    done = run_process(site, *arguments, before=as_anybody())
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr


@pytest.fixture
def edited(site: Folder) -> Folder:
    """A built site with a post that was edited since."""
    post = site.issue()
    site.build()
    site.write(post.name, post.read_text() + "\nOne more line.\n")
    return site


@pytest.mark.parametrize("command", [("entries",), ("explain", "posts/2026-05-01-one.md"), ("diff",), ("topics",)])
def test_a_memory_that_cannot_be_written_does_not_stop_who_only_reads(edited: Folder, command: tuple[str, ...]) -> None:
    with mode(edited.path / ".feeds", 0o555):
        assert feeds(edited, *command)[0] == 0


def test_a_memory_that_cannot_be_written_or_read_is_reported(edited: Folder) -> None:
    memory = edited.path / ".feeds"
    hint = "check the permissions and the space on the disk"
    with mode(memory, 0o555):
        code, message = feeds(edited, "build")
        assert (code, hint in message) == (2, True)
    with mode(memory, 0):
        for command in ("build", "entries"):
            code, message = feeds(edited, command)
            assert (code, message.startswith(".feeds/state.sqlite3: cannot be")) == (2, True)
            assert "(check the permissions" in message


@pytest.mark.parametrize("bits", [0, 0o555])
def test_an_output_directory_that_cannot_be_written_is_reported(edited: Folder, bits: int) -> None:
    with mode(edited.public, bits):
        for arguments in (["build"], ["build", "--fresh"]):
            code, message = feeds(edited, *arguments)
            assert code == 2
            assert message.startswith("public")
            assert "cannot be written: Permission denied (check the permissions" in message
    assert feeds(edited, "build")[0] == 0


def test_feeds_that_could_not_be_written_are_in_the_diff_until_they_are(edited: Folder) -> None:
    with mode(edited.public, 0o555):
        assert feeds(edited, "build")[0] == 2
    shown = run_process(edited, "diff").stdout
    assert shown.splitlines() == [
        "Not written yet, because the last build failed or was stopped; the next one writes:",
        "  Whole issues (./)",
        "  All sections (sections/)",
    ]
    assert feeds(edited, "build")[0] == 0
    assert run_process(edited, "diff").stdout == "Nothing would change for subscribers.\n"


def test_without_a_memory_an_output_directory_that_cannot_be_read_stops_the_build(edited: Folder) -> None:
    before = edited.ids()
    lose_memory(edited)
    with mode(edited.public, 0):
        assert feeds(edited, "build") == (
            2,
            "public: cannot be read (check its permissions: the feeds in it hold the ids and dates that "
            "subscribers know)\n",
        )
    assert feeds(edited, "build")[0] == 0
    assert edited.ids() == before


def test_posts_and_a_config_that_cannot_be_read_are_reported(edited: Folder) -> None:
    with mode(edited.posts, 0):
        assert feeds(edited, "build")[0] == 2
    with mode(edited.config, 0):
        code, message = feeds(edited, "build")
        assert (code, message.startswith("config.yaml: cannot be read: Permission denied")) == (2, True)
    with mode(edited.posts / "2026-05-01-one.md", 0):
        code, message = feeds(edited, "build")
        assert code == 0
        assert message.startswith("posts/2026-05-01-one.md: cannot be read: Permission denied")
    assert len(edited.items()) == 2


def test_a_file_in_the_place_of_the_output_directory_is_named_and_kept(site: Folder) -> None:
    site.issue()
    site.public.write_text("mine", encoding="utf-8")
    done = run_process(site, "build")
    assert done.returncode == 2
    assert "public: is a file, where the folder of the feeds should be (move it away, or set publish" in done.stderr
    assert site.public.read_text(encoding="utf-8") == "mine"


def test_a_post_directory_that_may_not_be_read_is_not_taken_for_a_wrong_one(edited: Folder) -> None:
    with mode(edited.posts, 0):
        code, message = feeds(edited, "build")
    assert (code, message) == (
        2, "posts: the post directory cannot be read: Permission denied (check its permissions)\n",
    )  # fmt: skip


def test_a_post_that_cannot_be_read_is_not_redated(edited: Folder) -> None:
    with mode(edited.posts / "2026-05-01-one.md", 0):
        code, message = feeds(edited, "redate", "posts/2026-05-01-one.md")
    assert (code, message) == (
        2, "posts/2026-05-01-one.md: cannot be read: Permission denied (check that the file exists and its "
        "permissions)\n",
    )  # fmt: skip
