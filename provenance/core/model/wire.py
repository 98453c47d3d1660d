"""What was seen on the wire: an answer that was read, or why none was."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Literal, TypeAlias

from provenance.core.frozen import frozen


@frozen
class Hop:
    """One request and the answer to it. status_code is None where no answer was read; location is the raw field value
    of the redirect; address the IP address that was dialled.
    """

    url: str
    status_code: int | None = None
    location: str | None = None
    address: str | None = None


Body: TypeAlias = Literal["whole", "truncated", "capped", "undecodable", "slow"]


@frozen
class Exchange:
    """An answer was read. `content` is decoded (no Content-Encoding) and never longer than the cap.

    original: the URL asked for (RFC 7089). target: the URL that answered last. fields: header fields of the last
    answer, names in lower case, repeated ones kept. body: why `content` is not whole, if it is not.
    certificate: why the server's certificate was not accepted at first, if the page was read in spite of it.
    """

    original: str
    target: str
    status_code: int
    hops: tuple[Hop, ...]
    fields: tuple[tuple[str, str], ...] = ()
    content: bytes = b""
    body: Body = "whole"
    address: str | None = None
    certificate: CertificateFault | None = None
    notes: tuple[str, ...] = ()
    retrieved_at: datetime

    def field(self, name: str) -> str | None:
        """The first field of that name (case does not matter), or None."""
        wanted = name.lower()
        return next((value for key, value in self.fields if key == wanted), None)


class FailureKind(StrEnum):
    """Why no answer was read. The values are kinds of `verdicts`, so that nothing is translated twice.

    RATE_LIMITED is a host that had asked for patience, so that it was not asked again. FAULT is our own: an answer that this program could not handle costs its own row and no other.
    """

    DNS_NXDOMAIN = "dns_nxdomain"
    DNS_TEMP = "dns_temp"
    OFFLINE = "offline"
    TLS_EXPIRED = "tls_expired"
    TLS_UNTRUSTED = "tls_untrusted"
    TLS_HOSTNAME = "tls_hostname"
    TLS_CHAIN = "tls_chain"
    TLS_PROTOCOL = "tls_protocol"
    REFUSED = "refused"
    RESET = "reset"
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    BAD_HTTP = "bad_http"
    REDIRECT_LOOP = "redirect_loop"
    RATE_LIMITED = "rate_limited"
    REFUSED_POLICY = "refused_policy"
    MALFORMED = "malformed"
    UNSUPPORTED = "unsupported"
    FAULT = "fault"


@frozen
class CertificateFault:
    """What is wrong with a certificate: one of the `TLS_…` kinds, and its cause in one clause."""

    kind: FailureKind
    detail: str


@frozen
class Failure:
    """No answer was read, or none that could be followed to its end. `detail` says in one clause what happened.

    retry_at: the earliest time to ask again, of a host that asked for patience.
    """

    original: str
    kind: FailureKind
    detail: str
    hops: tuple[Hop, ...] = ()
    notes: tuple[str, ...] = ()
    retry_at: datetime | None = None
    retrieved_at: datetime


Outcome: TypeAlias = Exchange | Failure
