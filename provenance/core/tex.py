"""Text in the files of TeX: what BibTeX and BibLaTeX share."""

from __future__ import annotations

import re
from collections.abc import Mapping

from provenance.core.csl.keys import citation_key

_ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def escaped(value: object) -> str:
    """The text with TeX's ten special characters escaped; empty for None."""
    return "".join(_ESCAPES.get(letter, letter) for letter in str(value or ""))


def verbatim_url(value: object) -> str:
    """A URL for a field that is read verbatim, in which only a brace has a meaning."""
    return str(value or "").replace("{", "%7B").replace("}", "%7D")


def entry_key(item: Mapping[str, object]) -> str:
    """The item's id where BibTeX can read it, else one made of author, year and title."""
    given = str(item.get("id") or "")
    return given if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9:.+/_-]*", given) else citation_key(item)
