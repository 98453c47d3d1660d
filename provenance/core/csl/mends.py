"""Mends of styles, and of the few entries that no mend of a style can reach, each with its reason.

A style is never copied and kept: the shipped one is read, mended in memory and used. A mend names the exact place; when
a newer release of the style no longer has that place, the mend does nothing and its test says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from provenance.core.csl.dates import partial_date
from provenance.core.frozen import frozen
from provenance.core.regex import regex


@frozen
class StyleMend:
    """In the style `style`, the text `place` becomes `value`."""

    style: str
    place: str
    value: str
    reason: str


_APA_RETRIEVED = """\
<text term="retrieved" text-case="capitalize-first"/>
              <group delimiter=", ">
                <date form="text" variable="accessed"/>
                <text term="from"/>
              </group>"""

_GOST_RESOURCE = '<text value="[Электронный ресурс]. "/>'
_GOST_WEBPAGE = """\
<text macro="title" prefix=" "/>
          <text prefix=" " macro="access"/>"""
_GOST_WEBPAGE_MENDED = """\
<text macro="title" prefix=" "/>
          <group prefix=" " delimiter=". ">
            <group prefix="// " delimiter=". ">
              <text variable="container-title"/>
              <text macro="year-date"/>
            </group>
            <text macro="access"/>
          </group>"""

_IEEE_PERIODICAL = """\
<text macro="publisher"/>
            <text macro="page"/>
            <text macro="issued"/>
          </group>
          <text macro="access"/>
        </else-if>
        <else>"""

STYLE_MENDS: tuple[StyleMend, ...] = (
    StyleMend(
        style="ieee",
        place=_IEEE_PERIODICAL,
        value=_IEEE_PERIODICAL.replace(
            '<text macro="issued"/>',
            '<text macro="issued"/>\n<choose><if type="article-newspaper"><text macro="page"/></if></choose>',
        ).replace(
            '<text macro="page"/>',
            '<choose><if type="article-newspaper" match="none"><text macro="page"/></if></choose>',
            1,
        ),
        reason="IEEE Citation Reference, 'Newspaper': the page follows the date: 'Globe and Mail, Oct. 14, 2002, p. A1'",
    ),
    StyleMend(
        style="apa",
        place=_APA_RETRIEVED,
        value=f'<group delimiter=" ">{_APA_RETRIEVED}</group>',
        reason="APA 7th: 'Retrieved' needs the day of retrieval; without one the style prints 'Retrieved https…'. "
        "A group is left out when its variables are empty",
    ),
    StyleMend(
        style="gost-r-7-0-5-2008",
        place=_GOST_WEBPAGE,
        value=_GOST_WEBPAGE_MENDED,
        reason="ГОСТ Р 7.0.5-2008: site and year stand after '//'; the style leaves both out",
    ),
    StyleMend(
        style="gost-r-7-0-5-2008",
        place=_GOST_RESOURCE,
        value=f'<choose><if variable="container-title" match="none">{_GOST_RESOURCE}</if></choose>',
        reason="ГОСТ Р 7.0.5-2008: no '[Электронный ресурс]' where '// site' says it",
    ),
)

_TITLE_AGAIN = "the style prints the title before it asks for the type of the work, and again after"
_TITLE_BEFORE_URL = """\
<text variable="title"/>
            <text variable="URL"/>"""
_TITLE_BEFORE_CONTAINER = """\
<text variable="title"/>
              <text variable="container-title" font-style="italic" form="short"/>"""
_EXPERT_URL = """\
<text variable="title"/>
              <group delimiter=" ">
                <text variable="URL"/>"""
_BERN_UNSIGNED = """\
<else>
            <group delimiter=" ">
              <text variable="title"/>
              <number prefix=" " variable="volume"/>
            </group>
          </else>"""


def _without_title(style: str, place: str) -> StyleMend:
    return StyleMend(
        style=style, place=place, value=place.replace('<text variable="title"/>', "").lstrip(), reason=_TITLE_AGAIN
    )


STYLE_MENDS += (
    *(
        _without_title(style, place)
        for style in ("database", "human-molecular-genetics")
        for place in (_TITLE_BEFORE_URL, _TITLE_BEFORE_CONTAINER)
    ),
    _without_title("expert-reviews-in-molecular-medicine", _EXPERT_URL),
    _without_title("expert-reviews-in-molecular-medicine", _TITLE_BEFORE_CONTAINER.replace("\n", "\n  ")),
    StyleMend(
        style="hochschule-der-kunste-bern-musikforschung",
        place=_BERN_UNSIGNED,
        value="",
        reason="the label of an unsigned work is its title, which opens the entry behind it too",
    ),
)

# Styles that put a label over each entry, which repeats its author, year or title, by the number of such places. A
# citation that stands alone needs none, as it needs no number.
_LABELS = {
    "deutsches-archaologisches-institut-romisch-germanische-kommission-author-date": 1,
    "institut-francais-darcheologie-orientale": 1,
    "institut-francais-darcheologie-orientale-arab-studies": 1,
    "institut-francais-darcheologie-orientale-en": 1,
    "institut-francais-darcheologie-orientale-etudes-arabes": 1,
    "isabella-stewart-gardner-museum": 1,
    "journal-fur-kunstgeschichte": 1,
    "leidraad-voor-juridische-auteurs": 2,
    "zwitscher-maschine": 1,
}
_LABEL = regex(r'<(?P<tag>group|text)\b[^>]*\bdisplay="block"[^>]*?(?P<empty>/)?>')

_STANDS_ALONE = (
    # A citation is asked for one source at a time, and must not change with its neighbours in a batch: no 2019a, no
    # initials added to tell two Smiths apart, no dash for "the same author".
    regex(r'\s(?:disambiguate-[a-z-]+|givenname-disambiguation-rule|subsequent-author-substitute(?:-rule)?)="[^"]*"'),
    # The engine would set the first field apart, which is a matter of the page and not of the text.
    regex(r'\ssecond-field-align="[^"]*"'),
)
_NUMBER = regex(r'(<(?:text|number)\b[^>]*\bvariable=")citation-number"')
_ENTITY_TWICE = regex(r"&amp;(#\d+|#x[0-9a-fA-F]+);")


def mend_style(xml: str, style: str) -> str:
    """The text of a style, mended. style: id of the independent style."""
    for mend in STYLE_MENDS:
        if mend.style == style:
            xml = xml.replace(mend.place, mend.value)
    for pattern in _STANDS_ALONE:
        xml = pattern.sub("", xml)
    for _ in range(_LABELS.get(style, 0)):
        xml = _without_label(xml)
    xml = _DATE.sub(_day_as_stated, xml)
    # Where no locator is given, `locator` prints nothing, and with it go the brackets round the number.
    xml = _NUMBER.sub(r'\1locator"', xml)
    # 21 styles hold an entity that was escaped twice, and every engine prints it as letters.
    return _ENTITY_TWICE.sub(r"&\1;", xml)


def _without_label(xml: str) -> str:
    """The style without the first block of its bibliography."""
    start = xml.find("<bibliography")
    label = _LABEL.search(xml, start) if start >= 0 else None
    if label is None:
        return xml
    end = label.end()
    if not label["empty"]:
        depth = 1
        for tag in re.finditer(r"<(/?)group\b[^>]*?(/?)>", xml[label.end() :]):
            depth += 0 if tag[2] else -1 if tag[1] else 1
            if depth == 0:
                end += tag.end()
                break
    return xml[: label.start()] + xml[end:]


_DATE = regex(r"<date\b[^>]*[^/]>.*?</date>", re.DOTALL)
_MONTH_IN_WORDS = regex(r'<date-part\b(?=[^>]*\bname="month")(?![^>]*\bform="numeric)')


def _day_as_stated(date: re.Match[str]) -> str:
    """No day is padded beside a month in words: "4 July", as guides print it; all-number dates keep their two digits."""
    if not _MONTH_IN_WORDS.search(date[0]):
        return date[0]
    return re.sub(r'(<date-part\b[^>]*)\sform="numeric-leading-zeros"', r"\1", date[0])


def mend_entry(html: str, item: Mapping[str, object], *, style: str) -> str:
    """The finished entry with what only shows in it put right: one known fault a function."""
    html = _small_words_after_abbreviations(html, str(item.get("title") or ""))
    html = _hyphen_of_particles(_no_point_after_question(html), item)
    html = _years_of_range(_day_of_locale(html, item), item.get("issued"))
    for opening, mend in _OF_STYLES:
        if style.startswith(opening):
            html = mend(html, item)
    return html


_SMALL_WORD = regex(r"\b((?:[A-Z]\.){2,}) (a|an|and|as|at|but|by|for|from|in|nor|of|on|or|the|to|with)\b")


def _small_words_after_abbreviations(html: str, title: str) -> str:
    """The engine takes the point of an abbreviation for the end of a sentence: "U.S. And World Population Clock"."""
    for abbreviation, word in _SMALL_WORD.findall(title):
        html = html.replace(f"{abbreviation} {word.capitalize()} ", f"{abbreviation} {word} ")
    return html


_POINT_AFTER_QUESTION = regex(r"([?!](?:</\w+>)*(?:[”’\"»]|&quot;)?(?:</\w+>)*)\.(?=\s|<|$)")


def _no_point_after_question(html: str) -> str:
    """A style that writes its quotation marks as plain text hides the end of the title from the engine: '"Why?".'."""
    return _POINT_AFTER_QUESTION.sub(r"\1", html)


def _hyphen_of_particles(html: str, item: Mapping[str, object]) -> str:
    """The engine takes the particle of "al-Asaad" off and, in capitals, sets it back with a space: "AL- ASAAD"."""
    authors = item.get("author")
    for name in authors if isinstance(authors, list) else ():
        family = str(name.get("family") or "") if isinstance(name, Mapping) else ""
        if re.match(r"[a-z]{2,3}-\w", family):
            parted = family.replace("-", "- ", 1)
            html = re.sub(re.escape(parted), lambda found: found[0].replace("- ", "-"), html, flags=re.IGNORECASE)
    return html


def _status_opens_sentence(html: str, item: Mapping[str, object]) -> str:
    """Chicago Manual 18th: "Privacy & Terms. Effective November 15": what a page says of its date opens a
    sentence of its own; the style joins it to the name of the site with a comma.
    """
    status = str(item.get("status") or "")
    if item.get("type") != "webpage" or not status[:1].isalpha():
        return html
    return html.replace(f", {status} ", f". {status[0].upper()}{status[1:]} ", 1)


def _years_of_range(html: str, issued: object) -> str:
    """In a range over two years the engine writes both years at its end, joined to the day: "Dec. 30–Jan. 22023–2024"."""
    parts = issued.get("date-parts") if isinstance(issued, Mapping) else None
    if not isinstance(parts, list) or len(parts) != 2 or not all(parts) or parts[0][0] == parts[1][0]:
        return html
    first, last = str(parts[0][0]), str(parts[1][0])
    both = re.search(rf"(?P<from>[^\s(,]+ [^\s–,]+)–(?P<to>[^\s–,]+ [^\s–,]+?){first}–{last}", html)
    if both is None:
        return html
    between = ", " if both["from"][-1].isdigit() else " "
    whole = f"{both['from']}{between}{first}–{both['to']}{between}{last}"
    return html[: both.start()] + whole + html[both.end() :]


def _day_of_locale(html: str, item: Mapping[str, object]) -> str:
    """Seven locales of CSL (Swedish, Turkish and others) pad a day beside a month in words: "04 juli 2024"."""
    for variable in ("issued", "accessed"):
        date = partial_date(item.get(variable))
        if date is not None and date.day is not None and date.day < 10:
            html = re.sub(rf"(?<![\w./-])0{date.day}(?=[.,]? [^\W\d])", str(date.day), html)
    return html


def _small_circa(html: str, _item: Mapping[str, object]) -> str:
    """MLA Handbook 9th, 5.82: "circa 1400" is small inside an entry; the style capitalises every date of its kind."""
    return html.replace(", Circa ", ", circa ")


def _label_opens_element(html: str, _item: Mapping[str, object]) -> str:
    """MLA Handbook 9th, 5.51: a label that opens an element after a point has a capital; the style joins it to a comma."""
    return re.sub(r"(?<=\. )(no|vol)\. (?=\d)", lambda found: found[0].capitalize(), html)


def _closing_point(html: str, _item: Mapping[str, object]) -> str:
    """NBR 6023: an entry ends with a point; the style forgets it after the day of access."""
    return html if html.endswith(".") else f"{html}."


_DESCRIPTION_AFTER_DATE = regex(r"^(?P<title>.+?)\.? (?P<date>\([^()]*\)\.) (?P<described>\[[^][]+\])\. ")


def _description_beside_title(html: str, item: Mapping[str, object]) -> str:
    """APA 7th, 9.12 and 9.21: a title without an author stands first and keeps its description: "Title [Press release].
    (2024, May 7)."; the style leaves the brackets behind the date.
    """
    if item.get("author") or item.get("editor"):
        return html
    return _DESCRIPTION_AFTER_DATE.sub(r"\g<title> \g<described>. \g<date> ", html, count=1)


_OF_STYLES: tuple[tuple[str, Callable[[str, Mapping[str, object]], str]], ...] = (
    ("apa", _description_beside_title),
    ("chicago-", _status_opens_sentence),
    ("modern-language-association", _label_opens_element),
    ("modern-language-association", _small_circa),
    ("associacao-brasileira-de-normas-tecnicas", _closing_point),
)
