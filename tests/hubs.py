"""A real WebSub hub and a real subscriber (Flask-WebSub) on this machine, and a host that follows `_headers`."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from flask_websub.hub import Hub, SQLite3HubStorage
from flask_websub.subscriber import SQLite3SubscriberStorage, SQLite3TempSubscriberStorage, Subscriber, discover
from werkzeug import Request, Response
from werkzeug.serving import make_server

from tests.hosting import headers_for


@contextmanager
def listening(application: Any) -> Iterator[str]:
    """Serve a WSGI *application* on this machine, and yield its address without a slash at the end."""
    server = make_server("127.0.0.1", 0, application, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class Tasks:
    """Runs the tasks of a hub in threads, as Celery would in workers; one that fails is not tried again."""

    def task(self, **options: Any) -> Callable[[Callable[..., Any]], Any]:
        def wrap(work: Callable[..., Any]) -> Any:
            def delay(*arguments: Any) -> None:
                first = (self,) if options.get("bind") else ()
                threading.Thread(target=work, args=(*first, *arguments), daemon=True).start()

            work.delay = delay  # type: ignore[attr-defined]
            return work

        return wrap


class OurHub(Hub):  # type: ignore[misc]
    """A hub, and which topics it was told of."""

    def __init__(self, folder: Path) -> None:
        self.published: list[str] = []
        super().__init__(SQLite3HubStorage(str(folder / "hub.db")), Tasks(), PUBLISH_SUPPORTED=True)
        send = self.send_change.delay

        def told(topic: str) -> None:
            self.published.append(topic)
            send(topic)

        self.send_change.delay = told

    def make_request(self, *arguments: Any) -> None:
        self.make_request_retrying.delay(self, *arguments)


@contextmanager
def hub_in(folder: Path) -> Iterator[tuple[OurHub, str]]:
    """Yield a hub, and its address."""
    application = Flask("hub")
    application.config["PUBLISH_SUPPORTED"] = True
    hub = OurHub(folder)
    application.register_blueprint(hub.build_blueprint(url_prefix="/hub"))
    with listening(application) as address:
        yield hub, f"{address}/hub"


class Reader:
    """A subscriber: what it has been sent, by topic, and the topics that were confirmed."""

    def __init__(self, folder: Path) -> None:
        path = str(folder / "reader.db")
        self.sent: dict[str, bytes] = {}
        self.confirmed: list[str] = []
        self._subscriber = Subscriber(SQLite3SubscriberStorage(path), SQLite3TempSubscriberStorage(path))
        self._subscriber.add_listener(lambda topic, callback, body: self.sent.__setitem__(topic, body))
        self._subscriber.add_success_handler(lambda topic, callback, mode: self.confirmed.append(topic))
        self.application = Flask("reader")
        self.application.register_blueprint(self._subscriber.build_blueprint(url_prefix="/callbacks"))
        self.address = ""

    def follow(self, url: str) -> None:
        """Subscribe to the feed at *url*, at the hub that it names."""
        with self.application.test_request_context(base_url=self.address):
            self._subscriber.subscribe(**discover(url))


@contextmanager
def reader_in(folder: Path) -> Iterator[Reader]:
    """Yield a subscriber."""
    reader = Reader(folder)
    with listening(reader.application) as address:
        reader.address = address
        yield reader


class Host:
    """Serves *folder* with the headers that the rules in its `_headers` give to a path."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, environ: Any, start_response: Any) -> Any:
        request = Request(environ)
        path = self.folder / request.path.lstrip("/")
        response = Response(status=404)
        if path.is_file():
            response = Response(path.read_bytes(), headers=headers_for(self.folder, request.path))
        return response(environ, start_response)
