"""A request on its way and the answer to it, as this room passes them on: between httpx's objects and these lies a tenth
of a request's time, so httpx gets to see only the ones with cookies.
"""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeAlias

from provenance.core.urls import Address
from provenance.edge.fetch.pace import Place

# Names in lower case, and values, both as Latin-1 (RFC 9110 section 5.5).
Fields: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request.

    fields: of its head, in their order, all but the length of a form. form: what is posted; None for GET. tls: the context
    to verify the server in, None for plain HTTP. seconds: for each step. place: is taken at the address that is dialled,
    and says when the request may go out.
    """

    address: Address
    fields: tuple[tuple[bytes, bytes], ...]
    form: bytes | None
    tls: ssl.SSLContext | None
    seconds: float
    place: Place

    @property
    def method(self) -> str:
        """GET decides, and a form is posted."""
        return "GET" if self.form is None else "POST"

    @property
    def head(self) -> tuple[tuple[bytes, bytes], ...]:
        """All fields."""
        if self.form is None:
            return self.fields
        return (*self.fields, (b"Content-Length", b"%d" % len(self.form)))


class Head(NamedTuple):
    """The head of an answer."""

    status_code: int
    fields: Fields


class Response(Protocol):
    """An answer whose body is still to be read.

    address: where it came from, None behind a proxy that does not say. session: its TLS session if there is one.
    """

    @property
    def head(self) -> Head: ...

    @property
    def address(self) -> str | None: ...

    @property
    def session(self) -> ssl.SSLObject | None: ...

    async def piece(self, until: float) -> bytes:
        """What comes next of the body, in the coding of the server; empty at its end. until: time of the loop.

        Raises
        ------
        Unanswered
            where it breaks off, or nothing comes until then.
        """
        ...

    async def aclose(self) -> None:
        """The body was read, or as much of it as is wanted."""
        ...
