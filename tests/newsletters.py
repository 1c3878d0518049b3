"""A newsletter of many issues that can be cut only by what they have in common, and builds of it by several."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from feeds.pipeline.processes.workers import Workers
from feeds.pipeline.progress import Progress, silence
from feeds.pipeline.run import build
from feeds.report import Report
from feeds.site import open_site
from tests.folder import NOW, Folder

POSTS = 150  # five chunks
MIDDLE = 100
CLOSING = "\n\nFair winds to all of you.\n"  # a habit of few issues, so that no chunk knows it alone


def habitual(path: Path) -> Folder:
    """Return a site whose issues can be cut only by what they have in common."""
    site = Folder(path)
    for n in range(POSTS):
        head = f"title: Issue {n}\ndate: 2025-{1 + n // 28:02}-{1 + n % 28:02}"
        stories = [
            f"**The {bell} is back:** _…and it rings_ The {bell} of pier {n} rings." for bell in ("bell", "horn")
        ]
        asides = [f"**Tools**\n\nA hammer, {n}."] if n % 40 == 0 else [f"## Tools\n\nA saw, {n}."]
        text = (
            "\n\n---\n\n".join(stories) if n % 2 else "\n\n".join(["## News\n\nNews.", *asides, "## Rest\n\nThe rest."])
        )
        site.write(f"{n:03}.md", f"---\n{head}\n---\n{text}\n{CLOSING * (n % 15 == 0)}")
    site.write("bad.md", "---\ntitle: [\n---\n\n\x00")
    site.write("latin.md", b"caf\xe9")
    return site


def build_with(site: Folder, workers: Workers, progress: Progress = silence) -> Report:
    return build(open_site(site.config), NOW, workers=workers, progress=progress)


def at_the_middle(act: Callable[[], object]) -> Progress:
    """Return a progress that does *act* when two of three posts were handed out."""

    def progress(what: str, done: int = 0, of: int = 0, post: str = "") -> None:
        if what == "Reading posts" and done == MIDDLE:
            act()

    return progress
