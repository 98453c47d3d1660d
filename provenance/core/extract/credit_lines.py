"""Credit lines: which agencies a text or a picture is credited to, and who reported and edited it.

A credit is a line of its own, or the bracket behind the last sentence. A sentence that only names an agency credits
nobody. The credit of a picture is told apart, since it says nothing of the text.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from provenance.core.dates import PartialDate
from provenance.core.extract import places
from provenance.core.extract.days import days_in, make_day
from provenance.core.extract.wording import Wording, tokens
from provenance.core.frozen import frozen
from provenance.core.model import Evidence
from provenance.core.regex import regex
from provenance.core.text import collapse

# A longer line is a paragraph, and of it only the end is looked at.
_LONGEST = 230
_TAIL = 140


@frozen
class Credit:
    """A credit and the text it was read from. agencies: as printed, full names by their code. photo: of a picture.

    reporters, editors: as `Reporting by … ; Editing by …` names them. initials: of desk and editor (`PR/as`). date: the
    day in the line, or in dpa's own number of the report.
    """

    agencies: tuple[str, ...]
    quote: str
    photo: bool = False
    reporters: str | None = None
    editors: str | None = None
    initials: str | None = None
    date: PartialDate | None = None


_PHOTO_WORDS = (
    r"photo(?:s|graph|graphs|graphy|graphie|graphies|graphe)?|pictures?|image[ns]?|fotos?|fotografía|fotografie|fotograf(?:ia)?|fotoğraf|"
    r"fot\.?|\w*bild(?:er|quelle|nachweis|rechte)?|imagen|imagem|immagine|kuva|kép|resim|snímek|valokuva|crédit\s+photo|file\s+photo|"
    r"^credit(?=\s?[:：])|фото(?:графия)?|снимка|світлина|φωτ(?:ο|ογραφία|\.)?|صورة|الصورة|تصویر|عکس|फोटो|ছবি|תמונה|צילום|ภาพ|"
    r"写真|圖片|图片|圖|图|摄|攝|撮影|사진|이미지"
)
_PHOTO = regex(
    rf"(?<![^\W_])(?:{_PHOTO_WORDS})(?![^\W_])|[(（\[【]\s?(?:写真|사진|图片|圖片|图|圖)|(?:摄|攝|撮影|사진)\s*[)）\]】。]?$",
    re.IGNORECASE,
)
# What stands between the word for a picture and who made it, where the line is long enough for a sentence.
_NAMES_BEHIND = regex(
    r"\s?[:：=/©|,–—-]|\s(?:by|credit|courtesy|copyright|via|von|de|par|di|av|d['’])|\W*$", re.IGNORECASE
)
_SOURCE = regex(
    r"(?<![^\W_])(?:source|sources|quellen?|fontes?|fonti|fuentes?|bron|kilde|källa|lähde|źródło|zdroj|forrás|sursa|izvor|vir|"
    r"πηγή|източник|источник|джерело|извор|kaynak|sumber|nguồn|المصدر|مصدر|منبع|מקור|स्रोत|সূত্র|ماخذ|via|information|agence|agencia|agenzia)"
    r"\s*[:：]\s*|(?:来源|來源|出典|출처|자료|稿源)\s*[:：=]\s*",
    re.IGNORECASE,
)
_BARE_SOURCE = regex(r"^\W*(?:source|quelle|fonte|fuente|bron|kaynak|sumber|kilde|källa)\s+", re.IGNORECASE)
_HAN_SOURCE = regex(r"(?:来源|來源|稿源)\s*[:：]\s*(?P<names>[^|｜()（）]{2,40})")
_WITH = regex(
    r"(?<![^\W_])(?:with\s+(?:wire\s+|additional\s+)?(?:inputs?|files?|reports?|reporting|information|material|agency\s+inputs)\s+(?:from|by)|"
    r"(?:additional\s+)?(?:material|inputs|reporting)\s+(?:from|by)|from|via|"
    r"mit\s+(?:material|informationen|agenturmaterial|inhalten)?\s*(?:von|der|des)?(?:\s+agenturen?)?|"
    r"con\s+(?:información|informaciones|datos|material)\s+de|com\s+(?:informações|agências?|material)\s*(?:d[aeo]s?)?|"
    r"avec(?:\s+(?:les\s+)?agences?)?|con|com|met|med|cu|z|s|ile|"
    r"(?:по\s+)?(?:материалам|информации|данным)|по\s+сообщению|за\s+матеріалами)\s+",
    re.IGNORECASE,
)
_CONTRIBUTED = regex(
    r"\b(?:originally|first)\s+(?:published|appeared)\s+(?:by|in|on|at)\b|\bthis\s+(?:report|story|article)\s+by\b|"
    r"\bcontributed\s+(?:to\s+(?:this|the)\s+(?:report|story|article)|reporting)\b|\bbeigetragen\b|\bcontribuy\w+\s+a\s+est",
    re.IGNORECASE,
)
# Each stands free, so that a text that has none of them among its words says nothing of who reported.
_REPORTING_WORDS = ("Reporting", "Writing", "Reportage", "Reporte", "Bericht", "Reportagem")
_MAY_REPORT = frozenset(map(str.casefold, _REPORTING_WORDS))
_REPORTING = regex(
    rf"(?:^|[(.;]\s*)(?:Additional\s+)?(?:{'|'.join(_REPORTING_WORDS)})\s+(?:by|de|von|por)\s+(?P<reporters>[^;()]{{3,160}}?)"
    r"(?:\s*;\s*(?:(?:Additional\s+)?(?:Writing|reporting)\s+by\s+[^;()]{3,160};\s*)?(?:Editing|Edited|Edición|Edição|Redaktion|Édité)\s+(?:by|de|por|von)\s+(?P<editors>[^;()]{3,120}?))?(?:[).;]|$)",
    re.IGNORECASE,
)
_COPYRIGHT = regex(r"©|\(c\)|copyright|저작권자|版权|版權|all\s+rights\s+reserved|alle\s+rechte|™", re.IGNORECASE)
_AND = r"and|und|y|et|e|en|og|och|i|и|та|și|ve|dan|with|mit|con|avec|met|med|&|\+"
_NAMES_AND = regex(
    rf"^(?:(?:(?:[A-Z][a-z]+\s)?[Bb]y|Von|Por|Par|Door|Di|Av|Af|De)\s+)?(?P<names>[^\W\d_][\w.’'-]*(?:\s[^\W\d_][\w.’'-]*){{0,6}}?)?\s*"
    rf"(?:,|\s(?:{_AND})|^(?:(?:[A-Z][a-z]+\s)?[Bb]y|Von|Por|Par|Door|Di|Av|Af|De|mit|avec|con|com))\s*$"
)
_UNSPACED = regex(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_INITIALS_LINE = 12
_BOUND = r"(?<![^\W_])(?:{names})(?![^\W_])"
_DPA_NUMBER = regex(r"\bdpa:(\d{2})(\d{2})(\d{2})-")
_INITIALS = regex(r"^[(\[]?(?P<initials>[A-Z]{2,4}/[a-zA-Z]{2,3}|[a-z]{2}/[a-z]{2}(?:/[a-z]{2})?)[)\]]?$")
_END_BRACKET = regex(
    r"[.!?…。؟।”\"»'’]\s*(?:[-–—]+\s*)?(?P<tail>[(\[（/][^()\[\]（）/]{2,40}(?:/[^()\[\]（）/]{2,30})?[)\]）/])\s*\.?$"
)
_FURNITURE = regex(r"[^\W\d_]{4,}\s*\([^)]*\)$")
# `EFE/Juan Prado`, `REUTERS/Orla Fenwick/File Photo`: a person behind the slash.
_PERSON = r"[A-ZÀ-ÞĀ-ŽА-Я][\w.’'-]+\s+(?:[a-z]{2,3}\s)?[A-ZÀ-ÞĀ-ŽА-Я][\w.’' -]+"
_PERSON_TAIL = regex(rf"[.!?]\s+(?P<tail>[A-Z][\w-]{{1,9}}/{_PERSON})$")
_EMPTY = regex(r"[\s\d()\[\]（）<>〈〉{}/|·•,.;:!\"'–—―+&=©®™*_-]+")
# What may stand around the names in a line that is a credit and nothing else.
_FILLER = regex(
    r"all rights reserved|alle rechte vorbehalten|todos los derechos reservados|todos os direitos reservados|tous droits réservés|"
    r"copyright|\(c\)|the|inc|ltd|agencies|agentur(?:en)?|agences?|agencias?|agenzie|sport|무단 전재-재배포 금지|무단전재|재배포|금지|저작권자|"
    r"and|und|y|et|e|и|og|och|mit|with|avec|con|com|via",
    re.IGNORECASE,
)


@functools.cache
def _agencies() -> re.Pattern[str]:
    """All codes and names; one that is a word in small letters is found as printed only."""
    own = "|".join(re.escape(name) for name in places.agency_names() if _is_spaced(name))
    glued = "|".join(re.escape(name) for name in places.agency_names() if not _is_spaced(name))
    upper = "|".join(re.escape(name.upper()) for name in places.agency_names() if _has_capitals(name))
    # German desks sign in small letters: `(dpa/afp)`, `sda/afp`.
    small = "|".join(sorted({re.escape(name.lower()) for name in places.agency_names() if _has_desks(name)}))
    desks = rf"(?<=[(/])(?:{small})(?=[)/])|^(?:{small})(?=/)|(?<=/)(?:{small})$"
    return re.compile(_BOUND.format(names=f"{own}|{upper}") + f"|{glued}|{desks}")


def _has_capitals(name: str) -> bool:
    return name.isascii() and name.istitle()


def _has_desks(name: str) -> bool:
    return re.fullmatch(r"\w{3,7}", name) is not None


@functools.cache
def _forms() -> Mapping[str, tuple[str, ...]]:
    """The longest word of each name (`Associated` of `The Associated Press`), casefolded → the names, as they are printed."""
    found: dict[str, dict[str, None]] = {}
    for name in places.agency_names():
        if words := tokens(name.casefold()):
            forms = found.setdefault(max(words, key=len), {})
            forms |= {name: None, **({name.upper(): None} if _has_capitals(name) else {})}
            forms |= {name.lower(): None} if _has_desks(name) else {}
    return {word: tuple(forms) for word, forms in found.items()}


def _may_name(text: str, words: Iterable[str]) -> bool:
    """Whether an agency's name stands there: most lines of a page hold none, and the long pattern costs. words: casefolded."""
    known = _forms()
    if any(form in text for word in known.keys() & words for form in known[word]):
        return True
    return not text.isascii() and _UNSPACED.search(text) is not None


def may_credit(texts: Sequence[str], wording: Wording) -> list[int]:
    """Places of the lines that are worth a close look. wording: that of the lines, or of these and more behind them.

    They hold a word of an agency's name, say who reported, are initials, or stand in a script without spaces.
    """
    known, whole = _forms(), "\n".join(texts)
    words = {word for word in known.keys() & wording.words if any(form in whole for form in known[word])}
    found = {place for word in words | (_MAY_REPORT & wording.words) for place in wording.lines_with(word)}
    if "/" in whole:
        found.update(place for place, text in enumerate(texts) if len(text) <= _INITIALS_LINE and "/" in text)
    if not whole.isascii() and _UNSPACED.search(whole):
        found.update(place for place, text in enumerate(texts) if not text.isascii() and _UNSPACED.search(text))
    return sorted(place for place in found if place < len(texts))


def _is_spaced(name: str) -> bool:
    return not _UNSPACED.search(name)


def parse(line: str) -> Credit | None:
    """The credit that a line holds, or None. A long line can only end with one."""
    text = collapse(line[-3 * _LONGEST :])
    words = tokens(text[-_LONGEST:].casefold())
    named = _may_name(text, words)
    if len(text) > _LONGEST:
        return (_photo_tail(text[-_TAIL:]) or _of_tail(text[-_TAIL:])) if named else None
    if not _MAY_REPORT.isdisjoint(words) and (reporting := _REPORTING.search(text)):
        return _reported(text, reporting)
    found = list(_agencies().finditer(text)) if named else []
    if not found:
        return _without_agency(text)
    for reader in (_photo, _labelled, _contributed, _copyright, _alone, _with, _with_names):
        credit = reader(text, found)
        if credit is not None:
            return credit
    return _photo_tail(text) or _of_tail(text)


def evidence(credit: Credit, selector: str | None, method: str) -> Iterator[Evidence]:
    """A credit as evidence: of the text (`credit`), of a picture (`photo_credit`), and the names beside it."""
    pieces = (
        ("photo_credit" if credit.photo else "credit", "; ".join(credit.agencies)),
        ("reporter", credit.reporters),
        ("editor", credit.editors),
        ("initials", credit.initials),
    )
    for variable, value in pieces:
        if value:
            yield Evidence(variable=variable, value=value, method=method, selector=selector, quote=credit.quote)


def _make(text: str, found: list[re.Match[str]], *, photo: bool = False) -> Credit | None:
    names = dict.fromkeys(places.code_of(match.group()) for match in found)
    folded: dict[str, str] = {}
    for name in names:
        folded.setdefault(name.casefold(), name)
    return Credit(agencies=tuple(folded.values()), quote=text, photo=photo, date=_day(text)) if folded else None


def _day(text: str) -> PartialDate | None:
    if match := _DPA_NUMBER.search(text):
        return make_day(2000 + int(match[1]), int(match[2]), int(match[3]))
    days = days_in(text)
    return days[0].date if days else None


def _reported(text: str, match: re.Match[str]) -> Credit:
    found = list(_agencies().finditer(text))
    codes = tuple(dict.fromkeys(places.code_of(piece.group()) for piece in found))
    editors = match["editors"]
    return Credit(
        agencies=codes,
        quote=text,
        reporters=match["reporters"].strip(),
        editors=editors.strip() if editors else None,
        date=_day(text),
    )


def _without_agency(text: str) -> Credit | None:
    """Chinese pages name the paper they copied; initials stand under the last line; `agencies` may be all that is said."""
    if match := _HAN_SOURCE.search(text):
        names = tuple(re.split(r"[\s、，,/]+", match["names"].strip()))
        return Credit(agencies=names[:3], quote=text, date=_day(text))
    if match := _INITIALS.match(text):
        return Credit(agencies=(), quote=text, initials=match["initials"])
    return None


def _photo(text: str, found: list[re.Match[str]]) -> Credit | None:
    first, last = found[0], found[-1]
    before, behind = text[: first.start()], text[last.end() :]
    source = _SOURCE.search(text)
    label = _PHOTO.search(text)
    if label and len(text) > 120 and not (before + behind).strip().endswith((")", "]")) and label.start() > 10:
        label = None
    if label and len(text) > 60 and not _NAMES_BEHIND.match(text, label.end()) and not re.search(r"[(\[（]", text):
        label = None  # a sentence that tells of a picture
    if label and not (source and source.start() < label.start() and first.start() < label.start()):
        return _make(text, found, photo=True)
    if len(text) > 120:
        return None
    person_behind = re.match(rf"^\s?/\s?(?:{_PERSON})", behind)
    person_before = re.search(rf"(?:^|[©(\[]\s*|\(c\)\s*|\s)(?:{_PERSON})\s?/\s?$", before) and len(before) < 60
    via = re.search(rf"(?:{_PERSON}|[A-Z]{{3,}})\s+via\s+$", before) and len(before) < 60
    comma = re.match(rf"^\W*(?:©|\(c\))\s*(?:\d{{4}}\s)?{_PERSON},\s$", before)
    if (person_behind and len(before) < 12) or person_before or via or comma:
        return _make(text, found, photo=True)
    return None


def _photo_tail(text: str) -> Credit | None:
    """`(c)AFP/Aminu …` or `[사진 출처 = …]` behind a caption."""
    if (person := _PERSON_TAIL.search(text)) and (named := _agencies().match(person["tail"])):
        return _make(person["tail"], [named], photo=True)
    match = re.search(
        r"(?:\(c\)|©|[\[(（【](?=[^\])）】]{0,20}(?:photo|foto|사진|写真|图)))[^\])）】]{2,70}[\])）】]?$",
        text,
        re.IGNORECASE,
    )
    found = list(_agencies().finditer(match.group())) if match else []
    return _make(match.group(), found, photo=True) if match and found else None


def _labelled(text: str, found: list[re.Match[str]]) -> Credit | None:
    """`Quelle: dpa`; what stands behind another label is not part of it."""
    label = _SOURCE.search(text) or (_BARE_SOURCE.match(text) if len(text) < 40 else None)
    if label is None or len(text) > 200:
        return None
    if han := _HAN_SOURCE.search(text):
        names = tuple(re.split(r"[\s、，,/]+", han["names"].strip(" ）)。")))
        return Credit(agencies=names[:3], quote=text, date=_day(text))
    end = re.search(r"\s[-–|]\s|[^\s:]+\s?:\s", text[label.end() :])
    limit = label.end() + end.start() if end else len(text)
    inside = [piece for piece in found if label.end() <= piece.start() < limit]
    if not inside or inside[0].start() - label.end() >= 30:
        return None
    person = re.search(rf"{_PERSON}\s?/\s?$", text[label.end() : inside[0].start()])
    return _make(text, inside, photo=person is not None)


def _contributed(text: str, found: list[re.Match[str]]) -> Credit | None:
    return _make(text, found) if _CONTRIBUTED.search(text) else None


def _copyright(text: str, found: list[re.Match[str]]) -> Credit | None:
    mark = _COPYRIGHT.search(text)
    near = mark and (mark.start() < 30 or found[0].start() < 40) and found[0].start() - mark.end() < 40
    return _make(text, found[:3]) if near and not text.endswith(":") else None


def _alone(text: str, found: list[re.Match[str]]) -> Credit | None:
    """A line with nothing but agencies, brackets and the initials of desks."""
    if _FURNITURE.match(text) and len(text) < 60 and not text.startswith(("(", "-", "–", "©")):
        return None
    rest = _agencies().sub(" ", text)
    rest = _EMPTY.sub(" ", _FILLER.sub(" ", rest)).strip()
    words = rest.split()
    if len(words) > 2 or any(len(word) > 4 or word.istitle() for word in words):
        return None
    if words and not re.search(r"[/(（]", text):
        return None
    return _make(text, found)


def _with(text: str, found: list[re.Match[str]]) -> Credit | None:
    """`with files from …`, `mit Material von …` in a short line or in brackets."""
    if len(text) > 120:
        return _of_tail(text)
    for match in _WITH.finditer(text):
        ahead = [piece for piece in found if piece.start() >= match.start()]
        lead = text[: match.start()].strip(" (-–—[*")
        strong = len(match.group().split()) > 1
        behind = _EMPTY.sub(" ", _FILLER.sub(" ", _agencies().sub(" ", text[match.end() :]))).split()
        if not ahead or (lead and not _is_names(lead)) or len(behind) > (5 if strong else 0):
            continue
        return _make(text, ahead)
    inputs = re.search(r"\b(?:agency|wire|syndicated)\s+feed\b", text, re.IGNORECASE)
    return _make(text, found[-1:]) if inputs else None


def _with_names(text: str, found: list[re.Match[str]]) -> Credit | None:
    """`Jane Roe and AP`, `Reuters, Jane Roe`, `By Reuters`."""
    if len(text) > 70 or text.endswith((".", "!", "?", ":")):
        return None
    first, last = found[0], found[-1]
    before, behind = text[: first.start()], text[last.end() :]
    between = _agencies().sub(" ", text[first.start() : last.end()])
    if re.sub(rf"\b(?:{_AND})\b|[\W\d_]", "", between):
        return None
    if not behind.strip(" /") and _NAMES_AND.match(before) and _all_names(before):
        return _make(text, found)
    if not before.strip() and re.match(r"^,\s", behind) and re.fullmatch(_PERSON, behind[2:].strip()):
        return _make(text, found)
    return None


def _all_names(text: str) -> bool:
    words = re.sub(rf"\b(?:{_AND})\b", " ", text).replace(",", " ").split()
    return len(words) <= 7 and all(
        word[0].isupper() or word in ("by", "von", "van", "de", "mit", "avec") for word in words
    )


def _is_names(text: str) -> bool:
    return len(text) <= 50 and _all_names(text) and not text.isupper()


def _of_tail(text: str) -> Credit | None:
    """`… said. (Reuters)`, `… сообщили. /ТАСС/`, `… modifications to the text. PTI)`."""
    match = _END_BRACKET.search(text)
    tail = match["tail"] if match else ""
    if not tail:
        feed = re.search(r"\bfeed\b.{0,60}?\.\s*(?P<tail>[\w ]{2,20}\))\s*$", text)
        tail = feed["tail"] if feed else ""
    found = list(_agencies().finditer(tail)) if tail else []
    if not found:
        return None
    rest = _EMPTY.sub(" ", _FILLER.sub(" ", _agencies().sub(" ", tail))).split()
    return _make(tail, found) if all(len(word) <= 4 for word in rest) else None
