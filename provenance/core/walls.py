"""Walls: what answered is not the page but something in front of it, whatever the status says.

The signs stand in `data/walls.csv`, each with its weight: a `proof` decides alone, a `page` sign where the status refuses
or no article is there, a `mark` shows who stands in front and decides nothing. An article that merely carries the
scripts of a vendor, or tells of challenges, captchas and logins, is an article.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from provenance.core import tables
from provenance.core.frozen import frozen
from provenance.core.regex import regex
from provenance.core.urls import parts_of

# Walls stand at the head of their pages; reading on would only cost.
_MARKUP = 100_000
_TEXT = 20_000
# A page of so few characters is its form.
_SHORT = 600
# Where several signs are seen, the narrower kind tells more.
_RANK = {"geo_block": 0, "blocked": 1, "login": 2}
# Statuses with which vendors refuse; 202 is what AWS WAF sends with a challenge.
_REFUSING = frozenset({202, 403, 405, 406, 429, 503})
# Of these, the ones that are a wall by themselves; the others can also be the site's own trouble.
_PLAIN_REFUSAL = frozenset({403, 405, 406})
# Here the server speaks of the page, so only a page that names its vendor is believed to be a wall.
_ABSENT = frozenset({404, 410})
_ASKS_FOR_LOGIN = frozenset({400, 401, 403})
_EXTENSION = regex(r"\.(?:php\d?|html?|aspx?|jspx?|jsf|do|action|cgi|pl|cfm)$")


@frozen
class Answer:
    """What is looked at. url: the address that answered. asked: the address that was asked for first. fields: names in
    lower case. text: what is visible, needed where `is_read`. markup: as it was sent. scripts: addresses of scripts and frames. thin: no article
    is on the page. password: a field for a password is on it.
    """

    status: int
    url: str
    asked: str
    fields: tuple[tuple[str, str], ...] = ()
    title: str | None = None
    text: str = ""
    markup: str = ""
    scripts: tuple[str, ...] = ()
    thin: bool = False
    password: bool = False


@frozen
class Wall:
    """kind: `blocked`, `login` or `geo_block`. vendor: empty where it is not known. because: what was seen, in words."""

    kind: str
    vendor: str
    because: str


@frozen
class _Sign:
    wall: str
    kind: str
    vendor: str
    where: str
    pattern: str
    weight: str


@dataclass(frozen=True, slots=True)
class _Address:
    """host and whole, closed segments of the path in lower case, and the names of the parameters."""

    host: str
    paths: tuple[str, str]
    parameters: frozenset[str]


def wall_in(answer: Answer) -> Wall | None:
    """The wall that answered, or None where the page itself did, or nothing can be told. Pure; never raises."""
    markup = answer.markup[:_MARKUP].lower() if _looks_closer(answer) else ""
    moved = _moved(answer)
    seen = [sign for sign in _seen(answer, markup, moved) if sign.weight != "mark"]
    decisive = [sign for sign in seen if sign.kind != "login" and _decides(sign, answer)]
    if decisive:
        best = min(decisive, key=lambda sign: (sign.weight != "proof", _RANK[sign.kind], not sign.vendor))
        return _wall(best, vendor=best.vendor or _vendor(answer, markup))
    login = _login(answer, moved)
    if login is not None:
        return login
    front = _front(answer, markup) if answer.status in _PLAIN_REFUSAL else None
    if front is None:
        return None
    return Wall(kind="blocked", vendor=front.vendor, because=f"the server answered {answer.status}; {_words(front)}")


def in_front(answer: Answer) -> str | None:
    """Who stands in front of a page that was refused (202, 403, 405, 406, 429 or 503), in words: a remark and no wall."""
    if answer.status not in _REFUSING:
        return None
    front = _front(answer, answer.markup[:_MARKUP].lower())
    return _words(front) if front else None


# -- what decides -------------------------------------------------------------------------------------------------


def is_read(*, status: int, thin: bool) -> bool:
    """Whether a page can be that of a wall at all; an article of full length is not read for signs, nor its text asked for."""
    return thin or status >= 400


def _looks_closer(answer: Answer) -> bool:
    return is_read(status=answer.status, thin=answer.thin)


def _decides(sign: _Sign, answer: Answer) -> bool:
    if sign.weight == "proof":
        return True
    if not _looks_closer(answer):
        return False
    return answer.status not in _ABSENT or (bool(sign.vendor) and sign.where in {"title", "text"})


def _login(answer: Answer, moved: tuple[_Sign, ...]) -> Wall | None:
    """A login in place of the page: the address leads to one, or the page is one."""
    if not (200 <= answer.status < 300 or answer.status in _ASKS_FOR_LOGIN):
        return None
    if not (answer.thin or answer.password):
        return None
    here = tuple(sign for sign in moved if sign.kind == "login")
    plain = max((sign for sign in here if sign.weight != "mark"), key=lambda sign: bool(sign.vendor), default=None)
    enough = plain is not None or len(here) > 1 or (bool(here) and answer.password and answer.thin)
    if enough:
        return _wall(plain or here[0], vendor=(plain or here[0]).vendor)
    return _login_page(answer) if answer.thin else None


def _login_page(answer: Answer) -> Wall | None:
    """A page without an article that calls itself a login, or stands at the address of one, beside a password field."""
    table, text = _table(), _plain(answer.text)
    titles = [sign for sign in _titled(answer.title, table["title"]) if sign.kind == "login"]
    texts = [sign for sign in table["text"] if sign.kind == "login" and sign.pattern in text]
    own = next((sign for sign in (*titles, *texts) if sign.weight == "page"), None)
    if own is not None:
        return _wall(own, vendor=own.vendor)
    if not answer.password:
        return None
    where = (sign for sign in _addressed(_address(answer.url)) if sign.kind == "login" and sign.weight != "mark")
    short = texts if len(answer.text) <= _SHORT else []
    sign = next(iter((*titles, *where, *short)), None)
    return _wall(sign, vendor=sign.vendor, beside=" beside a password field") if sign else None


# -- what is seen -------------------------------------------------------------------------------------------------


def _seen(answer: Answer, markup: str, moved: tuple[_Sign, ...]) -> Iterator[_Sign]:
    table = _table()
    yield from _fielded(answer, ("proof", "page"))
    yield from moved
    if not _looks_closer(answer):
        return
    text = _plain(answer.text)
    yield from _titled(answer.title, table["title"])
    yield from (sign for sign in table["text"] if sign.pattern in text)
    if answer.status not in _ABSENT:
        yield from (sign for sign in table["markup"] if sign.weight == "page" and sign.pattern in markup)
        yield from _scripted(answer, "page")


def _front(answer: Answer, markup: str) -> _Sign | None:
    """The first mark, in the order of the table: vendors of walls stand before networks that carry half the web."""
    marks = {*_fielded(answer, ("mark",)), *_scripted(answer, "mark")}
    for sign in _marks():
        if sign in marks or (sign.where == "markup" and sign.pattern in markup):
            return sign
    return None


def _vendor(answer: Answer, markup: str) -> str:
    front = _front(answer, markup)
    return front.vendor if front else ""


def _fielded(answer: Answer, weights: tuple[str, ...]) -> Iterator[_Sign]:
    """Signs in the header. An empty field is no field: some servers send the name always and the value never."""
    table = _table()
    for name, value in answer.fields:
        low = value.strip().lower()
        if not low:
            continue
        for sign in table.get(f"field:{name}", ()):
            if sign.weight in weights and sign.pattern in low:
                yield sign
        if name == "server":
            yield from (sign for sign in table["server"] if sign.weight in weights and sign.pattern in low)
        elif name == "set-cookie":
            yield from (sign for sign in table["cookie"] if sign.weight in weights and low.startswith(sign.pattern))


def _titled(title: str | None, signs: tuple[_Sign, ...]) -> Iterator[_Sign]:
    plain = " ".join(_plain(title or "").replace("…", "...").split())
    if plain:
        yield from (sign for sign in signs if _fits(plain, sign.pattern))


def _fits(title: str, pattern: str) -> bool:
    """Whether the whole title is the pattern, in which `*` stands for anything. 100 compiled expressions cost 10 ms."""
    first, *others = pattern.split("*")
    if not others:
        return title == first
    *middle, last = others
    if not (title.startswith(first) and title.endswith(last)) or len(title) < len(first) + len(last):
        return False
    place, end = len(first), len(title) - len(last)
    for part in middle:
        place = title.find(part, place, end)
        if place < 0:
            return False
        place += len(part)
    return True


def _scripted(answer: Answer, weight: str) -> Iterator[_Sign]:
    scripts = "\n".join(answer.scripts).lower()
    if scripts:
        yield from (sign for sign in _table()["script"] if sign.weight == weight and sign.pattern in scripts)


def _moved(answer: Answer) -> tuple[_Sign, ...]:
    """Signs of the address that answered and not of the one that was asked for."""
    if answer.url == answer.asked:
        return ()
    now, before = _address(answer.url), _address(answer.asked)
    if now == before:
        return ()
    old = frozenset(_addressed(before))
    return tuple(sign for sign in _addressed(now) if sign not in old)


def _addressed(address: _Address) -> Iterator[_Sign]:
    table = _table()
    for sign in table["host"]:
        if _is_host(address.host, sign.pattern):
            yield sign
    for sign in table["path"]:
        if sign.pattern.endswith("="):
            if sign.pattern[:-1] in address.parameters:
                yield sign
        elif f"{sign.pattern}/" in address.paths[0] or f"{sign.pattern}/" in address.paths[1]:
            yield sign


def _is_host(host: str, pattern: str) -> bool:
    if pattern.endswith("."):
        return host.startswith(pattern)
    return host == pattern or host.endswith(f".{pattern}")


def _address(url: str) -> _Address:
    parts = parts_of(url)
    host = (parts.hostname or "").removeprefix("www.")
    path = parts.path.lower().rstrip("/")
    names = frozenset(pair.partition("=")[0].lower() for pair in parts.query.split("&"))
    return _Address(host, (path + "/", _EXTENSION.sub("", path) + "/"), names)


def _plain(text: str) -> str:
    return text[:_TEXT].lower().replace("’", "'")


# -- words and tables ---------------------------------------------------------------------------------------------

_SEEN = {
    "server": "the server calls itself “{}”",
    "cookie": "the cookie {}",
    "title": "the title “{}”",
    "text": "the page says “{}”",
    "markup": "the page carries “{}”",
    "script": "a script from {}",
    "host": "the address leads to {}",
    "path": "the address leads to {}",
}


def _wall(sign: _Sign, *, vendor: str, beside: str = "") -> Wall:
    return Wall(kind=sign.kind, vendor=vendor, because=_words(sign, vendor=vendor, beside=beside))


def _words(sign: _Sign, *, vendor: str | None = None, beside: str = "") -> str:
    """What was seen and what it means. The words are the table's; nothing that a server sent is repeated."""
    name = sign.where.removeprefix("field:")
    if name != sign.where:
        what = f"the field {name}: {sign.pattern}" if sign.pattern else f"the field {name}"
    else:
        what = _SEEN[sign.where].format(sign.pattern.strip("*") if sign.where == "title" else sign.pattern)
    return f"{what}{beside} – {vendor or sign.vendor or 'the site'} {sign.wall}"


@functools.cache
def _table() -> dict[str, tuple[_Sign, ...]]:
    """The signs by the place in which they are looked for."""
    found: dict[str, list[_Sign]] = {where: [] for where in _SEEN}
    for row in tables.rows("walls.csv"):
        found.setdefault(row["where"], []).append(
            _Sign(
                wall=row["wall"],
                kind=row["kind"],
                vendor=row["vendor"],
                where=row["where"],
                pattern=row["pattern"],
                weight=row["weight"],
            )
        )
    return {where: tuple(signs) for where, signs in found.items()}


@functools.cache
def _marks() -> tuple[_Sign, ...]:
    """The marks of walls that block, in the order of the table."""
    order = {(row["where"], row["pattern"]): number for number, row in enumerate(tables.rows("walls.csv"))}
    marks = [sign for signs in _table().values() for sign in signs if sign.weight == "mark" and sign.kind == "blocked"]
    return tuple(sorted(marks, key=lambda sign: order[sign.where, sign.pattern]))
