"""TLS contexts: who is trusted, whom nobody vouches for, and where a missing certificate was put in."""

from __future__ import annotations

import codecs
import functools
import ssl
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import httpx

from provenance.errors import SettingsError

# Contexts with further certificates that are kept.
_MOST_COMPLETED = 32


class Contexts:
    """The contexts of one run, made when they are first needed (reading the trusted certificates costs 40 ms).

    ca: file of certificates that are trusted beside the usual ones.
    """

    def __init__(self, ca: Path | None) -> None:
        self._ca = ca
        # Origins with the certificates that they leave out. One authority's are those of many origins, and a context takes
        # most of a megabyte, so contexts are kept by these, and a few of them.
        self._left_out: dict[str, tuple[bytes, ...]] = {}
        self._completed = functools.lru_cache(maxsize=_MOST_COMPLETED)(self._complete)

    @cached_property
    def verified(self) -> ssl.SSLContext:
        """Trusts the usual authorities, and those of the user."""
        # A handshake writes the name of its host with this codec, whose module is read when it is first used: now there is
        # a file left for it.
        codecs.lookup("idna")
        context = httpx.create_ssl_context()  # honours SSL_CERT_FILE and SSL_CERT_DIR
        if self._ca is not None:
            _trust(context, self._ca)
        return context

    @cached_property
    def unverified(self) -> ssl.SSLContext:
        """Takes any certificate: to see what is there, never to believe it."""
        return httpx.create_ssl_context(verify=False)

    def of(self, origin: str) -> ssl.SSLContext:
        """The context in which an origin is verified."""
        left_out = self._left_out.get(origin)
        return self.verified if left_out is None else self._completed(left_out)

    def is_completed(self, origin: str) -> bool:
        """Whether the origin was verified only with certificates that it does not send."""
        return origin in self._left_out

    def completed(self, intermediates: Sequence[bytes]) -> ssl.SSLContext:
        """A context that knows intermediate certificates beside the trusted ones. They must not be self-issued.

        Python can add them only to the trusted ones, so a chain that ends in one of them must not do: without
        PARTIAL_CHAIN, which is on by default since Python 3.13, OpenSSL goes on to a self-signed root.

        Raises
        ------
        ssl.SSLError
            where OpenSSL does not take one of them for a certificate.
        """
        return self._completed(tuple(intermediates))

    def _complete(self, intermediates: tuple[bytes, ...]) -> ssl.SSLContext:
        context = httpx.create_ssl_context()
        if self._ca is not None:
            _trust(context, self._ca)
        context.verify_flags &= ~ssl.VerifyFlags.VERIFY_X509_PARTIAL_CHAIN
        for der in intermediates:
            context.load_verify_locations(cadata=der)
        return context

    def keep(self, origin: str, intermediates: Sequence[bytes]) -> None:
        """From now on the origin is verified in the context that knows these certificates."""
        self._left_out[origin] = tuple(intermediates)


def check_authorities(ca: Path) -> None:
    """Whether a file of certificates can be used, before it travels to where nobody knows its name.

    Raises
    ------
    SettingsError
        where it cannot.
    """
    _trust(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), ca)


def _trust(context: ssl.SSLContext, ca: Path) -> None:
    try:
        context.load_verify_locations(cafile=ca)
    except OSError as error:  # ssl.SSLError is one
        reason = error.reason if isinstance(error, ssl.SSLError) else error.strerror
        raise SettingsError(f"ca {ca}", f"cannot be read as certificates ({reason})", "Name a PEM file") from None
