"""The memory is lost: ids and dates are recovered from published feeds."""

from __future__ import annotations

import contextlib
import re
import shutil
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.past import Fetcher, FetchError
from feeds.web import Client, Guard
from tests.command import run_process
from tests.conftest import without_processes
from tests.folder import CONFIG, ISSUE, LATER, NOW, Folder, lose_memory
from tests.searching import search
from tests.servers import Quiet, served

TOPIC = CONFIG + "topics: [{slug: robots, words: [robot*]}]\n"
ITEMS = "feeds: {extra: [{slug: items, grain: item}]}\n"


def lose_everything(site: Folder) -> None:
    lose_memory(site)
    shutil.rmtree(site.public)


@pytest.mark.parametrize("more", ["", ITEMS, "feeds: {attribution: ''}\n"])
def test_a_lost_memory_changes_no_byte(site: Folder, more: str) -> None:
    site.configure(CONFIG + "topics: [{slug: robots, words: [robot*]}]\n" + more)
    site.issue("a.md", "A", "2026-05-01")
    site.write("b.md", "---\ntitle: Listing\n---\n## News\n\n- [x](https://x.example/)\n- [y](https://y.example/)\n")
    site.write(
        "c.md", "---\ntitle: Pinned\nid: urn:uuid:0ea0\ndate: 2026-05-03\n---\n## One {#first}\n\na\n\n## Two\n\nb\n"
    )
    site.build()
    before = site.marks()
    lose_memory(site)
    report = site.build(LATER)
    assert (report.written, site.marks()) == ((), before)
    assert [(row.new, row.changed) for row in report.feeds] == [(0, 0)] * len(report.feeds)
    assert str(report.notices[0]).startswith("public/: ids and dates of ")


def test_after_a_loss_an_issue_is_cut_as_its_feeds_have_it(site: Folder) -> None:
    bold = "## News\n\na\n\n**Tools**\n\nb\n\n## Rest\n\nc\n"
    headed = bold.replace("**Tools**", "## Tools")
    posts = {"2026-04-01-a.md": bold, **{f"2026-04-0{n}-x.md": headed for n in (2, 3, 4)}, "2026-04-09-z.md": bold}
    for name, text in posts.items():
        site.write(name, f"---\ntitle: {name}\n---\n{text}")
        site.build()
    assert site.headings().count("Tools") == 4  # the first came before there were others to learn from
    before = site.marks()
    lose_memory(site)
    assert site.build(LATER).written == ()
    assert site.build(LATER, fresh=True).written == ()
    assert site.marks() == before


def test_entries_of_archives_are_not_announced_after_every_loss_of_the_memory(site: Folder) -> None:
    site.configure(CONFIG + "feeds: {limit: 1, days: 0}\n")
    old = site.issue("a.md", "A", "2026-04-01")
    site.issue("b.md", "B", "2026-05-01")
    site.build()
    site.write(old.name, old.read_text().replace("that sleeps", "that snores"))
    for days in (1, 2):
        lose_memory(site)
        site.build(NOW + timedelta(days=days))
    site.configure(CONFIG + "feeds: {limit: 9, days: 0, extra: [{slug: all}]}\n")
    site.build(NOW + timedelta(days=3))
    assert {item["date_modified"][:10] for item in site.items("feeds/all/feed.json")} == {"2026-04-01", "2026-05-01"}


def test_entries_retitled_renamed_and_reordered_meanwhile_are_recognised(site: Folder) -> None:
    path = site.issue()
    site.build()
    before = site.ids()
    lose_memory(site)
    text = path.read_text()
    path.unlink()
    head, robots, chips = text.partition("## Robots")[0], *text.partition("## Robots")[2].split("## Chips")
    site.write("renamed.md", f"{head}## Chips\n{chips}\n## Walking machines{robots}")
    site.build(LATER)
    assert site.ids() == {"Walking machines": before["Robots"], "Chips": before["Chips"]}
    assert {item["date_published"][:10] for item in site.items()} == {"2026-05-01"}


def test_dates_stay_fixed_whatever_the_post_says_now(site: Folder) -> None:
    site.issue(date="2026-05-01")
    site.build()
    dates = [(item["date_published"], item["date_modified"]) for item in site.items() + site.items("feed.json")]
    lose_memory(site)
    site.issue(date="2026-05-20")
    site.build(LATER)
    assert [(i["date_published"], i["date_modified"]) for i in site.items() + site.items("feed.json")] == dates


def test_an_edit_since_then_moves_updated_as_it_should(site: Folder) -> None:
    path = site.issue()
    site.build()
    lose_memory(site)
    site.write(path.name, path.read_text().replace("that sleeps", "that snores"))
    site.build(LATER)
    assert {item["title"]: item["date_modified"][:10] for item in site.items()} == {
        "Robots": "2026-05-01",
        "Chips": "2026-06-04",
    }


def test_sections_that_no_feed_carried_are_not_announced(site: Folder) -> None:
    site.configure(CONFIG + "feeds: {limit: 1, days: 0, archive: none}\n")
    site.issue()
    site.build()
    assert site.titles() == ["Robots"]
    lose_memory(site)
    site.configure(CONFIG + "feeds: {extra: [{slug: all}]}\n")
    site.build(LATER)
    assert site.titles() == ["Robots"]
    assert site.titles("feeds/all/feed.json") == ["Robots", "Chips"]
    assert {item["date_published"][:10] for item in site.items("feeds/all/feed.json")} == {"2026-05-01"}


def test_keys_of_withdrawn_entries_are_never_reused(site: Folder) -> None:
    site.issue()
    site.build()
    site.write(
        "2026-05-01-one.md", "---\ntitle: Issue 1\ndate: 2026-05-01 09:00\n---\n## Chips\n\nA chip.\n\n## Else\n\nx\n"
    )
    site.build()
    site.build(LATER + timedelta(days=20))
    assert len(site.json("withdrawn.json")["withdrawn"]) == 1
    lose_memory(site)
    site.write(
        "2026-05-01-one.md",
        "---\ntitle: Issue 1\ndate: 2026-05-01 09:00\n---\n## Chips\n\nA chip.\n\n## Robots\n\nOther ones, of brass.\n",
    )
    site.build(LATER + timedelta(days=21))
    assert site.ids()["Robots"].endswith("/robots-2")


def test_an_issue_withdrawn_before_the_loss_is_restored_with_its_id(site: Folder) -> None:
    site.issue("a.md", "A", "2026-05-01")
    post = site.issue("b.md", "B", "2026-05-02")
    site.build()
    before, content = site.ids() | site.ids("feed.json"), post.read_bytes()
    dates = [item["date_published"] for item in site.items("feed.json")]
    post.unlink()
    site.build(NOW + timedelta(days=1))
    marks = site.marks()
    lose_memory(site)
    assert site.build(NOW + timedelta(days=1)).written == ()
    assert site.marks() == marks
    assert "Withdrawn by its author" in site.items("feed.json")[0]["content_html"]
    lose_memory(site)
    site.write("b.md", content)
    site.build(LATER)
    assert (site.ids() | site.ids("feed.json"), [i["date_published"] for i in site.items("feed.json")]) == (
        before,
        dates,
    )


def test_the_domain_in_ids_survives_the_loss_and_a_move(site: Folder) -> None:
    site.issue()
    site.build()
    before = site.ids("feed.json")
    lose_memory(site)
    site.configure(CONFIG.replace("weekly.example", "moved.example"))
    site.issue("b.md", "B", "2026-05-09")
    site.build(LATER)
    after = site.ids("feed.json")
    assert after["Issue 1"] == before["Issue 1"]
    assert after["B"].startswith("tag:weekly.example,")


@pytest.mark.parametrize("formats", ["[atom]", "[rss]", "[rss, atom]"])
def test_without_json_feeds_the_memory_is_recovered_from_the_others(site: Folder, formats: str) -> None:
    import feedparser

    site.configure(CONFIG + f"feeds: {{formats: {formats}}}\n")
    site.issue("2026/a.md", "A", "2026-05-01")
    site.issue("b.md", "B", "2026-05-02")
    site.build()
    name = "rss.xml" if "rss" in formats else "atom.xml"
    before, marks = site.tree(), site.marks()
    lose_memory(site)
    site.build(LATER)
    assert (site.tree(), site.marks()) == (before, marks)
    lose_memory(site)
    site.issue("2026/a.md", "A, retitled", "2026-05-07")
    (site.posts / "b.md").rename(site.posts / "c.md")
    site.build(LATER)
    old, new = (feedparser.parse(tree[name]).entries for tree in (before, site.tree()))
    assert [(entry.id, entry.published) for entry in new] == [(entry.id, entry.published) for entry in old]


def test_a_clean_clone_recovers_from_the_public_address(site: Folder, tmp_path: Path) -> None:
    site.configure(TOPIC)
    site.issue(date="2026-05-01")
    site.build()
    before = site.ids()
    clone = Folder(tmp_path / "clone")
    with served(site.public) as address:
        clone.configure(TOPIC + f"publish: {{url: '{address}', recover: always}}\n")
        path = clone.issue(date="2026-05-09")
        clone.write(path.name, path.read_text().replace("## Robots", "## Walking machines"))
        report = clone.build(LATER)
    assert [problem.message.partition(",")[0] for problem in report.problems] == ["has the date 2026-05-09 00:00"]
    assert str(report.notices[0]).startswith(f"{address}: ids and dates of 3 entries were read back from ")
    assert clone.ids() == {"Walking machines": before["Robots"], "Chips": before["Chips"]}
    assert {item["date_published"][:10] for item in clone.items()} == {"2026-05-01"}
    assert clone.build(LATER).notices == ()


ENDING = "feeds: {limit: 3, days: 0}\ntopics: [{slug: robots, words: [robot*]}]\n"


@pytest.mark.parametrize("formats", ["[rss, atom, json]", "[atom]", "[rss]"])
def test_a_clean_clone_continues_feeds_and_archives(site: Folder, tmp_path: Path, formats: str) -> None:
    settings = CONFIG + ENDING.replace("days: 0", f"days: 0, formats: {formats}")
    clone = Folder(tmp_path / "clone")
    with served(site.public) as address:
        settings += f"publish: {{url: '{address}', recover: always}}\n"
        site.configure(settings.replace("always", "never"))
        for day in range(10, 29):
            site.issue(f"{day}.md", f"Issue {day}", f"2026-05-{day}")
            if day > 20:
                site.build(NOW)
        site.configure(settings.replace("always", "never").replace("limit: 3", "limit: 9"))
        (site.posts / "28.md").unlink()
        site.build(LATER)
        clone.configure(site.config.read_text().replace("never", "always"))
        shutil.copytree(site.posts, clone.posts, dirs_exist_ok=True)
        assert clone.build(LATER).problems == ()
    before, after = site.tree(), clone.tree()
    assert any(path.startswith("topics/robots/archive/") for path in before)
    assert [path for path in before if "archive/" in path] == [path for path in after if "archive/" in path]
    assert after == before
    site.build(LATER + timedelta(days=20))
    clone.build(LATER + timedelta(days=20))
    assert clone.tree() == site.tree()


def test_an_address_without_feeds_means_a_first_build(site: Folder, tmp_path: Path) -> None:
    site.issue()
    (tmp_path / "empty").mkdir()
    with served(tmp_path / "empty") as address:
        site.configure(CONFIG + f"publish: {{url: '{address}', recover: always}}\n")
        report = site.build()
        assert (report.problems, len(report.notices)) == ((), 1)
        assert "so this is the first build" in str(report.notices[0])


def test_a_feed_of_another_program_at_the_address_is_named_with_the_command_that_adopts_it(
    site: Folder, tmp_path: Path
) -> None:
    site.issue()
    (tmp_path / "theirs").mkdir()
    item = "<item><title>Issue 1</title><guid>urn:1</guid><link>https://weekly.example/1</link></item>"
    (tmp_path / "theirs/rss.xml").write_text(f'<rss version="2.0"><channel><title>W</title>{item}</channel></rss>')
    with served(tmp_path / "theirs") as address:
        site.configure(CONFIG + f"publish: {{url: '{address}', recover: always}}\n")
        told = [str(notice) for notice in site.build().notices]
    assert told[1].startswith(f"{address}rss.xml: another program has a feed here (")
    assert told[1].endswith(f"feeds adopt --replace {address}rss.xml)")


def test_an_address_that_does_not_answer_is_a_problem_but_stops_nothing(site: Folder) -> None:
    site.issue()
    site.configure(CONFIG + "publish: {url: 'http://127.0.0.1:9/', recover: always}\n")
    report = site.build()
    assert str(report.problems[0]).startswith("http://127.0.0.1:9/feed.json: cannot be reached (")
    assert report.exit_code(strict=True) == 1
    assert site.titles() == ["Robots", "Chips"]


@pytest.mark.parametrize("more", ["", "publish: {url: 'http://127.0.0.1:9/', recover: never}\n"])
def test_no_request_is_made_to_addresses_that_cannot_be_public_or_are_excluded(site: Folder, more: str) -> None:
    site.issue()
    site.configure(CONFIG + more)
    report = site.build()
    assert (report.problems, report.notices) == ((), ())


def test_a_dry_run_makes_no_request(site: Folder) -> None:
    site.issue()
    site.configure(CONFIG + "publish: {url: 'http://127.0.0.1:9/', recover: always}\n")
    assert site.build(dry=True).problems == ()


class _Slow(Quiet):
    """Sends a byte now and then, for ever."""

    def do_GET(self) -> None:  # noqa: N802 - the name that http.server calls
        self.send_response(200)
        self.end_headers()
        with contextlib.suppress(OSError):
            while True:
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.05)


def test_no_address_is_waited_for_beyond_the_deadline(tmp_path: Path) -> None:
    with served(tmp_path, _Slow) as address, pytest.raises(FetchError, match="took too long"):
        Fetcher(Client(Guard(allow=["127.0.0.1"]), agent="test"), 0.4).get(address)  # its answer never ends


@pytest.mark.parametrize(
    "items",
    [
        "7",
        "[7, null, {}]",
        '[{"id": 4, "_republisher": []}, {"id": "x", "date_published": "never", "content_html": 3}]',
        '[{"id": "tag:a,2026:/"}, {"id": "tag:a,2026://"}, {"id": "tag:a,2026:a/b/c/d"}]',
        '[{"id": "tag:a,2026:a/b", "_republisher": {"issue": "tag:a,2026:a/b"}}]',
        '[{"id": "u", "_republisher": {"key": "k/1", "issue": "v"}}, {"id": "v", "_republisher": {"key": "l"}}]',
    ],
)
def test_damaged_feeds_do_no_harm(site: Folder, items: str) -> None:
    head = '{"version": "https://jsonfeed.org/version/1.1", "_republisher": {"id": "x"}, "items": '
    site.public.mkdir()
    (site.public / "feed.json").write_text(f"{head}{items}}}")
    (site.public / "withdrawn.json").write_text('[{"_republisher": 1}]')
    site.issue()
    assert site.build().problems == ()
    assert site.titles() == ["Robots", "Chips"]


HEAD = "---\ntitle: {title}\ndate: {date}\n---\n"
WORDS = {
    "Robots": "A robot walked over the bridge and back, twice, in the rain, and nobody said a word.",
    "Chips": "A chip slept through the whole of the afternoon, on a shelf, beside the marmalade.",
    "Jobs": "Somebody looks for somebody who likes to look at things that other people overlook.",
}
PARTS = st.lists(st.sampled_from(sorted(WORDS)), min_size=1, max_size=3, unique=True)
STEPS = st.lists(
    st.tuples(st.sampled_from(["a.md", "b.md"]), PARTS, st.booleans(), st.booleans(), st.booleans()),
    min_size=2,
    max_size=6,
)


@pytest.mark.slow
@search(12)
@given(steps=STEPS)
def test_whenever_the_memory_is_lost_ids_and_dates_stay_and_no_key_is_reused(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, list[str], bool, bool, bool]]
) -> None:
    site = Folder(tmp_path_factory.mktemp("loss") / "site")
    site.issue("always.md", "Always", "2026-04-01")
    known: dict[str, tuple[str, str]] = {}  # id to what it was about and when it came
    before: dict[str, str] = {}
    titles: dict[tuple[str, str], str] = {}
    for number, (name, parts, retitled, redated, lost) in enumerate(steps):
        date = "2026-05-20" if redated else "2026-05-02"
        titles |= {(name, part): f"{part} since {number}" for part in parts if retitled}
        body = "".join(f"## {titles.get((name, part), part)}\n\n{WORDS[part]} In {name}.\n\n" for part in parts)
        site.write(name, HEAD.format(title=f"The issue {name}", date=date) + body)
        now: datetime = NOW + timedelta(hours=25 * number)  # a date may be corrected for a day
        if lost and (site.path / ".feeds").exists():
            lose_memory(site)
        site.build(now)
        live = {}
        for item in (item for item in site.items() if "withdrawn" not in item["_republisher"]):
            about = f"{item['_republisher']['source']} {item['title'].partition(' ')[0]}"
            assert item["id"] not in live
            live[item["id"]] = (about, item["date_published"])
        for id, dates in live.items():
            assert known.get(id, dates) == dates
        current = {about: id for id, (about, _) in live.items()}
        for about, id in before.items():
            assert current.get(about, id) == id
        known, before = known | live, current
    shutil.rmtree(site.path)


def test_the_whole_text_of_an_issue_is_untouched(site: Folder) -> None:
    site.write("x.md", ISSUE.format(title="x", date="2026-05-01"))
    site.build()
    first = site.items("feed.json")[0]["content_html"]
    lose_memory(site)
    site.build(LATER)
    assert site.items("feed.json")[0]["content_html"] == first


@pytest.mark.parametrize("lose", [lose_memory, lose_everything])
def test_new_sections_have_readable_ids_and_published_ones_keep_theirs(
    site: Folder, lose: Callable[[Folder], None]
) -> None:
    site.configure(CONFIG)
    for year in (2026, 2027):
        site.write(
            f"{year}-05-01-one.md",
            f"---\ntitle: 港口 {year}\ndate: {year}-05-01\n---\n## 工具\n\nA.\n\n## Роботы\n\nB.\n",
        )
    site.build(datetime(2027, 6, 1, tzinfo=UTC))
    ids = [item["id"].rpartition(":")[2] for item in site.items("sections/feed.json")]
    assert ids[:2] == ["2027-05-01-one/gong-ju", "2027-05-01-one/roboty"]
    assert all(re.search(r"/x-[0-9a-f]{8}$", id) for id in ids[2:])
    before = [item["id"] for item in site.items("sections/feed.json")]
    lose(site)
    site.build(datetime(2027, 6, 2, tzinfo=UTC))
    assert [item["id"] for item in site.items("sections/feed.json")] == before


def test_feeds_in_rss_are_read_where_the_system_starts_no_process(site: Folder, tmp_path: Path) -> None:
    site.configure(CONFIG + "feeds: {formats: [rss]}\n")
    site.write("one.md", "# One\n\n## Robots\n\nA robot.\n\n## Chips\n\nA chip.\n")
    site.build()
    before = site.tree()
    lose_memory(site)
    done = run_process(site, "build", now=LATER.timestamp(), before=without_processes(tmp_path))
    assert (done.returncode, site.tree()) == (0, before)
