"""Workers: any number of processes reads posts, and none of them changes a byte."""

from __future__ import annotations

import io
import multiprocessing
import pickle
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from msgspec import structs

from feeds import posts
from feeds.errors import Problem, Where
from feeds.links import Wrappers
from feeds.model import Post
from feeds.pipeline.decisions.correcting import marks_of
from feeds.pipeline.decisions.deciding import DecisionRules
from feeds.pipeline.decisions.foreseeing import Foreseen, Foresight
from feeds.pipeline.decisions.identifying import namer
from feeds.pipeline.posts.packing import pack, unpack
from feeds.pipeline.posts.reading import CutIssue, PostReading, ReadingSettings, cut_post, parse_post
from feeds.pipeline.processes.workers import Crew, Workers, way_to_start
from feeds.pipeline.progress import Progress, silence
from feeds.pipeline.readings.chunks import Orders, PostRequest, pack_chunk
from feeds.pipeline.surveying import LinkSurvey
from feeds.sections import Habits
from feeds.site import open_site
from feeds.store import view_store
from feeds.topics import TopicRules
from tests.command import run, run_process
from tests.conftest import REPOSITORY, without_processes
from tests.folder import NOW, Folder
from tests.golden import CASES, load_case, play
from tests.newsletters import at_the_middle, build_with, habitual
from tests.parsing import parse
from tests.waiting import wait_for


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """The newsletter, built by one process."""
    site = habitual(tmp_path_factory.mktemp("alone") / "site")
    build_with(site, Workers(jobs=1))
    return site


def test_a_reading_comes_back_as_it_was_packed() -> None:
    site = open_site(REPOSITORY / "config.yaml")
    settings = ReadingSettings(
        config=site.config, items=True, unwrap=Wrappers().unwrap, both_ways=True, with_words=True
    )
    found = posts.scan(site.posts, site.config.posts.ignore, site.follow)
    for path in found:
        post = posts.read(site.posts, path, site.config.posts.directory, site.follow)
        for text in (post.text, f"{post.text}\x08\n\n![](a.mp3)", "", "---\ntitle: [\n---\n"):
            parsed = parse_post(structs.replace(post, text=text), settings, lambda path: None)
            reading = cut_post(parsed, settings, Habits(lambda trait: 3))
            assert unpack(io.BytesIO(pack(reading))) == reading


@pytest.mark.parametrize("title", ["The tide", "\N{MIDDLE DOT}", "Half a character: \ud83c"])
@pytest.mark.parametrize("number", [None, 7, 2**70])
def test_values_that_are_packed_as_a_whole_come_back_as_they_were(title: str, number: int | None) -> None:
    issue = structs.replace(parse("---\ndate: 2026-01-05\nupdated: 2026-01-06\ntags: [a]\n---\nx").facts, title=title)
    issue = structs.replace(issue, number=number, within=(NOW, NOW))
    problems = (Problem(Where("1.md", 3), "is wrong", "mend it"), Problem(None, title))
    reading = PostReading(path="1.md", digest="x", problems=problems, issue=issue, traits=frozenset({"a", title}))
    packed = pack(reading)
    assert unpack(io.BytesIO(packed)) == reading
    as_a_whole = b"_unpacked" in packed
    assert as_a_whole == (title.isprintable() and number != 2**70)


@pytest.mark.parametrize("jobs", [2, 3])
def test_any_number_of_jobs_publishes_the_same_bytes(tmp_path: Path, alone: Folder, jobs: int) -> None:
    site = habitual(tmp_path / "site")
    done = run_process(site, "build", "--jobs", str(jobs))
    assert done.returncode == 0
    assert site.tree() == alone.tree()
    assert done.stderr == run_process(alone, "build", "--fresh", "--jobs", "1").stderr


def test_jobs_publish_the_same_bytes_of_the_sample(tmp_path: Path) -> None:
    site = Folder.at(REPOSITORY)
    for name in ("config.yaml", "topics-ai.yaml"):
        shutil.copy(site.path / name, tmp_path)
    shutil.copytree(site.path / "posts", tmp_path / "posts")
    assert run(Folder.at(tmp_path), "build", "--jobs", "2", now=1795348800).returncode == 0
    assert Folder.at(tmp_path).tree() == site.tree()


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(path.name for path in CASES.iterdir() if path.is_dir()))
def test_jobs_publish_the_same_bytes_of_a_golden_case(tmp_path: Path, name: str) -> None:
    case = load_case(CASES / name)
    steps = [
        replace(step, run=f"{step.run} --jobs 2" if step.run.startswith("build") else step.run) for step in case.steps
    ]
    found = play(replace(case, steps=tuple(steps)), tmp_path / "site")
    expected = case.expected
    assert {path: found.get(path) for path in expected if path != "output.txt"} == {
        path: content for path, content in expected.items() if path != "output.txt"
    }


def test_the_last_posts_and_documents_are_sent_in_ever_smaller_portions() -> None:
    with ThreadPoolExecutor(1) as executor:
        crew, left, portions = Crew(executor=executor, ahead=4), 200, list[int]()
        while left:
            portions.append(crew.portion(left, 32))
            left -= portions[-1]
    assert portions[:4] == [32, 32, 32, 26]
    assert portions == sorted(portions, reverse=True)
    assert portions[-4:] == [1, 1, 1, 1]


def test_posts_of_a_killed_worker_are_read_by_the_run_itself(tmp_path: Path, alone: Folder) -> None:
    site = habitual(tmp_path / "site")
    kill = at_the_middle(lambda: multiprocessing.active_children()[0].kill())
    report = build_with(site, Workers(jobs=2), kill)
    (notice,) = (str(one) for one in report.notices if "worker" in one.message)
    assert " posts were read once more, because a worker failed: " in notice
    assert "\n" not in notice
    assert site.tree() == alone.tree()


def test_an_interrupt_ends_all_workers(tmp_path: Path) -> None:
    site = habitual(tmp_path / "site")
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # tests in the background ignore it
    try:
        with pytest.raises(KeyboardInterrupt):
            build_with(site, Workers(jobs=2), at_the_middle(lambda: signal.raise_signal(signal.SIGINT)))
    finally:
        signal.signal(signal.SIGINT, before)
    assert multiprocessing.active_children() == []
    assert not site.public.exists()


def test_workers_end_with_a_run_that_is_killed(tmp_path: Path) -> None:
    site = habitual(tmp_path / "site")
    command = [sys.executable, "-m", "feeds", "build", "--jobs", "2"]
    with subprocess.Popen(command, cwd=site.path) as process:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        if not children.exists():
            process.wait()
            pytest.skip("this system does not list the children of a process")
        wait_for(lambda: process.poll() is not None or len(children.read_text().split()) == 2)
        workers = children.read_text().split()
        process.kill()
    wait_for(lambda: not any(_is_running(worker) for worker in workers))


def _is_running(process: str) -> bool:
    stat = Path(f"/proc/{process}/stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_what_decides_how_posts_are_read_can_be_sent_to_another_process(site: Folder) -> None:
    config = open_site(site.config).config
    unwrap = Wrappers(config.links.unwrap).unwrap
    sent = pickle.loads(pickle.dumps(ReadingSettings(config=config, items=True, unwrap=unwrap)))
    assert sent.config == config
    wrapped = "https://www.google.com/url?q=https://tide.example/"
    assert sent.unwrap(wrapped) == unwrap(wrapped) == "https://tide.example/"


@pytest.mark.parametrize("jobs", ["0", "-1", "some"])
def test_a_number_of_jobs_that_is_none_is_refused(site: Folder, jobs: str) -> None:
    done = run(site, "build", f"--jobs={jobs}")
    assert done.returncode == 2
    assert "--jobs" in done.stderr


def test_links_to_files_of_other_posts_lead_to_them_whoever_reads(tmp_path: Path) -> None:
    trees = []
    for jobs in (1, 2):
        site = Folder(tmp_path / f"of-{jobs}")
        for n in range(1, 70):
            others = f"[Next]({n % 69 + 1:02}.md#end), [none](none.md) and [by name]({{filename}}{n % 60 + 1:02}.md)"
            site.write(f"{n:02}.md", f"---\ndate: 2025-0{1 + n // 28}-{1 + n % 28:02}\nslug: issue-{n}\n---\n{others}")
        build_with(site, Workers(jobs=jobs))
        trees.append(site.tree())
    assert trees[0] == trees[1]
    assert b"/issue-42/#end" in b"".join(trees[0].values())
    assert b"42.md#end" not in b"".join(trees[0].values())


def test_workers_decide_about_new_posts_and_are_not_believed_where_others_matter(tmp_path: Path) -> None:
    seen = []
    for jobs in (1, 2):
        site = Folder(tmp_path / f"of-{jobs}")
        for n in range(1, 70):
            head = f"---\ntitle: Issue {n}\n" + (f"date: 2025-0{1 + n // 28}-{1 + n % 28:02}\n" if n % 7 else "")
            site.write(f"{n:02}.md", f"{head}slug: issue-{n % 50}\n---\n## Tide\n\nTide {n}.\n\n## Moon\n\nFull.")
        site.write("71.md", "---\ndate: 2025-05-01\nid: urn:x:1\n---\nOne.")
        site.write("72.md", "---\ndate: 2025-05-02\nid: urn:x:1\n---\nAnother with the same id.")
        site.write("73.md", "---\ndate: 2025-05-03\nenclosure: /hear.mp3\n---\nA recording.")
        (site.path / "hear.mp3").write_bytes(b"\xff\xfb" * 100)
        report = build_with(site, Workers(jobs=jobs))
        seen.append((site.tree(), report.problems, report.notices))
    assert seen[0] == seen[1]
    assert b'length="200"' in b"".join(seen[0][0].values())


def test_a_worker_decides_about_a_post_if_it_is_new(site: Folder) -> None:
    config = open_site(site.config).config
    survey, rules = LinkSurvey(config.links), TopicRules(config.topics)
    deciding = DecisionRules(config=config, name=namer("weekly.example", NOW.date()), topics=rules, now=NOW)
    settings = ReadingSettings(config=config, items=False, unwrap=survey.unwrap)
    orders = Orders(settings=settings, foresight=Foresight(rules=deciding, survey=survey, with_marks=True)).pack()
    post = structs.replace(
        _post(site), text="---\ntitle: New\ndate: 2026-05-01\n---\n\n## Tide\n\n" + "The tide. " * 20
    )
    new, known = (PostRequest(path=post.path, post=post, is_new=is_new) for is_new in (True, False))
    foreseen, cut = (pack_chunk((one,), orders, lambda trait: 0)[0].unpack() for one in (new, known))
    assert isinstance(foreseen, Foreseen)
    assert isinstance(cut, CutIssue)
    assert foreseen.new.rows.titles == ["New", "Tide"]
    assert foreseen.marks == marks_of(cut.parts) != ()
    assert {type(value) for row in foreseen.new.rows.entries for value in row} == {int, str}  # sqlite3 adapts others


def _post(site: Folder) -> Post:
    site.issue()
    opened = open_site(site.config)
    (path,) = posts.scan(opened.posts, opened.config.posts.ignore, opened.follow)
    return opened.read_post(path)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A newsletter with archives, topics and pages, built by one process."""
    return build_shelf(tmp_path_factory.mktemp("shelf") / "site", Workers(jobs=1))


def build_shelf(path: Path, workers: Workers, progress: Progress = silence) -> Folder:
    site = Folder(path)
    topics = "".join(f"  - slug: topic-{n}\n    words: [word{n}]\n" for n in range(9))
    site.configure(f"{site.config_text}topics:\n{topics}feeds:\n  limit: 5\n  link: page\n")
    for n in range(60):
        words = " ".join(f"word{m}, word{m}" for m in range(9) if n % (m + 1) == 0)
        site.write(f"{n:02}.md", f"---\ndate: {2020 + n % 5}-01-{1 + n // 5:02}\n---\n## Part\n\n{words} & <b>{n}</b>.")
    build_with(site, workers, progress)
    return site


def apart(what: Callable[[Path, int], None], path: Path, jobs: int) -> str:
    """Return what *what* prints in a process without other threads: only such a one forks workers to render."""
    code = f"from pathlib import Path; from tests.test_workers import *; {what.__name__}(Path({str(path)!r}), {jobs})"
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout


def build_with_jobs(path: Path, jobs: int) -> None:
    site = build_shelf(path, Workers(jobs=jobs))
    print(way_to_start(), len(build_with(site, Workers(jobs=jobs)).written))


def look_for_the_copy(path: Path, jobs: int) -> None:
    seen = set[bool]()

    def look(what: str, done: int = 0, of: int = 0, post: str = "") -> None:
        if of and what.startswith("Rendering"):
            seen.add((path / ".feeds/memory.json").exists())

    build_shelf(path, Workers(jobs=jobs), look)
    print(seen)


def lose_a_worker(path: Path, jobs: int) -> None:
    def kill(what: str, done: int = 0, of: int = 0, post: str = "") -> None:
        for child in multiprocessing.active_children()[:1]:  # at once, while much is not yet sent to them
            child.kill()  # it may have been ended meanwhile, with one killed before

    print("\n".join(str(one) for one in build_with(Folder.at(path), Workers(jobs=jobs), kill).notices))


def add_a_post(path: Path, jobs: int) -> None:
    site = build_shelf(path, Workers(jobs=1))
    site.write("60.md", "---\ndate: 2025-01-01\n---\n## Part\n\n" + " ".join(f"word{m}, word{m}" for m in range(9)))
    report = build_with(site, Workers(jobs=jobs))
    print(len(report.written) > 50, "feeds.pipeline.processes.pool" in sys.modules)


def test_a_new_post_in_a_dozen_feeds_that_mostly_stay_is_rendered_by_the_run_itself(tmp_path: Path) -> None:
    assert apart(add_a_post, tmp_path / "site", 0) == "True False\n"


@pytest.mark.parametrize("jobs", [2, 3])
def test_any_number_of_jobs_renders_the_same_pages_archives_and_feeds(tmp_path: Path, shelf: Folder, jobs: int) -> None:
    assert sum("archive/" in path for path in shelf.tree()) > 30
    assert sum(path.startswith("issues/") for path in shelf.tree()) > 60
    assert apart(build_with_jobs, tmp_path / "site", jobs) == "fork 0\n"
    assert Folder.at(tmp_path / "site").tree() == shelf.tree()


@pytest.mark.parametrize(("jobs", "seen"), [(1, "{False}"), (2, "{True}")])
def test_the_first_copy_of_the_memory_is_written_while_others_render(
    tmp_path: Path, shelf: Folder, jobs: int, seen: str
) -> None:
    assert apart(look_for_the_copy, tmp_path / "site", jobs) == f"{seen}\n"
    copy, expected = (path / ".feeds/memory.json" for path in (tmp_path / "site", shelf.path))
    assert copy.read_bytes() == expected.read_bytes()


def test_documents_of_a_killed_worker_are_rendered_by_the_run_itself(tmp_path: Path, shelf: Folder) -> None:
    site = build_shelf(tmp_path / "site", Workers(jobs=1))
    shutil.rmtree(site.public)
    notices = apart(lose_a_worker, site.path, 2).splitlines()
    assert [one for one in notices if "worker" in one] == notices[:1]
    assert notices[0].startswith("this process rendered ")
    assert site.tree() == shelf.tree()


def test_a_reader_of_the_memory_prevents_no_build_by_several_processes(tmp_path: Path, shelf: Folder) -> None:
    site = build_shelf(tmp_path / "site", Workers(jobs=1))
    shutil.rmtree(site.public)
    with view_store(open_site(site.config).state) as reader:
        assert reader.issues.live()
        report = build_with(site, Workers(jobs=2))
    assert site.tree() == shelf.tree()
    assert not [one for one in report.notices if "worker" in one.message]


def test_where_the_system_starts_no_process_the_run_does_all_by_itself(tmp_path: Path, alone: Folder) -> None:
    site = habitual(tmp_path / "site")
    done = run_process(site, "build", "--jobs", "2", before=without_processes(tmp_path))
    assert done.returncode == 0
    assert "no process can be started ([Errno 11] Resource temporarily unavailable)" in done.stderr
    assert site.tree() == alone.tree()
