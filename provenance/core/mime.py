"""The parts of a message (RFC 2045, RFC 2046), decoded, each with the line on which it begins.

Split here and not by the library for mail: one header line that was folded badly is enough for it to take the whole file
for a text without parts. What is damaged is read as far as it goes; nothing raises.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator, Mapping

from provenance.core.anchors import anchors
from provenance.core.found import Found, Piece, given
from provenance.core.frozen import frozen
from provenance.core.model import Item, Origin, Problem
from provenance.core.scan import find_urls, link_key

_FIELD = re.compile(r"([!-9;-~]+):[ \t]*(.*)")
_BOUNDARY = re.compile(r"boundary\s*=\s*(?:\"([^\"\n]+)\"|([^\s;\"]+))", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
# Lines that end in a space go on in the next, without it (RFC 3676, section 4.1); `-- ` is a line of its own (4.3).
_JOINED = re.compile(r"\bdelsp\s*=\s*\"?yes\b", re.IGNORECASE)
_FLOWS_ON = re.compile(r"(?<!\n--) \n(?!>)")
_FIRST_MARK = re.compile(r"^--(?=[^\s-]|-+[^\s-])([^\n]{1,70})$", re.MULTILINE)
_HTML = ("text/html", "application/xhtml+xml")
_MOST_PARTS = 2_000
_DEEPEST = 20


@frozen
class Part:
    """A part that is not made of parts. text: its body, decoded; empty where it is no text. line: where the body begins.
    as_written: the body needed no decoding, so that lines in it are lines of the file. broken: why not all could be decoded.
    """

    media_type: str
    text: str
    line: int
    fields: Mapping[str, str]
    as_written: bool = True
    broken: str | None = None


def parts(text: str, *, line: int = 1) -> Iterator[Part]:
    """The parts of one message in order, those of messages inside it too. line: where the message begins in its file."""
    stack = [(text, line, 0)]
    count = 0
    while stack and count < _MOST_PARTS:
        entity, start, depth = stack.pop()
        head, body = _split(entity)
        body_line = start + head.count("\n")
        fields = header(head)
        kind = fields.get("content-type", "text/plain").partition(";")[0].strip().lower()
        inner = None
        if depth < _DEEPEST and kind.startswith("multipart/"):
            inner = _inner(head, body, body_line)
        elif depth < _DEEPEST and kind == "message/rfc822":
            inner = [(body, body_line)]
        if inner is not None:
            stack.extend((piece, number, depth + 1) for piece, number in reversed(inner))
            continue
        count += 1
        yield _leaf(kind, fields, body, body_line)
    if stack:
        rest = "\n".join(entity for entity, _, _ in reversed(stack))
        broken = f"it has more than {_MOST_PARTS:,} parts: what follows was read as one text, as it stands"
        yield Part(media_type="text/plain", text=rest, line=stack[-1][1], fields={}, as_written=False, broken=broken)


def header(head: str) -> dict[str, str]:
    """The fields of a header, names in lower case, the first of each. A line that is no field belongs to the one before,
    whether it was folded as it ought to be or not.
    """
    fields: dict[str, list[str]] = {}
    current: list[str] = []
    for row in head.split("\n"):
        match = None if row[:1] in " \t" else _FIELD.match(row)
        if match is None:
            current.append(row.strip())
            continue
        current = [match[2].strip()]
        fields.setdefault(match[1].lower(), current)
    return {name: " ".join(filter(None, values)) for name, values in fields.items()}


def _split(entity: str) -> tuple[str, str]:
    """The header with the empty line that ends it, and the body. What begins with no field, or never ends, is no header."""
    if entity.startswith("\n"):
        return "\n", entity[1:]
    end = entity.find("\n\n")
    first = _FIELD.match(entity)
    if end < 0 or first is None or first[1].lower() in ("http", "https"):
        return "", entity
    return entity[: end + 2], entity[end + 2 :]


def _inner(head: str, body: str, line: int) -> list[tuple[str, int]] | None:
    """What stands between the marks, with the lines. None where there is no mark: then the body is a text."""
    named = _BOUNDARY.search(head)
    pieces = _between(named[1] or named[2], body, line) if named else None
    if pieces is None and (first := _FIRST_MARK.search(body)):
        pieces = _between(first[1].rstrip(), body, line)
    return pieces


def _between(boundary: str, body: str, line: int) -> list[tuple[str, int]] | None:
    marks = list(re.finditer(rf"^--{re.escape(boundary)}(--)?[ \t]*(?:\n|\Z)", body, re.MULTILINE))
    if not marks:
        return None
    pieces = []
    number, counted = line, 0
    for place, mark in enumerate(marks):
        end = marks[place + 1].start() if place + 1 < len(marks) else len(body)
        number += body.count("\n", counted, mark.end())
        counted = mark.end()
        # What stands behind the last mark is a text of nobody; a list is read to its end all the same.
        head = "\n" if mark[1] else ""
        pieces.append((head + body[mark.end() : end], number - len(head)))
    before = body[: marks[0].start()]
    return [("\n" + before, line - 1), *pieces] if before.strip() else pieces


def _leaf(kind: str, fields: Mapping[str, str], body: str, line: int) -> Part:
    if not (kind.startswith("text/") or kind in _HTML) or kind in ("text/css", "text/javascript"):
        return Part(media_type=kind, text="", line=line, fields=fields)
    encoding = fields.get("content-transfer-encoding", "").strip().lower()
    joined = _JOINED.search(fields.get("content-type", "")) is not None
    broken = None
    if encoding == "quoted-printable":
        content = quopri.decodestring(body.encode("utf-8", "replace"))
    elif encoding == "base64":
        content, broken = _from_base64(body)
    elif joined:
        return Part(media_type=kind, text=_FLOWS_ON.sub("", body), line=line, fields=fields, as_written=False)
    else:
        return Part(media_type=kind, text=body, line=line, fields=fields)
    text = _decoded(content, fields.get("content-type", ""))
    text = _FLOWS_ON.sub("", text) if joined else text
    return Part(media_type=kind, text=text, line=line, fields=fields, as_written=False, broken=broken)


def _from_base64(body: str) -> tuple[bytes, str | None]:
    letters = re.sub(r"[^A-Za-z0-9+/]", "", body)
    try:
        return base64.b64decode(letters + "=" * (-len(letters) % 4)), None
    except binascii.Error:
        return base64.b64decode(letters[: len(letters) // 4 * 4]), "its base64 is cut off: the end of it was not read"


def _decoded(content: bytes, media_type: str) -> str:
    named = _CHARSET.search(media_type)
    try:
        text = content.decode(named[1] if named else "utf-8", "replace")
    except (LookupError, ValueError):
        text = content.decode("utf-8", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def links(text: str, *, file: str, line: int = 1, where: str = "") -> Found:
    """The links of one message: those of its HTML parts, then those of its texts that no HTML part has. Redirectors that
    count clicks stay as they stand. where: words before the part in each origin, `message 3, `.
    """
    items: list[Item] = []
    problems: list[Problem] = []
    pieces: list[Piece] = []
    aside: set[str] = set()
    every = list(parts(text, line=line))
    known: set[str] = set()
    for part in sorted(every, key=lambda one: one.media_type not in _HTML):
        place = f"{where}{part.media_type}"
        if part.broken:
            problems.append(Problem(origin=Origin(file=file, line=part.line, where=place), message=part.broken))
        if not part.text.strip():
            continue
        pieces.append(Piece(text=part.text, line=part.line, where=place))
        if part.media_type in _HTML:
            found = anchors(part.text, base=part.fields.get("content-location"))
            if found.too_deep is not None:
                message = "elements are nested too deeply: it was not read"
                problems.append(Problem(origin=Origin(file=file, line=part.line, where=place), message=message))
            aside |= found.aside
            items += [
                Item(url=one.url, given=given({"title": one.title}), origin=_origin(part, one.line, file, place))
                for one in found.links
            ]
            known.update(link_key(one.url) for one in found.links)
            continue
        new = [
            Item(url=span.url, origin=_origin(part, number, file, place))
            for number, row in enumerate(part.text.split("\n"), start=1)
            for span in find_urls(row)
            if link_key(span.url) not in known
        ]
        known.update(link_key(item.url) for item in new)
        items += new
    return Found(
        items=tuple(items), problems=tuple(problems), records=len(items), aside=frozenset(aside), pieces=tuple(pieces)
    )


def _origin(part: Part, line: int | None, file: str, where: str) -> Origin:
    inside = line - 1 if part.as_written and line is not None else 0
    return Origin(file=file, line=part.line + inside, where=where)
