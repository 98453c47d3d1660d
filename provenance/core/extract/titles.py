"""Which of the titles that a page names are one, where it writes them at different lengths."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from provenance.core.extract import measured
from provenance.core.extract.candidates import Candidate
from provenance.core.extract.headline import parts, site_key
from provenance.core.text import comparable

_BROKEN_OFF = ("…", "...")
# Pieces of a title that may be the site's name and the section, at either end.
_MOST_PIECES = 6
# Letters of a name by which a longer one (`Lantern Politics`) is told as the outlet's; in its middle, more.
_LEAST, _LEAST_INSIDE = 3, 5


def as_one(
    candidates: Sequence[Candidate], is_rest: Callable[[str], bool], kickers: Sequence[str] = ()
) -> list[Candidate]:
    """The candidates, the heaviest first, those put together that differ by what is no part of a headline.

    A title that was broken off (`… and then …`) speaks for the one that goes on where it ends; one with the outlet's name
    or a section at an end (`Ferry crews return | Lantern Politics`), or with a kicker, for the one without. is_rest: whether
    words beside a title are of that kind; kickers: those of the page.
    """
    openings = [comparable(kicker) for kicker in kickers]
    found = _without_rests(_whole(candidates), is_rest, [key for key in openings if key])
    return sorted(found, key=lambda candidate: -candidate.weight)


def rest_test(outlet: Sequence[str], sections: Sequence[str]) -> Callable[[str], bool]:
    """Whether words beside a title are the outlet's name, with a word more or less, or a section of it."""
    keys = {key for name in outlet if len(key := site_key(name)) >= _LEAST}
    known = {comparable(name) for name in sections}

    def is_rest(words: str) -> bool:
        key = site_key(words)
        if comparable(words) in known:
            return True
        return any(key.startswith(name) or key.endswith(name) or _is_in(name, key) for name in keys)

    return is_rest


def _is_in(name: str, key: str) -> bool:
    return len(name) >= _LEAST_INSIDE and name in key


def _whole(candidates: Sequence[Candidate]) -> list[Candidate]:
    broken = [one for one in candidates if one.value.rstrip().endswith(_BROKEN_OFF)]
    whole = [one for one in candidates if not any(sign in one.value for sign in _BROKEN_OFF)]
    rest = [one for one in candidates if one not in whole and one not in broken]
    for one in broken:
        stem = comparable(one.value)
        fuller = next((place for place, other in enumerate(whole) if comparable(other.value).startswith(stem)), None)
        if fuller is None:
            rest.append(one)
        else:
            other = whole[fuller]
            whole[fuller] = Candidate(other.value, (*other.evidence, *one.evidence), other.weight)
    return [*whole, *rest]


def _without_rests(
    candidates: list[Candidate], is_rest: Callable[[str], bool], openings: Sequence[str]
) -> list[Candidate]:
    kept = {comparable(one.value): one for one in candidates}
    for key, longer in list(kept.items()):
        stems = [*_stems(longer.value, is_rest), *(key.removeprefix(f"{words} ") for words in openings)]
        shorter = next((name for name in stems if name in kept and name != key), None)
        if shorter is not None:
            evidence = (*kept[shorter].evidence, *kept.pop(key).evidence)
            kept[shorter] = Candidate(kept[shorter].value, evidence, measured.heard("title", evidence))
    return list(kept.values())


def _stems(title: str, is_rest: Callable[[str], bool]) -> list[str]:
    """Keys of what remains of a title without its first or its last pieces, where those are a rest."""
    pieces = parts(title)
    found = []
    for count in range(1, min(len(pieces) - 1, _MOST_PIECES) + 1):
        head, tail = title[: pieces[-count - 1][2]], title[pieces[-count][1] :]
        if is_rest(tail):
            found.append(comparable(head))
        head, tail = title[: pieces[count - 1][2]], title[pieces[count][1] :]
        if is_rest(head):
            found.append(comparable(tail))
    return found
