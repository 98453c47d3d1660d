"""The table of web archives, and the addresses under which each is asked. See `data/archives.csv`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from provenance.core.addresses import names_this_machine, why_refused
from provenance.core.frozen import frozen
from provenance.core.memento import raw_form
from provenance.core.redaction import HIDDEN, redact_text
from provenance.core.tables import rows
from provenance.core.urls import parts_of

_NAMED = re.compile(r"(?P<id>[\w.-]+)(?:=(?P<base>https?://[^\s?#]+))?")
# Names that mean something inside one network alone (RFC 6762, RFC 8375, RFC 9476, and ICANN's reserved `internal`).
_INSIDE = re.compile(r"(?:^[^.]+|\.(?:local|internal|intranet|lan|home\.arpa|alt|test|localhost|onion))\.?$")


@frozen
class Archive:
    """One row of the table. own: the user named where it stands, so that no limit of a public service is meant.

    list_gap, copy_gap: seconds between the beginnings of two requests.
    """

    id: str
    name: str
    base: str
    cdx: str = ""
    timemap: str = ""
    timegate: str = ""
    copy: str = ""
    raw: bool = False
    list_gap: float = 0.0
    copy_gap: float = 0.0
    own: bool = False

    def address(self, interface: str, url: str, *, moment: str = "") -> str | None:
        """The address of an interface for a page, without the page's fragment; None where the archive has none.

        interface: `cdx`, `timemap`, `timegate` or `copy`. moment: 14 digits.
        """
        template: str = getattr(self, interface)
        page = url.partition("#")[0]
        parts = {"base": self.base, "url": page, "quoted": quote(page, safe=""), "moment": moment}
        return re.sub(r"\{(\w+)\}", lambda found: parts[found[1]], template) if template else None

    def raw_copy(self, uri_m: str) -> str:
        """Where the captured bytes of a copy are; the copy as it is shown, where the archive gives no others."""
        return raw_form(uri_m) if self.raw else uri_m


def archives(named: Sequence[str] = ()) -> tuple[Archive, ...]:
    """The archives to ask, in their order. named: `ID`, or `ID=BASE` for one that stands elsewhere; all that are asked
    always if there are none.

    Raises
    ------
    ValueError
        for a name that is not in the table, or an address that is none; the message says which names there are.
    """
    known = {row["id"]: row for row in rows("archives.csv")}
    if not named:
        return tuple(_archive(row) for row in known.values() if row["asked"] == "always")
    found = []
    for text in named:
        match = _NAMED.fullmatch(text.strip())
        row = known.get(match["id"]) if match else None
        if match is None or row is None:
            msg = f"{text!r} is no archive: write one of {', '.join(known)}, or ID=https://its.address"
            raise ValueError(msg)
        archive = _archive(row)
        if match["base"]:
            # One that stands nowhere by the table has no name but its host.
            name = archive.name if archive.base else parts_of(match["base"]).netloc
            archive = replace(archive, base=match["base"].rstrip("/"), name=name, own=True, list_gap=0.0, copy_gap=0.0)
        elif not archive.base:
            msg = f"{text!r} has no address: write {text}=https://its.address"
            raise ValueError(msg)
        found.append(archive)
    return tuple(found)


def _archive(told: Mapping[str, str]) -> Archive:
    names = ("id", "name", "base", "cdx", "timemap", "timegate", "copy")
    texts: dict[str, Any] = {name: told[name] for name in names}
    return Archive(
        **texts,
        raw=told["raw"] == "yes",
        list_gap=float(told["list_gap"]),
        copy_gap=float(told["copy_gap"]),
    )


def why_not_told(url: str, archive: Archive) -> str | None:
    """Why an address is not told to an archive, in words; None if it may be. A secret in it is told to nobody, and what
    lies inside somebody's network only to an archive that the user named.
    """
    if HIDDEN in url or redact_text(url) != url:
        return "its address holds a secret, which is told to nobody"
    host = (parts_of(url).hostname or "").lower()
    if archive.own:
        return None
    try:
        inside = why_refused(host)
    except ValueError:  # a name
        inside = "a name of one network alone" if _INSIDE.search(host) or names_this_machine(host) else None
    return f"its host is none of the public network ({inside})" if inside else None
