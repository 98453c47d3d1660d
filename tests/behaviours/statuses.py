"""Answers that say by their status what they are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from tests.behaviours.base import Reply, Request, add, article, behaviour, expect

add("article", "alive ok", lambda _, reply: reply.page(article()))
add("not-found", "dead not_found", lambda _, reply: reply.page(b"<h1>Not found</h1>", "404 Not Found"))
add("gone", "dead gone", lambda _, reply: reply.page(b"<h1>Gone</h1>", "410 Gone"))
add("forbidden", "unknown blocked", lambda _, reply: reply.page(b"<h1>Forbidden</h1>", "403 Forbidden"))
add("not-acceptable", "unknown blocked", lambda _, reply: reply.page(b"", "406 Not Acceptable"))
add("denied-999", "unknown blocked", lambda _, reply: reply.page(b"<h1>Request denied</h1>", "999 Request denied"))
add("teapot", "unknown blocked", lambda _, reply: reply.page(b"", "418 I'm a teapot"))
add(
    "login",
    "unknown login",
    lambda _, reply: reply.page(b"", "401 Unauthorized", 'WWW-Authenticate: Basic realm="staff"'),
)
add("payment", "unknown paywall", lambda _, reply: reply.page(b"", "402 Payment Required"))
add("legal", "unknown legal_block", lambda _, reply: reply.page(b"", "451 Unavailable For Legal Reasons", 'Link: <https://court.example/o>; rel="blocked-by"'))  # fmt: skip
add("server-error", "unknown server_error", lambda _, reply: reply.page(b"", "500 Internal Server Error"))
add("bad-gateway", "unknown server_error", lambda _, reply: reply.page(b"", "502 Bad Gateway"))
add("no-content", "unknown empty", lambda _, reply: reply.raw(b"HTTP/1.1 204 No Content\r\n\r\n"))
add("empty", "unknown empty", lambda _, reply: reply.page(b""))
add("empty-html", "unknown empty", lambda _, reply: reply.page(b"<html><head></head><body>  </body></html>"))
add("not-modified", "unknown bad_http", lambda _, reply: reply.raw(b"HTTP/1.1 304 Not Modified\r\n\r\n"))
add("teasing-redirect", "unknown bad_http", lambda _, reply: reply.page(b"", "308 Permanent Redirect"))
add("pdf", "alive ok", lambda _, reply: reply.page(b"%PDF-1.7 made up", kind="application/pdf"))
add("no-content-type", "alive ok", lambda _, reply: reply.page(article(), kind=""))
add("klingon", "alive ok", lambda _, reply: reply.page(article(), kind="text/html; charset=klingon-8"))
add("challenge", "unknown blocked", lambda _, reply: reply.page(b"<title>Just a moment...</title>", "403 Forbidden", "cf-mitigated: challenge"))  # fmt: skip
add("challenge-200", "unknown blocked", lambda _, reply: reply.page(b"<title>Just a moment...</title>x", "200 OK", "cf-mitigated: challenge"))  # fmt: skip
add("busy-day", "unknown rate_limited", lambda _, reply: reply.page(b"", "429 Too Many Requests", "Retry-After: 86400"))
add(
    "unavailable-day",
    "unknown rate_limited",
    lambda _, reply: reply.page(b"", "503 Service Unavailable", "Retry-After: 86400"),
)


@behaviour("alive ok")
def busy_moment(request: Request, reply: Reply) -> None:
    if request.seen == 0:
        reply.page(b"", "429 Too Many Requests", "Retry-After: 1")
    else:
        reply.page(article())


@behaviour("alive ok")
def busy_date(request: Request, reply: Reply) -> None:
    if request.seen == 0:
        moment = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
        reply.page(b"", "429 Too Many Requests", f"Retry-After: {moment}")
    else:
        reply.page(article())


@behaviour("alive ok")
def error_once(request: Request, reply: Reply) -> None:
    reply.page(b"", "503 Service Unavailable") if request.seen == 0 else reply.page(article())


@behaviour()
def mortal(request: Request, reply: Reply) -> None:
    reply.page(article()) if request.seen < 100 else reply.page(b"", "410 Gone")


@behaviour("alive ok")
def head_lies(request: Request, reply: Reply) -> None:
    reply.page(article()) if request.method == "GET" else reply.page(b"", "404 Not Found")


@behaviour()
def accents(request: Request, reply: Reply) -> None:
    wanted = "/accents/canci%C3%B3n%20(1).html?q=%C3%BC"
    reply.page(article()) if request.path == wanted else reply.page(b"", "404 Not Found")


expect("accents/canción (1).html?q=ü", "alive ok")
expect("nothing-of-that-name", "dead not_found")
