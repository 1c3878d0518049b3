"""What is beside the package: completion, the manual page, the image, the action and the hooks."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from feeds.commands.parser import COMMANDS
from tests.command import run, run_process
from tests.conftest import REPOSITORY, need
from tests.folder import NOW, Folder
from tests.programs import checked, tool
from tests.waiting import LIMIT


def test_bash_completes_commands_options_and_subcommands(site: Folder) -> None:
    script = run(site, "completion", "bash").stdout
    ask = (
        'complete_words() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); '
        '_shtab_feeds "feeds" "${COMP_WORDS[COMP_CWORD]}"; printf "%s\\n" "${COMPREPLY[@]}"; }\n'
    )
    for words, expected in (("feeds bu", "build"), ("feeds build --dr", "--dry-run"), ("feeds topics su", "suggest")):
        found = checked("bash", text=f"{script}\n{ask}complete_words {words}\n").splitlines()
        assert [one for one in found if one.startswith(expected)], (words, found)


@pytest.mark.parametrize(
    ("words", "completed"),
    [
        ("check --ru", "check --rules"),
        ("check fee", "check feeds.xml"),
        ("explain fee", "explain feeds.xml"),
        ("retire --conf", "retire --config"),
        ("topics preset bit", "topics preset bitcoin"),
        ("topics preset --out", "topics preset --output"),
    ],
)
def test_zsh_completes_the_only_word_that_fits(site: Folder, tmp_path: Path, words: str, completed: str) -> None:
    (tmp_path / "_feeds").write_text(run(site, "completion", "zsh").stdout, encoding="utf-8")
    (tmp_path / "feeds.xml").touch()
    script = (
        "zmodload zsh/zpty; zpty shell zsh -f -i\n"
        'zpty -w shell "fpath=($PWD \\$fpath); autoload -U compinit; compinit -u -D"\n'
        'zpty -w shell \'feeds() { print -r -- "<$*>" }; PROMPT=rea"dy"\'\n'
        "zpty -r shell found '*ready*'; zpty -w -n shell \"feeds $1\"$'\\t\\n'\n"
        "zpty -r shell found '*<*>*'; print -r -- $found\n"
    )
    command = [need("zsh"), "-f", "-c", script, "-", words]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True, timeout=LIMIT)
    assert f"<{completed}>" in done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_completion_names_every_command(site: Folder, shell: str) -> None:
    script = run(site, "completion", shell).stdout
    assert [name for name in COMMANDS if name not in script] == []


@pytest.mark.parametrize("arguments", [("completion", "bash"), ("man",)])
def test_commands_that_read_no_config_take_none(site: Folder, arguments: tuple[str, ...]) -> None:
    done = run_process(site, *arguments, "--config", "config.yaml")
    assert done.returncode == 2
    assert "unrecognized arguments: --config" in done.stderr


def test_the_manual_page_describes_every_command_and_has_no_mistake(site: Folder) -> None:
    page = run(site, "man").stdout
    assert re.findall(r'^\.SS "feeds (\w+)', page, re.MULTILINE)[0] == next(iter(COMMANDS))
    assert {name for name in COMMANDS if f'.SS "feeds {name}' not in page} == set()
    assert r"\fB\-\-dry\-run\fR" in page
    shown = checked(need("mandoc"), "-T", "lint", "-W", "warning", text=page)
    assert shown == ""
    assert "write nothing; show what would change" in re.sub(r"\s+", " ", checked("mandoc", "-T", "utf8", text=page))


def test_the_image_is_small_and_runs_without_rights() -> None:
    checked(tool("hadolint"), "Dockerfile")
    text = (REPOSITORY / "Dockerfile").read_text(encoding="utf-8")
    assert re.findall(r"^USER (.+)$", text, re.MULTILINE) == ["1000"]
    copied = [word for line in re.findall(r"^COPY (?!--)(.+) \S+$", text, re.MULTILINE) for word in line.split()]
    kept = (REPOSITORY / ".dockerignore").read_text(encoding="utf-8").split()
    assert {f"!{name}" for name in copied} <= set(kept)
    assert [name for name in copied if not (REPOSITORY / name).exists()] == []


def action() -> dict[str, Any]:
    values: dict[str, Any] = yaml.safe_load((REPOSITORY / "action.yml").read_text(encoding="utf-8"))
    return values


def test_the_action_has_the_form_that_github_wants() -> None:
    checked(tool("check-jsonschema"), "--builtin-schema", "vendor.github-actions", "action.yml")
    steps = action()["runs"]["steps"]
    used = {found[1] for found in re.finditer(r"\$\{\{ inputs\.([\w-]+)", json.dumps(steps))}
    assert used | {"cache"} == set(action()["inputs"])


def test_the_steps_of_the_action_build_and_report(site: Folder, tmp_path: Path) -> None:
    site.issue()
    (tmp_path / "feeds/bin").mkdir(parents=True)
    program = tmp_path / "feeds/bin/feeds"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m feeds "$@"\n')
    program.chmod(0o755)
    build = next(step for step in action()["runs"]["steps"] if step.get("id") == "build")
    environment = {
        **os.environ,
        "PYTHONPATH": str(REPOSITORY),
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "ARGUMENTS": "--strict --fresh",
        "SOURCE_DATE_EPOCH": str(int(NOW.timestamp())),
    }
    command = ["bash", "-e", "-o", "pipefail", "-c", build["run"]]
    done = subprocess.run(command, cwd=site.path, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    _, *report, _ = (tmp_path / "output").read_text().splitlines()
    assert json.loads("\n".join(report))["posts"] == 1
    assert site.titles() == ["Robots", "Chips"]
    site.write("b.md", "---\ntitle: [b\n---\n")
    assert subprocess.run(command, cwd=site.path, env=environment, capture_output=True, check=False).returncode == 1


def hooks() -> list[dict[str, Any]]:
    values: list[dict[str, Any]] = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return values


def test_the_hooks_have_the_form_that_pre_commit_wants() -> None:
    checked(tool("pre-commit"), "validate-manifest", ".pre-commit-hooks.yaml")


@pytest.mark.parametrize("hook", hooks(), ids=lambda hook: hook["id"])
def test_a_hook_passes_a_good_post_and_stops_a_broken_one(site: Folder, hook: dict[str, Any]) -> None:
    site.issue()
    site.build()
    arguments = hook["entry"].split()[1:]
    good = run(site, *arguments)
    assert good.returncode == 0, good.stdout + good.stderr
    site.write("b.md", "---\ntitle: [b\n---\n")
    assert run(site, *arguments).returncode == 1
    assert re.search(hook["files"], "posts/b.md")


def test_pre_commit_runs_the_hooks_before_a_commit(site: Folder, tmp_path: Path) -> None:
    local = [{**hook, "language": "system", "entry": f"{sys.executable} -m {hook['entry']}"} for hook in hooks()]
    (site.path / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [{"repo": "local", "hooks": local}]}))
    (site.path / ".gitignore").write_text(".feeds/\n")
    site.issue()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
        "HOME": str(tmp_path),
        "PRE_COMMIT_HOME": str(tmp_path / "hooks"),
        "PYTHONPATH": str(REPOSITORY),
    }

    def commit() -> tuple[int, list[str]]:
        subprocess.run(["git", "add", "-A"], cwd=site.path, env=environment, check=True)
        command = [tool("pre-commit"), "run", "--color", "never"]
        done = subprocess.run(command, cwd=site.path, env=environment, capture_output=True, text=True, check=False)
        return done.returncode, re.findall(
            r"(Passed|Failed|Skipped|files were modified by this hook)$", done.stdout, re.M
        )

    subprocess.run(["git", "init", "-q"], cwd=site.path, env=environment, check=True)
    assert commit() == (0, ["Passed", "Passed"])
    site.issue("b.md", "Two", "2026-05-02")
    assert commit() == (1, ["Passed", "Failed", "files were modified by this hook"])  # the feeds belong to the commit
    assert commit() == (0, ["Passed", "Passed"])
    site.write("c.md", "---\ntitle: [c\n---\n")
    assert commit() == (1, ["Failed", "Failed"])
