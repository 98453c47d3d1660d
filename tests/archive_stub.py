"""A stand-in for what only the Wayback Machine does: its CDX index with dirty rows, pauses, blocked sites, Save Page Now.

A small server on loopback that answers by a table and keeps what it was asked. Everything that other archives do too is
tested against a real one (tests/test_archive_pywb.py).
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from provenance.core.memento import read_timestamp
from tests.behaviours.base import article

HEADER = ["timestamp", "original", "mimetype", "statuscode", "digest", "length"]
PAGE = "https://courier.example/2024/07/04/harbour-board-keeps-the-old-ferry"
TITLE = "Harbour board keeps the old ferry"


@dataclass(slots=True)
class Reply:
    """An answer: status, body, and header fields."""

    content: bytes = b""
    status: int = 200
    fields: Mapping[str, str] = field(default_factory=dict)
    kind: str = "text/html; charset=utf-8"


def row(stamp: str, original: str = PAGE, status: str = "200") -> list[str]:
    """A row of the index."""
    return [stamp, original, "text/html", status, "SHA1", "900"]


def copy(stamp: str, content: bytes | None = None, *, original: str = PAGE, status: int = 200, **fields: str) -> Reply:
    """What the replay shows of a capture."""
    moment = read_timestamp(stamp)
    told = {"Memento-Datetime": format_datetime(moment, usegmt=True), "Link": f'<{original}>; rel="original"'}
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    return Reply(article(TITLE) if content is None else content, status, told | {"X-Archive-Src": "a.warc.gz"} | named)


class Wayback:
    """The stub. rows: of the index. copies: by timestamp. first: answers that come before anything else, one a request.
    saves: what the save interface answers, one a request. asked: paths, posted: bodies with their header fields.
    """

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.copies: dict[str, Reply] = {}
        self.first: list[Reply] = []
        self.always: Callable[[str], Reply | None] = lambda _: None
        self.saves: list[Reply] = []
        self.asked: list[str] = []
        self.posted: list[tuple[Mapping[str, str], Mapping[str, list[str]]]] = []
        self.keys: list[str | None] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.base = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def index(self) -> Reply:
        """As the CDX server writes it: rows of cells, an empty row, a key."""
        return Reply(json.dumps([HEADER, *self.rows, [], ["key"]]).encode(), kind="application/json")

    def answer(self, path: str) -> Reply:
        if self.first:
            return self.first.pop(0)
        if (told := self.always(path)) is not None:
            return told
        if path.startswith("/cdx/search/cdx?"):
            return self.index()
        if path.startswith("/wayback/available"):
            return Reply(b'{"archived_snapshots":{}}', kind="application/json")
        if path.startswith("/save"):
            return self.saves.pop(0)
        stamp = path.removeprefix("/web/")[:14]
        return self.copies.get(stamp, Reply(b"<h1>not in archive</h1>", 404))

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        stub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                stub.asked.append(self.path)
                stub.keys.append(self.headers.get("Authorization"))
                self.reply(stub.answer(self.path))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                stub.asked.append(self.path)
                stub.keys.append(self.headers.get("Authorization"))
                stub.posted.append((dict(self.headers), parse_qs(body)))
                self.reply(stub.answer(urlsplit(self.path).path))

            def reply(self, told: Reply) -> None:
                self.send_response(told.status)
                for name, value in {"Content-Type": told.kind, **told.fields}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(told.content)))
                self.end_headers()
                self.wfile.write(told.content)

            def log_message(self, *_: Any) -> None: ...

        return Handler


def told(**record: Any) -> Reply:
    """A word of the save interface."""
    return Reply(json.dumps(record).encode(), kind="application/json")
