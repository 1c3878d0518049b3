"""What a mail says to one reader is not published."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from feeds.markup import find_anchors, render_body, to_html, to_text
from feeds.markup.html.mailings import _ALL_MARK, _MARK, _has_mark, _without_marks, remove_merge_marks
from feeds.markup.html.tokens import _is_token, has_token
from feeds.model import Markup
from tests.parsing import cut, parse

BASE = "https://weekly.example/issues/7/"


def html(text: str, markup: Markup = "html") -> str:
    return to_html(render_body(text, markup=markup, base=BASE))


@pytest.mark.parametrize("markup", ["html", "markdown"])
@pytest.mark.parametrize(
    "mark",
    [
        "*|FNAME|*",
        "*|IF:FNAME|*",
        "%%first_name%%",
        "[[FIRST_NAME]]",
        "#FIRSTNAME#",
        "%EMAIL%",
        "[[data:name]]",
        "[firstname]",
        "%recipient.name%",
        "${name}",
        "{$name}",
        "{!firstname_fix}",
        "[% name %]",
        "{first_name}",
        '{first_name, "reader"}',
        "[[FIRSTNAME OR 'reader']]",
        "[firstname,fallback=]",
        "%%{uuid}%%",
        "{subtag:name}",
        "$[FNAME|reader]$",
        "##name##",
    ],
)
def test_marks_that_a_mail_program_fills_in_are_removed(mark: str, markup: Markup) -> None:
    text = f"Hello {mark}, good day, {mark}." if markup == "markdown" else f"<p>Hello {mark}, good day, {mark}.</p>"
    assert to_text(html(text, markup)) == "Hello, good day."


@pytest.mark.parametrize(
    "words",
    [
        "50%% of 60%%",
        "[name of the boat]",
        "{names}",
        "${price} a seat",
        "see [[Tides]]",
        "C#, F#",
        "<code>*|FNAME|*</code>",
        "#AI# and #7",
    ],
)
def test_other_signs_stay(words: str) -> None:
    assert to_text(html(f"<p>{words}</p>")) == to_text(words)


def test_an_address_loses_the_parameter_with_a_mark() -> None:
    found = html('<p><a href="https://a.example/1?m=*|ID|*&amp;n=2#x">b</a> <a href="*|UPDATE|*">c</a></p>')
    assert find_anchors(found) == [("https://a.example/1?n=2#x", "b")]


@pytest.mark.parametrize(
    "link",
    [
        '<a href="https://m.example/unsub/Q7X">leave</a>',
        '<a href="https://m.example/c/Q7XAB">Unsubscribe</a>',
        '<a href="https://m.example/?u=Q7X">Manage your preferences</a>',
        '<a href="https://m.example/view/Q7XAB">View this email in your browser</a>',
        'To unsubscribe, <a href="https://m.example/c?u=Q7X">click here</a>',
        '<a href="mailto:unsubscribe-Q7X@m.example">Unsubscribe</a>',
        "https://m.example/unsubscribe?u=Q7X",
    ],
)
def test_an_address_with_the_token_of_a_reader_is_not_published(link: str) -> None:
    assert "Q7X" not in html(f"<p>{link}</p>")


@pytest.mark.parametrize(
    "link",
    [
        '<a href="https://a.example/unsubscribe/">Unsubscribe</a>',
        '<a href="https://a.example/how-to-unsubscribe?p=12345">a guide</a>',
        '<a href="https://a.example/Q7XAB?p=1">here</a>',
    ],
)
def test_links_without_a_token_or_to_something_else_stay(link: str) -> None:
    assert len(find_anchors(html(f"<p>{link}</p>"))) == 1


@pytest.mark.parametrize(
    "mark",
    ["[unsubscribe]", "[[UNSUB_LINK_EN]]", "%unsubscribe_url%", "{$unsubscribe}", "{{{unsubscribe}}}", "<%url%>"],
)
def test_an_address_that_is_all_mark_is_no_address(mark: str) -> None:
    assert find_anchors(html(f"<p>You may <a href='{mark}'>leave</a> today.</p>")) == []


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("https://a.example/p/x?jwt_token=eyJhbGci&amp;n=1", "https://a.example/p/x?n=1"),
        ("https://a.example/x?mc_eid=7f&amp;mc_cid=8", "https://a.example/x?mc_cid=8"),
        ("https://a.example/#/f/?uuid=0b1c2d3e-1111-2222-3333-444455556666&amp;key=ab12", "https://a.example/#/f/"),
        ("https://a.example/x?token=eyJ1c2Vy&amp;post=7#end", "https://a.example/x?post=7#end"),
        ("https://substack.example/redirect/7?j=eyJ1Ijoi", "https://substack.example/redirect/7"),
        ("https://a.example/r/7?m=0b1c2d3e-1111-2222-3333-444455556666", "https://a.example/r/7"),
        ("https://a.example/x?m=7&amp;j=k", "https://a.example/x?m=7&j=k"),
        ("https://a.example/x?email=ada%40b.example", "https://a.example/x"),
        ("https://a.example/x?token=abc&amp;e=mc2&amp;key=1", "https://a.example/x?token=abc&e=mc2&key=1"),
    ],
)
def test_an_address_loses_the_parameters_that_name_a_reader(written: str, published: str) -> None:
    assert find_anchors(html(f'<p>The <a href="{written}">mill</a> turns.</p>')) == [(published, "mill")]


def test_a_line_of_commands_to_one_reader_is_removed() -> None:
    leave, view = '<a href="https://m.example/unsub/Q7X">Unsubscribe</a>', '<a href="*|ARCHIVE|*">View in browser</a>'
    assert to_text(html(f"<p>{leave} | {view}</p><p>{leave}, dear reader.</p>")) == "Unsubscribe, dear reader."


PAGE = "https://weekly.example/2026/05/01/one/"


@pytest.mark.parametrize(
    ("link", "page"),
    [
        ("https://news.example/p/Issue-7", "https://news.example/p/Issue-7"),
        ("https://news.example/p/Issue-7?_bhlid=7f&amp;x=Q7X", "https://news.example/p/Issue-7"),
        ("https://mailchi.mp/0a1b2c3d4e5f/issue-7?e=8f7e6d5c4b", "https://mailchi.mp/0a1b2c3d4e5f/issue-7"),
        ("https://m.example/view/Q7XAB", PAGE),
        ("https://m.example/?u=Q7X", PAGE),
        ("https://news.example/", PAGE),
        ("https://news.example/all-issues/", PAGE),
    ],
)
def test_a_mail_that_can_be_read_in_a_browser_has_that_address_if_it_is_public(link: str, page: str) -> None:
    body = f'<p><a href="{link}">View in browser</a></p><p>Words.</p>'
    mail = f"<html><head><title>x</title></head><body>{body}</body></html>"
    issue = parse(mail, "2026-05-01-one.html")
    assert issue.permalink == page
    assert to_text(to_html(issue.body)).endswith("Words.")
    assert ("View" in to_text(to_html(issue.body))) == (link.startswith("https://news.example/") and page == PAGE)


def test_the_address_of_a_post_counts_more_than_that_of_its_mail() -> None:
    body = '<p><a href="https://news.example/p/Issue-7">View in browser</a></p><p>Words.</p>'
    issue = parse(f"---\ntitle: x\npermalink: /7/\n---\n{body}", "2026-05-01-one.html")
    assert issue.permalink == "https://weekly.example/7/"


@pytest.mark.parametrize(
    "footer",
    [
        "<p>Copyright © 2026 Pier Post, All rights reserved.<br>1 Quay Street, Harbour</p>",
        "<p>This e-mail has been sent to you, because you asked for it.</p><p>PO Box 2573 Harbour</p>",
        "<div><p>You're currently a free subscriber to Pier Post.</p><p>© 2026 Ada</p></div>",
        "<p>Become a monthly supporter!</p><p>Your donation will help us.</p>",
        "<p>Pier Post © 2026 – 1 Quay Street, Harbour</p>",
        "<p>Enjoying Pier Post? Support us, so that it goes on.</p><p>1 Quay Street, Harbour</p>",
        "<p>Hello Ada, this e-mail has been sent to you.</p><p>1 Quay Street, Harbour</p>",
        "<p><a href='https://a.example/subscribe'>Subscribe now</a></p><p>© 2026 Ada</p>",
    ],
)
def test_the_footer_of_a_mail_is_apart_from_its_last_story(footer: str) -> None:
    stories = "<h2>The sluice</h2><p>It opens.</p><h2>The mill</h2><p>It turns, as all of the town has known.</p>"
    *_, last, outro = cut(stories + footer, "2026-05-01-one.html")
    assert to_text(last.content) == "It turns, as all of the town has known."
    assert outro.role == "outro"


@pytest.mark.parametrize("above", ["Read online | Sign up", "View this email in your browser", "Im Browser öffnen"])
def test_a_title_below_the_line_for_browsers_is_not_repeated(above: str) -> None:
    line = f'<p><a href="https://a.example/p/the-sluice-7">{above}</a></p>'
    text = f"---\ntitle: Issue 7\n---\n{line}<h1>Issue 7</h1><p>Good day.</p><h2>A</h2><p>b</p><h2>C</h2><p>d</p>"
    assert "Issue 7" not in [section.title for section in cut(text, "2026-05-01-one.html")]


def test_a_line_of_links_whose_addresses_are_marks_is_removed() -> None:
    line = '<p><a href="*|UNSUB|*">Unsubscribe</a> <a href="{$leave}">leave</a> | <a href="[[UNSUB_LINK]]">go</a></p>'
    assert to_text(html(f"<p>Good day.</p>{line}")) == "Good day."
    assert to_text(html('<p>You may <a href="*|UNSUB|*">leave</a>.</p>')) == "You may leave."


def test_the_name_and_the_date_above_the_stories_of_a_mail_are_no_chapter() -> None:
    masthead = "<h1>The club of those who row</h1><h2>April 2026</h2>"
    stories = "<h3>The mill</h3><p>It turns.</p><h3>The weir</h3><p>It holds.</p><h1>Jobs</h1><p>None.</p>"
    found = cut(f"---\ntitle: x\n---\n{masthead}{stories}<h1>News</h1><p>None.</p>", "2026-05-01-one.html")
    assert [section.title for section in found[1:]] == ["The mill", "The weir", "Jobs", "News"]
    assert found[0].role == "intro"


@example("[[Name]")
@example("%%%name%%")
@example("##FNAME##")
@given(st.text("[]#%{}$*|<Na eMmn_FIRST", max_size=30))
def test_no_mark_is_passed_over_where_it_is_looked_for_behind_its_beginning(text: str) -> None:
    assert _has_mark(text) == (_MARK.search(text) is not None)


@example(["https://a.example/", "%5BNAME%5D"])
@example(["https://a.example/#x", " {NAME}", "https://a.example/?n=*|FNAME|*&m=1"])
@given(st.lists(st.text("[]#%{}$*|<>@~Na eMmn_FIRST/?=&25BD7\n", max_size=30), max_size=4))
def test_a_mark_in_an_address_is_found_whatever_the_other_addresses_are(addresses: list[str]) -> None:
    body = etree.Element("body")
    for address in addresses:
        etree.SubElement(body, "img", src=address)
    remove_merge_marks(body, b"", addresses)
    assert [picture.get("src") for picture in body] == list(map(without_mark, addresses))


def without_mark(address: str) -> str:
    plain = unquote(address.strip())
    return "" if _ALL_MARK.match(plain) else _without_marks(plain) if _MARK.search(plain) else address


@example("https://a.example/the-tide/2026/")
@example("https://a.example/---/12345/abcdefghijklmnopqrstuvwxyz")
@given(st.text("ab1-/A", max_size=40).map(lambda path: f"https://a.example/{path}"))
def test_an_address_is_taken_for_plain_only_if_no_part_of_it_is_a_token(address: str) -> None:
    parts = address.split("/")[3:]
    assert has_token(address) == any(map(_is_token, parts))
