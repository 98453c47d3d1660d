"""Datelines in Chinese, Japanese and Korean, where agency, place and day stand in one bracket or before one sign."""

from __future__ import annotations

import re

from provenance.core.dates import PartialDate
from provenance.core.extract import places
from provenance.core.model import Dateline
from provenance.core.regex import regex

_HAN = r"\u3400-\u9fff"
_AGENCY = r"新华社|新華社|中新社|中新网|中新網|中央社|中通社|人民网|新华网|央视网|路透社?|法新社|美联社|美聯社|彭博社?|韩联社|韓聯社|塔斯社|共同社"
_KANA = r"\u3040-\u30ff"
_JA_AGENCY = r"共同通信|共同|時事通信|時事|ロイター|聯合ニュース|朝鮮中央通信|AFP＝時事|AFP=時事|AFP|CNN|ブルームバーグ|タス通信|新華社"
_DAY = r"(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月)?(?P<mday>\d{1,2})日"
_KOREAN = (
    r"[(（\[【](?P<place>[\uac00-\ud7af·\s]{2,20}?)(?:\s(?P<first>로이터|AP|AFP|EPA|신화|교도|타스)[·\s]?)?=(?P<agency>(?:AP|AFP|EPA)?/?[\uac00-\ud7af\d]{2,8})[)）\]】]"
    r"(?:\s?(?:[\uac00-\ud7af]{2,4}\s?){1,6}(?:기자|특파원|통신원)?\s?=)?"
)
_FORMS = tuple(
    regex("^" + form)
    for form in (
        # （中央社記者名字台北21日電）   （中央社東京12日綜合外電報導）   (Agency: place)
        rf"[（(](?P<agency>{_AGENCY})(?:記者|记者)?(?P<with>[^\d）)]{{2,12}}){_DAY}(?:專電|电|電|綜合外電報導|报道|報導)[）)]",
        # 新华社北京4月24日电   路透北京5月12日電 -   （法新社巴黎12日電）   中新网广州5月12日电
        rf"[（(【]?(?P<agency>{_AGENCY})[/、]?(?P<place>[{_HAN}]{{2,8}}?)?\s?(?:{_DAY})?\s?(?:[综外專专][合電电]?)?[电電](?:[）)】]|(?=\s|[（(/，：:]|$|[\W_]|[{_HAN}]))",
        # （吉隆坡3日讯）   (新山14日讯)   本报北京1月5日电   【本报讯】 names neither place nor day
        rf"[（(【](?P<place>[{_HAN}]{{2,8}}){_DAY}[讯訊][）)】]",
        rf"[（(【]?本[报報社台](?P<place>[{_HAN}]{{2,8}}?){_DAY}[电電讯訊][）)】]?",
        rf"【{_DAY}\s?(?P<agency>[A-Za-z]+(?:[＝=]時事)?)】",
        rf"[\[［【（(](?P<place>[{_KANA}{_HAN}・ー]{{1,14}}?)\s*(?:{_DAY})?\s*(?P<agency>{_JA_AGENCY})[\]］】）)]\s?[-－―]?",
        # 【パリ＝佐藤某】
        rf"[【\[［](?P<place>[{_KANA}{_HAN}・ー]{{2,12}}?)[＝=](?P<reporter>[{_HAN}{_KANA}]{{2,8}})[】\]］]",
        # (서울=연합뉴스) 홍길동 기자 =   [서울=뉴시스]   (도쿄 로이터=연합뉴스)
        _KOREAN,
    )
)


def parse(opening: str) -> tuple[Dateline, int] | None:
    """The dateline and the length of its text; `opening` has Western digits."""
    if opening[:1].isascii() and opening[:1] not in "([":
        return None
    for form in _FORMS:
        match = form.match(opening)
        line = _read(match) if match else None
        if match and line:
            return line, match.end()
    return None


def _read(match: re.Match[str]) -> Dateline | None:
    parts = match.groupdict()
    if (parts.get("place") or "") in _LABELS:
        return None
    place = (parts.get("place") or "").strip() or None
    if parts.get("with"):
        place = _behind_name(parts["with"])
    if parts.get("reporter") and not (place and places.is_city(place)) and not _KATAKANA.fullmatch(place or ""):
        return None
    date = None
    if parts.get("mday"):
        year, month = parts.get("year"), parts.get("month")
        try:
            date = PartialDate(
                year=int(year) if year else None, month=int(month) if month else None, day=int(parts["mday"])
            )
        except ValueError:
            return None
    agency = parts.get("agency")
    if agency and parts.get("first"):
        agency = f"{parts['first']}/{agency}"
    names = tuple(part for part in re.split(r"[·、]", place) if part) if place else ()
    return Dateline(place=place, date=date, agency=agency, places=names)


# What stands before the sign where no place does: `(사진=연합뉴스)` credits a picture, `[자료=…]` figures.
_LABELS = frozenset(("사진", "자료", "자료사진", "출처", "영상", "그래픽", "사진제공", "사진출처"))
_KATAKANA = regex(r"[\u30a0-\u30ff]+")


def _behind_name(text: str) -> str:
    """`林某某高雄`: a reporter's name of two or three signs, then the place; `東京` alone is the place.

    Places abroad run to five signs; the town of a reporter in Taiwan has two.
    """
    if len(text) <= 3:
        return text
    return text[3:] if len(text) >= 5 else text[2:]
