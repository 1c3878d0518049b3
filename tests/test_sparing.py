"""Entries that have not changed are taken from the documents as they were published: the bytes are the same."""

from __future__ import annotations

import os
import random
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from feeds.pipeline.run import Leave
from feeds.render.articles import cut_articles
from feeds.render.formats import FORMATS, Format
from feeds.render.writers import WRITERS
from tests.folder import CONFIG, LATER, NOW, Folder, date_back

TOPICS = """\
topics: [{slug: robots, title: Robots, words: [robot*]}, {slug: chips, title: "Chips & <b>", words: [chip*]}]
feeds:
  limit: 6
  days: 0
  archive: none
  extra: [{slug: short, content: summary}, {slug: only, grain: issue, topics: [chips]}]
withdrawals: {notice: 3d}
"""
PARTS = (
    "## Robots\n\nA [robot](https://robots.example/1) & its <b>walk</b>.\n\n</article> `</entry>` </item>\n",
    "## Chips\n\n![A chip](https://chips.example/1.png)\n\nA chip.\n",
    '## Ends\n\n"items": [\n    },\n    {\n\n```\n    },\n    {\n  ]\n}\n```\n',
    '## Été\n\n<p lang="fr">Une puce, ]]> und ein \u2028 Chip</p>\n',
    "## News\n\nNothing.\n",
)
FREE = Leave(resurface=True, shrink=True)


@pytest.fixture
def topical(site: Folder) -> Folder:
    site.configure(CONFIG + TOPICS)
    return site


def write(site: Folder, number: int, chosen: list[str], language: str = "") -> None:
    head = f"title: Issue {number}\ndate: 2026-05-{number:02}\n" + (f"language: {language}\n" if language else "")
    site.write(f"{number}.md", f"---\n{head}---\nWelcome to {number}.\n\n" + "\n".join(chosen))


def edit(site: Folder, chance: random.Random) -> None:
    """Write, edit or remove a few posts."""
    for _ in range(chance.choice([1, 1, 3])):
        number, path = chance.randrange(1, 13), site.posts
        if chance.random() < 0.2 and len(list(path.iterdir())) > 4:
            (path / f"{number}.md").unlink(missing_ok=True)
        else:
            parts = [f"{part}\n{chance.choice(['One.', 'Two.'])}\n" for part in PARTS if chance.random() < 0.7]
            write(site, number, [*parts, PARTS[4]], chance.choice(["", "", "fr"]))


@pytest.mark.parametrize("seed", range(6))
def test_what_is_spared_is_what_would_be_made(topical: Folder, seed: int) -> None:
    chance = random.Random(seed)
    for number in range(1, 8):
        write(topical, number, list(PARTS))
    topical.build()
    for run in range(8):
        edit(topical, chance)
        topical.build(NOW + timedelta(days=run), leave=FREE)
        built = topical.tree()
        shutil.rmtree(topical.public)
        topical.build(NOW + timedelta(days=run), leave=FREE)
        assert topical.tree() == built


def mark(path: Path) -> None:
    """Change the titles in a document in a way that its time stamp does not show."""
    facts, content = path.stat(), path.read_bytes()
    path.write_bytes(content.replace(b"News", b"Newz"))
    assert path.stat().st_size == facts.st_size
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))


def test_only_what_changed_is_made(topical: Folder) -> None:
    for number in range(1, 4):
        write(topical, number, [PARTS[4]])
    topical.build()
    names = [*(format.file for format in FORMATS), "index.html"]
    paths = [topical.public / "sections" / name for name in names]
    for path in paths:
        mark(path)
    write(topical, 2, [f"{PARTS[4]} Nothing.\n"])
    topical.build(LATER)
    assert [path.read_bytes().count(b"Newz") > 0 for path in paths] == [True] * 4
    assert [path.read_bytes().count(b"News") > 0 for path in paths] == [True] * 4


def test_a_page_is_rendered_only_if_it_shows_a_change(topical: Folder) -> None:
    long = [PARTS[4], "It goes on and on. " * 60]
    for number in range(1, 4):
        write(topical, number, long)
    topical.build()
    page, feed = topical.public / "sections/index.html", topical.public / "sections/feed.json"
    mark(page)
    write(topical, 2, [*long, "It ends."])
    topical.build(LATER)
    assert (b"It ends." in feed.read_bytes(), b"Newz" in page.read_bytes()) == (True, True)
    write(topical, 2, [PARTS[4].replace("Nothing", "Something"), *long[1:], "It ends."])
    topical.build(LATER + timedelta(days=1))
    assert "Something" in page.read_text()
    write(topical, 4, long)
    topical.build(LATER + timedelta(days=2))
    assert page.read_text().count('<article class="entry"') == 4


def test_other_settings_spare_nothing(topical: Folder) -> None:
    for number in range(1, 4):
        write(topical, number, [PARTS[4]])
    topical.build()
    mark(topical.public / "sections/atom.xml")
    topical.configure(CONFIG.replace("The Weekly", "The Daily") + TOPICS)
    topical.build(LATER)
    assert b"Newz" not in (topical.public / "sections/atom.xml").read_bytes()


def test_a_document_that_is_not_as_it_was_written_spares_nothing(topical: Folder) -> None:
    for number in range(1, 4):
        write(topical, number, [PARTS[4]])
    topical.build()
    before = topical.tree()["sections/feed.json"]
    mark(topical.public / "sections/atom.xml")
    date_back(topical.public / "sections/feed.json")
    topical.build(LATER)
    assert topical.tree()["sections/feed.json"] == before
    assert b"Newz" not in (topical.public / "sections/atom.xml").read_bytes()


@pytest.mark.parametrize("format", FORMATS, ids=lambda one: one.key)
def test_elements_are_cut_out_as_they_were_written(topical: Folder, format: Format) -> None:
    for number in range(1, 4):
        write(topical, number, list(PARTS))
    topical.build()
    document = topical.tree()[f"sections/{format.file}"]
    elements = WRITERS[format.key].cut(document)
    assert len(elements) == 6
    assert all(element in document for element in elements)
    assert len(cut_articles(topical.tree()["sections/index.html"])) == 6
