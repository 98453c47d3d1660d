"""Errors planted into a BibLaTeX file, found again by the command: `python -m tests.bench.agreement_bib [--seed N]`.

Five hundred invented articles are served on loopback, in the shapes and languages of `tests.bench.invented`; a
bibliography says the same of them in the ways in which people write one, but for forty planted errors. The truth is
that of the generator: nothing of it comes out of the program that is measured.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import re
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from anyascii import anyascii

from tests.behaviours.base import BEHAVIOURS, Reply, Request
from tests.bench.invented import SHAPES, Article, articles, page
from tests.command import Command
from tests.site import Site

PLANTED = 40
# One in so many pages cannot be read: nothing may be said of what the list has of it.
_UNREADABLE = 25
_SPECIAL = str.maketrans({"&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_"})
_ACCENTS = {
    "ä": r"{\"a}",
    "ö": r"\"{o}",
    "ü": r"{\"u}",
    "é": r"{\'e}",
    "è": r"\`{e}",
    "ß": r"{\ss}",
    "ñ": r"\~{n}",
    "å": r"{\aa}",
    "ç": r"\c{c}",
}
_SCRIPTS = ("ru", "el")


@dataclass(frozen=True, slots=True)
class Said:
    """What the list says of an article, before it is written down. error: what was planted, and in which variable."""

    title: str
    authors: tuple[tuple[str, str], ...]
    date: str
    outlet: str
    accessed: str
    error: str = ""
    variable: str = ""


def said_of(article: Article, chance: random.Random) -> Said:
    """The truth, in one of the forms of those who are less exact."""
    day = article.at.date()
    dates = [day.isoformat()] * 5 + [f"{day:%Y-%m}", f"{day.year}", f"{day}~", f"{day}/{day + dt.timedelta(days=2)}"]
    if article.utc and SHAPES[article.number * 7 % len(SHAPES)].__name__ not in (
        "_of_highwire",
        "_of_byline",
        "_of_dublin_core",
    ):
        dates.append(article.at.astimezone(dt.UTC).date().isoformat())
    accessed = day + dt.timedelta(days=chance.randrange(0, 900))
    return Said(
        _title(article, chance), article.authors, chance.choice(dates), _outlet(article, chance), accessed.isoformat()
    )


def _title(article: Article, chance: random.Random) -> str:
    title = article.title
    forms = [
        title,
        title,
        title,
        title.upper(),
        title.lower(),
        title.title(),
        f"{title} | {article.outlet}",
        f"{title} – {article.outlet}",
    ]
    if article.subtitle:
        forms += [f"{title}: {article.subtitle}", f"{title}. {article.subtitle}"]
    if article.kicker:
        forms.append(article.shared)
    if len(title) > 40 and article.language != "ja":
        forms.append(f"{title[: len(title) - 6].rsplit(' ', 1)[0]} …")
    if article.language in _SCRIPTS:
        forms.append(anyascii(title))
    return chance.choice(forms)


def _outlet(article: Article, chance: random.Random) -> str:
    name = article.outlet
    return chance.choice([name, name, name, name.upper(), re.sub(r"^(?:The|Der|Le|El) ", "", name), article.host])


# -- errors -------------------------------------------------------------------------------------------------------


def _day(article: Article) -> dt.date:
    return article.at.date()


def wrong_year(said: Said, article: Article, _: Article) -> Said:
    day = _day(article)
    return replace(
        said, date=f"{day.year + (1 if article.number % 2 else -1)}-{day.month:02d}-{min(day.day, 28):02d}", accessed=""
    )


def wrong_day(said: Said, article: Article, _: Article) -> Said:
    return replace(said, date=(_day(article) + dt.timedelta(days=9 + article.number % 60)).isoformat(), accessed="")


def exchanged(said: Said, article: Article, _: Article) -> Said | None:
    day = _day(article)
    return (
        None
        if day.day > 12 or day.day == day.month
        else replace(said, date=f"{day.year}-{day.day:02d}-{day.month:02d}", accessed="")
    )


def padded(said: Said, article: Article, _: Article) -> Said | None:
    day = _day(article)
    return None if (day.month, day.day) == (1, 1) else replace(said, date=f"{day.year}-01-01")


def padded_month(said: Said, article: Article, _: Article) -> Said | None:
    # The first of the month may be the day itself in UTC.
    return None if _day(article).day < 3 else replace(said, date=f"{_day(article):%Y-%m}-01")


def swapped_title(said: Said, _: Article, other: Article) -> Said:
    return replace(said, title=other.title)


def figure_in_title(said: Said, article: Article, _: Article) -> Said | None:
    figure = re.search(r"\d{2,}", article.title)
    if figure is None or figure[0] == figure[0][::-1]:
        return None
    return replace(said, title=article.title.replace(figure[0], figure[0][::-1].lstrip("0")))


def word_in_title(said: Said, article: Article, other: Article) -> Said | None:
    words, others = article.title.split(), other.title.split()
    if article.language != other.language or words[0][:4] == others[0][:4] or article.language == "ja":
        return None
    return replace(said, title=" ".join([others[0], *words[1:]]))


def site_as_author(said: Said, article: Article, _: Article) -> Said:
    return replace(said, authors=((article.outlet, ""),))


def site_as_title(said: Said, article: Article, _: Article) -> Said:
    return replace(said, title=article.outlet)


def other_author(said: Said, article: Article, other: Article) -> Said | None:
    same = {family for _, family in article.authors} & {family for _, family in other.authors}
    # Nothing on a page tells how its Chinese characters are read.
    return None if same or "ja" in (article.language, other.language) else replace(said, authors=other.authors)


def one_author_more(said: Said, article: Article, other: Article) -> Said | None:
    return (
        None
        if other_author(said, article, other) is None
        else replace(said, authors=(*article.authors, other.authors[0]))
    )


def other_outlet(said: Said, article: Article, other: Article) -> Said | None:
    return None if other.outlet == article.outlet else replace(said, outlet=other.outlet)


def read_before(said: Said, article: Article, _: Article) -> Said:
    return replace(said, date=_day(article).isoformat(), accessed=(_day(article) - dt.timedelta(days=40)).isoformat())


Plant = Callable[[Said, Article, Article], Said | None]
KINDS: tuple[tuple[Plant, str], ...] = (
    (wrong_year, "issued"), (swapped_title, "title"), (site_as_author, "author"), (padded, "issued"), (other_author, "author"),
    (exchanged, "issued"), (other_outlet, "container-title"), (figure_in_title, "title"), (wrong_day, "issued"), (padded_month, "issued"),
    (one_author_more, "author"), (read_before, "accessed"), (word_in_title, "title"), (site_as_title, "title"),
)  # fmt: skip


def planted(told: list[Said], found: list[Article], chance: random.Random) -> list[Said]:
    """What the list says with forty errors in it, each in an entry whose page can be read."""
    places = [number for number in range(len(told)) if number % _UNREADABLE]
    chance.shuffle(places)
    for number in range(PLANTED):
        plant, variable = KINDS[number % len(KINDS)]
        for place in places:
            wrong = plant(told[place], found[place], found[chance.randrange(len(found))])
            if wrong is not None:
                told[place] = replace(wrong, error=plant.__name__, variable=variable)
                places.remove(place)
                break
    return told


# -- the file -----------------------------------------------------------------------------------------------------


def entry(key: str, said: Said, article: Article, url: str, chance: random.Random) -> str:
    """An entry of BibLaTeX, in one of the ways in which people and programs write one."""
    fields = {"author": _names(said.authors, article, chance), "title": _text(said.title, chance)}
    year, month, day = (*said.date.split("-"), "", "")[:3]
    kind = chance.choice(("online", "article", "misc"))
    fields[
        {"online": "organization", "article": chance.choice(("journaltitle", "journal")), "misc": "booktitle"}[kind]
    ] = _text(said.outlet, chance)
    if chance.random() < 0.2 and said.date.count("-") == 2 and said.date[-1].isdigit() and "/" not in said.date:
        fields |= {"year": year, "month": str(int(month)), "day": str(int(day))}
    elif chance.random() < 0.5 and said.date.count("-") == 1:
        fields |= {"year": year, "month": str(int(month))}
    else:
        fields["date"] = said.date
    if said.accessed and (said.error or chance.random() < 0.7):
        fields["urldate"] = said.accessed
    if chance.random() < 0.3:
        fields["langid"] = {"en": "english", "de": "ngerman", "fr": "french", "es": "spanish"}.get(article.language, "")
    way = chance.random()
    if kind == "misc" and way < 0.5:
        fields["howpublished"] = rf"\url{{{url}}}"
    elif way > 0.9:
        fields["note"] = rf"Online: \url{{{url}}}"
    else:
        fields["url"] = url
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@{kind}{{{key},\n{lines}\n}}\n"


def _text(text: str, chance: random.Random) -> str:
    escaped = text.translate(_SPECIAL)
    if chance.random() < 0.5:
        escaped = escaped.replace("“", "``").replace("”", "''").replace("–", "--").replace("’", "'")
    if chance.random() < 0.4:
        escaped = "".join(_ACCENTS.get(sign, sign) for sign in escaped)
    way = chance.random()
    return (
        f"{{{escaped}}}"
        if way < 0.3
        else re.sub(r"\b([A-Z])", r"{\1}", escaped)
        if way < 0.5 and "\\" not in escaped
        else escaped
    )


def _names(authors: tuple[tuple[str, str], ...], article: Article, chance: random.Random) -> str:
    way = chance.choice(("inverted", "inverted", "reading order", "initials", "others", "keys", "latin"))
    way = "inverted" if way == "initials" and article.language == "ja" else way
    written = [_name(first, family, way, article, chance) for first, family in authors]
    if way == "others" and len(written) > 1 and authors == article.authors:
        written = [written[0], "others"]
    if article.agency and chance.random() < 0.3 and authors == article.authors:
        written.append(f"{{{article.agency}}}")
    return " and ".join(written)


def _name(first: str, family: str, way: str, article: Article, chance: random.Random) -> str:
    if not family:  # a body: in braces, as the manual says, or not, as many programs write it
        body = first.translate(_SPECIAL)
        return f"{{{body}}}" if chance.random() < 0.7 else body
    if way == "latin" and article.language in _SCRIPTS:
        return f"{anyascii(family)}, {anyascii(first)}"
    one, other = ("".join(_ACCENTS.get(sign, sign) for sign in part) for part in (first, family))
    forms = {
        "reading order": f"{one} {{{other}}}", "keys": f"family={{{other}}}, given={{{one}}}",
        "initials": f"{other}, {_ACCENTS.get(first[0], first[0])}.",
    }  # fmt: skip
    return forms.get(way, f"{other}, {one}")


# -- the run ------------------------------------------------------------------------------------------------------


def measure(count: int, seed: int, *, keep: Path | None = None) -> tuple[int, list[str]]:
    """How many errors were found, and what was said of entries without any, line by line."""
    chance = random.Random(seed)
    found = articles(count, chance)
    pages = {
        f"/{one.path}": page(
            one, [other for other in found[one.number - 9 : one.number] if other.outlet == one.outlet][:3]
        )
        for one in found
    }

    def paper(request: Request, reply: Reply) -> None:
        if request.path not in pages:  # the command asks for what cannot be there, to see what the site says then
            reply.page(b"<h1>No such page</h1>", "404 Not Found")
            return
        number = int(request.path.rpartition("/")[2])
        if number % _UNREADABLE:
            reply.page(pages[request.path])
        elif number % 2:
            reply.page(
                b"<html><title>Subscribe to read</title><h1>Subscribe to continue reading</h1><p>Log in</p></html>",
                "403 Forbidden",
            )
        else:
            reply.page(b"<html><title>Page not found</title><h1>404 - page not found</h1></html>", "404 Not Found")

    BEHAVIOURS["paper"] = paper
    told = planted([said_of(one, chance) for one in found], found, chance)
    with Site() as site, tempfile.TemporaryDirectory() as folder:
        site.names |= {one.host: "127.0.0.1" for one in found}
        urls = [site.url(one.path, host=one.host) for one in found]
        text = "\n".join(entry(f"e{one.number}", told[one.number], one, urls[one.number], chance) for one in found)
        command = Command.at(keep or Path(folder), site, timeout=20.0, deadline=60.0)
        (command.folder / "refs.bib").write_text(text, encoding="utf-8")
        done = command("audit", "refs.bib", "--json", "--no-log", "--no-archives", timeout=900)
    records = {record["url"]: record for record in map(json.loads, done.stdout.splitlines()) if "url" in record}
    if len(records) < count:
        sys.exit(f"only {len(records)} of {count} links were told of: {done.stderr[-2000:]}")
    return _counted(found, told, [records[url] for url in urls])


def _counted(found: list[Article], told: list[Said], records: list[dict[str, object]]) -> tuple[int, list[str]]:
    hits, lines = 0, []
    for article, said, record in zip(found, told, records, strict=True):
        compared = record.get("comparisons") or []
        assert isinstance(compared, list)
        differing = [one for one in compared if one["agreement"] == "differs"]
        shape = SHAPES[article.number * 7 % len(SHAPES)].__name__
        if said.error and said.variable in {one["variable"] for one in differing}:
            hits += 1
        elif said.error:
            answer = next(
                (
                    f"{one['agreement']} {one.get('found')!r} {one.get('because')}"
                    for one in compared
                    if one["variable"] == said.variable
                ),
                record["kind"],
            )
            lines.append(f"missed {said.error}{shape}: {said} – {answer}")
        lines += [
            f"false {one['variable']}{shape} e{article.number}: list {one['given']!r}, page {one.get('found')!r} ({one.get('because')})"
            for one in differing
            if one["variable"] != said.variable
        ]
    return hits, lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder in which the list stays")
    arguments = parser.parse_args()
    hits, lines = measure(arguments.entries, arguments.seed, keep=arguments.keep)
    print("\n".join(lines))
    false = sum(line.startswith("false") for line in lines)
    print(f"{arguments.entries} entries, {hits} of {PLANTED} errors found, {false} false differences")


if __name__ == "__main__":
    main()
