"""Site generators that build small sites for tests."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from tests.conftest import need


@dataclass(frozen=True)
class Program:
    """A generator, and what its sites have in common."""

    name: str
    arguments: tuple[str, ...]
    output: str
    files: Mapping[str, str] = field(default_factory=dict)
    is_packaged: bool = True  # so that CI can install it at little cost

    def command(self) -> list[str]:
        """Return how it is called, or skip the test."""
        if importlib.util.find_spec(self.name):
            return [sys.executable, "-m", self.name, *self.arguments]
        if not self.is_packaged and shutil.which(self.name) is None:
            pytest.skip(f"{self.name} is not installed")
        return [need(self.name), *self.arguments]


HUGO = Program(
    name="hugo",
    arguments=("--quiet",),
    output="public",
    files={
        "layouts/_default/single.html": "{{ .Content }}",
        "layouts/_default/list.html": "{{ .Title }}",
        "layouts/index.html": "x",
    },
)
JEKYLL = Program(name="jekyll", arguments=("build", "-q"), output="_site")
ELEVENTY = Program(
    name="eleventy",
    arguments=("--quiet",),
    output="_site",
    files={"package.json": '{"type": "module"}', "eleventy.config.js": "export default () => ({});"},
    is_packaged=False,
)
PELICAN = Program(
    name="pelican",
    arguments=("-q",),
    output="output",
    files={
        "theme/static/.keep": "",
        "theme/templates/article.html": "{{ article.content }}",
        **{f"theme/templates/{name}.html": "x" for name in ("category", "tag", "author")},
    },
)
NIKOLA = Program(name="nikola", arguments=("build", "-q"), output="output")
HEXO = Program(
    name="hexo",
    arguments=("generate", "--silent"),
    output="public",
    files={
        "package.json": '{"name": "x", "hexo": {"version": ""}, "dependencies": {"hexo": "*", '
        '"hexo-renderer-marked": "*", "hexo-renderer-ejs": "*"}}',
        "themes/plain/layout/index.ejs": "x",
    },
    is_packaged=False,
)
MKDOCS = Program(name="mkdocs", arguments=("build", "-q"), output="site", files={"docs/index.md": "# Home\n"})
ASTRO = Program(name="astro", arguments=("build", "--silent"), output="dist", is_packaged=False)
