"""Citation keys: the names by which manuscripts call their sources. They must not change from one run to the next."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence

from provenance.core.csl.dates import partial_date
from provenance.core.regex import regex
from provenance.errors import InputError

PATTERN = "{author}{year}{title}"
"""The pattern of a key where nobody asks for another one."""

_SKIPPED = frozenset(
    (
        "a", "an", "the", "der", "die", "das", "ein", "eine", "el", "la", "los", "las", "un", "una", "le", "les", "une",
        "o", "os", "il", "lo", "gli", "de", "het", "een",
    )
)  # fmt: skip
_PLACEHOLDER = regex(r"\{([^{}]*)\}")
# What BibTeX, BibLaTeX, pandoc and Typst all read in a key, between the parts.
_LITERAL = regex(r"[A-Za-z0-9:.+/_-]*")


def key_pattern(text: str) -> str:
    """The pattern, known to be one.

    Raises
    ------
    InputError
        for a placeholder that there is not, a sign that no key may hold, and a pattern without a placeholder.
    """
    names = ", ".join(f"{{{name}}}" for name in PARTS)
    for name in _PLACEHOLDER.findall(text):
        if name not in PARTS:
            raise InputError(f"key {text!r}", f"{{{name}}} is not known", f"Placeholders are {names}")
    between = _PLACEHOLDER.sub("", text)
    if not _LITERAL.fullmatch(between):
        raise InputError(
            f"key {text!r}",
            "holds a sign that a key cannot have",
            "Between placeholders use letters, digits, : . + / _ -",
        )
    if between == text:
        raise InputError(f"key {text!r}", "would be the same for every source", f"Use a placeholder: {names}")
    return text


def citation_key(item: Mapping[str, object], *, pattern: str = PATTERN, number: int = 1) -> str:
    """A key that stays the same whenever the same item is cited; ASCII only.

    pattern: as `key_pattern` takes it. number: the place of the item among those that are cited, from 1.
    """
    return _PLACEHOLDER.sub(lambda match: PARTS[match[1]](item, number), pattern) or "anon"


def distinct_keys(items: Sequence[Mapping[str, object]], *, pattern: str | None = None) -> tuple[str, ...]:
    """A key for each item, and no key twice (a second one gets `b`, then `c` …).

    pattern: None leaves an item its own `id` where it has one.

    Raises
    ------
    InputError
        for a pattern that is none.
    """
    if pattern is not None:
        key_pattern(pattern)
    taken: set[str] = set()
    keys = []
    for number, item in enumerate(items, start=1):
        own = item.get("id") if pattern is None else None
        wanted = str(own or citation_key(item, pattern=pattern or PATTERN, number=number))
        key = next(key for key in _numbered(wanted) if key not in taken)
        taken.add(key)
        keys.append(key)
    return tuple(keys)


def _numbered(key: str) -> Iterator[str]:
    yield key
    for letter in "bcdefghijklmnopqrstuvwxyz":
        yield f"{key}{letter}"
    for number in itertools.count(27):
        yield f"{key}-{number}"


# -- the parts of a key -------------------------------------------------------------------------------------------


def _author(item: Mapping[str, object], _: int) -> str:
    """The first author's family name, the first three words of an institution's, or the site where nobody is named."""
    names = item.get("author")
    who = ""
    if isinstance(names, Sequence) and names and isinstance(names[0], Mapping):
        who = str(names[0].get("family") or names[0].get("literal") or "")
    return "".join(_ascii(who or str(item.get("container-title") or "")).split()[:3]) or "anon"


def _year(item: Mapping[str, object], _: int) -> str:
    date = partial_date(item.get("issued"))
    return str(date.year) if date and date.year is not None else "nd"


def _words(item: Mapping[str, object]) -> list[str]:
    """The words of the title that mean something."""
    return [word for word in _ascii(str(item.get("title") or "")).split() if word not in _SKIPPED]


def _title(item: Mapping[str, object], _: int) -> str:
    return "".join(_words(item)[:1])


def _short_title(item: Mapping[str, object], _: int) -> str:
    return "-".join(_words(item)[:3])


def _site(item: Mapping[str, object], _: int) -> str:
    return "".join(_ascii(str(item.get("container-title") or item.get("publisher") or "")).split()) or "nosite"


def _number(_: Mapping[str, object], number: int) -> str:
    return str(number)


PARTS: Mapping[str, Callable[[Mapping[str, object], int], str]] = {
    "author": _author,
    "year": _year,
    "title": _title,
    "shorttitle": _short_title,
    "site": _site,
    "n": _number,
}
"""What a pattern may name. title: the first word of the title that means something; shorttitle: the first three."""


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", " ", re.sub(r"'", "", plain)).strip()
