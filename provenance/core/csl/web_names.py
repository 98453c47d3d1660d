"""CSL names as the exchange formats of the web write them, and back: no more is split than the format states.

A lower-case word before the family is its particle and stays with it (`non-dropping-particle`), as citation processors
read it (CSL 1.0.2, Names); capitalised ones ("De Niro") are part of the family.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from provenance.core.scan import without_surrogates

CslName = dict[str, str]

_SUFFIX = re.compile(r"(?P<given>.*[^\s,]),? (?P<suffix>(?:Jn?r|Sn?r|Esq)\.?|I{2,3}|IV|VI{0,3}|[2-9](?:nd|rd|th))")


def tidy(text: str) -> str:
    """A text with its white space collapsed, as HTML and XML have it: a no-break space is none."""
    return re.sub(r"[ \t\r\n\f\v]+", " ", without_surrogates(text)).strip(" ")


def names(value: object) -> Iterator[Mapping[str, object]]:
    """The names of a CSL name variable that say anything."""
    for name in value if isinstance(value, list) else ():
        if isinstance(name, Mapping) and (literal(name) or family(name)):
            yield name


def literal(name: Mapping[str, object]) -> str:
    """The name that has no parts: a `literal`, or a given name without a family."""
    return str(name.get("literal") or "") or ("" if family(name) else given(name))


def family(name: Mapping[str, object]) -> str:
    """The family name with the particle that stays before it."""
    return " ".join(str(name[part]) for part in ("non-dropping-particle", "family") if name.get(part))


def given(name: Mapping[str, object]) -> str:
    """The given name with the particle that goes behind it when names are inverted."""
    return " ".join(str(name[part]) for part in ("given", "dropping-particle") if name.get(part))


def suffix(name: Mapping[str, object]) -> str:
    """`Jr.`, `III`."""
    return str(name.get("suffix") or "")


def display(name: Mapping[str, object]) -> str:
    """`Ida von der Meer`, `Ann Reed Jr.`"""
    return literal(name) or " ".join(part for part in (given(name), family(name), suffix(name)) if part)


def inverted(name: Mapping[str, object]) -> str:
    """`Reed, Ann, Jr.`; a person of one name keeps the comma (`Prince,`), which tells it from an institution."""
    if text := literal(name):
        return text
    parts = [part for part in (family(name), given(name), suffix(name)) if part]
    return ", ".join(parts) if len(parts) > 1 else f"{parts[0]},"


def person(*, family: str, given: str = "", suffix: str = "") -> CslName:
    """A CSL name out of its parts, the particles told apart: `von der Meer` and `Ida`."""
    words, first = family.split(" "), given.split(" ")
    before, behind = _particles(words), _particles(first[::-1])
    parts = {
        "non-dropping-particle": words[:before],
        "family": words[before:],
        "given": first[: len(first) - behind],
        "dropping-particle": first[len(first) - behind :],
        "suffix": [suffix],
    }
    return {part: " ".join(text) for part, text in parts.items() if any(text)}


def with_suffix(text: str) -> tuple[str, str]:
    """A given name and the suffix at its end: `Ann Jr.`, `Ann, Jr.`"""
    match = _SUFFIX.fullmatch(text)
    return (match["given"], match["suffix"]) if match else (text, "")


def from_inverted(text: str) -> CslName:
    """`Family, Given`, `Family, Given, Suffix` or `Family,` in its parts; a text without a comma, or with more of them,
    as a literal.
    """
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 2 and parts[0] and not parts[1]:
        return person(family=parts[0])
    if len(parts) not in (2, 3) or not parts[0] or (len(parts) == 3 and not parts[1]):
        return {"literal": text}
    return person(family=parts[0], given=parts[1], suffix=parts[2] if len(parts) == 3 else "")


def _particles(words: list[str]) -> int:
    """How many lower-case words a name begins with; none where it has no other ("bell hooks")."""
    return next((number for number, word in enumerate(words) if not (word.isalpha() and word.islower())), 0)
