"""The second look at a server whose certificate was not accepted.

Two questions are open then, and each gets its own answer: what is there (read without verification, and believed by
nobody), and what is wrong with the certificate. A server that only forgot to send a certificate of the chain is verified
all the same, with what its own certificate says where to find it; browsers do as much.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from datetime import datetime

from provenance.core.model import CertificateFault, FailureKind
from provenance.core.urls import Address, BadUrl, read_url
from provenance.edge.fetch.causes import (
    EXPIRED,
    NO_ISSUER,
    NOT_YET_VALID,
    REVOKED,
    SELF_SIGNED,
    SELF_SIGNED_ROOT,
    Unanswered,
)
from provenance.edge.fetch.places import Deadline
from provenance.edge.fetch.sender import Sender
from provenance.edge.fetch.tls import Contexts
from provenance.edge.fetch.walk import Answer, Walk
from provenance.edge.fetch.x509 import Certificate, read_certificate

REFUSED = frozenset({FailureKind.TLS_EXPIRED, FailureKind.TLS_UNTRUSTED, FailureKind.TLS_HOSTNAME})

_CHAIN = CertificateFault(
    kind=FailureKind.TLS_CHAIN,
    detail="the server does not send its intermediate certificate; browsers fetch it themselves",
)
# A certificate has a few thousand bytes, and a chain hardly ever more than two between the server and the root.
_LONGEST_CERTIFICATE = 65_536
_MOST_STEPS = 3
# Fetched certificates, and origins without hope, that are remembered; a long list has more than there is room for.
_MANY = 1024


class SecondLook:
    """Looks at servers whose certificate was not accepted. Certificates that were fetched are kept for the run.

    clock: the time of day, to say which date has passed.
    """

    def __init__(self, sender: Sender, contexts: Contexts, *, clock: Callable[[], datetime]) -> None:
        self._sender = sender
        self._contexts = contexts
        self._clock = clock
        self._fetched: dict[str, Certificate | None] = {}
        self._hopeless: set[str] = set()  # origins whose chain stayed open

    async def answer(self, walk: Walk, address: Address, deadline: Deadline, refused: Unanswered) -> Answer:
        """The page behind the certificate; the walk keeps the fault, and what may be asked there without verification.

        Raises
        ------
        Unanswered
            the refusal, with a note, where nothing came without verification either.
        """
        try:
            answer = await self.unverified(walk, address, deadline)
        except Unanswered as error:
            refused.notes = (f"without verification nothing came either: {error.detail}",)
            raise refused from None
        leaf = read_certificate(answer.certificate or b"")
        if leaf is not None and refused.verify_code in NO_ISSUER and address.origin not in self._hopeless:
            completed = await self._completed(walk, address, deadline, leaf)
            if completed is not None:
                walk.has_fault(_CHAIN)
                return completed
            if len(self._hopeless) >= _MANY:
                self._hopeless.clear()
            self._hopeless.add(address.origin)
        detail = _in_words(refused, leaf, address.host, self._clock()) if leaf else refused.detail
        walk.unverified.add(address.origin)
        walk.has_fault(CertificateFault(kind=refused.kind, detail=detail))
        return answer

    async def unverified(self, walk: Walk, address: Address, deadline: Deadline) -> Answer:
        """One request to a server that may be anybody: no cookie goes there, and none is taken."""
        return await self._sender.send(address, deadline=deadline, tls=self._contexts.unverified, manner=walk.manner)

    def completed_before(self, walk: Walk, address: Address) -> None:
        """Note the fault of a server that was verified with a chain that an earlier look completed."""
        if self._contexts.is_completed(address.origin):
            walk.has_fault(_CHAIN)

    async def _completed(self, walk: Walk, address: Address, deadline: Deadline, leaf: Certificate) -> Answer | None:
        """The page over a chain that was completed by one to three fetched certificates, None if it stays open."""
        intermediates: list[bytes] = []
        lowest = leaf
        for _ in range(_MOST_STEPS):
            issuer = await self._issuer(lowest, deadline)
            if issuer is None or issuer.self_issued:  # a root that the stranger names himself vouches for nothing
                return None
            intermediates.append(issuer.der)
            try:
                context = self._contexts.completed(intermediates)
                answer = await self._sender.send(
                    address, deadline=deadline, tls=context, cookies=walk.cookies, manner=walk.manner
                )
            except ssl.SSLError:  # OpenSSL does not take it for a certificate
                return None
            except Unanswered as error:
                if error.verify_code not in NO_ISSUER:
                    return None
            else:
                self._contexts.keep(address.origin, intermediates)
                return answer
            lowest = issuer
        return None

    async def _issuer(self, certificate: Certificate, deadline: Deadline) -> Certificate | None:
        """The certificate above another, from the first address that is HTTP (RFC 5280 section 4.2.2.1)."""
        url = next((url for url in certificate.issuer_urls if url.lower().startswith("http://")), None)
        if url is None:
            return None
        if url not in self._fetched:
            found = await self._fetch(url, deadline)
            if len(self._fetched) >= _MANY:
                self._fetched.clear()
            self._fetched[url] = found
        return self._fetched[url]

    async def _fetch(self, url: str, deadline: Deadline) -> Certificate | None:
        try:
            answer = await self._sender.send(read_url(url), deadline=deadline, tls=None, cap=_LONGEST_CERTIFICATE)
        except (BadUrl, Unanswered):
            return None
        if answer.status_code != 200:
            return None
        content = answer.content
        if content.lstrip().startswith(b"-----BEGIN CERTIFICATE-----"):  # not what the RFC says, and found all the same
            try:
                content = ssl.PEM_cert_to_DER_cert(content.decode("ascii").strip())
            except ValueError:
                return None
        return read_certificate(content)


def _in_words(refused: Unanswered, leaf: Certificate, host: str, now: datetime) -> str:
    """What is wrong with a certificate, in its own names and dates. now: what an expired one is told by."""
    if refused.kind is FailureKind.TLS_HOSTNAME:
        names = leaf.names or (leaf.subject,)
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        return f"the certificate is for {', '.join(names[:3])}{more}, not for {host}"
    above = f"a certificate above the server's own, which “{leaf.issuer}” issued,"
    words = {
        EXPIRED: f"the certificate expired on {leaf.not_after:%Y-%m-%d}"
        if leaf.not_after <= now
        else f"{above} has expired",
        NOT_YET_VALID: f"the certificate is not valid before {leaf.not_before:%Y-%m-%d}"
        if leaf.not_before > now
        else f"{above} is not valid yet",
        SELF_SIGNED: f"the certificate is signed by itself (“{leaf.subject}”): nobody else vouches for the server",
        SELF_SIGNED_ROOT: f"the certificate, issued by “{leaf.issuer}”, leads to an authority that is not among the trusted ones",
        REVOKED: f"the certificate was revoked by “{leaf.issuer}”",
    }
    if refused.verify_code in NO_ISSUER:
        return f"the certificate was issued by “{leaf.issuer}”, and nothing leads from there to a trusted authority"
    return words.get(refused.verify_code, refused.detail)
