"""The case of titles: what the engine guesses wrong, put right beforehand, and titles recased by the article's own text.

A word is a proper noun where the article writes it with a capital in the middle of a sentence, which no engine can know.
What is settled here is protected from the engine by the `nocase` span of CSL-JSON (CSL 1.0.2, "Rich text").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Literal, TypeAlias

from provenance.core.regex import regex

Case: TypeAlias = Literal["keep", "sentence", "title"]
CASES: tuple[Case, ...] = ("keep", "sentence", "title")

_ARTICLES = frozenset(("a", "an", "the"))
_CONJUNCTIONS = frozenset(("and", "as", "but", "for", "nor", "or", "so", "yet"))
_SHORT_PREPOSITIONS = frozenset(
    ("at", "by", "for", "from", "in", "into", "of", "off", "on", "onto", "out", "over", "per", "than", "till", "to", "up", "upon", "via",
     "with", "vs", "versus", "down")
)  # fmt: skip
_LONG_PREPOSITIONS = frozenset(
    ("about", "above", "across", "after", "against", "along", "amid", "among", "amongst", "around", "before", "behind", "below",
     "beneath", "beside", "between", "beyond", "despite", "during", "except", "inside", "outside", "since", "through",
     "throughout", "toward", "towards", "under", "underneath", "unlike", "until", "within", "without")
)  # fmt: skip
# The engine writes these small (CSL 1.0.2, "Title case": stop words) and capitalises all others.
_SMALL_IN_ENGINE = frozenset(
    ("a", "an", "and", "as", "at", "but", "by", "down", "for", "from", "in", "into", "nor", "of", "on", "onto", "or", "over",
     "so", "the", "till", "to", "up", "via", "with", "yet")
)  # fmt: skip
_ADVERBS = frozenset(("up", "down", "off", "out", "over"))
_SUBJECTS = frozenset(("i", "he", "she", "it", "they", "we", "you", "there"))
_DETERMINERS = frozenset(
    (
        "a",
        "an",
        "the",
        "this",
        "that",
        "these",
        "those",
        "his",
        "her",
        "its",
        "their",
        "our",
        "my",
        "your",
        "to",
        "from",
        "into",
    )
)

_PIECE = regex(r"(?P<tag><[^<>]*>)|(?P<word>[^\W\d_](?:[\w&]|[’'.](?=\w))*\.?(?:-\w+)*)")
_OPENS_PART = regex(r"[:?!—–]\W*$|\.\s+\W*$")
_NOCASE = '<span class="nocase">'


def _word(match: re.Match[str]) -> str:
    return match["word"].removesuffix(".") if match["word"].count(".") == 1 else match["word"]


def _each_word(title: str, change: Callable[[str, str, str], str]) -> str:
    """The title with `change(word, before, after)` in place of each word that is in no tag and no `nocase` span."""
    written, protected, end = [], 0, 0
    for match in _PIECE.finditer(title):
        written.append(title[end : match.start()])
        end = match.end()
        if tag := match["tag"]:
            protected = _depth(protected, tag)
            written.append(tag)
            continue
        word = _word(match)
        end = match.start() + len(word)
        written.append(word if protected else change(word, title[: match.start()], title[end:]))
    return "".join(written) + title[end:]


def _depth(protected: int, tag: str) -> int:
    """How many spans are open inside the outermost `nocase` one, it included."""
    if tag.startswith("<span") and (protected or "nocase" in tag):
        return protected + 1
    return protected - 1 if tag == "</span>" and protected else protected


def _visible(text: str) -> str:
    return re.sub(r"<[^<>]*>", "", text)


# -- title case -----------------------------------------------------------------------------------------------------


def is_small(word: str, before: str, after: str, *, long_prepositions: bool) -> bool:
    """Whether title case writes an English word small at its place: articles, conjunctions, prepositions, `to`.

    Chicago Manual 8.159 (17th), 8.160 (18th); MLA Handbook 9th, 2.90: not at the beginning or end of a title or its
    subtitle, and not where a preposition is used as an adverb (heats *up*). long_prepositions: whether prepositions of
    five and more letters are small too, as in MLA and Chicago up to the 17th edition.
    """
    word = word.lower()
    if _opens(before) or _ends(after):
        return False
    if word in _ADVERBS:
        return not _is_adverb(word, before, after)
    if word in _LONG_PREPOSITIONS or word in ("than", "upon"):
        return long_prepositions and _next(after) not in _SUBJECTS
    return word in _ARTICLES | _CONJUNCTIONS | _SHORT_PREPOSITIONS


def _opens(before: str) -> bool:
    bare = _visible(before)
    return not re.search(r"\w", bare) or bool(_OPENS_PART.search(bare))


def _ends(after: str) -> bool:
    bare = _visible(after)
    return not re.search(r"\w", bare) or bool(re.match(r"[”’\"')\]]*\s*[:?!—–;](?!\d)|[”’\"')\]]*\.\s", bare))


def _next(after: str) -> str:
    match = re.match(r"\W*([\w’']+)", _visible(after))
    return match[1].lower() if match else ""


def _is_adverb(word: str, before: str, after: str) -> bool:
    """`over` mostly governs a noun; the others belong to a verb unless an article or the like follows."""
    if re.match(r"\s*[,;]", _visible(after)):
        return True
    if word == "over":
        return False
    if _next(after) in _DETERMINERS:
        return False
    last = re.search(r"([\w’']+)\W*$", _visible(before))
    return last is not None and last[1].lower() not in _ARTICLES | {"and", "or", "of"}


def settle_small_words(title: str, *, long_prepositions: bool) -> str:
    """The title with those words protected that the engine would write in the wrong case, and all else left to it."""

    def change(word: str, before: str, after: str) -> str:
        if word != word.lower():
            return word
        small = is_small(word, before, after, long_prepositions=long_prepositions)
        at_edge = _opens(before) or not re.search(r"\w", _visible(after))
        engine_small = word in _SMALL_IN_ENGINE and not at_edge
        if small == engine_small or not (small or word in _SMALL_IN_ENGINE):
            return word
        return f"{_NOCASE}{word if small else word.capitalize()}</span>"

    return title if is_shouted(title) else _each_word(title, change)


def is_shouted(title: str) -> bool:
    """Whether the whole title is in capitals, so that its case says nothing."""
    words = re.findall(r"[^\W\d_]{2,}", _visible(title))
    return len(words) > 1 and all(word.isupper() for word in words)


def is_headline_case(title: str) -> bool:
    """Whether its publisher set the title in title case: more than one word besides the small ones, each capitalised."""
    words = [match for match in re.findall(r"[^\W\d_][\w’']*", _visible(title)) if len(match) > 3]
    large = [word for word in words if word.lower() not in _SHORT_PREPOSITIONS | _LONG_PREPOSITIONS | _CONJUNCTIONS]
    return len(large) > 1 and all(word[0].isupper() for word in large) and not is_shouted(title)


def protected(title: str) -> str:
    """The title in a span whose case no engine changes; quotation marks inside it are still flipped."""
    return title if title.startswith(_NOCASE) and title.count("<span") == 1 else f"{_NOCASE}{title}</span>"


# -- recasing -------------------------------------------------------------------------------------------------------


def recase(title: str, how: Case, *, text: str = "", language: str | None = None) -> str:
    """The title in the case that is asked for, protected from the engine.

    keep: as the source has it. sentence: small but for the first word of title and subtitle and the proper nouns; text,
    that of the article, shows which words are such. A word that the text does not have stays as it is; without any text
    all but the unmistakable ones (NATO, iPhone) become small. title: by the rules of English; a title in any other
    language stays as it is, as does a German one for `sentence`, whose nouns have capitals.
    """
    primary = (language or "en").lower().replace("_", "-").split("-")[0]
    forms = forms_in_text(text)
    if is_shouted(title) and how != "keep":
        title = _unshouted(title, forms)
    if how == "sentence" and primary != "de":
        title = _sentence(title, forms)
    elif how == "title" and primary == "en":
        title = _each_word(title, _titled)
    return protected(title)


def recase_item(item: Mapping[str, object], how: Case, *, text: str = "") -> tuple[dict[str, object], tuple[str, ...]]:
    """A CSL-JSON item with its titles recased (see `recase`), and what could not be done as asked.

    text: of the article; empty where it is not known.
    """
    language = str(item.get("language") or "") or None
    titles = {name: title for name in ("title", "title-short") if isinstance(title := item.get(name), str) and title}
    recased = {name: recase(title, how, text=text, language=language) for name, title in titles.items()}
    return dict(item) | recased, tuple(_not_as_asked(str(titles.get("title", "")), how, text=text, language=language))


def _not_as_asked(title: str, how: Case, *, text: str, language: str | None) -> Iterator[str]:
    primary = (language or "en").lower().replace("_", "-").split("-")[0]
    if how == "keep" or not title:
        return
    if primary == "de" if how == "sentence" else primary != "en":
        yield f"the title keeps its case: {how} case is no custom of the language {primary}"
    if not text and (is_shouted(title) or (how == "sentence" and is_headline_case(title))):
        yield "proper nouns of the title could not be learnt, for the text of the article is not known: see its case"


def _titled(word: str, before: str, after: str) -> str:
    if not _plainly_cased(word):
        return word
    if is_small(word, before, after, long_prepositions=True):
        return word.lower()
    return re.sub(r"(^|-)([^\W\d_])(?!(?:n|nd|f|r|o|y|t|he)-)", lambda m: m[1] + m[2].upper(), word)


def _plainly_cased(word: str) -> bool:
    """Whether a word has no capital but its first letter and those after a hyphen: the case of others is a spelling."""
    return all(part[1:] == part[1:].lower() for part in word.split("-")) and "." not in word


def forms_in_text(text: str) -> Mapping[str, Counter[str]]:
    """How the text writes each word in the middle of its sentences, by the word in small letters."""
    found: dict[str, Counter[str]] = {}
    for line in text.splitlines():
        # A line without a full sentence is a heading, whose capitals may be those of title case.
        if not re.search(r"[.!?][”’\"')\]]*\s*$", line):
            continue
        for match in re.finditer(r"(?<=[^\W_][,;]\s|.[^\W_]\s)[^\W\d_][\w’'-]*", line):
            word = re.sub(r"[’']s?$", "", match[0])
            found.setdefault(word.casefold(), Counter())[word] += 1
    return found


def _usual(seen: Counter[str]) -> str:
    """The commonest form; a small one before others as common, since any word can be part of a name."""
    return max(seen, key=lambda form: (seen[form], form.islower(), form))


def _commonest(word: str, forms: Mapping[str, Counter[str]]) -> str | None:
    """The form in which the text has a word, or the stem of it; None where it has neither."""
    seen = forms.get(word.casefold())
    if seen:
        return _usual(seen)
    for ending in ("s", "es", "ed", "d", "ing", "ly"):
        stem = word.casefold().removesuffix(ending)
        for other in (stem, f"{stem}s", f"{stem}e", f"{stem}ed", f"{stem}ing"):
            if len(stem) > 2 and (seen := forms.get(other)):
                return word.capitalize() if _usual(seen)[0].isupper() else word.lower()
    return None


def _sentence(title: str, forms: Mapping[str, Counter[str]]) -> str:
    headline = is_headline_case(title)

    def change(word: str, before: str, _after: str) -> str:
        bare = re.sub(r"[’']s?$", "", word)
        if bare == "I" or not _plainly_cased(bare):
            return word
        seen = _commonest(bare, forms)
        if seen is not None:
            cased = seen + word[len(bare) :]
        elif bare.lower() in _ARTICLES | _CONJUNCTIONS | _SHORT_PREPOSITIONS | _LONG_PREPOSITIONS:
            cased = word.lower()
        else:
            cased = word.lower() if headline and not forms else word
        return cased[0].upper() + cased[1:] if _opens(before) else cased

    return _each_word(title, change)


def _unshouted(title: str, forms: Mapping[str, Counter[str]]) -> str:
    """A title all in capitals, in small letters but for what the text spells otherwise."""

    def change(word: str, before: str, _after: str) -> str:
        bare = re.sub(r"[’']S?$", "", word)
        cased = (_commonest(bare, forms) or bare.lower()) + word[len(bare) :].lower()
        return cased[0].upper() + cased[1:] if _opens(before) else cased

    return _each_word(title, change)
