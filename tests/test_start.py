"""What a run imports: only what its work needs, because importing is most of a short run."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader

from feeds.cli import main
from feeds.render.bytecode import TemplateCache
from tests.command import run
from tests.folder import CONFIG, Folder

#: Libraries that a run needs which reads a post and renders nothing, and what they import.
READING = {
    "ahocorasick_rs",
    "lxml",
    "msgspec",
    "nh3",
    "orjson",
    "pyromark",
    "typing_extensions",  # msgspec asks for it
}
#: Those of one that renders feeds and their pages; feedgen and dateutil only where no run has written such an entry.
RENDERING = READING | {"jinja2", "markupsafe"}
#: Rooms of a run that renders something.
RENDERERS = {
    "feeds.pipeline.documents.common_rendering",
    "feeds.pipeline.documents.dividing",
    "feeds.pipeline.documents.finishing",
    "feeds.pipeline.documents.listing",
    "feeds.pipeline.documents.making",
    "feeds.pipeline.documents.page_rendering",
    "feeds.pipeline.documents.rendering",
    "feeds.pipeline.documents.sparing",
    "feeds.render._feedgen",
    "feeds.render.archive_page",
    "feeds.render.articles",
    "feeds.render.content",
    "feeds.render.frame",
    "feeds.render.hosting",
    "feeds.render.issue_page",
    "feeds.render.jsonfeed",
    "feeds.render.page",
    "feeds.render.pieces",
    "feeds.render.press",
    "feeds.render.search_page",
    "feeds.render.spelling",
    "feeds.render.stencils",
    "feeds.render.writers",
}
#: Rooms for posts that are undated, held back, or divided into several files.
UNUSUAL = {"feeds.issues.divided", "feeds.issues.numbering", "feeds.issues.pages"}
#: Rooms for notations that few posts have, and for items.
SELDOM = {
    "feeds.issues.headers",
    "feeds.issues.unfenced",
    "feeds.issues.unread",
    "feeds.issues.yaml_block",
    "feeds.markup.markdown.boxes",
    "feeds.markup.markdown.mdx",
    "feeds.markup.markdown.shortcode_boxes",
    "feeds.markup.templates.resolving",
    "feeds.markup.templates.ends",
    "feeds.markup.templates.scanning",
    "feeds.pipeline.readings.rare",
    "feeds.sections.items",
}
#: What takes long to import, and few runs need.
RARE = {
    "tomllib",
    "difflib",
    "asyncio",
    "logging",
    "feeds.config.reading",
    "feeds.past",
    "feeds.curation",
    "feeds.strays",
}
#: Rooms of a build that finds nothing to do.
STILL = {
    "feeds",
    "feeds.beside",
    "feeds.cli",
    "feeds.clock",
    "feeds.files",
    "feeds.memories",
    "feeds.scanning",
    "feeds.stillness",
    "feeds.streams",
}
#: Those of one that repeats its report.
REPEATED = STILL | {
    "feeds.commands",
    "feeds.commands.build",
    "feeds.commands.build_options",
    "feeds.commands.parser",
    "feeds.commands.terminal",
    "feeds.errors",
    "feeds.freshness",
    "feeds.regex",
    "feeds.report",
}
#: Patterns that take long to compile, and few posts need.
UNCOMPILED = {
    "feeds.issues.copies._ADDED",
    "feeds.issues.dates._FORMS",
    "feeds.markup.characters._UNFIT",
    "feeds.sections.openings._PAID_FOR",
    "feeds.sections.openings._SIGN_OFFS",
    "feeds.topics.words._NOT_ALONE",
}
#: Three quarters of such a build.
SLOW = {"argparse", "dataclasses", "hashlib", "inspect", "json", "pathlib", "re", "typing"}
_CODE = """
import sys
before = set(sys.modules)
from feeds.cli import main
code = main(sys.argv[1:])
imported = sorted(set(sys.modules) - before)
import json
print(json.dumps([code, imported]))
"""


_COMPILED = """
import json
from feeds.regex import Regex
def compiled(value):
    if isinstance(value, Regex):
        return is_set(value)
    return isinstance(value, (dict, tuple)) and any(map(compiled, value.values() if isinstance(value, dict) else value))
def is_set(pattern):
    try:
        object.__getattribute__(pattern, "search")
    except AttributeError:
        return False
    return True
modules = [module for name, module in sys.modules.items() if name.partition(".")[0] == "feeds"]
print(json.dumps([f"{m.__name__}.{name}" for m in modules for name, value in vars(m).items() if compiled(value)]))
"""


def imported(site: Folder, *arguments: str) -> set[str]:
    """Return the modules that `feeds` with *arguments* imports in a process of its own."""
    environment = {**os.environ}
    command = [sys.executable, "-c", _CODE, *arguments]
    done = subprocess.run(command, cwd=site.path, env=environment, capture_output=True, text=True, check=True)
    code, modules = json.loads(done.stdout)
    assert code == 0
    return set(modules)


def libraries(modules: set[str]) -> set[str]:
    """Return the libraries of others in *modules*; compiled ones bring helpers of Cython."""
    packages = {name.partition(".")[0] for name in modules}
    others = packages - sys.stdlib_module_names - {"feeds", "cython_runtime"}
    return {name for name in others if not name.startswith("_")}


def test_a_run_without_changes_imports_no_library(site: Folder) -> None:
    site.issue()
    site.build()
    still = (["build"], ["build", "-q"], ["build", "--jobs", "2"], ["build", "--quiet", "--jobs", "1", "--strict"])
    for arguments, rooms in (*((one, STILL) for one in still), (["build", "--verbose"], REPEATED)):
        modules = imported(site, *arguments)
        assert libraries(modules) <= (set() if rooms is STILL else {"msgspec", "typing_extensions"})
        assert {name for name in modules if name.partition(".")[0] == "feeds"} == rooms
        assert not {"sqlite3", "socket", "subprocess", "zoneinfo"} & modules
        assert bool(SLOW & modules) == (rooms is REPEATED)


def test_a_run_without_changes_repeats_problems_as_they_were_printed(site: Folder) -> None:
    site.issue()
    site.write("broken.md", b"\xff")
    site.build()
    assert {name for name in imported(site, "build") if name.partition(".")[0] == "feeds"} == STILL
    command, codes = [sys.executable, "-m", "feeds", "build"], []
    printed = []
    for arguments in (["--quiet"], ["--strict"], ["--json"], ["--json", "--verbose"]):  # the last one reads the report
        done = subprocess.run([*command, *arguments], cwd=site.path, capture_output=True, text=True, check=False)
        codes.append(done.returncode)
        assert done.stderr.startswith("posts/broken.md:1: ")
        printed.append(done.stdout)
    assert codes == [0, 1, 0, 0]
    assert printed[:2] == ["", ""]
    assert printed[2] == printed[3] != ""


def test_a_build_that_has_something_to_say_repeats_it(site: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    site.issue()
    site.write("broken.md", b"\xff")
    site.build()
    assert main(["build", "--config", str(site.config)]) == 0
    said = capsys.readouterr().err
    assert "is not UTF-8" in said
    with contextlib.chdir(site.path):
        assert main(["build"]) == 0
    assert capsys.readouterr().err == said


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_run_with_one_changed_post_imports_what_it_needs(site: Folder, jobs: str) -> None:
    site.issue()
    assert run(site, "build", "--jobs", jobs).returncode == 0
    site.issue(title="Issue one")
    modules = imported(site, "build")
    assert {"lxml", "jinja2"} <= libraries(modules) <= RENDERING
    assert modules >= RENDERERS - {"feeds.render._feedgen"}
    assert not (RARE | UNUSUAL | SELDOM | {"feeds.web", "argparse"}) & modules


def test_several_processes_have_imported_what_some_post_may_need(site: Folder) -> None:
    site.issue()
    site.issue("2026-05-08-two.md", "Issue 2", "2026-05-08 09:00:00")
    assert not SELDOM & imported(site, "build")
    site.issue(title="Issue one")
    site.issue("2026-05-08-two.md", "Issue two", "2026-05-08 09:00:00")
    assert imported(site, "build", "--jobs", "2") >= SELDOM


def test_a_run_with_one_changed_post_compiles_no_pattern_for_what_is_not_in_it(site: Folder) -> None:
    site.issue(date="2026-05-01T09:00:00Z")
    site.build()
    site.issue(title="Issue one", date="2026-05-01T09:00:00Z")
    code = f"{_CODE.rpartition('import json')[0]}{_COMPILED}"
    done = subprocess.run(
        [sys.executable, "-c", code, "build"], cwd=site.path, capture_output=True, text=True, check=True
    )
    compiled = set(json.loads(done.stdout))
    assert "feeds.sections.headlines._NUMBERING" in compiled
    assert not UNCOMPILED & compiled


def test_a_run_that_changes_no_page_imports_no_jinja(site: Folder) -> None:
    site.issue("2026-05-08-two.md", "Issue 2", "2026-05-08 09:00:00")
    path = site.issue()
    site.write(path.name, path.read_bytes() + b"It walks. " * 100)
    site.build()
    site.write(path.name, path.read_bytes() + b"It waves.")
    modules = imported(site, "build")
    assert "lxml" in libraries(modules) <= RENDERING - {"jinja2"}
    assert "It waves." in site.items("feed.json")[1]["content_html"]


def test_a_run_that_changes_no_feed_imports_nothing_that_renders(site: Folder) -> None:
    site.configure(CONFIG + "feeds: {limit: 1, days: 0}\n")
    site.issue()
    site.issue("2026-05-08-two.md", "Issue 2", "2026-05-08 09:00:00")
    site.build()
    before = site.tree()
    path = site.issue()
    site.write(path.name, path.read_bytes() + b"It waves.\n")
    modules = imported(site, "build")
    assert site.tree() == before
    assert "lxml" in libraries(modules) <= READING
    assert not (RARE | UNUSUAL | RENDERERS | {"feeds.web", "argparse", "pickle", "tempfile"}) & modules


def test_a_first_build_imports_nothing_of_the_web(site: Folder) -> None:
    site.issue()
    modules = imported(site, "build", "--jobs", "1")
    assert "argparse" not in modules
    assert not {"requests", "urllib3", "feedparser", "docutils", "bs4", "rich", "apscheduler"} & libraries(modules)
    assert "feeds.web.reserved" in modules  # it decided not to ask
    assert not {"feeds.web.client", "feeds.web.guard", "socket"} & modules
    assert not {"feeds.config.generators.hugo", "feeds.past"} & modules  # there is no generator, and no feed to recover


def test_a_first_build_checks_its_config_by_the_core_of_pydantic_alone(site: Folder) -> None:
    assert {name for name in libraries(imported(site, "build")) if "pydantic" in name} == {"pydantic_core"}


class Compiling(Environment):
    """Jinja with the templates of *folder*; counts how often it compiles one."""

    def __init__(self, folder: Path, maker: Path) -> None:
        super().__init__(loader=FileSystemLoader(folder), bytecode_cache=TemplateCache(str(maker)))
        self.compiled = 0

    def _generate(self, *arguments: Any, **keywords: Any) -> str:
        self.compiled += 1
        return super()._generate(*arguments, **keywords)


@dataclass
class Templates:
    """A folder with one template, and where Python keeps bytecode."""

    folder: Path
    maker: Path
    bytecode: Path

    def write(self, text: str) -> None:
        (self.folder / "x.html.j2").write_text(text)

    def rendered(self) -> tuple[str, int]:
        """Return what the template shows at a new start, and how many templates were compiled for it."""
        environment = Compiling(self.folder, self.maker)
        return environment.get_template("x.html.j2").render(), environment.compiled

    def kept(self) -> list[Path]:
        return [path for path in self.bytecode.rglob("*") if path.is_file()]


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Templates:
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "bytecode"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "templates").mkdir()
    (tmp_path / "maker.py").write_text("# sets Jinja up")
    found = Templates(tmp_path / "templates", tmp_path / "maker.py", tmp_path / "bytecode")
    found.write("one")
    return found


def test_a_template_is_compiled_once(templates: Templates) -> None:
    assert [templates.rendered() for _ in range(2)] == [("one", 1), ("one", 0)]


def test_a_template_is_compiled_again_when_it_or_what_compiles_it_changes(templates: Templates) -> None:
    templates.rendered()
    templates.write("two")
    assert [templates.rendered() for _ in range(2)] == [("two", 1), ("two", 0)]
    templates.maker.write_text("# sets Jinja up otherwise")
    assert [templates.rendered() for _ in range(2)] == [("two", 1), ("two", 0)]


@pytest.mark.parametrize("keep", [0, 10, 80, -1])
def test_a_damaged_compiled_template_is_compiled_again(templates: Templates, keep: int) -> None:
    templates.rendered()
    (path,) = templates.kept()
    path.write_bytes(path.read_bytes()[:keep])
    assert [templates.rendered() for _ in range(2)] == [("one", 1), ("one", 0)]


def test_no_compiled_template_is_kept_where_python_keeps_nothing(
    templates: Templates, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert [templates.rendered() for _ in range(2)] == [("one", 1), ("one", 1)]
    assert templates.kept() == []


def test_a_place_for_bytecode_that_cannot_be_written_does_no_harm(templates: Templates) -> None:
    templates.bytecode.write_text("a file, no folder")
    assert [templates.rendered() for _ in range(2)] == [("one", 1), ("one", 1)]
