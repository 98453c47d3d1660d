"""A small site on loopback, for `provenance demo`: it answers as a table says, and knows nothing else."""

from __future__ import annotations

import contextlib
import errno
import itertools
import socketserver
import sys
import threading
from collections.abc import Iterable, Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any, Self

from provenance.core.frozen import frozen
from provenance.errors import ToolError

_HOST = "127.0.0.1"


@frozen
class DemoPage:
    """What one path answers. path: begins with `/`. statuses: one, or several that are answered in turn. fields: header
    fields by name and value. content: HTML, UTF-8.
    """

    path: str
    statuses: tuple[int, ...]
    fields: tuple[tuple[str, str], ...] = ()
    content: bytes = b""


class DemoSite:
    """The site, from `with` to the end of the block. port: 0 for any that is free."""

    def __init__(self, pages: Iterable[DemoPage], *, port: int = 0) -> None:
        self._pages = tuple(pages)
        self._port = port

    @property
    def base(self) -> str:
        """The address of the site, without a slash at its end; known inside the block."""
        return f"http://{_HOST}:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        """Begin to serve.

        Raises
        ------
        ToolError
            where the port cannot be had.
        """
        try:
            self._server = _Server(self._port, self._pages)
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            problem = "is in use by another program" if taken else f"cannot be served on ({error.strerror or error})"
            raise ToolError(f"port {self._port}", problem, "Choose another one with --port N") from None
        threading.Thread(target=self._server.serve_forever, args=(0.05,), name="demo site", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Server(socketserver.ThreadingTCPServer):
    # Not http.server's own: that one looks up the name of its address, which takes seconds where there is no DNS.
    daemon_threads = True
    request_queue_size = 128
    # On Windows the option would let two programs share the port in silence.
    allow_reuse_address = sys.platform != "win32"

    def __init__(self, port: int, pages: Iterable[DemoPage]) -> None:
        self.pages = {page.path: page for page in pages}
        self._turns: dict[str, Iterator[int]] = {
            path: itertools.cycle(page.statuses) for path, page in self.pages.items()
        }
        self._lock = threading.Lock()
        super().__init__((_HOST, port), _Handler)

    def status(self, path: str) -> int:
        """The status whose turn it is."""
        with self._lock:
            return next(self._turns[path])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no fault of the site."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        page = self.server.pages.get(path)
        # Without a clock there is no Date (RFC 9110 section 6.6.1), so `send_response`, which adds one, is not used.
        self.send_response_only(self.server.status(path) if page else 404)
        content = page.content if page else b""
        for name, value in page.fields if page else ():
            self.send_header(name, value)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        with contextlib.suppress(ConnectionError):
            self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: the tour prints what is to be seen."""
