"""The exchange formats of the web: what is written is read back, by us and by readers that other people wrote."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from urllib.parse import parse_qs

import mwparserfromhell
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provenance.core.exports import coins, jsonld, wikipedia
from provenance.core.formats import coins as coins_reader
from provenance.core.formats import jsonld as jsonld_reader
from provenance.core.formats import wikitext
from provenance.core.identifiers import doi_url
from provenance.core.lists import load
from tests.exchange_material import ABOUT, DATES, DOUBTFUL, items, restricted

SETTINGS = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)

ITEM = {
    "id": "reed2024",
    "type": "article-newspaper",
    "title": "Harbour | talks {end} in <i>Port Example</i> & beyond",
    "author": [
        {"family": "Reed", "given": "Ann", "suffix": "Jr."},
        {"family": "Meer", "given": "Ida", "non-dropping-particle": "von der"},
        {"literal": "Harbour Board"},
    ],
    "container-title": "Example Post",
    "publisher-place": "Port Example",
    "source": "Wire Example",
    "issued": {"date-parts": [[2024, 7, 4]]},
    "accessed": {"date-parts": [[2026, 8, 20]]},
    "URL": "https://post.example/2024/07/04/harbour?a=1&b=2",
    "language": "en-GB",
    "archive_location": "https://archive.example/web/20240705000000/https://post.example/2024/07/04/harbour",
    "archive_date": "2024-07-05",
    "url_status": "dead",
}


def link_of(reference) -> str | None:
    doi = reference.item.get("DOI")
    return reference.item.get("URL") or (doi_url(doi) if doi else None)


def read_back(reader, text: str) -> list[dict]:
    found = reader.read(text, file="list")
    assert found.problems == ()
    assert [item.url for item in found.items] == [url for url in map(link_of, found.references) if url]
    return [dict(reference.item) for reference in found.references]


# -- Wikipedia ----------------------------------------------------------------------------------------------------

NEWS = ["article-newspaper", "article-magazine", "article-journal", "report", "webpage"]


@SETTINGS
@given(written=st.lists(items(NEWS, without=("publisher", "abstract", "note")), min_size=1, max_size=3))
def test_wikipedia_comes_back(written):
    """Every variable that the templates hold is read as it was written, whatever stands in it."""
    assert read_back(wikitext, wikipedia.write(written)) == [restricted(item, wikipedia.HELD) for item in written]


@SETTINGS
@given(item=items(NEWS, without=("publisher", "abstract", "note"), issued=DOUBTFUL))
def test_wikipedia_leaves_a_doubtful_date_out(item):
    """A year that nobody states is not written."""
    (back,) = read_back(wikitext, wikipedia.write([item]))
    assert back == restricted(item, wikipedia.HELD - {"issued"})


def parameters(text: str) -> tuple[str, dict[str, str]]:
    """The name and the parameters of a template, by the parser that Wikipedia's bots use."""
    (template,) = mwparserfromhell.parse(text).filter_templates(matches=lambda node: "!" not in node.name)
    return str(template.name).strip(), {str(part.name).strip(): str(part.value).strip() for part in template.params}


def test_wikipedia_names_its_parameters():
    """The names of Template:Cite news/doc."""
    name, told = parameters(wikipedia.write([ITEM]))
    assert name == "cite news"
    assert told == {
        "last1": "Reed", "first1": "Ann Jr.", "last2": "von der Meer", "first2": "Ida", "author3": "Harbour Board", "date": "2024-07-04",
        "title": "Harbour {{!}} talks &#123;end&#125; in ''Port Example'' & beyond", "url": ITEM["URL"], "work": "Example Post",
        "location": "Port Example", "agency": "Wire Example", "language": "en-GB", "url-status": "dead",
        "archive-url": ITEM["archive_location"], "archive-date": "2024-07-05", "access-date": "2026-08-20",
    }  # fmt: skip


PAGE = """== Harbour ==
The talks ended.<ref name="a">{{cite news
 | last = Reed | first = Ann
 | title = Harbour [[Talks|talks]] ''end''<!-- checked -->
 | url = https://post.example/a?x=1&amp;y=2
 | work = [[Example Post]] | date = July 4, 2024 | accessdate = 5 August 2024
 | archiveurl = https://archive.example/a | archivedate = 6 July 2024 | deadurl = yes }}</ref>
<!-- {{cite web|url=https://old.example/|title=Old}} https://gone.example/ -->
Left <nowiki>{{cite web|title=no|url=https://not.example/}}</nowiki>.<ref>https://bare.example/page</ref>
* [https://site.example/ ''Official'' site]
{{Internetquelle |autor=Ida Vale; Max Muster |url=https://blatt.example/1 |titel=Hafen |werk=Blatt |datum=4. Juli 2024 |abruf=2024-08-05}}
{{Article |prénom1=Zoé |nom1=Quai |titre=Port |périodique=Gazette |date=1er juillet 2024 |lire en ligne=https://gazette.example/1 |consulté le=5 août 2024}}
{{cita noticia |apellidos=Río |nombre=Eva |título=Puerto |periódico=Diario |fecha=4 de julio de 2024 |url=https://diario.example/1 |fechaacceso=5 de agosto de 2024}}
{{cite web}} {{cite book |title=Open
"""


def test_a_page_of_wikitext():
    """Templates of four languages, links and bare URLs are read with their lines; what is broken is told."""
    found = wikitext.read(PAGE, file="page")
    assert [(item.url, item.origin.line) for item in found.items] == [
        ("https://post.example/a?x=1&y=2", 5),
        ("https://bare.example/page", 9),
        ("https://site.example/", 10),
        ("https://blatt.example/1", 11),
        ("https://gazette.example/1", 12),
        ("https://diario.example/1", 13),
    ]
    assert [(problem.origin.line, problem.message.split(":")[0]) for problem in found.problems] == [
        (14, "the template says nothing"),
        (14, "a citation template is not closed"),
    ]
    told = [dict(reference.item) for reference in found.references]
    assert told[0] == {
        "type": "article-newspaper", "author": [{"family": "Reed", "given": "Ann"}], "title": "Harbour talks <i>end</i>",
        "URL": "https://post.example/a?x=1&y=2", "container-title": "Example Post", "issued": {"date-parts": [[2024, 7, 4]]},
        "accessed": {"date-parts": [[2024, 8, 5]]}, "archive_location": "https://archive.example/a", "archive_date": "2024-07-06",
        "url_status": "dead",
    }  # fmt: skip
    assert told[1] == {"type": "webpage", "URL": "https://bare.example/page"}
    assert told[2] == {"type": "webpage", "title": "Official site", "URL": "https://site.example/"}
    assert (told[3]["author"], told[3]["issued"]) == (
        [{"literal": "Ida Vale"}, {"literal": "Max Muster"}],
        told[0]["issued"],
    )
    assert (told[4]["author"], told[4]["issued"]) == (
        [{"family": "Quai", "given": "Zoé"}],
        {"date-parts": [[2024, 7, 1]]},
    )
    assert (told[5]["author"], told[5]["accessed"]) == ([{"family": "Río", "given": "Eva"}], told[0]["accessed"])
    loaded = load(PAGE.encode(), name="page.txt")
    assert (loaded.format, [item.url for item in loaded.items if item.found_by == "scan"]) == (
        "wikitext",
        ["https://not.example/"],
    )


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("c. 2020", {"date-parts": [[2020]], "circa": True}),
        ("July 2024", {"date-parts": [[2024, 7]]}),
        ("04.07.2024", {"date-parts": [[2024, 7, 4]]}),
        ("4/7/2024", {"literal": "4/7/2024"}),
        ("31 June 2024", {"literal": "31 June 2024"}),
        ("Michaelmas 2024", {"literal": "Michaelmas 2024"}),
    ],
)
def test_dates_of_templates(text, date):
    """A date is read where it can be one only; any other stays in its words."""
    (back,) = read_back(wikitext, f"{{{{cite web |title=T |date={text}}}}}")
    assert back["issued"] == date


# -- JSON-LD ------------------------------------------------------------------------------------------------------

ANY_DATE = st.one_of(DATES, ABOUT, DOUBTFUL)
WORKS = [
    "article-newspaper",
    "article-magazine",
    "article-journal",
    "post-weblog",
    "webpage",
    "report",
    "book",
    "thesis",
    "document",
]


@SETTINGS
@given(written=st.lists(items(WORKS, issued=ANY_DATE), min_size=1, max_size=3))
def test_json_ld_comes_back(written):
    """Every variable is read as it was written; nothing ends the script that the document may be put into."""
    text = jsonld.write(written)
    assert "<" not in text
    assert read_back(jsonld_reader, text) == [restricted(item, jsonld.HELD) for item in written]


def test_json_ld_names_its_properties():
    """The names of schema.org, by a reader of plain JSON."""
    document = json.loads(jsonld.write([ITEM | {"title": "A </script> B", "issue": "7"}]))
    (work,) = document["@graph"]
    assert document["@context"] == "https://schema.org"
    assert (work["@type"], work["headline"], work["url"]) == ("NewsArticle", "A </script> B", ITEM["URL"])
    assert (work["datePublished"], work["inLanguage"]) == ("2024-07-04", "en-GB")
    assert work["author"][0] == {
        "@type": "Person", "name": "Ann Reed Jr.", "familyName": "Reed", "givenName": "Ann", "honorificSuffix": "Jr.",
    }  # fmt: skip
    assert work["author"][1]["familyName"] == "von der Meer"
    assert work["author"][2] == {"@type": "Organization", "name": "Harbour Board"}
    issue = work["isPartOf"]
    assert (issue["@type"], issue["issueNumber"]) == ("PublicationIssue", "7")
    assert issue["isPartOf"] == {"@type": "Newspaper", "name": "Example Post"}
    assert work["sourceOrganization"]["name"] == "Wire Example"
    assert work["publisher"]["location"] == {"@type": "Place", "name": "Port Example"}
    assert work["archivedAt"] == {"@type": "WebPage", "url": ITEM["archive_location"], "dateCreated": "2024-07-05"}


GRAPH = """{"@context": "http://schema.org/", "@graph": [
 {"@type": "Organization", "@id": "https://post.example/#org", "name": "Example Post", "logo": "https://post.example/logo.png"},
 {"@type": "WebPage", "@id": "https://post.example/a/", "url": "https://post.example/a/", "name": "Page"},
 {"@type": ["Article", "NewsArticle"], "mainEntityOfPage": {"@id": "https://post.example/a/"}, "headline": "Harbour",
  "url": "https:\\/\\/post.example\\/a", "datePublished": "2024-07-04T08:00:00+02:00", "author": "Ann Reed",
  "publisher": {"@id": "https://post.example/#org"}, "isPartOf": {"@id": "https://post.example/#org"}},
 {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item":
  {"@type": "schema:WebPage", "name": {"@value": "Site", "@language": "en"}, "@id": "https://site.example/"}}]}
]}"""


def test_json_ld_as_pages_carry_it():
    """Nodes by reference, times, types in a list and prefixed; a page around its article is no second work."""
    found = jsonld_reader.read(GRAPH, file="graph")
    assert [dict(reference.item) for reference in found.references] == [
        {
            "type": "article-newspaper", "author": [{"literal": "Ann Reed"}], "title": "Harbour", "URL": "https://post.example/a",
            "issued": {"date-parts": [[2024, 7, 4]]}, "container-title": "Example Post", "publisher": "Example Post",
        },
        {"type": "webpage", "title": "Site", "URL": "https://site.example/"},
    ]  # fmt: skip
    assert [(item.url, item.origin.line) for item in found.items] == [
        ("https://post.example/a", 5),
        ("https://site.example/", 8),
    ]
    assert [item.url for item in load(GRAPH.encode(), name="g.json").items if item.found_by == "scan"] == []


# -- COinS --------------------------------------------------------------------------------------------------------


@SETTINGS
@given(written=st.lists(items(WORKS, issued=DATES), min_size=1, max_size=3))
def test_coins_come_back(written):
    """Every variable is read as it was written, out of a page with other text around."""
    page = f"<html><body><p>Sources {coins.write(written)} end</p></body></html>"
    assert read_back(coins_reader, page) == [restricted(item, coins.HELD) for item in written]


@SETTINGS
@given(item=items(WORKS, issued=st.one_of(DOUBTFUL, ABOUT)))
def test_coins_leave_a_doubtful_date_out(item):
    """OpenURL's dates (W3CDTF) have no mark of doubt."""
    (back,) = read_back(coins_reader, coins.write([item]))
    assert back == restricted(item, coins.HELD - {"issued"})


class Titles(HTMLParser):
    """The titles of the spans, by another reader of HTML."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        assert tag == "span"
        attributes = dict(attrs)
        assert set(attributes) == {"class", "title"}
        self.found.append(attributes["title"])


def test_coins_name_their_keys():
    """The keys of the journal format of OpenURL 1.0."""
    title = 'Harbour "talks" & <b> + 50%'
    (only,) = Titles(coins.write([ITEM | {"title": title}])).found
    assert parse_qs(only, strict_parsing=True) == {
        "ctx_ver": ["Z39.88-2004"], "rft_val_fmt": ["info:ofi/fmt:kev:mtx:journal"], "rft.genre": ["article"],
        "rft.type": ["newspaperArticle"], "rft.atitle": [title], "rft.jtitle": ["Example Post"], "rft.aulast": ["Reed"],
        "rft.aufirst": ["Ann"], "rft.ausuffix": ["Jr."], "rft.aucorp": ["Harbour Board"],
        "rft.au": ["Reed, Ann, Jr.", "von der Meer, Ida", "Harbour Board"], "rft.date": ["2024-07-04"], "rft.place": ["Port Example"],
        "rft.language": ["en-GB"], "rft_id": [ITEM["URL"]],
    }  # fmt: skip


def test_coins_as_others_write_them():
    """Spans as encyclopaedias and catalogues write them: names in parts and whole, pages in two, a broken one."""
    found = coins_reader.read(
        "<p>\n<span title='ctx_ver=Z39.88-2004&rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Abook&rft.genre=bookitem&rft.atitle=Quays"
        "&rft.btitle=Harbours&rft.aulast=Reed&rft.aufirst=Ann&rft.au=Vale%2C+Ida&rft.spage=4&rft.epage=9&rft.date=2024-07"
        "&rft_id=info%3Adoi%2F10.1000%2F182' class='Z3988'></span>\n<span class=Z3988 title='a=b'></span>",
        file="page",
    )
    (reference,) = found.references
    assert dict(reference.item) == {
        "type": "chapter", "title": "Quays", "container-title": "Harbours", "page": "4–9", "DOI": "10.1000/182",
        "author": [{"family": "Reed", "given": "Ann"}, {"family": "Vale", "given": "Ida"}],
        "issued": {"date-parts": [[2024, 7]]},
    }  # fmt: skip
    assert [(item.url, item.origin.line) for item in found.items] == [("https://doi.org/10.1000/182", 2)]
    assert [problem.origin.line for problem in found.problems] == [3]
