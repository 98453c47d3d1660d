"""Certificates that are not accepted, each with its cause, and what is seen behind them all the same."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.name import _ASN1Type
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

from provenance.core.model import Check, Exchange, Failure
from provenance.edge.fetch import Fetcher
from provenance.edge.fetch.x509 import read_certificate
from provenance.jobs.clock import now
from provenance.jobs.looking import Target, look
from tests.behaviours.base import BEHAVIOURS, Reply, Request, article
from tests.site import Site
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
    assert "answered 200 with a page called “Harbour board" in found.verdict.because[1]
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


# -- chains -----------------------------------------------------------------------------------------------------------


class Chain:
    """A root, an intermediate and a server's certificate, where the server sends its own alone.

    The certificate says that its issuer's lies at a page of a plain site.
    """

    def __init__(
        self, plain: Site, folder: Path, *, at: str = "issuer/intermediate", root: str = "Harbour Root"
    ) -> None:
        self.root_key, self.key, leaf_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
        self.root = certificate(name(root), name(root), self.root_key, self.root_key, ca=True)
        self.intermediate = certificate(name("Harbour Issuing"), name(root), self.key, self.root_key, ca=True)
        url = at if at.startswith("http") else plain.url(at)
        self.leaf = certificate(name("127.0.0.1"), name("Harbour Issuing"), leaf_key, self.key, issuer_url=url)
        (folder / "root.pem").write_bytes(self.root.public_bytes(serialization.Encoding.PEM))
        (folder / "leaf.pem").write_bytes(self.leaf.public_bytes(serialization.Encoding.PEM) + _pem(leaf_key))
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(folder / "leaf.pem")


def name(text: str, kind: _ASN1Type = _ASN1Type.UTF8String) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text, _type=kind)])


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    signer: ec.EllipticCurvePrivateKey,
    *,
    ca: bool = False,
    issuer_url: str | None = None,
) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number(), LONG_AGO, NOW + timedelta(days=9))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    )  # fmt: skip
    if ca:
        usage = dict.fromkeys(
            ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
             "encipher_only", "decipher_only"), False)  # fmt: skip
        builder = builder.add_extension(x509.KeyUsage(**usage, key_cert_sign=True, crl_sign=True), critical=True)
    else:
        names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
        builder = builder.add_extension(names, critical=False)
    if issuer_url:
        place = x509.AccessDescription(
            AuthorityInformationAccessOID.CA_ISSUERS, x509.UniformResourceIdentifier(issuer_url)
        )
        builder = builder.add_extension(x509.AuthorityInformationAccess([place]), critical=False)
    return builder.sign(signer, hashes.SHA256())


def der(found: x509.Certificate) -> bytes:
    return found.public_bytes(serialization.Encoding.DER)


# What lies at `issuer/NAME` of any site.
ISSUED: dict[str, bytes] = {}
BEHAVIOURS["issuer"] = lambda request, reply: reply.page(
    ISSUED[request.path.rpartition("/")[2]], kind="application/pkix-cert"
)


@pytest.fixture
def plain() -> Iterator[Site]:
    """A site without TLS, where authorities leave their certificates."""
    with Site() as site:
        yield site


def _look(site: Site, folder: Path, *names: str, ca: str = "root.pem") -> list[Check]:
    return [check(site.url(one), settings_for(site, ca=folder / ca)) for one in names]


@pytest.mark.parametrize("form", ["der", "pem"])
def test_missing_intermediate_is_fetched(tmp_path: Path, plain: Site, form: str) -> None:
    """The page was read over a chain that is verified: alive, and the server's fault is named."""
    chain = Chain(plain, tmp_path)
    encoding = serialization.Encoding.DER if form == "der" else serialization.Encoding.PEM
    ISSUED["intermediate"] = chain.intermediate.public_bytes(encoding)
    with Site(tls=chain.context) as site:
        found, lost, moved = _look(site, tmp_path, "article", "not-found", "moved")
    assert verdict(found) == verdict(moved) == ("alive", "tls_chain")
    assert "does not send its intermediate certificate" in found.verdict.because[0]
    assert verdict(lost) == ("dead", "not_found")
    assert "insecure" not in found.verdict.flags


def test_intermediate_is_fetched_once_a_run(tmp_path: Path, plain: Site) -> None:
    """Further links to that server cost one request each, and none to the authority."""
    chain = Chain(plain, tmp_path)
    ISSUED["intermediate"] = der(chain.intermediate)

    async def run(site: Site) -> list[str]:
        async with Fetcher(settings_for(site, ca=tmp_path / "root.pem"), clock=now) as fetcher:
            return [(await look(Target(url=site.url("article")), fetcher)).verdict.kind for _ in range(3)]

    with Site(tls=chain.context) as site:
        assert asyncio.run(run(site)) == ["tls_chain"] * 3
        assert site.hits["/article"] == 4, "one of them was the look without verification"
    assert plain.hits["/issuer/intermediate"] == 1


def test_chain_of_two_missing_certificates(tmp_path: Path, plain: Site) -> None:
    """Each certificate says where the one above it lies."""
    chain = Chain(plain, tmp_path)
    middle_key = ec.generate_private_key(ec.SECP256R1())
    middle = certificate(name("Harbour Middle"), name("Harbour Root"), middle_key, chain.root_key, ca=True)
    lower = certificate(
        name("Harbour Issuing"),
        name("Harbour Middle"),
        chain.key,
        middle_key,
        ca=True,
        issuer_url=plain.url("issuer/middle"),
    )
    ISSUED.update(intermediate=der(lower), middle=der(middle))
    with Site(tls=chain.context) as site:
        (found,) = _look(site, tmp_path, "article")
    assert verdict(found) == ("alive", "tls_chain")


def _evil_root(chain: Chain, *, issuer: x509.Name) -> bytes:
    """The authority's own key under a name that OpenSSL takes for its issuer's, as a self-signed root."""
    return der(certificate(name("Harbour Issuing"), issuer, chain.key, chain.key, ca=True))


@pytest.mark.parametrize(
    "served",
    [
        pytest.param(lambda chain: der(chain.intermediate) + der(chain.root), id="a root behind it"),
        pytest.param(lambda chain: _evil_root(chain, issuer=name("Harbour Issuing")), id="a root in its place"),
        pytest.param(lambda chain: _evil_root(chain, issuer=name(" HARBOUR  issuing")), id="a root in other letters"),
        pytest.param(
            lambda chain: _evil_root(chain, issuer=name("Harbour Issuing", _ASN1Type.BMPString)),
            id="a root in other types",
        ),
        pytest.param(lambda _: b"0\x82\x01\x00 no certificate", id="nonsense"),
        pytest.param(lambda _: b"", id="nothing"),
        pytest.param(lambda chain: der(chain.leaf), id="the leaf itself"),
        pytest.param(lambda chain: der(chain.intermediate) + b"\0" * 100_000, id="too long"),
    ],
)
def test_stranger_cannot_vouch_for_himself(
    tmp_path: Path, plain: Site, authority: trustme.CA, served: Callable[[Chain], bytes]
) -> None:
    """Whatever lies where the certificate points, it adds nobody to those who are trusted."""
    chain = Chain(plain, tmp_path)
    ISSUED["intermediate"] = served(chain)
    with Site(tls=chain.context) as site:
        (found,) = _look(site, tmp_path, "article", ca="ca.pem")  # the chain's own root is not trusted
    assert verdict(found) == ("unknown", "tls_untrusted")
    assert "issued by “Harbour Issuing”" in found.verdict.because[0]


@pytest.mark.parametrize(
    "place",
    ["http://10.0.0.5/ca.der", "https://127.0.0.1:1/ca.der", "ldap://127.0.0.1/ca", "http://[bad/", "issuer/loop"],
)
def test_place_of_the_issuer_is_guarded(tmp_path: Path, plain: Site, place: str) -> None:
    """The address in a certificate is as little trusted as one in a page."""
    chain = Chain(plain, tmp_path, at=place)
    ISSUED["loop"] = der(chain.leaf)
    with Site(tls=chain.context) as site:
        (found,) = _look(site, tmp_path, "article")
    assert verdict(found) == ("unknown", "tls_untrusted")
    assert plain.hits.total() <= 1


def test_self_signed_certificate(tmp_path: Path) -> None:
    """It is called what it is."""
    key = ec.generate_private_key(ec.SECP256R1())
    own = certificate(name("127.0.0.1"), name("127.0.0.1"), key, key)
    (tmp_path / "own.pem").write_bytes(own.public_bytes(serialization.Encoding.PEM) + _pem(key))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "own.pem")
    with Site(tls=context) as site:
        found = check(site.url("article"), settings_for(site))
    assert verdict(found) == ("unknown", "tls_untrusted")
    assert "signed by itself (“127.0.0.1”)" in found.verdict.because[0]


def test_nonsense_is_no_certificate(tmp_path: Path, plain: Site) -> None:
    """Any prefix and any changed byte of a certificate is read or refused, and nothing else happens."""
    whole = der(Chain(plain, tmp_path).leaf)
    assert read_certificate(whole).names == ("127.0.0.1",)
    assert read_certificate(whole).der == whole == read_certificate(whole + b"more").der
    for at in range(len(whole)):
        assert read_certificate(whole[:at]) is None
        read_certificate(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])


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


@contextmanager
def _handshakes(context: ssl.SSLContext) -> Iterator[int]:
    """A port where TLS is spoken and nothing else. asyncio's servers end a handshake without the alert that says why."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection, suppress(OSError), context.wrap_socket(connection, server_side=True) as stream:
                    stream.recv(1)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
        thread.join(5)


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
