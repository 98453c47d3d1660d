"""Days as a reader sees them: beside the headline, behind a word that says "published", and in marked elements."""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.core.extract.days import Found, days_in, may_hold_day, read_stamp
from provenance.core.extract.heading import BEFORE, FAR, NEAR, Headline, is_beside
from provenance.core.extract.page import Mark, Page
from provenance.core.extract.people import BY
from provenance.core.extract.relative import ago
from provenance.core.model import Evidence
from provenance.core.regex import regex

_UPDATED = regex(
    r"(?:updated?|modified|revised|edited|aktualisiert|letzte\s+änderung|geändert|stand|actualizad\w+|mis(?:e)?\s+à\s+jour|"
    r"modifié\w*|aggiornat\w+|ultima\s+modifica|atualizad\w+|bijgewerkt|gewijzigd|uppdatera\w*|opdateret|oppdatert|"
    r"päivitetty|aktualizov\w+|aktualizacja|frissít\w+|обновлен\w*|изменен\w*|оновлен\w*|güncelle\w*|diperbarui|更新|수정)"
    r"[\s:|(at\W]{0,20}(?:\w{0,9}\.?,?\s*)?$",
    re.IGNORECASE,
)
_PUBLISHED = regex(
    r"(?:published|posted|veröffentlicht|erschienen|erstellt|publié\w*|mis\s+en\s+ligne|publicad\w+|pubblicat\w+|gepubliceerd|"
    r"geplaatst|publicerad|publisert|julkaistu|opublikowan\w+|publikováno|vydáno|közzétéve|опубликован\w*|опубліковано|"
    r"yayınlan\w+|diterbitkan|gespeichert|datum|date|пубикаци\w+|δημοσ\w+|发布时间|公開日|게재|입력)[^.!?]{0,40}$",
    re.IGNORECASE,
)
# The day of a person and not of the text: that on which the writer joined the forum, or on which somebody was born.
_OF_PERSON = regex(
    r"(?:joined|registered|member\s+since|born|registriert|mitglied\s+seit|angemeldet(?:\s+seit)?|geboren|inscrite?|"
    r"membre\s+depuis|née?|registrad[oa]|miembro\s+desde|nacid[oa]|iscritt[oa]|membro\s+dal|nat[oa]|lid\s+sinds|"
    r"geregistreerd|medlem\s+siden|född|født|dołączył\w*|rejestracja|зарегистрирован\w*|регистрация|родил\w*|注册时间|出生日期|登録日)"
    r"(?:\s+(?:on|am|le|el|il|op|den))?[\s:|]{0,5}$",
    re.IGNORECASE,
)
# "Von Jane Roe am", "by Jane Roe,": a line that names the writer and then the day.
_BYLINE_BEFORE = regex(
    rf"^\s*{BY}\s+(?=[^\W\d_])(?:[^\W\d_][\w.’'-]*\s?){{1,5}}(?:,|[|·•–-]|\s(?:am|vom|on|le|el|il|op|den))*\s*$",
    re.IGNORECASE,
)
_SENTENCE = regex(r"[.!?]\s|[.!?]$")
_PUBLISH_CLASS = regex(r"publish|posted|created|entry-date|post-date|pubdate|article-date|date-?line")
_UPDATE_CLASS = regex(r"updat|modif")
_DAYS_OF_MICRODATA = {"datepublished": "datePublished", "datecreated": "dateCreated", "datemodified": "dateModified"}
_FEW = 6
# Lines in which a labelled day can be the page's own; a page with more is a list.
_MOST_LINES = 3000
# Characters of a line that is no paragraph, and of one that is.
_SHORT, _PARAGRAPH = 160, 120


def read(page: Page, headline: Headline | None) -> Iterator[Evidence]:
    """Evidence for the days of publication and of change."""
    if headline is not None:
        yield from _days_near(page, headline)
        yield from _ago_near(page, headline)
    yield from _labelled_days(page)
    yield from _marked(page, headline)


def _days_near(page: Page, headline: Headline) -> Iterator[Evidence]:
    """Days in the lines around the headline, those after it first."""
    after = page.lines_between(headline.end, headline.end + FAR)
    # Some set the day into the heading itself.
    after += page.lines_between(headline.start + 1, headline.end - 1)
    before = page.lines_between(headline.start - BEFORE, headline.start - 1)
    count = 0
    for line in (*after, *before):
        for found in days_in(line.text[:400], page.tag):
            words = line.text[max(0, found.start - 40) : found.start]
            if _OF_PERSON.search(words):
                continue
            variable = "modified" if _UPDATED.search(words) else "issued"
            near = line in before or line.start + found.start - headline.end <= NEAR
            # A day inside a long paragraph is part of the story.
            if len(line.text) > 200 and found.start > 60:
                continue
            yield _day(variable, found, "visible:near-headline" if near else "visible:below-headline", line.tag)
            count += 1
            if count >= _FEW:
                return


def _ago_near(page: Page, headline: Headline) -> Iterator[Evidence]:
    """`2 hours ago` beside the headline: a duration, of which a day is made where the moment of the capture is known."""
    for line in page.lines_between(headline.start - BEFORE, headline.end + NEAR):
        if said := ago(line.text, page.tag):
            yield Evidence(
                variable="issued_ago",
                value=said.duration,
                method="visible:relative",
                selector=line.tag,
                quote=said.quote,
            )
            return


def _labelled_days(page: Page) -> Iterator[Evidence]:
    """Days anywhere on the page: behind a word that says "published", or alone on their line."""
    alone = 0
    short = (line for line in page.lines[:_MOST_LINES] if len(line.text) <= _SHORT)
    for line in [line for line in short if may_hold_day(line.text)]:
        for found in days_in(line.text, page.tag):
            words = line.text[: found.start]
            if _OF_PERSON.search(words):
                continue
            if _UPDATED.search(words):
                yield _day("modified", found, "visible:labelled", line.tag)
            elif _PUBLISHED.search(words) or _BYLINE_BEFORE.match(words):
                yield _day("issued", found, "visible:labelled", line.tag)
            elif alone < _FEW and 3 * len(found.quote) >= len(line.text):
                alone += 1
                yield _day("issued", found, "visible:alone", line.tag)
            elif not words and not _SENTENCE.search(line.text):
                yield _day("issued", found, "visible:line-start", line.tag)
    yield from _opening_day(page)


def _opening_day(page: Page) -> Iterator[Evidence]:
    """A day in brackets that opens a paragraph of the story, as a dateline without a place."""
    for line in page.lines:
        if line.text[0] == "(" and len(line.text) > _PARAGRAPH:
            for found in days_in(line.text[:40], page.tag):
                if found.start == 1 and line.text[found.end : found.end + 1] == ")":
                    yield _day("issued", found, "visible:opening", line.tag)
                    return


def _day(variable: str, found: Found, method: str, selector: str) -> Evidence:
    return Evidence(variable=variable, value=found.date.edtf, method=method, selector=selector, quote=found.quote)


# -- marked elements ----------------------------------------------------------------------------------------------


def _marked(page: Page, headline: Headline | None) -> Iterator[Evidence]:
    seen: set[str] = set()
    for mark in page.marks:
        if is_beside(mark):
            continue
        for piece in _marked_day(mark, headline, page.tag):
            # The second `itemprop` of a name belongs to a comment or to another article.
            if not piece.method.startswith("microdata:") or piece.method not in seen:
                yield piece
            seen.add(piece.method)


def _marked_day(mark: Mark, headline: Headline | None, language: str) -> Iterator[Evidence]:
    itemprop = mark.attributes.get("itemprop", "").lower()
    if itemprop in _DAYS_OF_MICRODATA:
        stamp, text = _stamp_of(mark), mark.text[:80]
        day = read_stamp(stamp, language) if stamp else None
        if day := day or read_stamp(text, language):
            variable = "modified" if itemprop == "datemodified" else "issued"
            yield _stamp(variable, day.edtf, f"microdata:{_DAYS_OF_MICRODATA[itemprop]}", mark, stamp or text)
        return
    stamp = _stamp_of(mark) or mark.text[:80] if mark.tag == "time" else ""
    day = read_stamp(stamp, language) if stamp else None
    if day:
        if _UPDATE_CLASS.search(mark.kinds):
            yield _stamp("modified", day.edtf, "visible:time", mark, stamp)
        elif (_PUBLISH_CLASS.search(mark.kinds) or "pubdate" in mark.attributes) and _is_near(mark, headline):
            yield _stamp("issued", day.edtf, "visible:time-published", mark, stamp)
        elif headline and headline.start - 300 <= mark.start <= headline.end + 600:
            yield _stamp("issued", day.edtf, "visible:time-near-headline", mark, stamp)
        else:
            yield _stamp("issued", day.edtf, "visible:time-elsewhere", mark, stamp)
    elif mark.tag != "time" and "date" in mark.kinds and (headline is None or mark.start >= headline.start - 600):
        text = mark.text
        found = days_in(text, language) if 6 <= len(text) <= 80 else []
        if found:
            updated = _UPDATE_CLASS.search(mark.kinds) or _UPDATED.search(text[: found[0].start])
            method = "visible:class-date" if _is_near(mark, headline) else "visible:class-date-elsewhere"
            yield _stamp("modified" if updated else "issued", found[0].date.edtf, method, mark, text)


def _stamp_of(mark: Mark) -> str:
    """What an element says to machines."""
    return next((mark.attributes[name] for name in ("datetime", "content", "title") if mark.attributes.get(name)), "")


def _is_near(mark: Mark, headline: Headline | None) -> bool:
    """Far below the headline stand other articles and comments, with days of their own."""
    return headline is not None and headline.start - 600 <= mark.start <= headline.end + 1200


def _stamp(variable: str, value: str, method: str, mark: Mark, quote: str) -> Evidence:
    return Evidence(variable=variable, value=value, method=method, selector=mark.selector, quote=quote)
