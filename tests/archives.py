"""Sites with archives: settings of short feeds, and many issues."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.folder import CONFIG, Folder

ALL = "formats: [rss, atom, json]"
FIVE = CONFIG + f"feeds: {{limit: 5, days: 0, archive: {{{ALL}}}}}\n"
DEFAULT = CONFIG + "feeds: {limit: 5, days: 0}\n"


def write_issues(site: Folder, count: int, first: int = 1, start: datetime = datetime(2024, 1, 1, tzinfo=UTC)) -> None:
    """Write issues two weeks apart, of two sections each."""
    for number in range(first, first + count):
        when = start + timedelta(weeks=2 * (number - 1))
        site.issue(f"{number}.md", f"Issue {number}", when.strftime("%Y-%m-%d %H:%M:%S"))


def is_volume(path: str) -> bool:
    """Return whether *path* is that of a document for feed readers, and not a page, in an archive."""
    return "archive/" in path and not path.endswith(".html")
