"""Chains that a server leaves open: completed where its certificate says how, and nobody else is trusted for it."""

from __future__ import annotations

import asyncio
import ipaddress
import ssl
import weakref
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.name import _ASN1Type
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

from provenance.core.model import Check
from provenance.edge.fetch import Fetcher
from provenance.edge.fetch.tls import Contexts
from provenance.edge.fetch.x509 import read_certificate
from provenance.jobs.clock import now
from provenance.jobs.looking import Target, look
from tests.behaviours.base import BEHAVIOURS
from tests.site import Site
from tests.test_fetch import check, settings_for
from tests.test_tls import LONG_AGO, NOW, verdict


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


def test_one_authority_is_one_context() -> None:
    """However many origins leave out its certificate; a list of millions keeps a few contexts, and forgets no origin."""
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(40)]
    issuers = [der(certificate(name(f"Quay {number}"), name("Root"), key, key, ca=True)) for number, key in enumerate(keys)]  # fmt: skip
    contexts = Contexts(None)
    for number in range(1000):
        contexts.keep(f"https://outlet{number}.test:443", [issuers[0]])
    shared = contexts.of("https://outlet0.test:443")
    assert shared is contexts.of("https://outlet999.test:443") is contexts.completed([issuers[0]])
    assert shared is not contexts.of("https://other.test:443")
    made = weakref.WeakSet(contexts.completed([issuer]) for issuer in issuers)
    del shared
    assert len(made) < len(issuers)
    assert contexts.is_completed("https://outlet0.test:443")
    assert contexts.of("https://outlet0.test:443") is not contexts.verified


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
def test_stranger_cannot_vouch_for_himself(tmp_path: Path, plain: Site, served: Callable[[Chain], bytes]) -> None:
    """Whatever lies where the certificate points, it adds nobody to those who are trusted."""
    trustme.CA().cert_pem.write_to_path(tmp_path / "ca.pem")
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
