"""Wikitext: the archive parameters of a citation template, by the language of the template; `{{Webarchive}}` behind a bare
link (Help:Citation Style 1, Template:Webarchive, Vorlage:Internetquelle, Modèle:Lien web, Plantilla:Cita web).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from provenance.core.mending.edits import Copy, Edit, Place
from provenance.core.wikitext_tables import TYPES

NAMES = ("wikitext",)

# Parameters for the copy, its day, and that the link is dead, each with the value of the last.
_ENGLISH = ("archive-url", "archive-date", "url-status=dead")
_OTHERS: Mapping[str, tuple[str, str, str]] = {
    "internetquelle": ("archiv-url", "archiv-datum", "offline=1"),
    "literatur": ("archiv-url", "archiv-datum", "offline=1"),
    "lien web": ("archive-url", "archive-date", ""),
    "article": ("archive-url", "archive-date", ""),
    "cita web": ("urlarchivo", "fechaarchivo", "urlmuerta=sí"),
    "cita noticia": ("urlarchivo", "fechaarchivo", "urlmuerta=sí"),
}
_NAME = re.compile(r"\{\{\s*([^|{}\n]+?)\s*(?=\||\n)")
_VALUE = re.compile(r"[^|{}]*")
_BRACE = re.compile(r"\{\{|\}\}")
_LONGEST = 20_000


def copy_edit(text: str, place: Place, copy: Copy) -> Edit | None:
    """Behind the address in its template, or behind the link; none where a copy is named already."""
    template = _around(text, place)
    if template is None:
        return _behind_link(text, place, copy)
    start, end = template
    name = _NAME.match(text, start)
    words = name[1].replace("_", " ").lower() if name else ""
    if words not in TYPES:
        return None
    archive, day, dead = _OTHERS.get(words, _ENGLISH)
    inside = text[start:end]
    if _is_given(inside, archive) or re.search(r"\|\s*archive?-?url\s*=\s*[^\s|}]", inside, re.IGNORECASE):
        return None
    parameters = [f"{archive}={_escaped(copy.url)}", f"{day}={copy.day}"]
    if dead and not _is_given(inside, dead.partition("=")[0]):
        parameters.append(dead)
    before = _style(text, place.start)
    value = _VALUE.match(text, place.end)
    trailing = len(value[0]) - len(value[0].rstrip()) if value else 0
    at = (value.end() if value else place.end) - trailing
    return Edit(start=at, end=at, new="".join(f"{before}{parameter}" for parameter in parameters))


def _around(text: str, place: Place) -> tuple[int, int] | None:
    """The innermost template that a link stands in."""
    depth, start = 0, -1
    for brace in reversed(list(_BRACE.finditer(text, max(0, place.start - _LONGEST), place.start))):
        depth += 1 if brace[0] == "}}" else -1
        if depth < 0:
            start = brace.start()
            break
    if start < 0:
        return None
    depth = 0
    for brace in _BRACE.finditer(text, place.end, place.end + _LONGEST):
        depth += 1 if brace[0] == "{{" else -1
        if depth < 0:
            return start, brace.end()
    return None


def _style(text: str, place: int) -> str:
    """What stands before a parameter in this template: ` |`, ` | `, or a line of its own with its spaces."""
    bar = text.rfind("|", 0, place)
    gap = re.compile(r"\|\s*").match(text, bar)
    before = re.search(r"\s*$", text[:bar])
    return (before[0] if before else "") + (gap[0] if gap else "|")


def _is_given(template: str, name: str) -> bool:
    return re.search(rf"\|\s*{re.escape(name)}\s*=\s*[^\s|}}]", template) is not None


def _behind_link(text: str, place: Place, copy: Copy) -> Edit | None:
    end = place.end
    if text[place.start - 1 : place.start] == "[":
        end = text.find("]", end) + 1
        if end == 0:
            return None
    if re.compile(r"\s*\{\{\s*webarchive\b", re.IGNORECASE).match(text, end):
        return None
    return Edit(start=end, end=end, new=f" {{{{Webarchive|url={_escaped(copy.url)}|date={copy.day}}}}}")


def _escaped(url: str) -> str:
    """What would end a parameter or a template is written otherwise."""
    return url.replace("|", "%7C").replace("{", "%7B").replace("}", "%7D")
