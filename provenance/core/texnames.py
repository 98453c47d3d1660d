"""Names in BibTeX and BibLaTeX: `von Last, Jr, First`, and back (btxdoc, section 4; Tame the BeaST, section 11).

What must not be taken apart stands in braces: an institution, a part that holds a comma or the word `and`, and a word in
lower case that is no particle.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from provenance.core.csl.names import CslName, names_of, part_of
from provenance.core.csl.texts import one_line
from provenance.core.tex import escaped, plain

_EXTENDED = re.compile(r"\s*(?P<key>family|given|prefix|suffix|useprefix|id|\w+-i)\s*=\s*(?P<value>.*)", re.DOTALL)
_KEYS = {"family": "family", "given": "given", "prefix": "non-dropping-particle", "suffix": "suffix"}


def tex_names(value: object) -> str:
    """The names of a CSL variable for a name field; empty where there are none."""
    return " and ".join(map(_written, names_of(value)))


def _written(name: Mapping[str, object]) -> str:
    if literal := one_line(name.get("literal")):
        return f"{{{escaped(literal)}}}"
    family, given, suffix = (part_of(name, part) for part in ("family", "given", "suffix"))
    particle, dropping = part_of(name, "non-dropping-particle"), part_of(name, "dropping-particle")
    if not given and not suffix and not dropping:
        whole = " ".join(filter(None, (particle, family)))
        # A name of one word is a family name to BibTeX; one of several would be taken apart.
        return _kept(whole) if whole and " " not in whole else f"{{{escaped(whole)}}}"
    last = " ".join(filter(None, (escaped(particle), _kept(family, lower=family[:1].islower()))))
    bare = not dropping and given.rpartition(" ")[2][:1].islower() and not given.islower()
    first = " ".join(filter(None, (_kept(given, lower=bare), escaped(dropping))))
    return ", ".join([last or "{}", suffix and _kept(suffix), first or "{}"] if suffix else [last or "{}", first])


def _kept(text: str, *, lower: bool = False) -> str:
    """A part of a name, braced where it would be taken apart."""
    tex = escaped(text)
    return f"{{{tex}}}" if lower or re.search(r"\band\b|,|^\w+ *=", tex, re.IGNORECASE) else tex


def names_from_tex(tex: str) -> list[CslName]:
    """The CSL names in a name field. `others` stands for names that are not told, and is none."""
    parts = (part.strip() for part in _split(tex, re.compile(r"(?<!\s)\s+and\s+", re.IGNORECASE)))
    return [name for part in parts if part and part.lower() != "others" and (name := _name(part))]


def _name(tex: str) -> CslName | None:
    if _is_braced(tex):
        return {"literal": literal} if (literal := plain(tex)) else None
    parts = [part.strip() for part in _split(tex, re.compile(","))]
    if all(_EXTENDED.fullmatch(part) for part in parts):
        return _extended(parts)
    if len(parts) == 1:
        particle, last, first, suffix = *_read_in_order(parts[0]), ""
    else:
        particle, last = _particle(parts[0])
        first, suffix = (parts[1], "") if len(parts) == 2 else (", ".join(parts[2:]), parts[1])
    given, dropping = _dropping(first)
    name = {
        "family": plain(last),
        "given": plain(given),
        "suffix": plain(suffix),
        "non-dropping-particle": plain(particle),
        "dropping-particle": plain(dropping),
    }
    return {key: value for key, value in name.items() if value} or None


def _extended(parts: list[str]) -> CslName | None:
    """`family=Meer, given=Ida, prefix=von der` (BibLaTeX manual 3.20, section 3.4)."""
    pairs = [(match["key"], plain(match["value"])) for part in parts if (match := _EXTENDED.fullmatch(part))]
    return {_KEYS[key]: value for key, value in pairs if key in _KEYS and value} or None


def _read_in_order(tex: str) -> tuple[str, str, str]:
    """Particle, last and first name of `First von Last`."""
    words = _words(tex)
    lower = [place for place, word in enumerate(words[:-1]) if word[:1].islower()]
    if not lower or lower[0] == 0:
        particle, last = _particle(tex) if lower else ("", words[-1])
        return particle, last, "" if lower else " ".join(words[:-1])
    return " ".join(words[lower[0] : lower[-1] + 1]), " ".join(words[lower[-1] + 1 :]), " ".join(words[: lower[0]])


def _particle(last: str) -> tuple[str, str]:
    words = _words(last)
    count = next((place for place, word in enumerate(words) if not word[:1].islower()), 0)
    return " ".join(words[:count]), " ".join(words[count:])


def _dropping(first: str) -> tuple[str, str]:
    words = _words(first)
    count = next((place for place, word in enumerate(reversed(words)) if not word[:1].islower()), 0)
    return " ".join(words[: len(words) - count]), " ".join(words[len(words) - count :])


def _words(tex: str) -> list[str]:
    return [word for word in _split(tex, re.compile(r"[ \t\n~]+")) if word]


def _is_braced(tex: str) -> bool:
    """Whether one pair of braces holds the whole."""
    return tex[:1] == "{" and next((end for end in _ends(tex)), None) == len(tex) - 1


def _ends(tex: str) -> Iterator[int]:
    """Where braces close on the outermost level."""
    for place, depth, letter in _depths(tex):
        if letter == "}" and depth == 0:
            yield place


def _depths(tex: str) -> Iterator[tuple[int, int, str]]:
    """Each character that no backslash escapes: its place, and how many braces are open behind it."""
    depth, skip = 0, False
    for place, letter in enumerate(tex):
        if skip:
            skip = False
            continue
        skip = letter == "\\"
        depth = max(0, depth + (letter == "{") - (letter == "}"))
        yield place, depth, letter


def _split(tex: str, separator: re.Pattern[str]) -> Iterator[str]:
    """The pieces between separators that stand in no braces."""
    outside = {place for place, depth, letter in _depths(tex) if depth == 0 and letter != "}"}
    begin = 0
    for match in separator.finditer(tex):
        if match.start() in outside and match.start() >= begin:
            yield tex[begin : match.start()]
            begin = match.end()
    yield tex[begin:]
