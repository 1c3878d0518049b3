"""Lost links are recovered from the page of the original: nearly all, and never a wrong one."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from feeds.links.alignment import align
from feeds.links.findings import Findings, dump_findings, load_findings
from feeds.links.improving import improve
from feeds.links.originals import read_page
from feeds.links.placing import find_places
from feeds.links.recovery import recover_links
from feeds.links.searching import find
from feeds.markup import Flat, LinkPlace, flatten, link_places, render_body, to_html
from tests.conftest import SHARED
from tests.counting import count_steps
from tests.entries import entries_of
from tests.flattening import PAGE, Flattened, flatten_post

URL = "https://weekly.example/7/"


def body(text: str) -> str:
    return to_html(list(render_body(text, markup="markdown", base=URL)))


def recovered(post: str, page: str | bytes) -> list[tuple[str, str]]:
    """Return words and address of what is recovered for *post*, canonical HTML, from *page*."""
    flat = flatten(post)
    content = page if isinstance(page, bytes) else f"<html><body>{page}</body></html>".encode()
    found = find_places(flat, recover_links(flat, read_page(content, URL, flat.text)))
    return [(flat.text[one.start : one.end], one.href) for one in found]


def score(made: Flattened) -> tuple[int, int, list[tuple[str, str]]]:
    """Return how many links there are, how many were recovered, and which are wrong."""
    flat = flatten(made.post)
    places = find_places(flat, recover_links(flat, read_page(made.page, URL, flat.text)))
    right = sum(
        any(abs(a - one.start) <= 2 and abs(b - one.end) <= 2 and href == one.href for one in places)
        for (a, b), href in made.truth.items()
    )
    wrong = [
        (flat.text[one.start : one.end], one.href)
        for one in places
        if not any(a < one.end and one.start < b and one.href == other for (a, b), other in made.truth.items())
    ]
    return len(made.truth), right, wrong


CORPUS = [
    "importai-md/posts/import-ai-338-consciousness-and-ai.md",
    "importai-md/posts/import-ai-389-minecraft-vibe-checks.md",
    "optech/posts/2018-06-08-newsletter.md", "optech/posts/2020-02-05-newsletter.md",
    "optech-zh/posts/2019-09-04-newsletter.md", "twir/posts/2017-09-12-this-week-in-rust.md",
    "swiftweekly/posts/2017-02-02-issue-55.md", "nixos-weekly/posts/2022/01.md", "ruanyf/posts/issue-220.md",
    "rust-embedded-blog/posts/2018-05-15-newsletter-5.md",
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_nearly_all_links_of_real_posts_are_recovered_and_none_is_wrong(seed: int) -> None:
    corpus = SHARED / "corpus"
    if not corpus.exists():
        pytest.skip("the corpus of real posts is not beside the project")
    links = right = 0
    for name in CORPUS:
        text = re.sub(r"\A---\n.*?\n---\n", "", (corpus / name).read_text(encoding="utf-8"), flags=re.DOTALL)
        count, found, wrong = score(flatten_post(body(text), seed))
        assert wrong == [], name
        links, right = links + count, right + found
    assert links > 300
    assert right / links >= 0.98


SAMPLES = sorted((Path(__file__).parents[1] / "posts").rglob("*.md"))


def test_nearly_all_links_of_our_own_posts_are_recovered_and_none_is_wrong() -> None:
    links = right = 0
    for path in SAMPLES:
        text = re.sub(r"\A---\n.*?\n---\n", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        count, found, wrong = score(flatten_post(body(text), 3))
        assert wrong == [], path.name
        links, right = links + count, right + found
    assert links > 20
    assert right / links >= 0.98


GLUED = (
    "<p>The water stood at the mark before the table said so, and nobody could explain it.Read more: The Tide: A Study "
    "of Eleven Minutes (Quay Press).Get the code to draw tides:Tide Tables (Ada, Hub).Via Bo Brand (Post).</p>"
)


def test_references_of_a_text_whose_lines_are_glued_get_their_links() -> None:
    assert recovered(GLUED, PAGE) == [
        ("The Tide: A Study of Eleven Minutes (Quay Press)", "https://quay.example/t"),
        ("Tide Tables (Ada, Hub)", "https://hub.example/t"),
        ("Bo Brand (Post)", "https://post.example/bo"),
    ]


def test_words_that_were_links_get_their_links_too() -> None:
    post = "<p>On Tuesday the harbour office published its readings, and on Friday the keeper left for good.</p>"
    page = """<p>On Tuesday the harbour office <a href="/readings">published its readings</a>, and on Friday the
    <a href="https://k.example/">keeper</a> left for good.</p>"""
    assert recovered(post, page) == [
        ("published its readings", "https://weekly.example/readings"),
        ("keeper", "https://k.example/"),
    ]


@pytest.mark.parametrize(
    "words",
    ["“The Tide”: a study of eleven minutes (Quay Press)", "The Tide – A Study of Eleven Minutes (Quay Press)",
     "The Tide: A Study of 11 Minutes (Quay Press)", "The Tide: A Studdy of Eleven Minutes"],
)  # fmt: skip
def test_similar_words_are_enough_between_equal_ones(words: str) -> None:
    page = PAGE.replace("The Tide: A Study of\nEleven&nbsp;Minutes (Quay Press)", words)
    assert page != PAGE
    assert ("https://quay.example/t") in [href for _, href in recovered(GLUED, page)]


def test_a_link_elsewhere_with_the_same_words_is_not_used() -> None:
    plain = re.sub(r"<a href=\"https://quay[^>]*>(.*?)</a>", r"\1", PAGE, flags=re.DOTALL)
    decoy = '<p>Related: <a href="https://decoy.example/">The Tide: A Study of Eleven Minutes (Quay Press)</a></p>'
    for page in (plain + decoy, decoy + plain, plain.replace("</p></article>", f"</p>{decoy}</article>")):
        assert [href for _, href in recovered(GLUED, page)] == ["https://hub.example/t", "https://post.example/bo"]


def test_of_two_possible_links_neither_is_used() -> None:
    post = "<p>First it rained. Read more: The Weather (Post).</p><p>Then it snowed.</p>"
    page = '<p>Dry. <a href="https://a.example/">The Weather</a></p>'
    page += '<p>Wet. <a href="https://b.example/">The Weather</a></p>'
    assert recovered(post, page) == []


def test_the_same_words_in_two_sections_get_their_own_links() -> None:
    post = (
        "<p>It rained in the harbour for nine days and nights. Read more: Our paper (Hub).</p>"
        "<p>Gulls have learnt to open the doors of the market hall. Read more: Our paper (Hub).</p>"
    )
    page = """<p>It rained in the harbour for nine days and nights. Read more: <a href="https://hub.example/1">Our paper
    (Hub)</a>.</p><p>Gulls have learnt to open the doors of the market hall. Read more: <a href="https://hub.example/2">Our
    paper (Hub)</a>.</p>"""
    assert recovered(post, page) == [
        ("Our paper (Hub)", "https://hub.example/1"),
        ("Our paper (Hub)", "https://hub.example/2"),
    ]


def test_share_buttons_and_menus_are_not_originals() -> None:
    post = "<p>The office was on Twitter and Facebook all day long, and said nothing about arXiv or its robots.</p>"
    page = """<p>The office was on Twitter and Facebook all day long, and said nothing about arXiv or its robots.</p>
    <p><a href="https://twitter.com/intent/tweet?x">Twitter</a> <a href="https://fb.example/">Facebook</a>
    <a href="https://social.example/">arXiv</a> <a href="/tag/robots">robots</a></p>"""
    assert recovered(post, page) == []


def test_an_existing_link_stays_and_gets_no_link_inside() -> None:
    post = GLUED.replace("Tide Tables", '<a href="https://own.example/">Tide Tables</a>')
    assert [href for _, href in recovered(post, PAGE)] == ["https://quay.example/t", "https://post.example/bo"]


@pytest.mark.parametrize("page", ["", "<p></p>", "\0\0", "<a href='x'>", "<p>Quite another thing</p>", "<div>" * 5000])
def test_any_page_is_read(page: str) -> None:
    assert recovered(GLUED, page) == []


def test_a_page_in_another_encoding_is_read() -> None:
    post = "<p>Die Möwen sind über Nacht zurückgekehrt. Mehr: Das große Möwenbuch (Verlag).</p>"
    page = "<p>Die Möwen sind über Nacht zurückgekehrt. "
    page += 'Mehr: <a href="https://m.example/">Das große Möwenbuch (Verlag)</a></p>'
    content = f'<html><head><meta charset="iso-8859-1"></head><body>{page}</body></html>'.encode("latin-1")
    assert recovered(post, content) == [("Das große Möwenbuch (Verlag)", "https://m.example/")]


def test_links_are_put_around_words_in_any_element() -> None:
    content = "<p>See <em>the <code>tide</code></em> table &amp; <strong>more</strong> of it.</p>"
    flat = flatten(content)

    def linked(words: str) -> str:
        start = flat.text.index(words)
        return link_places(content, flat, [LinkPlace(start, start + len(words), "https://t.example/?a=1&b=2")])

    anchor = '<a href="https://t.example/?a=1&amp;b=2">'
    assert linked("tide") == content.replace("<code>tide</code>", f"{anchor}<code>tide</code></a>").replace(
        f"{anchor}<code>tide</code></a>", f"<code>{anchor}tide</a></code>"
    )
    assert linked("table & more") == content.replace(
        "table &amp; <strong>more</strong>", f"{anchor}table &amp; <strong>more</strong></a>"
    )
    crossing = linked("tide table")
    assert re.sub(r"</?a\b[^>]*>", "", crossing) == content
    assert crossing.count(anchor) == 2


def test_findings_read_back_as_they_were_written() -> None:
    (section,) = entries_of(f"---\ntitle: x\n---\n{GLUED}")
    findings = find(PAGE.encode(), URL, "utf-8", section.content, [section])
    assert len(findings.links) == 3
    assert load_findings(dump_findings(findings)) == findings
    for text in ("[]", "{}", '{"links": [["a"]], "names": {}, "rest": ["", "", ""]}', "nonsense"):
        with pytest.raises(ValueError):  # noqa: PT011 - json's own is one as well
            load_findings(text)


def test_a_text_that_was_cut_off_is_completed_only_on_request() -> None:
    post = GLUED.replace("Tide Tables (Ada, Hub).Via Bo Brand (Post).", "Tide Tab…")
    page = PAGE.replace("</p></article>", "</p><p>And one more line.</p><h2>Gulls</h2><p>Not this.</p></article>")
    (section,) = entries_of(f"---\ntitle: x\n---\n{post}")
    findings = find(page.encode(), URL, "utf-8", section.content, [section])
    whole = improve(section, str, site_url=URL, findings=findings, complete=True)
    assert whole.content.endswith(
        'Tide <a href="https://hub.example/t">Tables (Ada, Hub)</a>.</p>\n'
        '<p>Via <a href="https://post.example/bo">Bo Brand (Post)</a>.</p>\n<p>And one more line.</p>'
    )
    assert improve(section, str, site_url=URL, findings=findings).content.count("…") == 1


def test_alignment_uses_unique_words_and_keeps_the_order() -> None:
    one = "the cat sat on the mat and the dog sat on the log".split()
    other = "x the cat sat on the mat y and the dog sat on the log z".split()
    matched = align(one, other)
    assert matched == sorted(matched)
    assert [other[j] for j in matched] == one


def test_alignment_takes_linear_time() -> None:
    def align_menu_and(words: Sequence[str]) -> None:
        assert align(words, ["menu", *words]) == list(range(1, len(words) + 1))

    various = [f"w{number % 997}x{number % 1009}" for number in range(2_000)]
    assert count_steps(lambda: align_menu_and(various)) < 2.2 * count_steps(lambda: align_menu_and(various[::2]))
    same = ["a"] * 2_000
    assert count_steps(lambda: align(same, same)) < 2.2 * count_steps(lambda: align(same[::2], same[::2]))


def test_nothing_found_leaves_an_entry_as_it_is() -> None:
    (section,) = entries_of(f"---\ntitle: x\n---\n{GLUED}")
    assert improve(section, str, site_url=URL, findings=Findings()) is section
    assert isinstance(flatten(section.content), Flat)


@pytest.mark.parametrize(
    "shape",
    ["<div>", "<aside>", "<meta>", "<b>a", "<table><tr><td>", "<a href=x>word7</a> ", "<article><aside>", "<p>a"],
)
def test_a_page_of_any_shape_is_searched_soon(shape: str) -> None:
    words = " ".join(f"word{number}" for number in range(500))
    start = time.process_time()
    for size in (20_000, 4_000_000):
        page = f"<html><body>{shape * (size // len(shape))}<p>{words}</p></body></html>"
        find(page.encode(), "https://a.example/", "", f"<p>{words}</p>", ())
    assert time.process_time() - start < 5


def test_frames_around_and_in_an_article_stay() -> None:
    page = "<body><header>a<main>b<aside>c</aside></main></header><aside>d<footer>e</footer></aside></body>"
    assert "".join(read_page(page.encode(), "https://a.example/", "").text.split()) == "abc"


def test_a_link_on_a_part_of_a_word_is_recovered_as_that_part() -> None:
    post = "<p>다양한 템플릿을 지원하며 도구들과 통합이 가능하다. The RFCs of that winter were unread.</p>"
    page = """<p>다양한 <a href="https://t.example/k">템플릿</a>을 지원하며 도구들과 통합이 가능하다. The
    <a href="https://t.example/r">RFC</a>s of that winter were unread.</p>"""
    assert recovered(post, page) == [("템플릿", "https://t.example/k"), ("RFC", "https://t.example/r")]


def test_words_for_screen_readers_are_no_words_of_a_link() -> None:
    post = "<p>On Tuesday the harbour office published its readings, and on Friday the keeper left for good.</p>"
    page = """<p>On Tuesday the harbour office <a href="/r">published its readings<span class="sr-only"> (opens in a new
    tab)</span></a>, and on Friday the keeper left for good.</p>"""
    assert recovered(post, page) == [("published its readings", "https://weekly.example/r")]


def test_a_list_below_the_text_gives_no_link_to_a_note_that_is_elsewhere_on_the_page() -> None:
    note = "A note on the methods, such as covert requests for mutual channel closes, which need a peer."
    before = "The readings of the tide are published on Tuesday morning, as every week, by the keeper."
    after = "The gulls of the market hall have learnt to open doors, and nobody knows who taught them."
    decoy = '<p>Related</p><p><a href="https://decoy.example/">covert requests for mutual channel closes</a></p>'
    page = f"<p>{before}</p><p>{note}</p><p>{after}</p>{decoy}"
    assert recovered(f"<p>{before}</p><p>{after}</p><p>{note}</p>", page) == []


@pytest.mark.parametrize("more", ["<b>x</b>" * 20_000, "<p>" + "a " * 600_000, "<div>" * 600])
def test_a_page_that_would_take_seconds_counts_as_empty(more: str) -> None:
    assert read_page(f"<p>Tide.</p>{more}".encode(), "https://a.example/", "Tide.").text == ""
    assert read_page(b"<p>Tide.</p>", "https://a.example/", "Tide.").text.strip() == "Tide."
