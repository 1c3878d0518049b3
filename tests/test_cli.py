"""The command: exit codes, streams, and no output under cron."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from feeds import __version__
from feeds.cli import main
from feeds.commands.parser import COMMANDS, parse
from feeds.commands.plain_build import plain_options
from feeds.store import open_store
from tests.command import on_a_terminal, run, run_process
from tests.folder import CONFIG, NOW, Folder

#: A program that runs `feeds` and has SIGINT, as by Ctrl-C, when the run opens the store.
INTERRUPTED = """\
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # tests in the background ignore it
def interrupt(event, details):
    if event == "sqlite3.connect":
        os.kill(os.getpid(), signal.SIGINT)
sys.addaudithook(interrupt)
from feeds.cli import main
sys.exit(main())
"""
HELP = """\
usage: feeds [-h] [--version] COMMAND ...

Turn a newsletter archive into feeds of issues, sections and topics.

options:
  -h, --help  show this help message and exit
  --version   show program's version number and exit

commands:
  COMMAND
    init      write feeds.yaml for the site in this folder
    build     update the feeds once; for cron and CI
    diff      show what a build would change for subscribers
    watch     keep running, and update the feeds whenever a post is saved
    serve     show the published feeds and pages in a browser on this machine
    adopt     take over ids and dates from feeds that have subscribers already
    retire    end a feed that config.yaml no longer has
    redate    give published issues the dates that their posts have now
    restore   go back to a copy of the memory
    entries   list the entries that feeds can carry
    explain   explain why an entry is the way it is
    ping      notify the WebSub hub of feeds that have changed
    links     look up where links lead, and find lost ones
    topics    report topic coverage; suggest topics and learn rules
    check     check feeds, anybody's, or the site's own config, posts and feeds
    config    check config.yaml and print it with all defaults
    completion
              print a script by which a shell completes commands and options
    man       print the manual page
"""


def test_help_names_every_command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == HELP


def test_a_mistyped_option_is_answered_with_the_right_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for typed, answer in (("--dryrun", "did you mean --dry-run?"), ("--frsh=1", "did you mean --fresh?")):
        with pytest.raises(SystemExit) as ended:
            main(["build", typed])
        assert ended.value.code == 2
        assert capsys.readouterr().err.endswith(f"error: unrecognized arguments: {typed} ({answer})\n")
    with pytest.raises(SystemExit):
        main(["diff", "--zzz"])
    assert "--zzz (see feeds diff --help)" in capsys.readouterr().err


def test_a_mistyped_command_is_answered_with_the_right_one(capsys: pytest.CaptureFixture[str]) -> None:
    for typed, answer in (("entires", "there is no command 'entires' (did you mean entries?)"), ("zzz", "choose from")):
        with pytest.raises(SystemExit) as ended:
            main([typed, "--json"])
        assert ended.value.code == 2
        assert answer in capsys.readouterr().err


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_describes_its_options(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    assert ended.value.code == 0
    output = capsys.readouterr().out
    reads_config = name not in ("completion", "man")
    assert f"usage: feeds {name} [-h]{' [--config FILE]' * reads_config}" in output
    assert f"\n{COMMANDS[name][0].upper()}{COMMANDS[name][1:]}.\n" in output


ROOMS = """
    beside cli clock commands commands.parser errors files memories regex scanning stillness streams
""".split()


def test_help_imports_no_command() -> None:
    code = (
        "import atexit, sys; from feeds.cli import main;"
        "atexit.register(lambda: print(sorted(name for name in sys.modules if name.startswith('feeds.'))));"
        "main(['--help'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == str([f"feeds.{name}" for name in ROOMS])


@pytest.mark.parametrize(
    "given", ["", "-q", "--quiet", "--strict", "--strict -q", "--json", "--json --strict", "--jobs 2"]
)
def test_a_plain_build_has_the_options_that_are_parsed(given: str) -> None:
    arguments = ["build", *given.split()]
    parsed = vars(parse(arguments, "config.yaml"))
    del parsed["parser"]
    assert vars(plain_options(arguments, "config.yaml")) == parsed


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out == f"feed-republisher {__version__}\n"


def test_under_cron_nothing_is_printed_unless_something_needs_fixing(site: Folder) -> None:
    site.issue()
    done = run_process(site, "build")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    site.write("b.md", "---\ntitle: [b\n---\n")
    done = run_process(site, "build")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("posts/b.md:3: the front matter is not valid YAML")
    assert run_process(site, "build").stderr == done.stderr


def test_on_a_terminal_there_is_a_table_in_colour(site: Folder) -> None:
    site.issue()
    seen = on_a_terminal(site, "build")
    assert "All sections" in seen
    assert "\x1b[32m" in seen
    assert "1 of 1 post read, 2 new sections" in seen
    again = on_a_terminal(site, "build")
    assert again.strip() == "Nothing changed in 1 post."
    assert on_a_terminal(site, "build", "--quiet") == ""


def test_verbose_prints_the_report_without_a_terminal(site: Folder) -> None:
    site.issue()
    done = run(site, "build", "--verbose")
    assert done.stdout == ""
    assert {f"Written: {path}" for path in site.tree()} <= set(done.stderr.splitlines())
    assert "All sections" in done.stderr
    *_, summary, last = done.stderr.splitlines()
    assert summary.startswith("1 of 1 post read, 2 new sections, ")
    assert last == "Open public/index.html in a browser to see them."
    assert run(site, "build", "-v").stderr == "Nothing changed in 1 post.\n"


def test_strict_exits_with_1_when_a_post_has_a_problem_every_time(site: Folder) -> None:
    site.write("a.md", "---\ntitle: a\ndate: 2026-05-01\n---\nx\x08")
    assert [run(site, "build", "--strict").returncode for _ in range(2)] == [1, 1]
    assert run(site, "build").returncode == 0


def test_a_broken_config_stops_the_run_before_anything_is_written(site: Folder) -> None:
    site.issue()
    site.configure(CONFIG + "topics: [{slug: A b, words: [x]}]\nfeds: {}\n")
    done = run(site, "build")
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "config.yaml:4:11: topics[0].slug: 'A b' cannot be part of an address "
        "(use lower-case letters, digits and single hyphens, such as 'ai-safety')",
        "config.yaml:5:1: feds: there is no such setting (did you mean 'feeds'?)",
    ]
    assert not (site.path / "public").exists()
    assert not (site.path / ".feeds").exists()


def test_json_is_for_programs(site: Folder) -> None:
    site.issue()
    report = json.loads(run_process(site, "build", "--json").stdout)
    assert (report["posts"], report["read"], report["problems"]) == (1, 1, [])
    assert {row["path"]: row["entries"] for row in report["feeds"]} == {"": 1, "sections/": 2}
    still = json.loads(run_process(site, "build", "--json").stdout)
    assert (still["read"], still["rendered"], still["written"]) == (0, 0, [])


def test_a_dry_run_prints_what_would_change_and_writes_nothing(site: Folder) -> None:
    site.issue()
    done = run(site, "build", "--dry-run")
    assert "All sections" in done.stdout
    assert "files would change" in done.stderr
    assert not (site.path / "public").exists()


def test_fresh_reads_every_post_again(site: Folder) -> None:
    site.issue()
    run(site, "build")
    report = json.loads(run(site, "build", "--json", "--fresh").stdout)
    assert (report["read"], report["written"]) == (1, [])


def test_entries_are_listed_for_programs(site: Folder) -> None:
    site.issue("2026/one.md")
    entries = [json.loads(line) for line in run(site, "entries", "--jsonl").stdout.splitlines()]
    assert [(e["kind"], e["role"], e["position"], e["title"]) for e in entries] == [
        ("issue", "content", 0, "Issue 1"),
        ("section", "intro", 0, "Welcome."),
        ("section", "content", 1, "Robots"),
        ("section", "content", 2, "Chips"),
    ]
    assert [e["dropped"] for e in entries] == [False, True, False, False]
    assert {e["source"] for e in entries} == {"2026/one.md"}
    assert entries[2]["text"] == "A robot that walks."
    assert entries[2]["links"] == ["https://robots.example/1"]
    assert set(entries[1]) == {
        "source",
        "kind",
        "role",
        "dropped",
        "position",
        "id",
        "title",
        "text",
        "links",
        "originals",
        "references",
        "topics",
        "published",
        "updated",
    }
    assert not (site.path / ".feeds").exists()


def test_entries_are_those_of_the_feeds(site: Folder) -> None:
    site.issue()
    run(site, "build")
    entries = [
        json.loads(line) for line in run(site, "entries", "--jsonl", now=NOW.timestamp() + 9).stdout.splitlines()
    ]
    assert {e["title"]: e["id"] for e in entries if e["kind"] == "section" and not e["dropped"]} == site.ids()


def test_explain_shows_the_reasons(site: Folder) -> None:
    site.configure(CONFIG + "topics: [{slug: robots, words: [robot*]}, {slug: chips, words: [walk*]}]\n")
    site.issue("one.md")
    run(site, "build")
    done = run(site, "explain", "posts/one.md#robots")
    assert "from 'date' in the front matter" in done.stdout
    assert "id         tag:weekly.example,2026-01-01:one/robots" in done.stdout
    assert "topic      robots: yes" in done.stdout
    assert "topic      chips: no, 1 of 2 points" in done.stdout
    assert run(site, "explain", "one.md#Chips").stdout.count("title") == 2
    assert "topic      none: it has no clue of any topic" in run(site, "explain", "one.md#Chips").stdout
    assert "topic  " not in run(site, "explain", "one.md#welcome").stdout  # an introduction gets no entry
    wrong = run(site, "explain", "one.md#nowhere")
    assert (wrong.returncode, wrong.stderr) == (
        2,
        "posts/one.md: there is no section 'nowhere' (its sections: welcome, robots, chips)\n",
    )
    assert run(site, "explain", "nowhere.md").returncode == 2


def test_explain_shows_how_an_issue_was_cut(site: Folder) -> None:
    site.configure(CONFIG + "sections: {drop: [sponsor, Chips], overrides: [{paths: 'whole.md', split: none}]}\n")
    for number in range(3):
        site.write(f"{number}.md", f"---\ndate: 2026-01-0{number + 1}\n---\n## Tools\n\na\n\n## Two\n\nb\n")
    bold = "## One\n\na\n\n**Tools**\n\nb\n\n## Sponsor\n\nc\n\n## Chips\n\nd\n"
    site.write("bold.md", f"---\ndate: 2026-02-01\n---\n{bold}")
    site.write("whole.md", f"---\ndate: 2026-03-01\n---\n{bold}")
    site.write("runs.md", f"---\ndate: 2026-04-01\n---\nOne:…a…b {'#' * 51}\n\nTwo:…c…d\n")
    output = run(site, "explain", "bold.md").stdout
    assert "  cut at     headings\n  habit      other issues have the heading 'tools', too\n" in output
    assert "  role       sponsor\n  dropped    it gets no entry of its own (sponsor; see sections.drop)\n" in output
    assert "  dropped    it gets no entry of its own (by its title; see sections.drop)\n" in output
    assert "  cut at     nothing (it is one piece)\n" in run(site, "explain", "whole.md").stdout
    assert '  cut at     runs of "#"\n' in run(site, "explain", "runs.md").stdout


def test_explain_shows_why_no_feed_carries_an_issue(site: Folder) -> None:
    site.configure(CONFIG + "posts: {ignore: ['ignored.md']}\n")
    site.write("draft.md", "---\ntitle: x\ndraft: true\n---\nx\n")
    site.write("future.md", "---\ntitle: x\ndate: 2126-01-01\n---\nx\n")
    site.write("expired.md", "---\ntitle: x\ndate: 2026-01-01\nexpires: 2026-02-01\n---\nx\n")
    site.write("ignored.md", "---\ntitle: x\ndate: 2026-01-01\n---\nx\n")
    site.write("a.md", "---\ntitle: a\nid: k\ndate: 2026-01-01\n---\nx\n")
    site.write("twin.md", "---\ntitle: b\nid: k\ndate: 2026-01-02\n---\ny\n")
    run(site, "build")
    for name, reason in (
        ("draft.md", "It is a draft"),
        ("future.md", "It is not due before 2126-01-01"),
        ("expired.md", "It expired at 2026-02-01"),
        ("./posts/ignored.md", "It is ignored (posts.ignore)"),
        (str(site.posts / "twin.md"), "has the same id as posts/a.md"),
    ):
        done = run(site, "explain", name)
        assert reason in done.stdout, done


def test_the_config_is_printed_with_its_defaults_or_as_schema(site: Folder) -> None:
    assert "limit: 50" in run(site, "config").stdout
    assert json.loads(run(site, "config", "--schema").stdout)["properties"]["site"]


def test_a_reader_that_ends_early_is_not_an_error(site: Folder) -> None:
    site.issue()
    done = subprocess.run(
        f"{sys.executable} -m feeds entries | head -1",
        shell=True,
        cwd=site.path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""


def test_a_build_that_finds_another_at_work_says_so(site: Folder) -> None:
    site.issue()
    with open_store(site.path / ".feeds/state.sqlite3"):
        done = run_process(site, "build", "--wait", "0")
        strict = run(site, "build", "--wait", "0", "--strict")
    line = ".feeds/state.sqlite3: another run is at work here (wait until it is done, or end it)\n"
    assert (done.returncode, done.stdout, done.stderr) == (0, "", line)
    assert (strict.returncode, strict.stderr) == (2, line)


@pytest.mark.parametrize("seconds", ["-1", "soon", "9999999999"])
def test_a_wait_is_a_number_of_seconds(site: Folder, seconds: str) -> None:
    done = run(site, "build", f"--wait={seconds}")
    assert done.returncode == 2
    assert "argument --wait:" in done.stderr


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&- <&-"])
def test_a_build_needs_no_streams(site: Folder, closed: str) -> None:
    site.issue()
    site.write("bad.md", "---\ntitle: [\n---\n")
    done = in_shell(site, f"build --json {closed}")
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    assert (site.public / "rss.xml").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
@pytest.mark.parametrize("arguments", ["entries > /dev/full", "build --json > /dev/full", "build -v 2> /dev/full"])
def test_a_full_disk_for_the_output_is_reported(site: Folder, arguments: str) -> None:
    site.issue()
    done = in_shell(site, arguments)
    line = "the output cannot be written: No space left on device (free space, or send it elsewhere)\n"
    assert (done.returncode, done.stderr) == (2, "" if "2>" in arguments else line)


def test_an_interrupted_build_says_so(site: Folder) -> None:
    site.issue()
    command = [sys.executable, "-c", INTERRUPTED, "build"]
    done = subprocess.run(command, cwd=site.path, capture_output=True, text=True, check=False)
    line = "interrupted; the next run goes on from where the last one ended\n"
    assert (done.returncode, done.stdout, done.stderr) == (130, "", line)


@pytest.mark.parametrize(
    ("name", "message"), [("build", "there is no config here"), ("init", "the current folder was removed")]
)
def test_a_folder_that_is_gone_is_reported(tmp_path: Path, name: str, message: str) -> None:
    command = f"mkdir gone && cd gone && rmdir ../gone && {sys.executable} -m feeds {name}"
    done = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, message in done.stderr, "Traceback" in done.stderr) == (2, True, False)


def test_a_wrong_clock_is_reported(
    site: Folder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    assert main(["build", "--config", str(site.config)]) == 2
    assert capsys.readouterr().err == "SOURCE_DATE_EPOCH is 'yesterday' (set it to seconds since 1970, or unset it)\n"


def test_a_config_elsewhere_is_the_base_of_its_paths(site: Folder, tmp_path: Path) -> None:
    site.issue()
    assert main(["build", "--quiet", "--config", str(site.config)]) == 0
    assert (site.public / "rss.xml").exists()


@pytest.mark.parametrize(
    "arguments", [("build",), ("entries",), ("topics",), ("topics", "report"), ("diff",), ("config",)]
)
def test_feeds_yaml_is_looked_for_before_config_yaml(
    site: Folder, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    site.issue()
    site.configure("baseURL: https://weekly.example/\n")  # of Hugo
    (site.path / "feeds.yaml").write_text(CONFIG)
    monkeypatch.chdir(site.path)
    assert main(arguments) == 0


def test_the_config_of_hugo_is_recognised(
    site: Folder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    site.configure("baseURL: https://weekly.example/\ntitle: x\n")
    monkeypatch.chdir(site.path)
    assert main(["build"]) == 2
    assert capsys.readouterr().err == (
        "config.yaml: is the config of Hugo (run feeds init, which writes feeds.yaml beside it)\n"
    )


def in_shell(site: Folder, arguments: str) -> subprocess.CompletedProcess[str]:
    command = f"{sys.executable} -m feeds {arguments}"
    return subprocess.run(command, shell=True, cwd=site.path, capture_output=True, text=True, check=False)


def test_a_list_of_entries_in_json_has_what_the_lines_have(site: Folder) -> None:
    assert json.loads(run(site, "entries", "--json").stdout) == []
    site.issue()
    lines = [json.loads(line) for line in run(site, "entries", "--jsonl").stdout.splitlines()]
    assert json.loads(run(site, "entries", "--json").stdout) == lines
    assert len(lines) > 2


def test_diff_says_that_nothing_would_change(site: Folder) -> None:
    site.issue()
    site.build()
    done = run(site, "diff")
    assert (done.returncode, done.stdout) == (0, "Nothing would change for subscribers.\n")


def test_a_locale_without_utf8_gives_posts_no_other_names(site: Folder) -> None:
    site.issue("naïve—日本.md")
    site.build()
    before = site.tree()
    locale = ("env", "LC_ALL=C", "PYTHONUTF8=0", "PYTHONCOERCECLOCALE=0")
    done = run_process(site, "build", "--fresh", before=locale)
    assert (done.returncode, done.stderr, site.tree()) == (0, "", before)
    assert "naïve—日本.md" in run_process(site, "explain", "posts/naïve—日本.md", before=locale).stdout
