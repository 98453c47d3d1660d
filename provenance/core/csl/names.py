"""Names of CSL as exchange formats write them: in one text, `Family, Given, Suffix`, and back."""

from __future__ import annotations

import re
from collections.abc import Mapping

from provenance.core.csl.texts import one_line

CslName = dict[str, str]

_COMMA = re.compile(r",\s*")


def names_of(value: object) -> list[Mapping[str, object]]:
    """The names in a CSL variable; none where it holds something else."""
    if not isinstance(value, list | tuple):
        return []
    return [name for name in value if isinstance(name, Mapping) and text_name(name)]


def part_of(name: Mapping[str, object], *parts: str) -> str:
    """The named parts of a name, on one line, with a space between them."""
    return " ".join(filter(None, (one_line(name.get(part)) for part in parts)))


def text_name(name: Mapping[str, object]) -> str:
    """`Family, Given, Suffix`, the order of RIS (Reference Manager's specification, author fields); particles stand before
    the family name and behind the given one. An institution stands as it is.
    """
    if literal := one_line(name.get("literal")):
        return literal
    family, given = part_of(name, "non-dropping-particle", "family"), part_of(name, "given", "dropping-particle")
    suffix = part_of(name, "suffix")
    if suffix and not given and family:
        return f"{family}, , {suffix}"
    return ", ".join(filter(None, (family, given, suffix)))


def name_from_text(text: str) -> CslName | None:
    """The CSL name in `Family, Given, Suffix`; a text without a comma is one whole, `literal`; None for an empty one."""
    family, *rest = [part.strip() for part in _COMMA.split(one_line(text), maxsplit=2)]
    if not family:
        return {"literal": whole} if (whole := " ".join(filter(None, rest))) else None
    if not any(rest):
        return {"literal": family}
    given, suffix = (*rest, "")[:2]
    return name_from_parts(family=family, given=given, suffix=suffix)


def name_from_parts(*, family: str, given: str = "", suffix: str = "") -> CslName:
    """The CSL name of three texts, particles taken off: words in lower case that open the family name (BibTeX's `von`) or
    close the given one.
    """
    particle, family = _leading(family)
    given, dropping = _trailing(given)
    parts = {
        "family": family,
        "given": given,
        "suffix": suffix,
        "non-dropping-particle": particle,
        "dropping-particle": dropping,
    }
    return {name: part for name, part in parts.items() if part}


def endnote_name(name: Mapping[str, object]) -> str:
    """As `text_name`, with EndNote's marks for an institution: a comma behind it, and two for the first comma inside
    (EndNote manual, "Author names").
    """
    literal = one_line(name.get("literal"))
    return f"{literal.replace(',', ',,', 1)}," if literal else text_name(name)


def name_from_endnote(text: str) -> CslName | None:
    """The CSL name in a name field of EndNote."""
    stated = one_line(text)
    if ",," in stated:
        return {"literal": stated.removesuffix(",").replace(",,", ",", 1)} if stated.strip(", ") else None
    return name_from_text(stated)


def _leading(family: str) -> tuple[str, str]:
    """Particle and rest; a name that is all in lower case has no particle."""
    words = family.split(" ")
    count = next((place for place, word in enumerate(words) if not word[:1].islower()), 0)
    return " ".join(words[:count]), " ".join(words[count:])


def _trailing(given: str) -> tuple[str, str]:
    words = given.split(" ")
    count = next((place for place, word in enumerate(reversed(words)) if not word[:1].islower()), 0)
    return " ".join(words[: len(words) - count]), " ".join(words[len(words) - count :])
