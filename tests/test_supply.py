"""Packages that CI, the image and the action install: locked with hashes, and listed with their licences."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import REPOSITORY
from tests.programs import checked, tool

PROJECT: dict[str, Any] = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
GROUPS = PROJECT["dependency-groups"]
USED = PROJECT["project"]["dependencies"]
WANTED = {
    "requirements.txt": USED,
    "requirements-build.txt": GROUPS["build"],
    "requirements-test.txt": [
        *USED,
        *PROJECT["project"]["optional-dependencies"]["test"],
        *GROUPS["build"],
        *GROUPS["supply"],
    ],
}
LOCKED = re.compile(
    r"^(?P<name>[\w.-]+)==(?P<version>[\w.+!]+)(?: ; [^\\\n]+)? \\\n(?P<hashes>(?:    --hash=\S+.*\n)+)", re.M
)
WORKFLOW = ".github/workflows/ci.yml"


def locked(file: str) -> dict[str, set[str]]:
    """Return the releases in the lock *file*, by name: for some packages another one for older versions of Python."""
    releases: dict[str, set[str]] = {}
    text = (REPOSITORY / ".ci" / file).read_text(encoding="utf-8")
    for found in LOCKED.finditer(text):
        assert set(re.findall(r"--hash=(\w+):[0-9a-f]{64}(?= |$)", found["hashes"], re.MULTILINE)) == {"sha256"}
        releases.setdefault(found["name"], set()).add(found["version"])
    assert LOCKED.sub("", text) == ""  # there is nothing else: no package without a hash, and no address
    return releases


@pytest.mark.parametrize("file", WANTED)
def test_a_lock_has_an_allowed_release_of_each_package_with_hashes(file: str) -> None:
    releases = locked(file)
    for wanted in map(Requirement, WANTED[file]):
        versions = releases[canonicalize_name(wanted.name)]
        assert all(wanted.specifier.contains(version) for version in versions), f"{wanted}: run .ci/lock"


def test_users_get_the_releases_that_are_tested() -> None:
    tested = locked("requirements-test.txt")
    for file in ("requirements.txt", "requirements-build.txt"):
        assert {name: tested[name] for name in locked(file)} == locked(file)


def test_the_workflow_has_the_form_that_github_wants_and_few_rights() -> None:
    checked(tool("check-jsonschema"), "--builtin-schema", "vendor.github-workflows", WORKFLOW)
    values = yaml.safe_load((REPOSITORY / WORKFLOW).read_text(encoding="utf-8"))
    assert values["permissions"] == {"contents": "read"}
    run = " ".join(step.get("run", "") for job in values["jobs"].values() for step in job["steps"])
    assert [name for name in ("--require-hashes", "pip-audit", ".ci/release", ".ci/run") if name not in run] == []


@pytest.mark.parametrize("file", [WORKFLOW, "action.yml"])
def test_actions_of_others_are_named_by_their_commit(file: str) -> None:
    used = re.findall(r"uses: (\S+)(.*)", (REPOSITORY / file).read_text(encoding="utf-8"))
    assert used
    for action, comment in used:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", action)
        assert re.fullmatch(r"  # v\d+\.\d+\.\d+", comment)


def test_the_list_of_packages_has_what_the_program_needs(tmp_path: Path) -> None:
    release = (REPOSITORY / ".ci/release").read_text(encoding="utf-8")
    options = re.search(r"cyclonedx-py\" (environment .+?) --output-file", release.replace("\\\n", " "))
    assert options
    file = tmp_path / "sbom.cdx.json"
    checked(tool("cyclonedx-py"), *options[1].split(), "--output-file", str(file), sys.executable)
    listed = json.loads(file.read_text(encoding="utf-8"))
    assert listed["metadata"]["component"]["name"] == "feed-republisher"
    names = {canonicalize_name(component["name"]) for component in listed["components"]}
    assert {canonicalize_name(Requirement(one).name) for one in USED} - names == set()
