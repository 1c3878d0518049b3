"""`feeds check`: each rule finds its fault at its place, and correct documents have none."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.errors import FeedsError
from feeds.linting import RULES, check_document, looks_like_feed
from feeds.past import parse_feed, parse_foreign
from tests.command import run
from tests.conftest import REPOSITORY
from tests.extension_faults import EXTENSION_FAULTS, RDF, SHOW
from tests.faults import ATOM, CORRECT, FAULTS, JSON, RSS
from tests.folder import NOW, Folder
from tests.servers import served

PAGE = REPOSITORY / "docs/check.md"
_TABLE = "<!-- rules: made by pytest tests/test_linting.py --accept -->\n"


def found(text: str, url: str = "") -> list[tuple[str, int]]:
    return [(one.rule.id, one.line) for one in check_document(text.encode(), NOW, url=url).findings]


@pytest.mark.parametrize("format", CORRECT)
def test_a_correct_document_has_no_fault(format: str) -> None:
    checked = check_document(CORRECT[format].encode(), NOW)
    assert (checked.format, checked.findings) == (format, ())


@pytest.mark.parametrize("text", [RDF, SHOW], ids=["RSS 1.0", "podcast"])
def test_a_correct_feed_with_extensions_has_no_fault(text: str) -> None:
    assert looks_like_feed(text.encode())
    assert found(text) == []


def test_rdf_that_is_not_a_feed_is_passed_over() -> None:
    text = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://xmlns.com/foaf/0.1/"><Person/></rdf:RDF>'
    assert not looks_like_feed(text.encode())
    assert found(text) == [("kind", 1)]


def test_a_newsletter_with_pictures_is_no_podcast() -> None:
    """Some hosts write elements of podcasts into every feed."""
    letter = SHOW.replace("audio/mpeg", "image/jpeg").replace("1.mp3", "1.jpeg")
    assert found(letter.replace("<itunes:explicit>false</itunes:explicit>", "")) == []


def test_the_only_archive_of_a_feed_has_no_neighbours() -> None:
    link = '<link rel="current" href="https://harbour.example/atom.xml"/>'
    assert found(ATOM.replace("<entry>", f"<fh:archive/>{link}<entry>", 1)) == []


def test_an_id_that_is_taken_for_an_address_is_reported_once() -> None:
    assert found(RSS.replace(' isPermaLink="false"', "")) == [("guid", 15)]


def test_an_ampersand_in_an_address_is_no_markup() -> None:
    written = "see https://video.example/watch?v=1&amp;ab_channel=fog"
    assert found(RSS.replace("<title>Fog</title>", f"<title>{written}</title>")) == []


@pytest.mark.parametrize(("rule", "correct", "old", "new", "line"), FAULTS + EXTENSION_FAULTS)
def test_a_fault_is_found_at_its_place(rule: str, correct: str, old: str, new: str, line: int) -> None:
    assert old in correct
    assert (rule, line) in found(correct.replace(old, new, 1))


def test_every_rule_about_documents_finds_a_fault() -> None:
    alone = {"size", "many", "self-differs", "http-type", "http-validator"}  # have tests of their own
    assert {fault[0] for fault in FAULTS + EXTENSION_FAULTS} | alone == RULES.keys()


@pytest.mark.parametrize("text", [RSS, ATOM, JSON])
def test_a_feed_that_is_not_where_it_says_is_reported(text: str) -> None:
    names = {RSS: "rss.xml", ATOM: "atom.xml", JSON: "feed.json"}
    assert found(text, f"https://harbour.example/{names[text]}") == []
    assert [rule for rule, _ in found(text, "https://other.example/rss.xml")] == ["self-differs"]


def test_a_feed_of_more_than_five_megabytes_is_reported() -> None:
    assert found(RSS.replace("tide", "tide" * 1_300_000)) == [("size", 0)]


def test_no_more_findings_are_made_than_anybody_reads() -> None:
    rules = [rule for rule, _ in found(RSS.replace("</channel>", "<item/>" * 100_000 + "</channel>"))]
    assert rules.count("many") == 1
    assert len(rules) == 5001


def test_a_character_that_is_meant_is_no_markup() -> None:
    written = "<title>the &amp;amp; entity</title>"
    assert ("markup-in-text", 12) in found(RSS.replace("<title>Fog</title>", written))
    assert found(RSS.replace("<title>Fog</title>", written.replace("&amp;amp;", "&#x26;amp;"))) == []


def test_an_offset_of_nothing_is_as_good_as_z() -> None:
    assert found(ATOM.replace("00:00Z", "00:00+00:00")) == []


@pytest.mark.parametrize("text", ["", " ", "{", "[", "<", "<rss", "\ufeff", "{}", "[]", '{"items": 1, "version": 2}'])
def test_what_is_no_document_has_a_fault(text: str) -> None:
    assert found(text)


@given(st.text(), st.sampled_from([fault[1:3] for fault in FAULTS]))
def test_no_text_at_any_place_ends_in_an_exception(text: str, place: tuple[str, str]) -> None:
    correct, old = place
    check_document(correct.replace(old, text, 1).encode("utf-8", "surrogatepass"), NOW)


@given(st.binary())
def test_no_bytes_end_in_an_exception(content: bytes) -> None:
    check_document(content, NOW)
    looks_like_feed(content)


def test_entities_are_not_fetched_and_do_not_explode(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("https://secret.example/", encoding="utf-8")
    outside = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    findings = check_document(RSS.replace("<rss", f"{outside}<rss", 1).replace("tide", "&x;").encode(), NOW).findings
    assert "secret.example" not in str(findings)
    bomb = "".join(f'<!ENTITY {b} "{f"&{a};" * 50}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    text = RSS.replace("<rss", f'<!DOCTYPE rss [<!ENTITY a "fog fog fog">{bomb}]><rss', 1).replace("tide", "&i;")
    assert [rule for rule, _ in found(text)] == ["well-formed"]


ATTRIBUTES = " ".join(f"a{number}='b'" for number in range(100_000))
NAMESPACES = " ".join(f"xmlns:a{number}='b'" for number in range(100_000))
DECLARED = "<!DOCTYPE rss [<!ATTLIST rss " + " ".join(f"a{number} CDATA 'b'" for number in range(50_000)) + ">]><rss/>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "text",
    [
        f"<rss {ATTRIBUTES}/>",
        f"<rss {NAMESPACES}/>",
        f"<rss><![CDATA[<!--<script>]]><a {ATTRIBUTES}>x</a></rss>",
        DECLARED,
    ],
    ids=lambda text: text[:20],
)
def test_masses_of_attributes_take_no_minutes(text: str, encoding: str) -> None:
    start = time.process_time()
    (finding,) = check_document(text.encode(encoding), NOW).findings
    assert finding.fault == "an element has more than 5,000 attributes"
    with pytest.raises(FeedsError, match="too many attributes"):
        parse_feed(text.encode(encoding), "x", parse_foreign)
    assert time.process_time() - start < 3


def test_the_published_sample_has_no_fault() -> None:
    for path in sorted((REPOSITORY / "public").rglob("*.*")):
        content = path.read_bytes()
        if path.suffix in (".xml", ".json", ".opml") and looks_like_feed(content):
            assert check_document(content, NOW.replace(year=2030)).findings == (), path


# -- the command


def test_a_file_is_checked_without_a_config(tmp_path: Path) -> None:
    site = Folder(tmp_path / "site")
    site.config.unlink()
    (site.path / "feed.xml").write_text(RSS.replace("tide", "R & D"), encoding="utf-8")
    done = run(site, "check", "feed.xml")
    assert done.returncode == 1
    assert done.stdout == (
        "feed.xml:7: error: it is not well-formed: xmlParseEntityRef: no name; one bare & loses 11 of 24 readers, a"
        " control character 11, a wrong byte 7 (escape & as &amp; and < as &lt;, remove control characters, and save"
        " it as UTF-8) [well-formed]\n"
    )
    assert done.stderr == "1 document checked: 1 error.\n"


def test_a_folder_is_searched_for_feeds(site: Folder) -> None:
    site.issue()
    site.build()
    (site.public / "sitemap.xml").write_text("<urlset/>", encoding="utf-8")
    (site.public / "package.json").write_text("{", encoding="utf-8")
    (site.public / "gone.xml").symlink_to("nowhere")
    os.mkfifo(site.public / "pipe.xml")
    done = run(site, "check", "public", "--json")
    values = json.loads(done.stdout)
    assert (done.returncode, values["remarks"]) == (0, [])
    assert values["documents"] == [
        "public/atom.xml",
        "public/feed.json",
        "public/feeds.opml",
        "public/rss.xml",
        "public/sections/atom.xml",
        "public/sections/feed.json",
        "public/sections/rss.xml",
    ]


def test_warnings_are_failures_if_strict(site: Folder) -> None:
    (site.path / "feed.xml").write_text(RSS.replace('rel="self"', 'rel="via"'), encoding="utf-8")
    assert run(site, "check", "feed.xml").returncode == 0
    assert run(site, "check", "feed.xml", "--strict").returncode == 1


def test_many_places_of_one_fault_are_summed_up(site: Folder) -> None:
    item = RSS[RSS.index("<item>") : RSS.index("</channel>")]
    (site.path / "feed.xml").write_text(RSS.replace(item, item * 9), encoding="utf-8")
    lines = run(site, "check", "feed.xml").stdout.splitlines()
    assert [line.partition(" ")[0] for line in lines] == [*(f"feed.xml:{n}:" for n in (22, 29, 36)), "feed.xml:"]
    assert lines[-1] == "feed.xml: 5 more [duplicate-id] (--all prints them)"
    assert len(run(site, "check", "feed.xml", "--all").stdout.splitlines()) == 8


def test_a_site_is_checked_with_its_posts_and_feeds(site: Folder) -> None:
    site.issue()
    site.build()
    assert run(site, "check").stderr == "7 documents checked: nothing found.\n"
    site.write("b.md", "---\ntitle: [b\n---\n")
    feed = site.public / "rss.xml"
    feed.write_text(feed.read_text(encoding="utf-8").replace("https://weekly.example/rss.xml", "rss.xml"), "utf-8")
    before = site.state()
    done = run(site, "check")
    assert done.returncode == 1
    post, address = done.stdout.splitlines()
    assert post.startswith("posts/b.md:3: error: the front matter is not valid YAML")
    assert address.startswith("public/rss.xml:")
    assert address.endswith("[relative-self]")
    assert site.state() == before


def test_every_fault_of_the_config_is_printed(site: Folder) -> None:
    site.configure("site: {title: T, url: x}\nfeeds: {limit: 0}\n")
    done = run(site, "check")
    assert done.returncode == 1
    assert [line.partition(": ")[0] for line in done.stdout.splitlines()] == ["config.yaml:1:18", "config.yaml:2:9"]


def test_what_cannot_be_read_is_a_failure(site: Folder) -> None:
    done = run(site, "check", "nothing.xml")
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr == "nothing.xml: cannot be read: No such file or directory (give a file, a folder or an address)\n"
    )
    site.config.unlink()
    done = run(site, "check")
    assert (done.returncode, done.stderr.partition(" (")[0]) == (2, "feeds.yaml: there is no config here")


def test_the_rules_are_printed(site: Folder) -> None:
    assert len(run(site, "check", "--rules").stdout.splitlines()) == len(RULES)


@pytest.mark.parametrize("name", ["rss.xml", "feed"])
def test_an_address_is_checked_with_its_headers(tmp_path: Path, site: Folder, name: str) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / name).write_text(RSS, encoding="utf-8")
    with served(tmp_path / "files") as address:
        done = run(site, "check", address + name)
    rules = [line.rpartition("[")[2].rstrip("]") for line in done.stdout.splitlines()]
    assert rules == ["self-differs", *(["http-type"] if name == "feed" else [])]


def test_a_page_leads_to_its_feeds(tmp_path: Path, site: Folder) -> None:
    (tmp_path / "files").mkdir()
    page = '<!doctype html><title>T</title><link rel="alternate" type="application/rss+xml" href="rss.xml">'
    (tmp_path / "files/index.html").write_text(page, encoding="utf-8")
    with served(tmp_path / "files") as address:
        done = run(site, "check", address)
        assert done.returncode == 1
        assert done.stdout == f"{address}: error: it is an HTML page (its feeds are {address}rss.xml) [kind]\n"
        assert "answers 404" in run(site, "check", address + "none").stderr


# -- the documentation


def rule_table() -> str:
    """Return the table of rules for docs/check.md."""
    rows = (
        f"| `{rule.id}` | {rule.severity} | {rule.formats} | {_cell(rule.says)} | {_cell(rule.readers)} "
        f"| {_cell(rule.source)} |"
        for rule in RULES.values()
    )
    head = (
        "| Rule | Severity | Formats | What it says | What readers do otherwise | Source |\n|---|---|---|---|---|---|\n"
    )
    return head + "\n".join(rows) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def test_the_page_lists_the_rules(pytestconfig: pytest.Config) -> None:
    written = PAGE.read_text(encoding="utf-8")
    head = written.partition(_TABLE)[0]
    if pytestconfig.getoption("--accept"):
        PAGE.write_text(head + _TABLE + rule_table(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == head + _TABLE + rule_table()
