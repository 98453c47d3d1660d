"""Invented works in the patterns that published style guides print, with the section of the guide."""

from __future__ import annotations

from collections import defaultdict

import pytest

from provenance.jobs.render import cite, cite_sources

_DAY = {"date-parts": [[2024, 7, 4]]}
_SEEN = {"date-parts": [[2026, 8, 20]]}
_REED = [{"family": "Reed", "given": "Ann B."}]
_BOARD = [{"literal": "Harbour Board"}]

NEWS = {
    "type": "article-newspaper",
    "title": "In harbour town, bid heats up race for mayor",
    "container-title": "Example Post",
    "author": _REED,
    "issued": _DAY,
    "accessed": _SEEN,
    "URL": "https://post.example/a",
}
PRINT = {key: value for key, value in NEWS.items() if key not in ("URL", "accessed")} | {"page": "A1"}
PAGE = NEWS | {
    "type": "webpage",
    "title": "Tide tables between spring and autumn",
    "author": _BOARD,
    "container-title": "Harbour Board",
    "publisher": "Harbour Board",
    "URL": "https://board.example/t",
}
BLOG = NEWS | {"type": "post-weblog", "title": "Why boats float", "container-title": "Quay Notes"}
MAGAZINE = NEWS | {"type": "article-magazine", "container-title": "Tidal Review", "volume": "12", "issue": "3"}
RELEASE = PAGE | {"title": "Board signs accord", "genre": "Press release"}
REPORT = {
    "type": "report",
    "title": "State of the harbours",
    "author": _BOARD,
    "publisher": "Harbour Board",
    "number": "12",
    "issued": {"date-parts": [[2023, 11]]},
    "URL": "https://board.example/r",
}
STUDY = {
    "type": "article-journal",
    "title": "Tides and trade",
    "author": _REED,
    "container-title": "Journal of Harbour Studies",
    "issued": {"date-parts": [[2020, 5]]},
    "volume": "8",
    "issue": "2",
    "page": "101-120",
    "DOI": "10.5555/12345678",
    "URL": "https://journal.example/a",
}


def without(item, *variables):
    return {key: value for key, value in item.items() if key not in variables}


# (style, section of the guide, item, what the guide prints)
GUIDES = [
    ("apa", "10.1:16, newspaper online", NEWS,
     "Reed, A. B. (2024, July 4). In harbour town, bid heats up race for mayor. Example Post. https://post.example/a"),
    ("apa", "10.1:16, newspaper in print", PRINT,
     "Reed, A. B. (2024, July 4). In harbour town, bid heats up race for mayor. Example Post, A1."),
    ("apa", "9.12, no author", without(NEWS, "author"),
     "In harbour town, bid heats up race for mayor. (2024, July 4). Example Post. https://post.example/a"),
    ("apa", "10.1:15, magazine", MAGAZINE,
     "Reed, A. B. (2024, July 4). In harbour town, bid heats up race for mayor. Tidal Review, 12(3). https://post.example/a"),
    ("apa", "10.1:17, blog", BLOG, "Reed, A. B. (2024, July 4). Why boats float. Quay Notes. https://post.example/a"),
    ("apa", "10.16:111, author is the site", PAGE,
     "Harbour Board. (2024, July 4). Tide tables between spring and autumn. https://board.example/t"),
    ("apa", "10.16:114, no date, with retrieval", without(PAGE, "issued"),
     "Harbour Board. (n.d.). Tide tables between spring and autumn. Retrieved August 20, 2026, from https://board.example/t"),
    ("apa", "10.4:57, press release", RELEASE,
     "Harbour Board. (2024, July 4). Board signs accord [Press release]. https://board.example/t"),
    ("apa", "10.4:50, group author is publisher", REPORT | {"genre": "Report"},
     "Harbour Board. (2023). State of the harbours (Report No. 12). https://board.example/r"),
    ("apa", "10.1:1, DOI", STUDY,
     "Reed, A. B. (2020). Tides and trade. Journal of Harbour Studies, 8(2), 101–120. https://doi.org/10.5555/12345678"),
    ("mla", "5.95 and 5.111, URL without scheme, no day of access where dated", NEWS,
     "Reed, Ann B. “In Harbour Town, Bid Heats Up Race for Mayor.” Example Post, 4 July 2024, post.example/a."),
    ("mla", "appendix 1, newspaper in print", PRINT,
     "Reed, Ann B. “In Harbour Town, Bid Heats Up Race for Mayor.” Example Post, 4 July 2024, p. A1."),
    ("mla", "5.22, organisation that publishes itself", PAGE,
     "“Tide Tables between Spring and Autumn.” Harbour Board, 4 July 2024, board.example/t."),
    ("mla", "5.111, no date", without(PAGE, "issued"),
     "“Tide Tables between Spring and Autumn.” Harbour Board, board.example/t. Accessed 20 Aug. 2026."),
    ("mla", "5.22, report of an organisation", REPORT,
     "State of the Harbours. No. 12, Harbour Board, Nov. 2023, board.example/r."),
    ("mla", "5.93, DOI", STUDY,
     ("Reed, Ann B. “Tides and Trade.” Journal of Harbour Studies, vol. 8, no. 2, May 2020, pp. 101–20, "
     "https://doi.org/10.5555/12345678.")),
    ("chicago", "14.89, newspaper", NEWS,
     "Reed, Ann B. “In Harbour Town, Bid Heats Up Race for Mayor.” Example Post, July 4, 2024. https://post.example/a."),
    ("chicago", "14.92, no author", without(NEWS, "author"),
     "Example Post. “In Harbour Town, Bid Heats Up Race for Mayor.” July 4, 2024. https://post.example/a."),
    ("chicago", "14.104, the owner of the site is the author", PAGE,
     "Harbour Board. “Tide Tables Between Spring and Autumn.” July 4, 2024. https://board.example/t."),
    ("chicago", "14.104, no date", without(PAGE, "issued"),
     "Harbour Board. “Tide Tables Between Spring and Autumn.” Accessed August 20, 2026. https://board.example/t."),
    ("chicago-notes-bibliography-17th-edition", "8.159 and 14.207", PAGE,
     "Harbour Board. “Tide Tables between Spring and Autumn.” July 4, 2024. https://board.example/t."),
    ("chicago-author-date", "14.89, newspaper", NEWS,
     "Reed, Ann B. 2024. “In Harbour Town, Bid Heats Up Race for Mayor.” Example Post, July 4. https://post.example/a."),
    ("chicago-author-date", "13.104, n.d.", without(PAGE, "issued"),
     "Harbour Board. n.d. “Tide Tables Between Spring and Autumn.” Accessed August 20, 2026. https://board.example/t."),
    ("chicago-author-date-17th-edition", "15.49, newspaper with its whole date", NEWS,
     "Reed, Ann B. 2024. “In Harbour Town, Bid Heats Up Race for Mayor.” Example Post, July 4, 2024. https://post.example/a."),
    ("harvard", "Cite Them Right, newspaper online", NEWS,
     ("Reed, A.B. (2024) ‘In harbour town, bid heats up race for mayor’, Example Post, 4 July. "
     "Available at: https://post.example/a (Accessed: 20 August 2026).")),
    ("harvard", "Cite Them Right, newspaper in print", PRINT,
     "Reed, A.B. (2024) ‘In harbour town, bid heats up race for mayor’, Example Post, 4 July, p. A1."),
    ("harvard", "Cite Them Right, page of an organisation without a date", without(PAGE, "issued"),
     ("Harbour Board (no date) Tide tables between spring and autumn. "
     "Available at: https://board.example/t (Accessed: 20 August 2026).")),
    ("harvard", "Cite Them Right, press release", RELEASE,
     ("Harbour Board (2024) Board signs accord [Press release]. "
     "Available at: https://board.example/t (Accessed: 20 August 2026).")),
    ("ieee", "Citation Reference, newspaper in print", PRINT,
     "A. B. Reed, “In harbour town, bid heats up race for mayor,” Example Post, Jul. 4, 2024, p. A1."),
    ("ieee", "Reference Guide, newspaper online", NEWS,
     ("A. B. Reed, “In harbour town, bid heats up race for mayor,” Example Post, Jul. 4, 2024. Accessed: Aug. 20, 2026. "
     "[Online]. Available: https://post.example/a")),
    ("ieee", "Reference Guide, website", PAGE | {"author": _REED},
     ("A. B. Reed, “Tide tables between spring and autumn,” Harbour Board. Accessed: Aug. 20, 2026. "
     "[Online]. Available: https://board.example/t")),
    ("vancouver", "Citing Medicine 23, newspaper on the Internet", NEWS,
     ("Reed AB. In harbour town, bid heats up race for mayor. Example Post [Internet]. 2024 Jul 4 [cited 2026 Aug 20]. "
     "Available from: https://post.example/a")),
    ("vancouver", "Citing Medicine 25, author is the site", PAGE,
     ("Harbour Board. Tide tables between spring and autumn [Internet]. 2024 [cited 2026 Aug 20]. "
     "Available from: https://board.example/t")),
    ("ama", "3.13.1, newspaper in print", PRINT,
     "Reed AB. In harbour town, bid heats up race for mayor. Example Post. July 4, 2024:A1."),
    ("ama", "3.13.1, newspaper online", NEWS,
     ("Reed AB. In harbour town, bid heats up race for mayor. Example Post. July 4, 2024. Accessed August 20, 2026. "
     "https://post.example/a")),
    ("bluebook", "16.6(a), newspaper in print", PRINT,
     "Ann B. Reed, In Harbour Town, Bid Heats Up Race for Mayor, Example Post, July 4, 2024, at A1."),
    ("bluebook", "16.6(f), newspaper online", NEWS,
     "Ann B. Reed, In Harbour Town, Bid Heats Up Race for Mayor, Example Post (July 4, 2024), https://post.example/a."),
    ("bluebook", "18.2.2, institution and day of the visit", without(PAGE, "issued"),
     "Tide Tables Between Spring and Autumn, Harbour Board, https://board.example/t (last visited Aug. 20, 2026)."),
    ("bluebook", "18.2.2(b), a headline as the page has it", PAGE | {"title": "What is the State of Our Harbours?"},
     "What is the State of Our Harbours?, Harbour Board (July 4, 2024), https://board.example/t."),
    ("bluebook", "16.5, magazine online", without(MAGAZINE, "volume", "issue"),
     "Ann B. Reed, In Harbour Town, Bid Heats Up Race for Mayor, Tidal Review (July 4, 2024), https://post.example/a."),
    ("iso690-author-date-fr", "ISO 690:2021 7.15, article en ligne", NEWS | {"language": "fr"},
     ("REED, Ann B., 2024. In harbour town, bid heats up race for mayor. Example Post [en ligne]. 4 juillet 2024. "
     "Disponible à l’adresse : https://post.example/a [Consulté le 20 août 2026].")),
    ("iso690-author-date-es", "UNE-ISO 690", NEWS | {"language": "es"},
     ("REED, A.B., 2024. In harbour town, bid heats up race for mayor. Example Post [en línea]. 4 julio 2024. "
     "[consulta: 20 agosto 2026]. Disponible en: https://post.example/a.")),
    ("iso690-author-date-de", "DIN ISO 690:2013", NEWS | {"language": "de"},
     ("REED, Ann B., 2024. In harbour town, bid heats up race for mayor. Example Post [online]. 4 Juli 2024. "
     "[Zugriff am: 20 August 2026]. Verfügbar unter: https://post.example/a")),
    ("associacao-brasileira-de-normas-tecnicas", "NBR 6023:2018 7.7.8, matéria de jornal em meio eletrônico", NEWS | {"language": "pt-BR"},
     ("REED, Ann B. In harbour town, bid heats up race for mayor. Example Post, 4 jul. 2024. "
     "Disponível em: <https://post.example/a>. Acesso em: 20 ago. 2026.")),
]  # fmt: skip


def test_patterns_of_guides():
    """Every invented work comes out as the guide prints works of its kind."""
    groups = defaultdict(list)
    for row in GUIDES:
        groups[row[0]].append(row)
    wrong = []
    for style, rows in groups.items():
        items = [{"id": str(number), "language": "en", **row[2]} for number, row in enumerate(rows)]
        for row, citation in zip(rows, cite_sources(items, style=style), strict=True):
            if citation.text.replace("\u00a0", " ") != row[3]:
                wrong.append(f"{style}, {row[1]}:\n  guide {row[3]}\n  ours  {citation.text}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("title", "mla"),
    [
        ("Why we wind down", "Why We Wind Down"),
        ("Port to wind down ferry's routes", "Port to Wind Down Ferry’s Routes"),
        ("Row over pier after all: what to look for", "Row over Pier after All: What to Look For"),
        ("Boat sails down the river", "Boat Sails down the River"),
        ("Left alone after he spoke", "Left Alone After He Spoke"),
        ("Is it over? The long view", "Is It Over? The Long View"),
    ],
)
def test_small_words(title, mla):
    """MLA 2.90: prepositions are small whatever their length; adverbs, and the ends of titles, are not."""
    item = {"id": "x", "type": "webpage", "language": "en", "title": title, "container-title": "Post"}
    assert f"“{mla}" in cite(item, style="mla").text


def test_agency_is_no_database():
    """MLA prints `source` as the database that was searched: an agency is none; a database stays."""
    item = NEWS | {"id": "x", "author": [{"literal": "Wire Example"}], "source": "Wire Example"}
    assert cite(item, style="mla").text.count("Wire Example") == 1
    assert cite(NEWS | {"id": "x", "source": "Reuters"}, style="mla").text.count("Reuters") == 0
    searched = NEWS | {"id": "x", "source": "Paper Archive"}
    assert "Paper Archive" in cite(searched, style="mla").text


def test_paper_is_no_author():
    """A paper that is given as author of its own article is named once, and where the style puts a paper."""
    item = NEWS | {"id": "x", "author": [{"literal": "Example Post"}]}
    for style in ("apa", "ieee", "ama", "chicago", "mla"):
        assert cite(item, style=style).text.count("Example Post") == 1
