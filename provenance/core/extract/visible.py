"""What a reader sees: the headline, the byline and the day beside it, and what microdata marks in between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from provenance.core.extract.days import Found, days_in, read_stamp
from provenance.core.extract.headline import holds, parts, without_site
from provenance.core.extract.page import Mark, Page
from provenance.core.extract.people import BY, people, without_by
from provenance.core.extract.relative import ago
from provenance.core.model import Evidence
from provenance.core.text import comparable

# Characters before and after the headline in which a byline or a day belongs to it. Beyond 300 the share of right days
# falls from .96 to .83.
_BEFORE, _NEAR, _FAR = 160, 320, 900
_UPDATED = re.compile(
    r"(?:updated?|modified|revised|edited|aktualisiert|letzte\s+änderung|geändert|stand|actualizad\w+|mis(?:e)?\s+à\s+jour|"
    r"modifié\w*|aggiornat\w+|ultima\s+modifica|atualizad\w+|bijgewerkt|gewijzigd|uppdatera\w*|opdateret|oppdatert|"
    r"päivitetty|aktualizov\w+|aktualizacja|frissít\w+|обновлен\w*|изменен\w*|оновлен\w*|güncelle\w*|diperbarui|更新|수정)"
    r"[\s:|(at\W]{0,20}(?:\w{0,9}\.?,?\s*)?$",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"(?:published|posted|veröffentlicht|erschienen|erstellt|publié\w*|mis\s+en\s+ligne|publicad\w+|pubblicat\w+|gepubliceerd|"
    r"geplaatst|publicerad|publisert|julkaistu|opublikowan\w+|publikováno|vydáno|közzétéve|опубликован\w*|опубліковано|"
    r"yayınlan\w+|diterbitkan|gespeichert|datum|date|пубикаци\w+|δημοσ\w+|发布时间|公開日|게재|입력)[^.!?]{0,40}$",
    re.IGNORECASE,
)
_BYLINE = re.compile(rf"^\s*(?:{BY}\s*[:：]|{BY}\s+(?=[^\W\d_]))(?P<names>.{{2,120}})$", re.IGNORECASE)
_AUTHOR_LABEL = re.compile(
    r"^(?i:autor(?:in|/in|en)?|author|written\s+by|text|texte|auteur|autore|автор|von|by|par|por)(?:\s*:\s*|\s+)"
    r"(?=[A-ZÀ-ÞА-Я])(?P<names>.+ .+)$"
)
# "Von Jane Roe am", "by Jane Roe,": a line that names the writer and then the day.
_BYLINE_BEFORE = re.compile(
    rf"^\s*{BY}\s+(?=[^\W\d_])(?:[^\W\d_][\w.’'-]*\s?){{1,5}}(?:,|[|·•–-]|\s(?:am|vom|on|le|el|il|op|den))*\s*$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?]\s|[.!?]$")
_PUBLISH_CLASS = re.compile(r"publish|posted|created|entry-date|post-date|pubdate|article-date|date-?line")
_UPDATE_CLASS = re.compile(r"updat|modif")
_AUTHOR_NAME_CLASS = re.compile(r"author[-_]*name|byline[-_]*name|author__name|authorname|name[-_]author")
_COMMENT_CLASS = re.compile(r"comment|related|teaser|sidebar|footer|widget|recommend|promo")
_FEW = 6


@dataclass(frozen=True, slots=True)
class Headline:
    """Where the headline stands in the text of the page."""

    text: str
    start: int
    end: int
    selector: str


def find_headline(page: Page, titles: tuple[str, ...]) -> Headline | None:
    """The heading that repeats a title of the head; else the first that can be one.

    titles: what the head of the page calls it, the site's name taken off where it is known.
    """
    headings = [(mark, text) for mark in page.marks if mark.tag in ("h1", "h2") and 3 <= len(text := mark.text) <= 300][
        :40
    ]
    keys = {comparable(title) for title in titles if title}
    for mark, text in headings:
        if comparable(text) in keys:
            return _headline(mark, text)
    for mark, text in headings:
        if any(holds(title, text) or holds(text, title) for title in titles):
            return _headline(mark, text)
    first = next(((mark, text) for mark, text in headings if mark.tag == "h1"), None)
    return _headline(*first) if first else _line_as_headline(page, keys)


def _headline(mark: Mark, text: str) -> Headline:
    return Headline(text, mark.start, mark.start + len(text), mark.selector)


def _line_as_headline(page: Page, keys: set[str]) -> Headline | None:
    for line in page.lines:
        if 15 <= len(line.text) <= 300 and comparable(line.text) in keys:
            return Headline(line.text, line.start, line.end, line.tag)
    return None


def title_parts(page: Page, sites: tuple[str, ...]) -> Iterator[Evidence]:
    """The title tag: without the site's name as a title, its last part as a name of the site."""
    if not page.title_tag:
        return
    stripped = without_site(page.title_tag, sites)
    yield Evidence(variable="title", value=stripped, method="title:headline", selector="title", quote=page.title_tag)
    for found in days_in(page.title_tag[-60:], page.tag)[-1:]:
        yield _day("issued", found, "title:day", "title")
    pieces = parts(page.title_tag)
    if len(pieces) > 1:
        last = pieces[-1][0]
        if len(last) <= 40:
            yield Evidence(
                variable="container_title", value=last, method="title:last-part", selector="title", quote=page.title_tag
            )


def read(page: Page, headline: Headline | None, sites: tuple[str, ...]) -> Iterator[Evidence]:
    """Evidence from the visible page. sites: names of the outlet, which is no author of itself."""
    if headline is not None:
        yield Evidence(
            variable="title", value=headline.text, method="visible:h1", selector=headline.selector, quote=headline.text
        )
        yield from _bylines(page, headline, sites)
        yield from _labelled_authors(page, headline, sites)
        yield from _days_near(page, headline)
        yield from _ago_near(page, headline)
    yield from _labelled_days(page)
    yield from _marked(page, headline, sites)


# -- bylines ------------------------------------------------------------------------------------------------------


def _bylines(page: Page, headline: Headline, sites: tuple[str, ...]) -> Iterator[Evidence]:
    """Lines near the headline that open with "By", and lines that hold only "By" with the name in the next."""
    lines = [
        line
        for line in page.lines
        if headline.start - _BEFORE <= line.start <= headline.end + _FAR and not holds(headline.text, line.text)
    ]
    for place, line in enumerate(lines):
        text = line.text
        if place + 1 < len(lines) and not without_by(text + " x").removesuffix("x").strip():
            text = f"{text} {lines[place + 1].text}"
        match = _BYLINE.match(text[:160])
        names = people(match["names"], sites=sites) if match and len(text) < 200 else ()
        if names:
            yield Evidence(
                variable="author", value="; ".join(names), method="visible:byline", selector=line.tag, quote=text[:200]
            )
            return


def _labelled_authors(page: Page, headline: Headline, sites: tuple[str, ...]) -> Iterator[Evidence]:
    """A short line anywhere below the headline that says "Author: …", as many papers set it under the story."""
    for line in page.lines:
        match = _AUTHOR_LABEL.match(line.text) if line.start > headline.end and len(line.text) <= 80 else None
        names = people(match["names"], sites=sites) if match else ()
        if names:
            yield Evidence(
                variable="author", value="; ".join(names), method="visible:labelled", selector=line.tag, quote=line.text
            )
            return


# -- days ---------------------------------------------------------------------------------------------------------


def _days_near(page: Page, headline: Headline) -> Iterator[Evidence]:
    """Days in the lines around the headline, those after it first."""
    after = [line for line in page.lines if headline.end <= line.start <= headline.end + _FAR]
    # Some set the day into the heading itself.
    after += [line for line in page.lines if headline.start < line.start < headline.end]
    before = [line for line in page.lines if headline.start - _BEFORE <= line.start < headline.start]
    count = 0
    for line in (*after, *before):
        previous = ""
        for found in days_in(line.text[:400], page.tag):
            words = previous + line.text[max(0, found.start - 40) : found.start]
            variable = "modified" if _UPDATED.search(words) else "issued"
            near = line in before or line.start + found.start - headline.end <= _NEAR
            # A day inside a long paragraph is part of the story.
            if len(line.text) > 200 and found.start > 60:
                continue
            yield _day(variable, found, "visible:near-headline" if near else "visible:below-headline", line.tag)
            count += 1
            if count >= _FEW:
                return


def _ago_near(page: Page, headline: Headline) -> Iterator[Evidence]:
    """`2 hours ago` beside the headline: a duration, of which a day is made where the moment of the capture is known."""
    for line in page.lines:
        if headline.start - _BEFORE <= line.start <= headline.end + _NEAR and (said := ago(line.text, page.tag)):
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
    for line in page.lines:
        if len(line.text) > 160:
            continue
        for found in days_in(line.text, page.tag):
            words = line.text[: found.start]
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
        if len(line.text) > 120 and line.text.startswith("("):
            for found in days_in(line.text[:40], page.tag):
                if found.start == 1 and line.text[found.end : found.end + 1] == ")":
                    yield _day("issued", found, "visible:opening", line.tag)
                    return


def _day(variable: str, found: Found, method: str, selector: str) -> Evidence:
    return Evidence(variable=variable, value=found.date.edtf, method=method, selector=selector, quote=found.quote)


# -- marked elements ----------------------------------------------------------------------------------------------


def _marked(page: Page, headline: Headline | None, sites: tuple[str, ...]) -> Iterator[Evidence]:
    authors: dict[str, list[tuple[Mark, tuple[str, ...]]]] = {}
    seen: set[str] = set()
    for mark in page.marks:
        if _COMMENT_CLASS.search(mark.kinds):
            continue
        for piece in _marked_day(mark, headline, page.tag):
            # The second `itemprop` of a name belongs to a comment or to another article.
            if not piece.method.startswith("microdata:") or piece.method not in seen:
                yield piece
            seen.add(piece.method)
        yield from _marked_text(mark)
        method = _author_method(mark)
        if method and _is_close(mark, headline):
            text = mark.attributes.get("content") or mark.text
            names = people(text, sites=sites) if len(text) <= 160 else ()
            if names:
                authors.setdefault(method, []).append((mark, names))
    for method, found in authors.items():
        # An author's link is often there twice, once around the picture; more than four are a list of other articles.
        names = tuple(dict.fromkeys(name for _, several in found[:4] for name in several))
        mark = found[0][0]
        yield Evidence(
            variable="author", value="; ".join(names), method=method, selector=mark.selector, quote=mark.text[:200]
        )


def _is_close(mark: Mark, headline: Headline | None) -> bool:
    return (
        headline is None or headline.start - 600 <= mark.start <= headline.end + 1500 or "itemprop" in mark.attributes
    )


def _author_method(mark: Mark) -> str | None:
    itemprop = mark.attributes.get("itemprop", "").lower()
    kinds = mark.kinds
    if itemprop in ("author", "creator"):
        return "microdata:author"
    if "author" in mark.attributes.get("rel", "").lower().split():
        return "visible:rel-author"
    if _AUTHOR_NAME_CLASS.search(kinds):
        return "visible:class-author-name"
    if "fn" in kinds.split():
        return "visible:hcard"
    if "byline" in kinds:
        return "visible:class-byline"
    return "visible:class-author" if re.search(r"author|autor", kinds) else None


def _marked_day(mark: Mark, headline: Headline | None, language: str) -> Iterator[Evidence]:
    itemprop = mark.attributes.get("itemprop", "").lower()
    stamp = next((mark.attributes[name] for name in ("datetime", "content", "title") if mark.attributes.get(name)), "")
    day = read_stamp(stamp, language) if stamp else None
    if itemprop in ("datepublished", "datecreated", "datemodified"):
        text = mark.text[:80]
        day = day or read_stamp(text, language)
        if day:
            variable = "modified" if itemprop == "datemodified" else "issued"
            name = {"datepublished": "datePublished", "datecreated": "dateCreated", "datemodified": "dateModified"}
            yield _stamp(variable, day.edtf, f"microdata:{name[itemprop]}", mark, stamp or text)
        return
    if mark.tag == "time" and not stamp:
        stamp = mark.text[:80]
        day = read_stamp(stamp, language)
    if mark.tag == "time" and day:
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


def _is_near(mark: Mark, headline: Headline | None) -> bool:
    """Far below the headline stand other articles and comments, with days of their own."""
    return headline is not None and headline.start - 600 <= mark.start <= headline.end + 1200


def _stamp(variable: str, value: str, method: str, mark: Mark, quote: str) -> Evidence:
    return Evidence(variable=variable, value=value, method=method, selector=mark.selector, quote=quote)


_MICRODATA = {"headline": "title", "articlesection": "section", "inlanguage": "language"}


def _marked_text(mark: Mark) -> Iterator[Evidence]:
    itemprop = mark.attributes.get("itemprop", "").lower()
    if mark.tag == "figcaption":
        text = mark.text
        if 10 <= len(text) <= 600:
            yield Evidence(
                variable="caption", value=text, method="visible:figcaption", selector="figcaption", quote=text
            )
    variable = _MICRODATA.get(itemprop)
    text = (mark.attributes.get("content") or mark.text).strip() if variable else ""
    if variable and 1 < len(text) <= 300:
        yield Evidence(
            variable=variable, value=text, method=f"microdata:{itemprop}", selector=mark.selector, quote=text
        )
