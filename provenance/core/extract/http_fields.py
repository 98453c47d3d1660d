"""What the answer that brought a page says in its header fields (RFC 9110): where it stands, what it is a copy of, since when."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from provenance.core.extract.instants import mail_moment
from provenance.core.extract.language import normalize
from provenance.core.model import Evidence
from provenance.core.regex import regex
from provenance.core.urls import url_or_none

Fields = Sequence[tuple[str, str]]

# RFC 8288: links are separated by commas, which addresses and quoted values may hold as well.
_LINK = regex(r"<(?P<target>[^<>]*)>(?P<parameters>(?:\s*;\s*[\w*-]+\s*(?:=\s*(?:\"[^\"]*\"|[^\s,;\"]*))?)*)")
_REL = regex(r";\s*rel\s*=\s*(?:\"(?P<quoted>[^\"]*)\"|(?P<bare>[^\s,;\"]*))", re.IGNORECASE)
_RELATIONS = {"canonical": "canonical_url", "original": "original_url", "license": "licence"}
_LONGEST = 8_000


def read(fields: Fields, url: str | None) -> Iterator[Evidence]:
    """Evidence from header fields. url: what the answer was to, for targets that are relative to it."""
    for name, value in fields:
        match name.lower():
            case "link":
                yield from _links(value[:_LONGEST], url)
            case "content-language":
                # Several languages are those of its readers, and say nothing of the text.
                if "," not in value and (tag := normalize(value)):
                    yield _evidence("language", tag, "content-language", value)
            case "last-modified" | "memento-datetime" as name:
                moment = mail_moment(value)
                if moment is not None:
                    variable = "last_modified" if name == "last-modified" else "captured"
                    yield _evidence(variable, moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), name, value)
            case _:
                continue


def original(evidence: Sequence[Evidence]) -> str | None:
    """The URL of the page that an archive's answer is a copy of (RFC 7089, `Link: <…>; rel="original"`).

    Without `Memento-Datetime` the answer is no copy, and the link leads from something else.
    """
    if captured_at(evidence) is None:
        return None
    return next((piece.value for piece in evidence if piece.method == "http:link-original"), None)


def captured_at(evidence: Sequence[Evidence]) -> dt.datetime | None:
    """When the archive took its copy (RFC 7089, `Memento-Datetime`)."""
    said = next((piece.value for piece in evidence if piece.method == "http:memento-datetime"), None)
    return dt.datetime.fromisoformat(said) if said else None


def _links(value: str, url: str | None) -> Iterator[Evidence]:
    for link in _LINK.finditer(value):
        rel = _REL.search(link["parameters"])
        relations = (rel["quoted"] or rel["bare"] or "").lower().split() if rel else []
        for relation in relations:
            variable = _RELATIONS.get(relation)
            target = url_or_none(link["target"].strip(), base=url) if variable else None
            if variable and target:
                yield _evidence(variable, target.href, f"link-{relation}", link.group())


def _evidence(variable: str, value: str, method: str, quote: str) -> Evidence:
    name = "link" if method.startswith("link-") else method
    return Evidence(
        variable=variable, value=value, method=f"http:{method}", selector=f"field:{name}", quote=quote[:500]
    )
