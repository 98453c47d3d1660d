"""Articles of invented outlets, in the languages and in the shapes in which pages state what they are.

What an article is made of is the truth of a bench; how a page shows it is drawn by chance.
"""

from __future__ import annotations

import datetime as dt
import html
import json
import random
from collections.abc import Callable
from dataclasses import dataclass

# Language → words of titles (subject, verb, object, place), first names, family names.
_WORDS: dict[str, tuple[str, ...]] = {
    "en": (
        "Council|Harbour board|Ferry company|Hospital|Library|Teachers|Fishermen|Regional court|Orchard growers",
        "keeps|closes|sells|repairs|reopens|defends|cancels|doubles|inspects",
        "old bridge|night tram|winter market|{n} boats|plan for {n} flats|school kitchen|lighthouse|{n} million loan|archive",
        "Aldham|Quayton|Brindle Bay|Northmere|Sallowby|Port Ister|Wexcombe|Little Farrow",
        "Mara|Tomas|Jonah|Imogen|Peter|Ruth|Declan|Siobhan", "Ellison|Hale|O'Rourke|Whitcombe|Marsh|Vale|Drummond|Ashby-Cole",
    ),
    "de": (
        "Stadtrat|Hafenamt|Fährgesellschaft|Krankenhaus|Bücherei|Winzer|Landgericht|Feuerwehr",
        "behält|schließt|verkauft|saniert|eröffnet|verteidigt|prüft|verschiebt",
        "alte Brücke|Nachttram|Wintermarkt|{n} Boote|Pläne für {n} Wohnungen|Schulküche|Leuchtturm|Archiv",
        "Altenhagen|Grünstein|Mühlwerder|Osterkoog|Bad Söllingen|Lärchenau",
        "Jörg|Ida|Käthe|Björn|Heike|Sören|Anneliese", "Müller|Großmann|Köhler|von Alten|Weiß|Schäfer-Lang|Brandt",
    ),
    "fr": (
        "Mairie|Port|Compagnie des bacs|Hôpital|Bibliothèque|Vignerons|Tribunal",
        "garde|ferme|vend|répare|rouvre|défend|annule",
        "vieux pont|tram de nuit|marché d’hiver|{n} bateaux|projet de {n} logements|cantine|phare",
        "Saint-Évremond|Rochebelle|Port-Ancre|Vieuxmoulin|Clairfontaine",
        "Hélène|Gaël|Benoît|Noémie|Lucien|Frédéric", "Lefèvre|Dubreuil|de La Tour|Gonçalves|Marchand|Aubépin",
    ),
    "es": (
        "Ayuntamiento|Puerto|Compañía de barcos|Hospital|Biblioteca|Pescadores|Tribunal",
        "mantiene|cierra|vende|repara|reabre|defiende|cancela",
        "puente viejo|tranvía nocturno|mercado de invierno|{n} barcos|plan de {n} viviendas|comedor escolar|faro",
        "Villanueva del Mar|Peñablanca|Río Hondo|Almenara Baja",
        "Iñigo|Lucía|Martín|Begoña|Óscar", "Muñoz Peña|Ibáñez|García Lorente|Etxeberri|Núñez",
    ),
    "pl": (
        "Rada|Zarząd portu|Szpital|Biblioteka|Rybacy|Sąd", "zachowuje|zamyka|sprzedaje|naprawia|otwiera|odwołuje",
        "stary most|nocny tramwaj|targ zimowy|{n} łodzi|plan {n} mieszkań|latarnię", "Białobrzeg|Żabowo|Łąkowice|Świerkowo",
        "Łukasz|Zofia|Wojciech|Małgorzata", "Wiśniewska|Błaszczyk|Żuraw|Kowalczyk",
    ),
    "sv": (
        "Kommunen|Hamnen|Färjebolaget|Sjukhuset|Biblioteket|Fiskarna", "behåller|stänger|säljer|lagar|öppnar|försvarar",
        "gamla bron|nattspårvagnen|vintermarknaden|{n} båtar|planen för {n} lägenheter|fyren", "Åsvik|Björkholm|Södra Näs|Älvsjövik",
        "Åsa|Göran|Maj|Björn", "Lindqvist|Öberg|Sjöström|Ek",
    ),
    "ru": (
        "Городской совет|Порт|Больница|Библиотека|Рыбаки|Суд", "сохраняет|закрывает|продаёт|ремонтирует|открывает|защищает",
        "старый мост|ночной трамвай|зимний рынок|{n} лодок|проект на {n} квартир|маяк", "Заречное|Берёзовка|Новый Мыс|Ключи",
        "Юрий|Анна|Николай|Ольга", "Беляев|Соколова|Щукин|Жданова",
    ),
    "el": (
        "Δήμος|Λιμάνι|Νοσοκομείο|Βιβλιοθήκη|Ψαράδες", "κρατά|κλείνει|πουλά|επισκευάζει|ανοίγει",
        "παλιά γέφυρα|νυχτερινό τραμ|χειμερινή αγορά|{n} βάρκες|φάρο", "Παλιοχώρι|Αγία Μαρίνα|Νέα Ακτή",
        "Γιάννης|Ελένη|Νίκος", "Παππάς|Μαυρίδης|Γεωργίου",
    ),
    "ja": (
        "市議会|港湾局|病院|図書館|漁協", "維持を決定|閉鎖へ|売却へ|修理を開始|再開へ", "古い橋の|夜間電車の|冬市の|{n}隻の船の|灯台の",
        "青浜|北沢町|三島崎", "太郎|花子|健一", "山川|石田|小森",
    ),
}  # fmt: skip
_OUTLETS = (
    ("The Quayside Courier", "en"), ("Northmere Gazette", "en"), ("The Lantern", "en"), ("Aldham Post", "en"), ("Brindle Review", "en"),
    ("Wexcombe Echo", "en"), ("Farrow & Vale", "en"), ("Ister Wire", "en"), ("Hafenblatt", "de"), ("Grünsteiner Bote", "de"),
    ("Neue Koogzeitung", "de"), ("Der Leuchtturm", "de"), ("Le Passeur", "fr"), ("L’Écho de Rochebelle", "fr"), ("El Faro de Almenara", "es"),
    ("Diario Río Hondo", "es"), ("Głos Żabowa", "pl"), ("Åsviks Tidning", "sv"), ("Заречная правда", "ru"), ("Φάρος της Ακτής", "el"),
    ("青浜新聞", "ja"),
)  # fmt: skip
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "el": "Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου Οκτωβρίου Νοεμβρίου Δεκεμβρίου",
}
_BY = {
    "en": "By {}", "de": "Von {}", "fr": "Par {}", "es": "Por {}", "pl": "Autor: {}", "sv": "Av {}", "ru": "Автор: {}", "el": "Από {}",
    "ja": "文 {}",
}  # fmt: skip
_AND = {"en": "and", "de": "und", "fr": "et", "es": "y", "pl": "i", "sv": "och", "ru": "и", "el": "και", "ja": "、"}
_QUOTES = {"de": "„“", "fr": "«»", "es": "«»", "pl": "„”", "ru": "«»", "el": "«»", "ja": "「」"}
_ROLES = {"en": ("Harbour Correspondent", "in Quayton"), "de": ("Redakteurin",), "fr": ("envoyé spécial",)}
AGENCIES = ("Reuters", "AFP", "dpa", "Associated Press")


@dataclass(frozen=True, slots=True)
class Article:
    """The truth. authors: (first name, family name). at: the moment in the outlet's own time. agency: whose text it is."""

    number: int
    outlet: str
    host: str
    language: str
    title: str
    subtitle: str
    kicker: str
    authors: tuple[tuple[str, str], ...]
    at: dt.datetime
    changed: dt.datetime | None
    agency: str
    utc: bool

    @property
    def path(self) -> str:
        """Where it stands on its host; one in three paths has the day."""
        day = self.at.strftime("%Y/%m/%d/") if self.number % 3 == 0 else ""
        return f"paper/{day}{self.number}"

    @property
    def shared(self) -> str:
        """The headline for those who share it: with the kicker before it, where there is one."""
        return f"{self.kicker}: {self.title}" if self.kicker else self.title

    @property
    def names(self) -> list[str]:
        """The authors as a byline has them."""
        if self.language == "ja":
            return [f"{family}{first}" for first, family in self.authors]
        return [f"{first} {family}" for first, family in self.authors]


def articles(count: int, chance: random.Random) -> list[Article]:
    """Different articles, as many as are asked for."""
    found: dict[str, Article] = {}
    while len(found) < count:
        article = _article(len(found), chance)
        found.setdefault(article.title, article)
    return list(found.values())


def _article(number: int, chance: random.Random) -> Article:
    outlet, language = chance.choice(_OUTLETS)
    subjects, verbs, objects, places, first, family = (part.split("|") for part in _WORDS[language])
    pick = chance.choice
    figure = str(chance.randrange(11, 980))
    order = (pick(places), pick(subjects), pick(objects), pick(verbs))
    if language == "ja":
        title = "".join(order).replace("{n}", figure)
    else:
        title = f"{order[1]} {order[3]} {order[2]}: {order[0]}".replace("{n}", figure)
        title = title.replace(": ", {"en": " in ", "de": " in ", "fr": " à ", "es": " en "}.get(language, " – "))
    if chance.random() < 0.15:
        left, right = _QUOTES.get(language, "“”")
        title = title.replace(order[3], f"{left}{order[3]}{right}", 1)
    authors = {(pick(first), pick(family)): None for _ in range(chance.choice((1, 1, 1, 2, 3)))}
    zone = dt.timezone(dt.timedelta(hours={"en": 0, "ja": 9, "ru": 3, "el": 2}.get(language, 1)))
    at = dt.datetime(2012, 1, 2, tzinfo=zone) + dt.timedelta(minutes=chance.randrange(13 * 365 * 24 * 60))
    host = f"paper-{[name for name, _ in _OUTLETS].index(outlet)}.example"
    below = f"{pick(subjects)} {pick(verbs)} {pick(objects)}".replace("{n}", figure)
    return Article(
        number, outlet, host, language, title, below if chance.random() < 0.3 else "", pick(places) if chance.random() < 0.2 else "",
        tuple(authors), at, at + dt.timedelta(days=chance.randrange(1, 90)) if chance.random() < 0.4 else None,
        chance.choice(AGENCIES) if chance.random() < 0.1 else "", chance.random() < 0.3,
    )  # fmt: skip


# -- pages --------------------------------------------------------------------------------------------------------


def written(day: dt.date, language: str) -> str:
    """The day as readers of the language are shown it."""
    if language == "ja":
        return f"{day.year}年{day.month}月{day.day}日"
    month = _MONTHS[language].split()[day.month - 1]
    dot = "." if language == "de" else ""
    of = " de " if language == "es" else " "
    return f"{day.day}{dot}{of}{month}{of}{day.year}"


def _stamp(article: Article, at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if article.utc else at.isoformat()


def _meta(name: str, value: str, key: str = "name") -> str:
    return f'<meta {key}="{name}" content="{html.escape(value)}">'


def _by(article: Article) -> str:
    *others, last = (name.upper() for name in article.names) if article.number % 11 == 0 else article.names
    names = f"{', '.join(others)} {_AND[article.language]} {last}" if others else last
    beside = f" {_AND[article.language]} {article.agency}" if article.agency and article.language == "en" else ""
    roles = _ROLES.get(article.language, ())
    role = (
        f", {roles[article.number % len(roles)]}"
        if roles and not others and not beside and article.number % 5 == 0
        else ""
    )
    return _BY[article.language].format(names + beside + role)


def _jsonld(article: Article, *, graph: bool = False) -> str:
    site = {"@type": "NewsMediaOrganization", "name": article.outlet, "url": f"https://{article.host}/"}
    record: dict[str, object] = {
        "@type": "NewsArticle", "headline": article.title, "datePublished": _stamp(article, article.at),
        "author": [{"@type": "Person", "name": name} for name in article.names], "publisher": site, "inLanguage": article.language,
    }  # fmt: skip
    if article.changed:
        record["dateModified"] = _stamp(article, article.changed)
    told: dict[str, object] = {"@context": "https://schema.org"}
    told |= {"@graph": [record, site, {"@type": "WebSite", "name": article.outlet}]} if graph else record
    return f'<script type="application/ld+json">{json.dumps(told, ensure_ascii=not graph)}</script>'


def _of_jsonld(article: Article) -> tuple[str, str]:
    return _jsonld(article) + _open_graph(
        article
    ), f"<p class=byline>{_by(article)}</p><time>{written(article.at, article.language)}</time>"


def _of_graph(article: Article) -> tuple[str, str]:
    head = (
        _jsonld(article, graph=True)
        + _meta("twitter:label1", "Written by")
        + _meta("twitter:data1", ", ".join(article.names))
    )
    return head, f"<p>{_by(article)}</p>"


def _open_graph(article: Article) -> str:
    return (
        _meta("og:title", article.title, "property")
        + _meta("og:site_name", article.outlet, "property")
        + _meta("og:type", "article", "property")
    )


def _of_meta(article: Article) -> tuple[str, str]:
    head = _open_graph(article) + _meta("article:published_time", _stamp(article, article.at), "property")
    if article.changed:
        head += _meta("article:modified_time", _stamp(article, article.changed), "property")
    return head + "".join(
        _meta("author", name) for name in article.names
    ), f"<p>{written(article.at, article.language)}</p>"


def _of_highwire(article: Article) -> tuple[str, str]:
    head = _meta("citation_title", article.title) + _meta("citation_publication_date", article.at.strftime("%Y/%m/%d"))
    head += "".join(_meta("citation_author", f"{family}, {first}") for first, family in article.authors)
    return head + _meta("citation_journal_title", article.outlet), ""


def _of_byline(article: Article) -> tuple[str, str]:
    return _meta(
        "og:site_name", article.outlet, "property"
    ), f"<p>{_by(article)}</p><p>{written(article.at, article.language)}</p>"


def _of_microdata(article: Article) -> tuple[str, str]:
    names = "".join(
        f'<span itemprop=author itemscope itemtype="https://schema.org/Person"><span itemprop=name>{html.escape(name)}</span></span> '
        for name in article.names
    )
    day = f'<time itemprop=datePublished datetime="{_stamp(article, article.at)}">{written(article.at, article.language)}</time>'
    return _meta("application-name", article.outlet), names + day


def _of_hentry(article: Article) -> tuple[str, str]:
    names = " ".join(
        f'<a rel=author class="p-author h-card" href="/by/{number}">{html.escape(name)}</a>'
        for number, name in enumerate(article.names)
    )
    day = f'<time class=dt-published datetime="{_stamp(article, article.at)}">{written(article.at, article.language)}</time>'
    return _open_graph(article), f"<div>{names} · {day}</div>"


def _of_template(article: Article) -> tuple[str, str]:
    """The template names the site as the author of every page; the byline tells who wrote."""
    head = _meta("author", article.outlet) + _open_graph(article)
    day = f'<time datetime="{article.at.isoformat()}">{written(article.at, article.language)}</time>'
    return head, f'<p class="byline">{_by(article)}</p>{day}'


def _of_dublin_core(article: Article) -> tuple[str, str]:
    head = (
        _meta("DC.title", article.title)
        + _meta("DC.date.issued", article.at.strftime("%Y-%m-%d"))
        + _meta("DC.publisher", article.outlet)
    )
    return head + "".join(
        _meta("DC.creator", f"{family}, {first}") for first, family in article.authors
    ), f"<p>{_by(article)}</p>"


SHAPES: tuple[Callable[[Article], tuple[str, str]], ...] = (
    _of_jsonld, _of_graph, _of_meta, _of_highwire, _of_byline, _of_microdata, _of_hentry, _of_template, _of_dublin_core,
)  # fmt: skip
_UPDATED = {
    "en": "Updated", "de": "Aktualisiert am", "fr": "Mis à jour le", "es": "Actualizado el", "pl": "Aktualizacja:", "sv": "Uppdaterad",
    "ru": "Обновлено", "el": "Ενημερώθηκε:", "ja": "更新",
}  # fmt: skip
_SENTENCES = {
    "en": "The board met for three hours before it voted, and asked for another inspection in the coming year. ",
    "de": "Drei Stunden lang wurde beraten, dann wurde abgestimmt und eine weitere Prüfung für das kommende Jahr verlangt. ",
    "fr": "La réunion a duré trois heures avant le vote, et une autre inspection a été demandée pour l’an prochain. ",
    "es": "La reunión duró tres horas antes de la votación, y se pidió otra inspección para el próximo año. ",
    "pl": "Obrady trwały trzy godziny, zanim doszło do głosowania, i zażądano kolejnej kontroli w przyszłym roku. ",
    "sv": "Mötet varade i tre timmar innan man röstade, och ännu en besiktning begärdes för nästa år. ",
    "ru": "Заседание длилось три часа, прежде чем проголосовали, и попросили о новой проверке в следующем году. ",
    "el": "Η συνεδρίαση κράτησε τρεις ώρες πριν από την ψηφοφορία, και ζητήθηκε νέος έλεγχος τον επόμενο χρόνο. ",
    "ja": "会議は採決の前に三時間続き、来年もう一度検査を行うことが求められた。",
}


def page(article: Article, teasers: list[Article]) -> bytes:
    """The article in one of the shapes, between menus and teasers of other articles of the outlet."""
    head, below = SHAPES[article.number * 7 % len(SHAPES)](article)
    after = ("", f" | {article.outlet}", f" – {article.outlet}", f" · {article.outlet}")[article.number % 4]
    kicker = f"<p class=kicker>{html.escape(article.kicker)}</p>" if article.kicker else ""
    lead = f"<p class=subtitle>{html.escape(article.subtitle)}</p>" if article.subtitle else ""
    if article.changed and article.number % 3 == 1:
        below += f"<p class=updated>{_UPDATED[article.language]} {written(article.changed, article.language)}</p>"
    opening = f"({article.agency}) – " if article.agency else ""
    text = "".join(f"<p>{opening if not number else ''}{_SENTENCES[article.language] * 3}</p>" for number in range(6))
    more = "".join(
        f'<li><a href="/{one.path}">{html.escape(one.title)}</a> <span class=date>{written(one.at, one.language)}</span></li>'
        for one in teasers
    )
    return (
        f'<!doctype html><html lang="{article.language}"><head><meta charset="utf-8"><title>{html.escape(article.title + after)}</title>'
        f"{head}</head><body><header><a href=/>{html.escape(article.outlet)}</a><nav><a href=/a>1</a> <a href=/b>2</a></nav></header>"
        f"<main><article>{kicker}<h1>{html.escape(article.title)}</h1>{lead}{below}{text}</article></main>"
        f"<aside><ul>{more}</ul></aside><footer>© 2012–2025 {html.escape(article.outlet)}</footer></body></html>"
    ).encode()
