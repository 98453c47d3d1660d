"""Heads that are read without h11: h11 would have read each of them in the same way."""

from __future__ import annotations

import h11
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.edge.fetch.plain import plain_head

_PLAIN = (
    b"Content-Length: 5", b"content-length:5 ", b"Connection: close", b"Connection: Keep-Alive", b"Connection: \tCLOSE", b"X-Motto: fa\xe7on \xc3\xbc", b"X-Empty:",
    b"X-Colons: a:b::c", b"Set-Cookie: a=1", b'set-cookie: b="2"', b"X: \x85next\xa0", b"Upgrade: h2c",
)  # fmt: skip
_ODD = (
    b"Content-Length: +5", b"Content-Length: 5, 5", b"Content-Length: \xb2", b"Content-Length:", b"Transfer-Encoding: chunked", b"Transfer-Encoding: identity",
    b"Connection: keep-alive, close", b"X: a\0b", b"X: a\x01b", b"X: a\x7fb", b"X: a\x0bb", b"X: a\rb", b"X: a\nb", b"X : a", b": a", b"no colon", b" folded", b"\tfolded",
    b"X\xe9: a", b"Content-Length: 5\r\nContent-Length: 5", b"Content-Length: 5\r\nContent-Length: 7",
)  # fmt: skip
_STATUS_LINES = (
    b"HTTP/1.1 200 OK", b"HTTP/1.1 404", b"HTTP/1.1 301 Moved\t\xe4", b"HTTP/1.0 200 OK", b"HTTP/1.1 204 No Content", b"HTTP/1.1 100 Continue", b"HTTP/1.1 2000 OK",
    b"HTTP/1.1 600 Odd", b"HTTP/1.1  200 OK", b"http/1.1 200 OK", b"HTTP/1.1 000 OK", b"HTTP/1.1 20",
)  # fmt: skip
_LINES = (*_PLAIN, *_ODD, *_STATUS_LINES, b"")
_ENDS = (b"\r\n", b"\r\n", b"\r\n", b"\r\n", b"\n", b"\r", b"\n\r", b"")
_BODIES = (b"", b"hello", b"hello, and more", b"5\r\nhello\r\n0\r\n\r\n", b"HTTP/1.1 410 Gone\r\n\r\n")

lines = st.lists(
    st.tuples(st.one_of(st.sampled_from(_LINES), st.binary(max_size=12)), st.sampled_from(_ENDS)), max_size=6
).map(lambda told: b"".join(line + end for line, end in told))
# Most begin as they should, or few would be plain.
answers = st.tuples(
    st.sampled_from((b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 404 Not Found\r\n", b"")), lines, st.just(b"\r\n"), st.sampled_from(_BODIES)
).map(b"".join)  # fmt: skip


def by_h11(data: bytes) -> tuple[int, tuple[tuple[str, str], ...], bytes, bool]:
    """Status, fields, as much of the body as came, and whether another request may follow on the connection."""
    state = h11.Connection(our_role=h11.CLIENT)
    state.send(h11.Request(method="GET", target="/", headers=[("Host", "quay.test")]))
    state.send(h11.EndOfMessage())
    state.receive_data(data)
    head = state.next_event()
    assert isinstance(head, h11.Response)
    content = b""
    while isinstance(event := state.next_event(), h11.Data):
        content += event.data
    fields = tuple((name.decode("ascii"), value.decode("latin-1")) for name, value in head.headers)
    return head.status_code, fields, content, state.their_state is h11.DONE and not state.trailing_data[0]


def assert_read_alike(data: bytes) -> None:
    """A head that is plain is to h11 what it is to us."""
    plain = plain_head(data)
    assert plain is not None
    status_code, fields, content, keeps = by_h11(data)
    assert (plain.head.status_code, plain.head.fields) == (status_code, fields)
    body = data[plain.end :]
    assert content == body[: plain.length]
    assert keeps == (plain.keeps and len(body) == plain.length)


@settings(max_examples=3000, deadline=None)
@given(answers)
def test_whatever_is_plain_is_read_as_h11_reads_it(data: bytes) -> None:
    """Nothing is plain that h11 refuses, or reads otherwise."""
    if plain_head(data) is not None:
        assert_read_alike(data)


@pytest.mark.parametrize(
    "data",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello and more",
        b"HTTP/1.1 301\r\nLocation: /b\r\ncontent-length:0\r\n\r\n",
        b"HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno",
        b"HTTP/1.1 200 OK\r\nConnection: close\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>to the end",
        b"HTTP/1.1 200 \r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nX-Motto: fa\xe7on\r\nX:\r\nContent-Length: 0\r\n\r\n",
    ],
)
def test_usual_heads_are_plain(data: bytes) -> None:
    """Those that servers send every day."""
    assert_read_alike(data)


@pytest.mark.parametrize("line", _PLAIN)
def test_a_plain_line_leaves_a_head_plain(line: bytes) -> None:
    """Whatever it says."""
    assert_read_alike(b"HTTP/1.1 200 OK\r\nX: y\r\n" + line + b"\r\n\r\nhello")


@pytest.mark.parametrize("line", _ODD)
def test_an_odd_line_is_left_to_h11(line: bytes) -> None:
    """At any place among the others; what h11 makes of it is h11's matter."""
    for data in (line + b"\r\nX: y", b"X: y\r\n" + line):
        assert plain_head(b"HTTP/1.1 200 OK\r\n" + data + b"\r\n\r\n") is None


@pytest.mark.parametrize(
    "data",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 5",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
        b"HTTP/1.1 200 OK\nContent-Length: 5\n\nhello",
        b"HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n",
        b"HTTP/1.1 304 Not Modified\r\n\r\n",
        b"HTTP/1.1 103 Early Hints\r\n\r\n",
        b"HTTP/1.0 200 OK\r\n\r\n",
    ],
)
def test_heads_that_are_not_plain(data: bytes) -> None:
    """One that has not wholly come, and those whose body is a matter of rules."""
    assert plain_head(data) is None
