"""The few things about a certificate that a verdict needs, read from its DER form (X.690, RFC 5280 section 4.1).

Python decodes only certificates that it has verified, and these are the others. The reader is strict: what is not
plain DER of the expected shape is no certificate. The text in a certificate is somebody else's.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

_SEQUENCE, _SET, _OID, _OCTETS = 0x30, 0x31, 0x06, 0x04
_VERSION, _EXTENSIONS = 0xA0, 0xA3
_URI, _DNS_NAME, _IP_ADDRESS = 0x86, 0x82, 0x87  # of GeneralName
_COMMON_NAME, _ORGANIZATION = b"\x55\x04\x03", b"\x55\x04\x0a"
_ALT_NAMES = b"\x55\x1d\x11"
_INFORMATION_ACCESS, _CA_ISSUERS = b"\x2b\x06\x01\x05\x05\x07\x01\x01", b"\x2b\x06\x01\x05\x05\x07\x30\x02"
# The string types of a Name by their tag; all others hold ASCII or a superset of it.
_WIDE = {0x1C: "utf-32-be", 0x1E: "utf-16-be", 0x0C: "utf-8"}
_NOT_SHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """subject, issuer: the common name, else the organisation. names: hosts and addresses it is for.
    issuer_urls: where its issuer's certificate can be fetched (RFC 5280 section 4.2.2.1).
    self_issued: issuer and subject are, or might be taken for, the same.
    """

    der: bytes
    subject: str
    issuer: str
    not_before: datetime
    not_after: datetime
    names: tuple[str, ...] = ()
    issuer_urls: tuple[str, ...] = ()
    self_issued: bool = False


def read_certificate(der: bytes) -> Certificate | None:
    """The first certificate in the bytes; None where there is none."""
    try:
        return _certificate(der)
    except (ValueError, IndexError, StopIteration):
        return None


@dataclass(frozen=True, slots=True)
class _Node:
    """One element: its tag, its content, and where it ends in the bytes it was read from."""

    tag: int
    content: bytes
    end: int

    def children(self) -> Iterator[_Node]:
        at = 0
        while at < len(self.content):
            node = _node(self.content, at)
            yield node
            at = node.end


def _node(data: bytes, at: int) -> _Node:
    """The element at `at`; definite lengths and one-byte tags only, as DER has them here."""
    tag, length = data[at], data[at + 1]
    begin = at + 2
    if tag & 0x1F == 0x1F:
        raise ValueError("a tag of several bytes")
    if length & 0x80:
        count = length & 0x7F
        if not 1 <= count <= 4:
            raise ValueError("an indefinite or absurd length")
        length = int.from_bytes(data[begin : begin + count], "big")
        begin += count
    if begin + length > len(data):
        raise ValueError("cut off")
    return _Node(tag, data[begin : begin + length], begin + length)


def _expect(node: _Node, tag: int) -> _Node:
    if node.tag != tag:
        raise ValueError(f"tag {node.tag:#x} in place of {tag:#x}")
    return node


def _certificate(der: bytes) -> Certificate:
    whole = _expect(_node(der, 0), _SEQUENCE)
    parts = _expect(next(whole.children()), _SEQUENCE).children()
    part = next(parts)
    if part.tag == _VERSION:
        part = next(parts)  # the serial number
    next(parts)  # the algorithm of the signature
    issuer, validity, subject = (_expect(next(parts), _SEQUENCE) for _ in range(3))
    not_before, not_after = (_moment(node) for node in validity.children())
    extensions = dict(_extensions(next((node for node in parts if node.tag == _EXTENSIONS), None)))
    return Certificate(
        der=der[: whole.end],
        subject=_shown(subject),
        issuer=_shown(issuer),
        not_before=not_before,
        not_after=not_after,
        names=tuple(_alt_names(extensions.get(_ALT_NAMES))),
        issuer_urls=tuple(_issuer_urls(extensions.get(_INFORMATION_ACCESS))),
        self_issued=_folded(subject) == _folded(issuer),
    )


def _moment(node: _Node) -> datetime:
    """UTCTime or GeneralizedTime (RFC 5280 section 4.1.2.5)."""
    text = node.content.decode("ascii")
    if node.tag == 0x17:
        text = ("19" if text[:2] >= "50" else "20") + text
    if not re.fullmatch(r"\d{14}Z", text):
        raise ValueError("not a time")
    year, month, day, hour, minute, second = (int(text[:4]), *(int(text[n : n + 2]) for n in range(4, 14, 2)))
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


def _attributes(name: _Node) -> Iterator[tuple[bytes, str]]:
    for relative in name.children():
        for attribute in _expect(relative, _SET).children():
            kind, value = _expect(attribute, _SEQUENCE).children()
            if value.tag & 0x20:
                raise ValueError("a string in pieces")
            yield _expect(kind, _OID).content, value.content.decode(_WIDE.get(value.tag, "latin-1"))


def _shown(name: _Node) -> str:
    """What to call the holder of a name."""
    values = list(_attributes(name))
    for wanted in (_COMMON_NAME, _ORGANIZATION):
        for kind, value in values:
            if kind == wanted and (text := _NOT_SHOWN.sub(" ", value).strip()):
                return text[:_LONGEST_NAME]
    return "a nameless authority"


def _folded(name: _Node) -> list[str]:
    """The name without all that OpenSSL overlooks when it compares names (x_name.c: case, white space, string types,
    the order within a set), and more: two names that it takes for the same are the same here.
    """
    return sorted(
        "".join(char for char in value.lower() if char.isascii() and char.isalnum()) for _, value in _attributes(name)
    )


def _extensions(node: _Node | None) -> Iterator[tuple[bytes, bytes]]:
    if node is None:
        return
    for extension in _expect(next(node.children()), _SEQUENCE).children():
        kind, *_, value = _expect(extension, _SEQUENCE).children()
        yield _expect(kind, _OID).content, _expect(value, _OCTETS).content


def _alt_names(extension: bytes | None) -> Iterator[str]:
    for name in _expect(_node(extension, 0), _SEQUENCE).children() if extension else ():
        if name.tag == _DNS_NAME:
            yield _NOT_SHOWN.sub(" ", name.content.decode("latin-1"))[:_LONGEST_NAME]
        elif name.tag == _IP_ADDRESS:
            yield str(ipaddress.ip_address(name.content))


def _issuer_urls(extension: bytes | None) -> Iterator[str]:
    for description in _expect(_node(extension, 0), _SEQUENCE).children() if extension else ():
        method, location = _expect(description, _SEQUENCE).children()
        if method.content == _CA_ISSUERS and location.tag == _URI:
            yield location.content.decode("ascii")
