"""The guard checks the address of each connection; every request ends in time and within limits."""

from __future__ import annotations

import itertools
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request
from werkzeug import Response as Sent

from feeds.links.visiting import Visitor
from feeds.urls import absolute
from feeds.web import (
    Client,
    Guard,
    HostTask,
    Limits,
    Response,
    Rounds,
    Turns,
    WebError,
    is_public,
    robots_of,
    target_of,
)
from tests.servers import raw_server
from tests.waiting import LIMIT

LOCAL = ("127.0.0.1",)


def client(**options: object) -> Client:
    return Client(Guard(**{"allow": LOCAL, **options}), agent="test/1", limits=Limits(connect=1, read=1))  # type: ignore[arg-type]


def soon(seconds: float = 3.0) -> float:
    return time.monotonic() + seconds


PRIVATE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "192.0.0.192",
    "198.18.0.1", "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "192.88.99.1",
    "168.63.129.16", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1",
    "::ffff:7f00:1", "::ffff:a9fe:a9fe", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001:0:7f00:1::",
    "2001:db8::1", "::127.0.0.1", "3fff::1", "5f00::1", "::ffff:0:7f00:1", "64:ff9b::1:7f00:1", "::1%lo", "200::1",
    "4000::1", "192.0.0.9", "0.0.0.1",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_no_address_that_is_not_public_passes(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "1.1.1.1", "2606:4700:4700::1111", "::ffff:1.1.1.1"])
def test_public_addresses_pass(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.1", "2130706433", "0x7f.1", "0177.0.0.1", "0", "localhost", "[::1]", "[::ffff:7f00:1]",
     "[::ffff:127.0.0.1]", "169.254.169.254", "10.0.0.1", "harbour.example", "printer.local", "00", "0x0", "0.0.0.0",
     "127.0.0.1.", "127.0.0.0x1", "017700000001", "2852039166", "172.16.1", "100.100.100.200", "168.63.129.16",
     "localhost.", "LOCALHOST", "a.localhost", "[::]", "[0:0:0:0:0:ffff:127.0.0.1]", "[::7f00:1]", "[64:ff9b::7f00:1]",
     "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]",
     "[2001:0:7f00:1::]", "[fe80::1]", "[fc00::1]", "[fec0::1]", "[fd00:ec2::254]", "[ff02::1]", "[5f00::1]",
     "[::ffff:0:7f00:1]", "[4000::1]", "0177.1", "0x7f000001", "127.0.1", "[::FFFF:127.0.0.1]",
     "a@127.0.0.1", "93.184.216.34:80@127.0.0.1", "metadata.google.internal"],
)  # fmt: skip
def test_disguised_and_private_addresses_are_refused_before_a_byte_is_sent(host: str) -> None:
    asked = []
    with raw_server(lambda connection: asked.append(1)) as url:
        port = int(url.rstrip("/").rpartition(":")[2])
        guarded = Client(Guard(ports=(port, 80)), agent="test/1", limits=Limits(connect=1, read=1))
        with pytest.raises(WebError) as caught:
            guarded.ask(f"http://{host}:{port}/", end=soon())
    assert caught.value.kind == "refused"
    assert asked == []


@pytest.mark.parametrize(
    "host",
    ["localho\u017ft", "\u24dbocalhost", "\uff11\uff12\uff17.0.0.1", "127\u30020\u30020\u30021",
     "127\uff0e0\uff0e0\uff0e1", "\u2460\u2461\u2466.\u24ea.\u24ea.\u2460"],
)  # fmt: skip
def test_letters_and_digits_of_other_scripts_lead_to_no_private_address(host: str) -> None:
    asked = []
    with raw_server(lambda connection: asked.append(1)) as url:
        port = int(url.rstrip("/").rpartition(":")[2])
        guarded = Client(Guard(ports=(port, 80)), agent="test/1", limits=Limits(connect=1, read=1))
        for written in (f"http://{host}:{port}/", absolute(f"http://{host}:{port}/", "")):
            with pytest.raises(WebError):
                guarded.ask(written, end=soon())
    assert asked == []


@pytest.mark.parametrize("reads", [True, False])
@pytest.mark.parametrize(
    "target",
    ["http://127.0.0.1:{}/", "http://127.1:{}/", "//2130706433:{}/", "http://0x7f.1:{}/", "http://[::ffff:7f00:1]:{}/",
     "http://a@127.0.0.1:{}/", "http:\\\\127.0.0.1:{}/", "http://127.0.0.1.:{}/", "file:///etc/passwd", "ftp://127.0.0.1:{}/",
     "gopher://127.0.0.1:{}/x", "http://%31%32%37.0.0.1:{}/", "http://\t127.0.0.1:{}/"],
)  # fmt: skip
def test_a_page_leads_to_no_private_address_however_it_is_written(
    httpserver: HTTPServer, target: str, reads: bool
) -> None:
    asked = []
    with raw_server(lambda connection: asked.append(1)) as url:
        port = url.rstrip("/").rpartition(":")[2]
        moved = {"Location": target.format(port)}
        httpserver.expect_request("/robots.txt").respond_with_data("")
        httpserver.expect_request("/a").respond_with_data("", status=302, headers=moved)
        guarded = Client(Guard(allow=("localhost",)), agent="test/1", limits=Limits(connect=1, read=1))
        visitor = Visitor(client=guarded, turns=Turns(0), name="feed-republisher", now=datetime(2026, 6, 1, tzinfo=UTC))
        visit = visitor.fetch if reads else visitor.check
        assert visit(f"http://localhost:{httpserver.port}/a", time.monotonic() + LIMIT).fault
    assert asked == []


def test_a_name_that_becomes_private_is_refused_then(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/").respond_with_data("x")
    answers = ["1.1.1.1", "127.0.0.1"]

    def look_up(host: str, port: int) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", (answers.pop(0), port))]

    guard = Guard(ports=(80, httpserver.port), look_up=look_up)
    assert [str(one[4][0]) for one in guard._allowed("rebind.news", 80, 1.0)] == ["1.1.1.1"]
    with pytest.raises(WebError) as caught:
        Client(guard, agent="test/1").ask(f"http://rebind.news:{httpserver.port}/", end=soon())
    assert caught.value.kind == "refused"
    assert "rebind.news resolves to 127.0.0.1" in str(caught.value)
    assert answers == []  # looked up once for a connection: what was checked is what would have been asked
    assert httpserver.log == []


def test_of_several_addresses_the_public_ones_are_used() -> None:
    def look_up(host: str, port: int) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", (one, port)) for one in ("10.0.0.1", "1.1.1.1")]

    assert [one[4][0] for one in Guard(look_up=look_up)._allowed("a.news", 443, 1.0)] == ["1.1.1.1"]


@pytest.mark.parametrize("allow", ["127.0.0.1", "127.0.0.0/8", "localhost"])
def test_allowed_hosts_are_requested_on_any_port(allow: str, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/a").respond_with_data("hello", content_type="text/html; charset=utf-8")
    host = "localhost" if allow == "localhost" else "127.0.0.1"
    answer = client(allow=(allow,)).ask(f"http://{host}:{httpserver.port}/a", end=soon(), accept="text/html")
    assert (answer.status, answer.body, answer.encoding) == (200, b"hello", "utf-8")


@pytest.mark.parametrize("name", ["nonsense", "idna", "hex", "charset=" * 1000, "../x"])
def test_an_encoding_that_is_none_is_not_taken_from_the_header(name: str, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/a").respond_with_data("hello", content_type=f"text/html; charset={name}")
    got = client(allow=("localhost",)).ask(f"http://localhost:{httpserver.port}/a", end=soon(), accept="text/html")
    assert (got.body, got.encoding) == (b"hello", "")


def test_other_ports_are_refused() -> None:
    def look_up(host: str, port: int) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", ("1.1.1.1", port))]

    with pytest.raises(WebError, match=r"port 22 of a\.news"):
        Client(Guard(look_up=look_up), agent="test/1").ask("http://a.news:22/", end=soon())


def test_a_slow_name_server_ends_in_time() -> None:
    over, answered = threading.Event(), threading.Event()

    def look_up(host: str, port: int) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        over.wait(LIMIT)
        answered.set()
        return []

    with pytest.raises(WebError) as caught:
        Client(Guard(look_up=look_up), agent="test/1").ask("http://slow.news/", end=soon(0.3))
    assert not answered.is_set()
    over.set()
    assert caught.value.kind == "late"


def drip(head: bytes) -> Callable[[socket.socket], None]:
    def answer(connection: socket.socket) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(b"x")
            time.sleep(0.05)

    return answer


@pytest.mark.parametrize(
    "head", [b"", b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
             b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99999\r\n\r\n"],
)  # fmt: skip
def test_a_slow_answer_ends_at_the_deadline_at_any_point(head: bytes) -> None:
    start = time.monotonic()
    with raw_server(drip(head)) as url, pytest.raises(WebError) as caught:
        client().ask(url, end=soon(0.6), accept="text/html")
    assert caught.value.kind == "late"
    assert time.monotonic() - start > 0.5  # and it ends, though the server never does


def test_an_endless_body_is_cut(httpserver: HTTPServer) -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield b"x" * 65536

    httpserver.expect_request("/").respond_with_response(Sent(endless(), content_type="text/html"))
    answer = client().ask(httpserver.url_for("/"), end=soon(), accept="text/html", limits=Limits(most=100_000))
    assert (len(answer.body), answer.truncated) == (100_000, True)


def test_a_compression_bomb_is_counted_while_it_is_unpacked(httpserver: HTTPServer) -> None:
    packer = zlib.compressobj(9)
    bomb = b"".join([*(packer.compress(b"\0" * 2**20) for _ in range(16)), packer.flush()])
    httpserver.expect_request("/").respond_with_data(
        bomb, content_type="text/html", headers={"Content-Encoding": "deflate"}
    )
    answer = client().ask(httpserver.url_for("/"), end=soon(), accept="text/html", limits=Limits(most=50_000))
    assert (len(answer.body), answer.truncated) == (50_000, True)


def test_unwanted_bodies_are_not_read(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/").respond_with_data(b"x" * 999, content_type="image/png")
    assert client().ask(httpserver.url_for("/"), end=soon(), accept="text/html").body == b""


@pytest.mark.parametrize("answer", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 999999 x\r\n\r\n", b"\xff" * 50])
def test_servers_that_do_not_speak_http_give_a_result(answer: bytes) -> None:
    with raw_server(lambda connection: connection.sendall(answer)) as url, pytest.raises(WebError) as caught:
        client().ask(url, end=soon())
    assert caught.value.kind == "failed"


@pytest.mark.parametrize("url", ["http://[::1/", "http://a b/", "http:///x", "http://a..b/", "http://x:99999/"])
def test_invalid_addresses_give_a_result(url: str) -> None:
    with pytest.raises(WebError):
        client().ask(url, end=soon(1))


def test_nothing_is_read_from_the_environment(
    httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    (home := tmp_path / "home").mkdir()  # type: ignore[operator]
    (home / ".netrc").write_text("machine 127.0.0.1 login ada password secret\n")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("NETRC", str(home / ".netrc"))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    seen = []

    def handle(request: Request) -> Sent:
        seen.append((request.headers.get("User-Agent"), request.headers.get("Authorization")))
        return Sent("x")

    httpserver.expect_request("/").respond_with_handler(handle)
    client().ask(httpserver.url_for("/"), end=soon())
    assert seen == [("test/1", None)]


def test_a_proxy_that_is_configured_is_used(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/x").respond_with_data("by proxy", content_type="text/html")
    proxied = Client(Guard(), agent="test/1", proxy=httpserver.url_for("").rstrip("/"))
    assert proxied.ask("http://harbour.example/x", end=soon(), accept="text/html").body == b"by proxy"


@pytest.mark.parametrize(
    ("status", "text", "allowed"),
    [(200, "User-agent: *\nDisallow: /private*", True), (200, "User-agent: *\nDisallow: /iss*/", False),
     (200, "User-agent: feed-republisher\nDisallow: /\n", False),
     (200, "\ufeffUser-agent: *\nDisallow: /\n", False), (404, "", True), (503, "", False)],
)  # fmt: skip
def test_robots_are_honoured(httpserver: HTTPServer, status: int, text: str, allowed: bool) -> None:
    httpserver.expect_request("/robots.txt").respond_with_data(text, status=status, content_type="text/plain")
    url = httpserver.url_for("/issue/7")
    assert (robots_of(client(), url, {}, end=soon()).bars(url, "feed-republisher") == "") is allowed


def test_a_host_that_the_guard_refuses_is_not_refused_by_robots(httpserver: HTTPServer) -> None:
    with pytest.raises(WebError) as refused:
        robots_of(Client(Guard(), agent="test/1"), httpserver.url_for("/issue/7"), {}, end=soon())
    assert refused.value.kind == "refused"
    assert httpserver.log == []


def test_a_host_gets_one_request_at_a_time_with_a_pause_and_hosts_are_parallel() -> None:
    running: dict[str, int] = {}
    most: dict[str, int] = {}
    at_once = [0, 0]
    lock = threading.Lock()
    turns = Turns(pause=0.05)
    moments: dict[str, list[float]] = {}

    def task(host: str) -> str:
        with turns.of(host, soon()) as came:
            assert came
            with lock:
                moments.setdefault(host, []).append(time.monotonic())
                running[host] = running.get(host, 0) + 1
                most[host] = max(most.get(host, 0), running[host])
                at_once[0] += 1
                at_once[1] = max(at_once)
            time.sleep(0.03)
            with lock:
                running[host] -= 1
                at_once[0] -= 1
        return host

    hosts = [f"h{number}" for number in range(12)] * 3
    tasks = [HostTask(host, partial(task, host)) for host in hosts]
    done = [one for one in Rounds(tasks, turns, end=soon(20)).results() if one]
    assert sorted(done) == sorted(hosts)
    assert set(most.values()) == {1}
    assert 2 <= at_once[1] <= 8
    assert all(b - a >= 0.075 for times in moments.values() for a, b in itertools.pairwise(times))


def test_rounds_end_in_time_and_abandon_hanging_tasks() -> None:
    over, ended = threading.Event(), threading.Event()

    def hang() -> int:
        over.wait(LIMIT)
        ended.set()
        return 2

    tasks: list[HostTask[int]] = [HostTask("a", hang), HostTask("b", lambda: 1)]
    rounds = Rounds(tasks, Turns(0), end=soon(0.3), grace=0.2)
    assert [one for one in rounds.results() if one] == [1]
    assert not ended.is_set()
    over.set()


@pytest.mark.parametrize("refresh", [" " * 1600, "0;" + " " * 1600 + "x", "0" * 1600, "0; url = " + "'" * 1600])
def test_a_refresh_of_any_kind_ends_soon(refresh: str) -> None:
    start = time.process_time()
    target_of(Response(url="https://a.example/", status=200, headers={"refresh": refresh}))
    target_of(
        Response(url="https://a.example/", status=200, body=b"<meta http-equiv=refresh content='" + refresh.encode())
    )
    assert time.process_time() - start < 1  # a millisecond; in cubic time, minutes


@pytest.mark.parametrize(
    ("refresh", "target"),
    [
        ("0;url=https://b.example/", "https://b.example/"),
        ("5; URL='https://b.example/'", "https://b.example/"),
        ("0 ; url = /c", "https://a.example/c"),
        ("5", ""),
        ("0;url=", ""),
        ("0;url=https://b.example/" + "x" * 2048, ""),
        (" " * 1600 + "0;url=https://b.example/", "https://b.example/"),
    ],
)
def test_a_refresh_leads_to_its_address(refresh: str, target: str) -> None:
    assert target_of(Response(url="https://a.example/", status=200, headers={"refresh": refresh})) == target


def test_a_page_that_refreshes_does_so_near_its_beginning() -> None:
    meta = b'<meta http-equiv="refresh" content="0; url=https://b.example/">'
    assert target_of(Response(url="https://a.example/", status=200, body=b"<p>" * 1000 + meta)) == "https://b.example/"
    assert target_of(Response(url="https://a.example/", status=200, body=b"<meta>" * 20_000 + meta)) == ""
