"""Short links are followed hop by hop, and each way a server can answer ends as documented."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from feeds.links import Shorteners, Wrappers, must_not_be_asked, shorteners, strip_tracking
from feeds.links.resolving import Outcome, Resolver
from feeds.links.sharing import is_for_sharing
from feeds.links.tables import read_rows
from feeds.web import Client, Guard, Limits, Turns
from tests.conftest import REPOSITORY
from tests.folder import NOW
from tests.servers import raw_server

SITE = "https://weekly.example/"


def resolver(server: HTTPServer, **options: object) -> Resolver:
    client = Client(Guard(allow=["127.0.0.1"]), agent="test/1", limits=Limits(connect=1, read=1))
    made = Resolver(
        now=NOW,
        ask=client.ask,
        is_short=Shorteners([f"127.0.0.1:{server.port}", "sho.rt"]),
        unwrap=Wrappers().unwrap,
        turns=Turns(0),
        seconds=3,
    )
    return replace(made, **options)


def resolve(server: HTTPServer, path: str = "/1", **options: object) -> Outcome:
    return resolver(server, **options).resolve(server.url_for(path))


def redirect(server: HTTPServer, path: str, to: str, status: int = 301) -> None:
    server.expect_request(path).respond_with_data("", status=status, headers={"Location": to})


@pytest.mark.parametrize(
    ("status", "kind"),
    [(301, "permanent"), (308, "permanent"), (302, "temporary"), (303, "temporary"), (307, "temporary")],
)
def test_a_redirect_leads_to_its_target_which_is_not_requested(httpserver: HTTPServer, status: int, kind: str) -> None:
    redirect(httpserver, "/1", "https://tide.example/a?b=%20c&utm_source=x", status)
    outcome = resolve(httpserver)
    assert (outcome.kind, outcome.final) == (kind, "https://tide.example/a?b=%20c&utm_source=x")
    assert outcome.hops == (httpserver.url_for("/1"),)
    assert [request.method for request, _ in httpserver.log] == ["HEAD"]


def test_chains_are_followed_while_they_stay_on_shorteners(httpserver: HTTPServer) -> None:
    redirect(httpserver, "/1", "/2")
    redirect(httpserver, "/2", "3?x=1", 302)
    redirect(httpserver, "/3", "https://www.google.com/url?q=https://tide.example/")
    outcome = resolve(httpserver)
    assert (outcome.kind, outcome.final, len(outcome.hops)) == ("temporary", "https://tide.example/", 3)


@pytest.mark.parametrize("target", ["/1", "/2"])
def test_a_loop_ends(httpserver: HTTPServer, target: str) -> None:
    redirect(httpserver, "/1", target)
    redirect(httpserver, "/2", "/1")
    assert resolve(httpserver).fault == "redirects in a circle"


def test_an_endless_chain_ends(httpserver: HTTPServer) -> None:
    def on(request: Request) -> Response:
        return Response("", 302, {"Location": request.path + "1"})

    httpserver.expect_request(re.compile("/1+")).respond_with_handler(on)
    outcome = resolve(httpserver)
    assert outcome.fault == "redirects more than 10 times"
    assert len(outcome.hops) == 10


@pytest.mark.parametrize("status", [403, 404, 405, 501])
def test_if_head_is_refused_get_is_tried(httpserver: HTTPServer, status: int) -> None:
    httpserver.expect_request("/1", method="HEAD").respond_with_data("", status=status)
    httpserver.expect_request("/1", method="GET").respond_with_data(
        "", status=301, headers={"Location": "https://tide.example/"}
    )
    assert resolve(httpserver).final == "https://tide.example/"


@pytest.mark.parametrize(
    "page",
    [
        '<meta http-equiv="refresh" content="0;URL=https://tide.example/?a=1&amp;b=2">',
        "<html><head><META content='0; url=\"https://tide.example/?a=1&b=2\"' http-equiv=refresh></head></html>",
        "<meta http-equiv=refresh content=0,https://tide.example/?a=1&amp;b=2>",
    ],
)
def test_a_page_that_only_refreshes_leads_to_its_target(httpserver: HTTPServer, page: str) -> None:
    httpserver.expect_request("/1").respond_with_data(page, content_type="text/html")
    assert resolve(httpserver).final == "https://tide.example/?a=1&b=2"


def test_a_page_without_a_redirect_is_reported(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/1").respond_with_data("<p>Welcome</p>", content_type="text/html")
    assert (resolve(httpserver).kind, resolve(httpserver).fault) == ("gone", "is a page that does not redirect")


@pytest.mark.parametrize(
    "location",
    ["", "http://[::1", "javascript:alert(1)", "mailto:a@b.example", "http://", "//", "data:text/html,x",
     "http://a.example:x/", "file:///etc/passwd", "https:///x y"],
)  # fmt: skip
def test_a_broken_location_is_a_result(httpserver: HTTPServer, location: str) -> None:
    redirect(httpserver, "/1", location)
    outcome = resolve(httpserver)
    assert (outcome.kind, outcome.final) == ("failed", "")


@pytest.mark.parametrize(("raw", "path"), [(b"h\xe9", "h%C3%A9"), (b"h\xc3\xa9", "h%C3%A9"), (b"h%C3%A9", "h%C3%A9")])
def test_a_location_in_latin_1_or_utf_8_is_an_address(httpserver: HTTPServer, raw: bytes, path: str) -> None:
    head = b"HTTP/1.1 301 Moved\r\nLocation: https://tide.example/" + raw + b"\r\nContent-Length: 0\r\n\r\n"
    with raw_server(lambda connection: connection.sendall(head)) as url:
        follow = resolver(httpserver, is_short=lambda other: other.startswith(url))
        assert follow.resolve(url + "1").final == f"https://tide.example/{path}"


def test_a_fragment_is_inherited(httpserver: HTTPServer) -> None:
    redirect(httpserver, "/1", "https://tide.example/")
    assert resolve(httpserver, "/1#part").final == "https://tide.example/#part"


@pytest.mark.parametrize(
    "target",
    ["http://127.0.0.1/x", "http://127.0.0.2/x", "http://169.254.169.254/latest/meta-data/",
     "http://[::ffff:7f00:1]/x", "http://2130706433/x",
     "http://0x7f.1/x", "http://10.0.0.1/x"],
)  # fmt: skip
def test_a_shortener_that_leads_to_a_private_address_is_refused_at_every_hop(
    httpserver: HTTPServer, target: str
) -> None:
    redirect(httpserver, "/1", target)
    client = Client(Guard(allow=["localhost"]), agent="test/1", limits=Limits(connect=1, read=1))
    everything = resolver(httpserver, ask=client.ask, is_short=lambda url: True)
    outcome = everything.resolve(f"http://localhost:{httpserver.port}/1")
    assert (outcome.kind, outcome.final) == ("refused", "")
    assert len(httpserver.log) == 1
    assert "is not public" in outcome.fault


@pytest.mark.parametrize(
    ("target", "kind"),
    [("http://169.254.169.254/latest/", "refused"), ("http://[::ffff:7f00:1]/x", "refused"),
     ("http://2130706433/x", "refused"), ("http://0x7f.1/x", "refused"), ("http://localhost:8000/x", "refused"),
     ("http://[fe80::1]/x", "refused"), ("http://10.0.0.1/x", "refused"), ("http://10.0.0.2/x", "permanent"),
     ("http://93.184.216.34/x", "permanent"), ("https://tide.example/x", "permanent")],
)  # fmt: skip
def test_a_private_address_is_never_an_original(httpserver: HTTPServer, target: str, kind: str) -> None:
    redirect(httpserver, "/1", target)
    outcome = resolve(httpserver, bars=Guard(allow=["10.0.0.2"]).bars)
    assert (outcome.kind, outcome.final) == (kind, target if kind == "permanent" else "")
    assert len(httpserver.log) == 1


@pytest.mark.parametrize(
    ("after", "wait"), [("18000", 18000), ("", 3600), ("nonsense", 3600), ("99999999999", 14 * 86400), ("-5", 3600)]
)
@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_asked_for_a_pause_is_skipped_without_sleeping(
    httpserver: HTTPServer, status: int, after: str, wait: int
) -> None:
    httpserver.expect_request("/1").respond_with_data("", status=status, headers={"Retry-After": after})
    outcome = resolve(httpserver)  # to sleep for the pause would take an hour
    assert (outcome.kind, outcome.host, outcome.wait) == ("limited", f"127.0.0.1:{httpserver.port}", wait)
    assert len(httpserver.log) == 1


def test_the_deadline_is_for_the_whole_chain(httpserver: HTTPServer) -> None:
    def slow(request: Request) -> Response:
        time.sleep(0.25)
        return Response("", 302, {"Location": f"/{int(request.path[1:]) + 1}"})

    httpserver.expect_request(re.compile(r"/\d")).respond_with_handler(slow)
    outcome = resolve(httpserver, seconds=0.6)  # a deadline for each hop would be kept until there are too many hops
    assert (outcome.fault, outcome.is_late) == ("took too long", True)


@pytest.mark.parametrize(
    ("status", "kind"), [(404, "gone"), (410, "gone"), (500, "failed"), (418, "failed"), (200, "gone")]
)
def test_answers_of_a_shortener_that_are_not_redirects(httpserver: HTTPServer, status: int, kind: str) -> None:
    httpserver.expect_request("/1").respond_with_data("", status=status)
    assert resolve(httpserver).kind == kind


def test_cookies_are_kept_within_a_chain_and_no_longer(httpserver: HTTPServer) -> None:
    seen = []

    def handle(request: Request) -> Response:
        seen.append(request.headers.get("Cookie"))
        return Response("", 302, {"Location": "/2", "Set-Cookie": "a=1; Path=/"})

    httpserver.expect_request("/1").respond_with_handler(handle)

    def handle_next(request: Request) -> Response:
        seen.append(request.headers.get("Cookie"))
        return Response("", 302, {"Location": "https://tide.example/"})

    httpserver.expect_request("/2").respond_with_handler(handle_next)
    follow = resolver(httpserver)
    follow.resolve(httpserver.url_for("/1"))
    follow.resolve(httpserver.url_for("/1"))
    assert seen == [None, "a=1", None, "a=1"]


@pytest.mark.parametrize(
    ("url", "words"),
    [("https://bit.ly/unsubscribe", ""), ("https://bit.ly/x?action=confirm", ""), ("https://bit.ly/x", "Unsubscribe"),
     ("https://bit.ly/vote/3", ""), ("https://bit.ly/x", "hier abmelden"), ("https://bit.ly/email_preferences", "")],
)  # fmt: skip
def test_links_with_an_effect_are_never_requested(url: str, words: str) -> None:
    assert must_not_be_asked(url, words)


@given(st.from_regex(re.compile(shorteners._NEVER.pattern, re.IGNORECASE | re.ASCII)))
def test_all_that_the_pattern_of_effects_finds_has_a_stem(words: str) -> None:
    assert must_not_be_asked("https://bit.ly/x", words) == (len(words) <= 60 and bool(shorteners._NEVER.search(words)))


@pytest.mark.parametrize("row", read_rows("sharing.txt"))
def test_every_address_of_the_table_is_for_sharing(row: str) -> None:
    assert is_for_sharing(f"https://{row.replace('*', 'co.uk')}".upper())


def test_a_redirect_to_a_link_with_an_effect_is_not_followed(httpserver: HTTPServer) -> None:
    redirect(httpserver, "/1", "/unsubscribe?u=1")
    assert "not requested" in resolve(httpserver).fault
    assert len(httpserver.log) == 1


@pytest.mark.parametrize(
    ("url", "short"),
    [("https://bit.ly/3x", True), ("https://www.bit.ly/3x", True), ("https://bit.ly/", False),
     ("https://sho.rt/a", True),
     ("https://a.sho.rt/a", False), ("https://list-manage.com/track/click?u=1", True),
     ("https://x.list-manage.com/track/click?u=1", True), ("https://x.list-manage.com/unsubscribe?u=1", False),
     ("https://tide.example/bit.ly/x", False), ("mailto:a@bit.ly", False)],
)  # fmt: skip
def test_which_links_are_short(url: str, short: bool) -> None:
    assert Shorteners(["sho.rt"])(url) is short


B64 = "aHR0cHM6Ly90aWRlLmV4YW1wbGUvP2E9MSZiPTI"  # https://tide.example/?a=1&b=2


@pytest.mark.parametrize(
    ("wrapped", "plain"),
    [
        ("https://www.google.com/url?q=https://tide.example/%3Fa%3D1&sa=D", "https://tide.example/?a=1"),
        ("https://www.google.co.uk/url?sa=t&url=https%3A%2F%2Ftide.example%2F", "https://tide.example/"),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Ftide.example%2Fa%2520b&h=x", "https://tide.example/a%20b"),
        ("https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Ftide.example%2F&data=x", "https://tide.example/"),
        ("https://gnusha.org/url/https://tide.example/a?b=1#c", "https://tide.example/a?b=1#c"),
        ("https://gnusha.org/url/https%3A%2F%2Ftide.example%2Fa", "https://tide.example/a"),
        ("https://urldefense.com/v3/__https://tide.example/a?b=1__;!!abc!def$", "https://tide.example/a?b=1"),
        ("https://urldefense.com/v3/__https://tide.example/*a__;Iw!!abc!def$", "https://tide.example/#a"),
        ("https://urldefense.proofpoint.com/v2/url?u=https-3A__tide.example_a-5Fb&d=x", "https://tide.example/a_b"),
        ("https://urldefense.proofpoint.com/v1/url?u=https://tide.example/&k=x", "https://tide.example/"),
        (f"https://click.convertkit-mail.com/abc/def/{B64}", "https://tide.example/?a=1&b=2"),
        ("https://news.substack.com/redirect/2/eyJlIjoiaHR0cHM6Ly90aWRlLmV4YW1wbGUvIn0.sig", "https://tide.example/"),
        ("https://tracking.news.example/CL0/https:%2F%2Ftide.example%2Fa/1/0100/x", "https://tide.example/a"),
        ("https://www.youtube.com/redirect?event=x&q=https%3A%2F%2Ftide.example", "https://tide.example"),
        ("https://go.news.example/out?id=1&u=https%3A%2F%2Ftide.example", "https://tide.example"),
        ("https://to.news.example/go/https://tide.example/x", "https://tide.example/x"),
        ("https://www.google.com/url?q=https://l.facebook.com/l.php%3Fu%3Dhttps%253A%252F%252Ftide.example%252F", "https://tide.example/"),
    ],
)  # fmt: skip
def test_a_link_that_contains_its_target_is_unwrapped(wrapped: str, plain: str) -> None:
    assert Wrappers(["go.news.example/out?u=", "to.news.example/go/"]).unwrap(wrapped) == plain


HOSTS = ["google", "safelinks.protection.outlook", "a", "b-c", ".", ".co", ".com", "substack.com", "x.example", "*", ""]


@given(st.lists(st.sampled_from(HOSTS), max_size=5).map("".join))
def test_a_host_has_the_rows_of_all_patterns_that_match_it(name: str) -> None:
    wrappers = Wrappers(["a.*.example/x?u=", "*.a.*/y?u=", "a*b/z?u=", "*a/z?u=", "x.example/?u="])
    expected = [row for hosts, rows in wrappers._patterns if hosts.fullmatch(name) for row in rows]
    assert wrappers._rows(name) == [*wrappers._hosts.get(name, []), *expected]
    assert wrappers.wraps(name) == bool(wrappers._rows(name))


@pytest.mark.parametrize(
    "url",
    ["https://www.google.com/search?q=https://tide.example/", "https://tide.example/?url=https://b.example/",
     "https://www.google.com/url?q=javascript:alert(1)", "https://web.archive.org/web/2020/https://tide.example/",
     "https://gnusha.org/pi/x/", "https://evil-google.com/url?q=https://a.example/", "http://[::1",
     "mailto:x@y.example"],
)  # fmt: skip
def test_a_link_that_only_looks_like_a_wrapper_stays(url: str) -> None:
    assert Wrappers().unwrap(url) == url


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("https://a.example/?utm_source=x&utm_medium=y", "https://a.example/"),
        ("https://a.example/?b=%20c&fbclid=1&empty=&flag#f", "https://a.example/?b=%20c&empty=&flag#f"),
        ("https://a.example/?a=1&amp;utm_source=x", "https://a.example/?a=1&amp;utm_source=x"),
        ("https://a.example/?ref=weekly.example&id=2", "https://a.example/?id=2"),
        ("https://a.example/?ref=master&source=lib", "https://a.example/?ref=master&source=lib"),
        ("https://s3.example/k?X-Amz-Signature=1&utm_source=x", "https://s3.example/k?X-Amz-Signature=1&utm_source=x"),
        ("https://a.example/#/x?utm_source=y", "https://a.example/#/x?utm_source=y"),
    ],
)
def test_only_tracking_parameters_are_removed_and_the_rest_stays_byte_for_byte(url: str, plain: str) -> None:
    assert strip_tracking(url, SITE) == plain


@pytest.mark.parametrize("name", ["wrappers.txt", "shorteners.txt", "tracking.txt", "sharing.txt"])
def test_every_table_names_its_source_and_date_and_repeats_no_row(name: str) -> None:
    head = (REPOSITORY / "feeds/links/data" / name).read_text(encoding="utf-8").partition("\n\n")[0]
    assert "# Source: " in head
    assert re.search(r"^# Date:   \d{4}-\d{2}-\d{2}$", head, re.MULTILINE)
    rows = read_rows(name)
    assert len(rows) == len(set(rows))
