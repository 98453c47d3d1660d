"""Certificates that are not accepted, each with its cause, and what is seen behind them all the same."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from provenance.core.model import Check, Exchange, Failure
from tests.behaviours.base import BEHAVIOURS, Reply, Request, article
from tests.site import Site
from tests.sockets import serving
from tests.test_fetch import check, settings_for

NOW = datetime.now(UTC)
EXPIRED = NOW - timedelta(days=10)
LONG_AGO = EXPIRED - timedelta(days=90)


def _context(cert: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    cert.configure_cert(context)
    return context


def verdict(found: Check) -> tuple[str, str]:
    return found.verdict.state.value, found.verdict.kind


@pytest.fixture
def authority(tmp_path: Path) -> trustme.CA:
    """An authority, whose certificate lies in `ca.pem` to be trusted."""
    authority = trustme.CA(organization_name="Harbour Authority")
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    return authority


@pytest.fixture
def plain() -> Iterator[Site]:
    """A site without TLS, for its name server."""
    with Site() as site:
        yield site


# -- one cause, one kind, one look behind it --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dates", "name", "trusted", "expected"),
    [
        ((LONG_AGO, EXPIRED), "127.0.0.1", True, ("tls_expired", f"expired on {EXPIRED:%Y-%m-%d}")),
        ((NOW + timedelta(days=9), None), "127.0.0.1", True, ("tls_expired", "is not valid before")),
        ((LONG_AGO, None), "other.example", True, ("tls_hostname", "for other.example, not for 127.0.0.1")),
        ((LONG_AGO, None), "127.0.0.1", False, ("tls_untrusted", "issued by “")),
    ],
    ids=["expired", "early", "hostname", "untrusted"],
)
def test_certificate_causes(
    tmp_path: Path,
    dates: tuple[datetime, datetime | None],
    name: str,
    trusted: bool,
    expected: tuple[str, str],
) -> None:
    """The cause is told apart in plain words, and what is there is said, flagged as insecure."""
    kind, words = expected
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    cert = authority.issue_cert(name, not_before=dates[0], not_after=dates[1])
    with Site(tls=_context(cert)) as site:
        settings = settings_for(site, ca=tmp_path / "ca.pem" if trusted else None)
        found = check(site.url("article"), settings)
        lost = check(site.url("no-such-page"), settings)
    assert verdict(found) == verdict(lost) == ("unknown", kind)
    assert found.verdict.flags == lost.verdict.flags == ("insecure",)
    assert words in found.verdict.because[0]
    assert "answered 200 with content, a page called “Harbour board" in found.verdict.because[1]
    assert "answered 404" in lost.verdict.because[1]
    assert isinstance(found.outcome, Exchange)
    assert [hop.status_code for hop in found.outcome.hops] == [200]


def test_good_certificate(tmp_path: Path, authority: trustme.CA) -> None:
    """One of an authority given by --ca is accepted, in one request, with nothing to be said."""
    with Site(tls=_context(authority.issue_cert("127.0.0.1"))) as site:
        found = check(site.url("article"), settings_for(site, ca=tmp_path / "ca.pem"))
        assert site.hits.total() == 1
    assert verdict(found) == ("alive", "ok")
    assert (found.outcome.certificate, found.verdict.flags) == (None, ())


def test_second_look_is_one_request_without_cookies(tmp_path: Path, authority: trustme.CA) -> None:
    """What an honest server set in the same walk is not told to somebody who may be anybody; nor does he set any."""
    asked = []

    def behind(request: Request, reply: Reply) -> None:
        asked.append(request.fields.get("cookie"))
        reply.redirect("/behind/2", "302 Found", "Set-Cookie: a=b; Path=/") if len(asked) == 1 else reply.page(
            article()
        )

    BEHAVIOURS["behind"] = behind
    with (
        Site() as honest,
        Site(tls=_context(authority.issue_cert("127.0.0.1", not_after=EXPIRED, not_before=LONG_AGO))) as site,
    ):
        BEHAVIOURS["sets"] = lambda _, reply: reply.redirect(
            site.url("behind"), "302 Found", "Set-Cookie: secret=1; Path=/"
        )
        found = check(honest.url("sets"), settings_for(honest, ca=tmp_path / "ca.pem"))
    assert asked == [None, None]
    assert verdict(found) == ("unknown", "tls_expired")


def test_walk_behind_a_bad_certificate_never_decides(authority: trustme.CA) -> None:
    """A stranger's redirects do not make a link dead, nor refused: the finding is the certificate."""
    with Site(tls=_context(authority.issue_cert("127.0.0.1"))) as site:
        looping = check(site.url("loop"), settings_for(site))
        inward = check(site.url("to-metadata"), settings_for(site))
    assert verdict(looping) == verdict(inward) == ("unknown", "tls_untrusted")
    assert any("169.254.169.254" in reason and "nothing was sent there" in reason for reason in inward.verdict.because)


def test_second_look_that_sees_nothing(authority: trustme.CA) -> None:
    """Then the refusal stays, and it is said that nothing came without verification either."""
    with Site(tls=_context(authority.issue_cert("127.0.0.1"))) as site:
        found = check(site.url("silence"), settings_for(site))
    assert verdict(found) == ("unknown", "tls_untrusted")
    assert isinstance(found.outcome, Failure)
    assert "without verification nothing came either" in found.verdict.because[1]


def test_other_origins_are_verified_as_usual(tmp_path: Path, authority: trustme.CA) -> None:
    """From an expired certificate on to a good one: the page is read, and the link is still not trusted."""
    expired = authority.issue_cert("127.0.0.1", not_after=EXPIRED, not_before=LONG_AGO)
    with Site(tls=_context(authority.issue_cert("127.0.0.1"))) as good, Site(tls=_context(expired)) as site:
        BEHAVIOURS["on-to-good"] = lambda _, reply: reply.redirect(good.url("article"))
        found = check(site.url("on-to-good"), settings_for(site, ca=tmp_path / "ca.pem"))
    assert verdict(found) == ("unknown", "tls_expired")
    assert [hop.status_code for hop in found.outcome.hops] == [302, 200]


def test_loop_between_http_and_https(tmp_path: Path, authority: trustme.CA) -> None:
    """Each sends to the other for ever."""
    with Site() as plain, Site(tls=_context(authority.issue_cert("127.0.0.1"))) as site:
        BEHAVIOURS["to-and-fro"] = lambda _, reply: reply.redirect(
            (site if reply.base.startswith("http:") else plain).url("to-and-fro")
        )
        found = check(plain.url("to-and-fro"), settings_for(plain, ca=tmp_path / "ca.pem"))
    assert verdict(found) == ("dead", "redirect_loop")
    assert len(found.outcome.hops) == 2


@contextmanager
def _tunnel(port: int) -> Iterator[int]:
    """A proxy that leads every CONNECT to one port of this machine."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        there, back = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")

        async def carry(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
            with suppress(OSError):
                while data := await source.read(65_536):
                    sink.write(data)
            sink.close()

        await asyncio.gather(carry(reader, back), carry(there, writer))

    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(connected, "127.0.0.1", 0))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield server.sockets[0].getsockname()[1]

    async def end() -> None:
        server.close()
        await asyncio.sleep(0.01)  # a task that has not begun would close nothing
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    asyncio.run_coroutine_threadsafe(end(), loop).result(5)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(5)
    loop.close()


def test_certificates_are_judged_through_a_proxy(
    tmp_path: Path, plain: Site, authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A tunnel changes nothing: the cause is told apart, and the second look goes the same way."""
    expired = authority.issue_cert("courier.test", not_after=EXPIRED, not_before=LONG_AGO)
    with Site(tls=_context(expired)) as site, _tunnel(site.port) as port:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
        found = check("https://courier.test/article", settings_for(plain, ca=tmp_path / "ca.pem", allow_network=()))
        assert site.hits["/article"] == 1
    assert verdict(found) == ("unknown", "tls_expired"), found.verdict.because
    assert found.verdict.because[0] == f"the certificate expired on {EXPIRED:%Y-%m-%d}"


# -- TLS itself -------------------------------------------------------------------------------------------------------


def test_tls_asked_of_a_plain_server() -> None:
    """A server that does not speak TLS is a TLS finding, not a crash."""
    with Site() as site:
        found = check(site.url("article").replace("http:", "https:"), settings_for(site, retries=0))
    assert verdict(found) == ("unknown", "tls_protocol")
    assert "something other than TLS" in found.verdict.because[0]


def _old(context: ssl.SSLContext) -> None:
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1


def _odd(context: ssl.SSLContext) -> None:
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("AES256-SHA256")  # without forward secrecy, which this program does not offer


def _wants_a_certificate(context: ssl.SSLContext) -> None:
    context.verify_mode = ssl.CERT_REQUIRED


def _unknown_name(context: ssl.SSLContext) -> None:
    context.sni_callback = lambda *_: ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME


def _handshakes(context: ssl.SSLContext) -> AbstractContextManager[int]:
    """A port where TLS is spoken and nothing else. asyncio's servers end a handshake without the alert that says why."""

    def serve(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as stream:
            stream.recv(1)

    return serving(serve)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_old, "only an old version of TLS"),
        (_odd, "shares no cipher"),
        (_wants_a_certificate, "wants a certificate of whoever reads it"),
        (_unknown_name, "serves no site of this name"),
    ],
)
def test_handshakes_that_come_to_nothing(
    tmp_path: Path, plain: Site, authority: trustme.CA, change: Callable[[ssl.SSLContext], None], words: str
) -> None:
    """Each is named in words, with OpenSSL's own behind them."""
    context = _context(authority.issue_cert("courier.test"))
    change(context)
    plain.names["courier.test"] = "127.0.0.1"
    with _handshakes(context) as port:
        found = check(f"https://courier.test:{port}/", settings_for(plain, ca=tmp_path / "ca.pem"))
    assert verdict(found) == ("unknown", "tls_protocol"), found.verdict.because
    assert words in found.verdict.because[0]
