"""Certificates that are not accepted, each with its cause."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from tests.site import Site
from tests.test_fetch import check, settings_for

EXPIRED = datetime.now(UTC) - timedelta(days=10)


def _context(cert: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    cert.configure_cert(context)
    return context


@pytest.mark.parametrize(
    ("name", "not_after", "trusted", "expected"),
    [
        ("127.0.0.1", None, True, ("alive", "ok")),
        ("127.0.0.1", EXPIRED, True, ("unknown", "tls_expired")),
        ("other.example", None, True, ("unknown", "tls_hostname")),
        ("127.0.0.1", None, False, ("unknown", "tls_untrusted")),
    ],
    ids=["good", "expired", "hostname", "untrusted"],
)
def test_certificate_causes(
    tmp_path: Path, name: str, not_after: datetime | None, trusted: bool, expected: tuple[str, str]
) -> None:
    """The cause of a refused certificate is told apart; a good one of an authority given by --ca is accepted."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    cert = authority.issue_cert(name, not_after=not_after, not_before=EXPIRED - timedelta(days=90))
    with Site(tls=_context(cert)) as site:
        settings = settings_for(site, retries=0, **({"ca": tmp_path / "ca.pem"} if trusted else {}))
        found = check(site.url("article"), settings)
    assert (found.verdict.state.value, found.verdict.kind) == expected


def test_tls_asked_of_a_plain_server() -> None:
    """A server that does not speak TLS is a TLS finding, not a crash."""
    with Site() as site:
        found = check(site.url("article").replace("http:", "https:"), settings_for(site, retries=0))
    assert (found.verdict.state.value, found.verdict.kind) == ("unknown", "tls_protocol")
