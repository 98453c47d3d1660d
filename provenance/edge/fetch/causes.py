"""Why no answer came: each fault of a connection as the kind and the words of the Failure that it becomes."""

from __future__ import annotations

import errno
import re
import ssl
from collections.abc import Sequence

from provenance.core.model import FailureKind


class Unanswered(Exception):
    """No answer came. kind and detail are those of the Failure that it becomes; address was dialled, if any was.

    stale: the connection had served an earlier request and was closed before this one, so that the server may never
    have seen it. verify_code: OpenSSL's code for a certificate that was not accepted (x509_vfy.h), else 0.
    notes: what else was seen. retry_in: seconds until it may be asked again, where that is known.
    """

    def __init__(
        self,
        kind: FailureKind,
        detail: str,
        *,
        address: str | None = None,
        stale: bool = False,
        verify_code: int = 0,
        notes: Sequence[str] = (),
        retry_in: float | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.address = address
        self.stale = stale
        self.verify_code = verify_code
        self.notes = tuple(notes)
        self.retry_in = retry_in

    def __reduce__(self) -> tuple[object, tuple[dict[str, object]]]:
        """It comes back from errands, with all that it knows."""
        return _remade, (dict(vars(self)),)


def _remade(told: dict[str, object]) -> Unanswered:
    error = Unanswered(FailureKind.FAULT, str(told["detail"]))
    vars(error).update(told)
    return error


# -- connecting ---------------------------------------------------------------------------------------------------

# Where several addresses failed in several ways, the first of these tells most: somebody was there, or nobody was.
_TELLING = (errno.ECONNREFUSED, errno.ECONNRESET, errno.ETIMEDOUT)
_ERRNO = re.compile(r"\[Errno (\d+)\]")


def connect_failure(error: OSError, addresses: Sequence[str], port: int) -> Unanswered:
    """The cause of connections that none of the addresses accepted."""
    at, address = _place(addresses, port), addresses[0]
    number = error.errno if error.errno is not None else _told_number(error)
    if number == errno.ECONNREFUSED:
        return Unanswered(FailureKind.REFUSED, f"{at} refused the connection", address=address)
    if number in (errno.ECONNRESET, errno.ECONNABORTED):
        return Unanswered(FailureKind.RESET, f"{at} reset the connection", address=address)
    if number == errno.ETIMEDOUT:
        return not_accepted(addresses, port)
    return Unanswered(FailureKind.UNREACHABLE, f"{at} cannot be reached ({error.strerror or error})", address=address)


def not_accepted(addresses: Sequence[str], port: int) -> Unanswered:
    """The cause where nobody took the connection, and nobody refused it either."""
    detail = f"{_place(addresses, port)} did not accept a connection"
    return Unanswered(FailureKind.TIMEOUT, detail, address=addresses[0])


def _place(addresses: Sequence[str], port: int) -> str:
    others = f" (and {len(addresses) - 1} more of its addresses)" if len(addresses) > 1 else ""
    return f"{addresses[0]} port {port}{others}"


def _told_number(error: OSError) -> int | None:
    """The number that tells most, where aiohappyeyeballs has put several faults into one text."""
    numbers = [int(number) for number in _ERRNO.findall(str(error))]
    return next((number for number in _TELLING if number in numbers), numbers[0] if numbers else None)


# -- HTTP ---------------------------------------------------------------------------------------------------------

_BYTES = re.compile(r"bytearray\((b(?P<quote>['\"]).*?(?P=quote))\)", re.DOTALL)
_LONGEST_REASON = 200


# What h11 says with names of its own, for people.
_IN_OUR_WORDS = {
    "_SWITCH_": "the answer is not HTTP (the server changes to another protocol, which nobody asked for)",
    "status_code should be": "the answer is not HTTP (its status is no number from 100 to 599)",
    "Receive buffer too long": "the answer is not HTTP (its head does not end)",
}


def no_answer_in_time() -> Unanswered:
    """The cause where the connection stands and nothing comes."""
    return Unanswered(FailureKind.TIMEOUT, "the server did not answer in time")


def not_http(error: Exception | None) -> Unanswered:
    """The cause of an answer that h11 could not read; None for one that ended within its head.

    The words of h11 hold what the server sent, and that may be long.
    """
    if error is None or "disconnected without sending" in str(error):  # httpcore's words
        detail = "the server closed the connection before the head of an answer was complete"
        return Unanswered(FailureKind.BAD_HTTP, detail)
    for words, detail in _IN_OUR_WORDS.items():
        if words in str(error):
            return Unanswered(FailureKind.BAD_HTTP, detail)
    reason = _BYTES.sub(r"\1", str(error))
    if len(reason) > _LONGEST_REASON:
        reason = f"{reason[:_LONGEST_REASON]}…"
    return Unanswered(FailureKind.BAD_HTTP, f"the answer is not HTTP ({reason})")


# -- TLS ----------------------------------------------------------------------------------------------------------

# Codes of OpenSSL (x509_vfy.h) that name a cause of their own.
NOT_YET_VALID, EXPIRED, SELF_SIGNED, SELF_SIGNED_ROOT, REVOKED = 9, 10, 18, 19, 23
# No certificate of the issuer is known, or none that leads on: an unknown authority, or a certificate left out.
NO_ISSUER = frozenset({2, 20, 21})
_OTHER_NAME = frozenset({62, 64})  # of a host, of an address
_DATES = frozenset({NOT_YET_VALID, EXPIRED})

_CERTIFICATE_FAULTS = {
    EXPIRED: "has expired",
    NOT_YET_VALID: "is not valid yet",
    SELF_SIGNED: "is signed by itself",
    SELF_SIGNED_ROOT: "leads to an authority that is not among the trusted ones",
    REVOKED: "was revoked",
    **dict.fromkeys(NO_ISSUER, "was issued by an authority that is not known here"),
    **dict.fromkeys(_OTHER_NAME, "is for another name"),
}

# Reasons of OpenSSL (sslerr.h) and of alerts that a server sends (RFC 8446 section 6), as a person would say them.
_NOT_TLS = "the server answered in something other than TLS, as a plain HTTP server does"
_TOO_OLD = "the server speaks only an old version of TLS that is no longer safe"
_NOTHING_SHARED = "the server ended the handshake: it shares no cipher or setting with this program"
_PROTOCOL_FAULTS = {
    "WRONG_VERSION_NUMBER": _NOT_TLS,
    "PACKET_LENGTH_TOO_LONG": _NOT_TLS,
    "RECORD_LAYER_FAILURE": _NOT_TLS,
    "HTTP_REQUEST": _NOT_TLS,
    "UNSUPPORTED_PROTOCOL": _TOO_OLD,
    "TLSV1_ALERT_PROTOCOL_VERSION": _TOO_OLD,
    "VERSION_TOO_LOW": _TOO_OLD,
    "SSLV3_ALERT_HANDSHAKE_FAILURE": _NOTHING_SHARED,
    "TLSV1_ALERT_INSUFFICIENT_SECURITY": _NOTHING_SHARED,
    "WRONG_CIPHER_RETURNED": _NOTHING_SHARED,
    "UNSAFE_LEGACY_RENEGOTIATION_DISABLED": "the server knows only the old, unsafe way to renegotiate (RFC 5746)",
    "DH_KEY_TOO_SMALL": "the server's key for the exchange is too short to be safe",
    "TLSV1_UNRECOGNIZED_NAME": "the server ended the handshake: it serves no site of this name",
    "TLSV1_ALERT_INTERNAL_ERROR": "the server ended the handshake with a fault of its own",
    "TLSV13_ALERT_CERTIFICATE_REQUIRED": "the server wants a certificate of whoever reads it",
    "SSLV3_ALERT_BAD_CERTIFICATE": "the server wants a certificate of whoever reads it",
    "UNEXPECTED_EOF_WHILE_READING": "the server closed the connection in the middle of the TLS handshake",
}


def certificate_refused(error: ssl.SSLCertVerificationError, address: str | None) -> Unanswered:
    """A certificate that was not accepted. The words are OpenSSL's; whoever has read the certificate knows better."""
    code = error.verify_code
    if code in _DATES:
        kind = FailureKind.TLS_EXPIRED
    else:
        kind = FailureKind.TLS_HOSTNAME if code in _OTHER_NAME else FailureKind.TLS_UNTRUSTED
    detail = f"the certificate {_CERTIFICATE_FAULTS.get(code, 'is not accepted')} ({error.verify_message})"
    return Unanswered(kind, detail, address=address, verify_code=code)


def protocol_failure(error: ssl.SSLError, address: str | None) -> Unanswered:
    """No TLS session came about, for a reason that is not the certificate."""
    reason = error.reason or str(error)
    words = _PROTOCOL_FAULTS.get(reason, "no TLS session could be agreed on")
    return Unanswered(FailureKind.TLS_PROTOCOL, f"{words} ({reason})", address=address)
