"""Settings are noted as data, recalled as they were read, and read again when anything they depend on changes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from feeds.config import Config, note_config, recall_config
from feeds.config.models import annotations_of, blocks_in
from feeds.config.noting import from_plain, to_plain
from feeds.config.reading import load_config
from feeds.config.settings import BLOCKS, Settings
from tests import reference
from tests.conftest import REPOSITORY
from tests.folder import CONFIG, Folder
from tests.settings import read_config

NOTE = ".feeds/config.json"
TOPICS = CONFIG + "topics: [{include: more.yaml}, {slug: robots, words: [{robot*: 1.5}]}]\n"


def everything() -> Config:
    """Return a config with a value for each setting."""
    return read_config(yaml.safe_load(reference.example()))


def kinds_below(kind: type[Settings]) -> set[type[Settings]]:
    inner = {one for annotation in annotations_of(kind).values() for one in blocks_in(annotation)}
    return inner.union(*map(kinds_below, inner))


def noted(site: Folder) -> dict[str, Any]:
    values: dict[str, Any] = json.loads((site.path / NOTE).read_bytes())
    return values


def recalled(site: Folder) -> bool:
    """Return whether the config of *site* is recalled, as it would be read."""
    loaded = recall_config(site.config, site.path / NOTE)
    if loaded is not None:
        read = load_config(site.config)
        assert loaded == read
        assert repr(loaded) == repr(read)
    return loaded is not None


def test_each_kind_of_block_can_be_noted() -> None:
    assert set(BLOCKS) >= {Config} | kinds_below(Config)


def test_every_setting_is_recalled_as_it_was_read() -> None:
    config = everything()
    again = from_plain(json.loads(json.dumps(to_plain(config))))
    assert again == config
    assert repr(again) == repr(config)


def test_front_matter_of_any_form_is_recalled() -> None:
    values = {"=": "Config", "tags": ["a", "b"], "more": {"x": [1, None, True, {"=": 1.5}]}}
    config = read_config({**yaml.safe_load(CONFIG), "posts": {"defaults": [{"values": values}]}})
    again = from_plain(json.loads(json.dumps(to_plain(config))))
    assert again.posts.defaults[0].values == values


def test_a_build_notes_the_config_and_the_next_one_recalls_it(site: Folder) -> None:
    site.issue()
    assert not recalled(site)
    site.build()
    assert recalled(site)


def changes(site: Folder) -> dict[str, Any]:
    """Return what a person may change, by name."""
    return {
        "config.yaml": lambda: site.configure(TOPICS + "feeds: {limit: 7}\n"),
        "a file of topics": lambda: (site.path / "more.yaml").write_text("topics: [{slug: chips, words: [wafer]}]"),
        "a file of a generator": lambda: (site.path / "_config.yml").write_text("title: Elsewhere\n"),
        "a folder of a generator": lambda: (site.path / "source/_posts").mkdir(parents=True),
    }


@pytest.mark.parametrize("name", changes(Folder.at(REPOSITORY)))
def test_a_config_is_read_again_when_what_it_depends_on_changes(site: Folder, name: str) -> None:
    (site.path / "more.yaml").write_text("topics: [{slug: chips, words: [chip]}]")
    if name == "a folder of a generator":  # without such a folder, the file is of GitHub Pages only
        (site.path / "_config.yml").write_text("title: Elsewhere\n")
    site.configure(TOPICS)
    site.issue()
    site.build()
    assert recalled(site)
    changes(site)[name]()
    assert not recalled(site)
    site.build()
    assert recalled(site)


def test_posts_that_show_another_layout_have_the_config_read_again(tmp_path: Path) -> None:
    site = Folder(tmp_path / "site", CONFIG + "posts: {directory: content}\n")
    content = site.path / "content"
    content.mkdir()
    (content / "one.md").write_text("---\ntitle: One\ndate: 2026-05-01\n---\nText.\n")
    site.build()
    assert recalled(site)
    (content / "one.md").write_text("Title: One\nDate: 2026-05-01\n\nText.\n")
    assert not recalled(site)


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"mark": 1}', b"\xff\xfe"])
def test_a_damaged_note_is_as_none(site: Folder, damage: bytes) -> None:
    site.issue()
    site.build()
    (site.path / NOTE).write_bytes(damage)
    assert not recalled(site)
    site.write("2026-05-02-two.md", "---\ndate: 2026-05-02\n---\nText.\n")
    site.build()
    assert recalled(site)


def test_a_note_in_which_a_disk_has_changed_a_letter_is_as_none(site: Folder) -> None:
    site.issue()
    site.build()
    values = noted(site)
    assert recalled(site)
    values["config"]["site"]["title"] += "x"
    (site.path / NOTE).write_text(json.dumps(values))
    assert not recalled(site)


def test_a_note_can_name_no_other_class() -> None:
    with pytest.raises(KeyError):
        from_plain([{"=": "Popen", "args": ["true"]}])


def test_where_nothing_can_be_written_the_config_is_read(site: Folder) -> None:
    loaded = load_config(site.config)
    note_config(site.config, loaded, site.path / "posts/nowhere/config.json")
    assert recall_config(site.config, site.path / "posts/nowhere/config.json") is None
