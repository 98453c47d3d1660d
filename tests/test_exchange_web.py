"""The exchange formats of the web: what is written is read back, by us and by readers that other people wrote."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from urllib.parse import parse_qs
from xml.etree import ElementTree as ET

import mwparserfromhell
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import RDF, BNode, Graph, Namespace

from provenance.core.csl import web_names
from provenance.core.exports import (
    coins,
    dublin_core,
    jsonld,
    wikipedia,
    wikipedia_de,
    wikipedia_es,
    wikipedia_fr,
    zotero_rdf,
)
from provenance.core.formats import coins as coins_reader
from provenance.core.formats import dublin_core as dublin_core_reader
from provenance.core.formats import jsonld as jsonld_reader
from provenance.core.formats import wikitext
from provenance.core.formats import zotero_rdf as zotero_rdf_reader
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


def read_back(reader, text: str, *, links: bool = True) -> list[dict]:
    found = reader.read(text, file="list")
    assert found.problems == ()
    assert not links or [item.url for item in found.items] == [url for url in map(link_of, found.references) if url]
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


HOUSES = [wikipedia_de, wikipedia_fr, wikipedia_es]


def held(house, item: dict) -> dict:
    """What a house's templates hold. The German ones have one field for all names, so names come back whole; they and the
    French ones do not say of what type a source is.
    """
    told = restricted(item, house.HELD)
    if house is wikipedia_de and "author" in told:
        told["author"] = [{"literal": web_names.display(name)} for name in item["author"]]
    return told


@pytest.mark.parametrize("house", HOUSES)
@SETTINGS
@given(data=st.data())
def test_the_other_wikipedias_come_back(house, data):
    """Every variable that the templates of the house hold is read as it was written."""
    written = data.draw(st.lists(items(NEWS), min_size=1, max_size=3))
    back = read_back(wikitext, house.write(written), links=False)
    assert [restricted(item, house.HELD) for item in back] == [held(house, item) for item in written]


def test_a_name_does_not_become_a_character_reference_with_what_parts_it_from_the_next():
    names = [{"literal": "Quay &Harbour"}, {"literal": "Tide &#38"}, {"literal": "Board and Harbour, Ltd."}]
    written = wikipedia_de.write([{"type": "article-newspaper", "title": "Ebb", "author": names}])
    (back,) = read_back(wikitext, written, links=False)
    assert back["author"] == names


@pytest.mark.parametrize("house", HOUSES)
@SETTINGS
@given(data=st.data())
def test_the_other_wikipedias_leave_a_doubtful_date_out(house, data):
    """A year that nobody states is not written."""
    item = data.draw(items(NEWS, issued=DOUBTFUL))
    (back,) = read_back(wikitext, house.write([item]), links=False)
    assert "issued" not in back


@pytest.mark.parametrize(
    ("house", "name", "told"),
    [
        (wikipedia_de, "Internetquelle", {
            "autor": "Ann Reed Jr.; Ida von der Meer; Harbour Board", "url": ITEM["URL"], "titel": "Harbour", "werk": "Example Post",
            "datum": "2024-07-01", "archiv-url": ITEM["archive_location"], "archiv-datum": "2024-07-05", "offline": "1",
            "abruf": "2026-08-20", "sprache": "en-GB",
        }),
        (wikipedia_fr, "Article", {
            "langue": "en-GB", "nom1": "Reed", "prénom1": "Ann Jr.", "nom2": "von der Meer", "prénom2": "Ida", "auteur3": "Harbour Board",
            "titre": "Harbour", "périodique": "Example Post", "lieu": "Port Example", "date": "1er juillet 2024",
            "lire en ligne": ITEM["URL"], "archive-url": ITEM["archive_location"], "archive-date": "5 juillet 2024",
            "consulté le": "20 août 2026",
        }),
        (wikipedia_es, "cita noticia", {
            "apellidos1": "Reed", "nombre1": "Ann Jr.", "apellidos2": "von der Meer", "nombre2": "Ida", "autor3": "Harbour Board",
            "fecha": "1 de julio de 2024", "título": "Harbour", "url": ITEM["URL"], "periódico": "Example Post",
            "ubicación": "Port Example", "agencia": "Wire Example", "idioma": "en-GB", "urlarchivo": ITEM["archive_location"],
            "fechaarchivo": "5 de julio de 2024", "urlmuerta": "sí", "fechaacceso": "20 de agosto de 2026",
        }),
    ],
)  # fmt: skip
def test_the_other_wikipedias_name_their_parameters(house, name, told):
    """The names and the dates of each template's documentation."""
    item = ITEM | {"title": "Harbour", "issued": {"date-parts": [[2024, 7, 1]]}}
    assert parameters(house.write([item])) == (name, told)


def test_a_german_source_without_a_page():
    """What has no URL is `{{Literatur}}`; a month and a year are as whole as they are."""
    item = {
        "type": "book",
        "title": "Hafen",
        "publisher": "Kai Verlag",
        "publisher-place": "Port",
        "issued": {"date-parts": [[2024, 7]]},
    }
    assert parameters(wikipedia_de.write([item])) == (
        "Literatur", {"Titel": "Hafen", "Verlag": "Kai Verlag", "Ort": "Port", "Datum": "Juli 2024"},
    )  # fmt: skip


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


# -- Dublin Core --------------------------------------------------------------------------------------------------


@SETTINGS
@given(written=st.lists(items(WORKS, issued=ANY_DATE), min_size=1, max_size=3))
def test_dublin_core_comes_back(written):
    """Every variable is read as it was written; dates in doubt are EDTF, which DCMI names."""
    assert read_back(dublin_core_reader, dublin_core.write(written)) == [
        restricted(item, dublin_core.HELD) for item in written
    ]


def test_dublin_core_names_its_elements():
    """The names of DCMI's elements and terms, by another reader of XML."""
    space = {"dc": "http://purl.org/dc/elements/1.1/", "dcterms": "http://purl.org/dc/terms/"}
    (record,) = ET.fromstring(
        dublin_core.write([ITEM | {"title": "A & <b> ]]>\x00", "volume": "7", "issued": {"edtf": "XXXX-07-04"}}])
    )

    def told(name: str) -> list[str | None]:
        return [element.text for element in record.findall(name, space)]

    assert told("dc:title") == ["A & <b> ]]>"]
    assert told("dc:creator") == ["Reed, Ann, Jr.", "von der Meer, Ida", "Harbour Board"]
    assert told("dcterms:issued") == ["XXXX-07-04"]
    assert told("dc:identifier") == [ITEM["URL"]]
    assert told("dcterms:isPartOf") == ["Example Post"]
    assert told("dcterms:hasVersion") == [ITEM["archive_location"]]
    assert (told("dc:source"), told("dc:language"), told("dcterms:spatial")) == (
        ["Wire Example"],
        ["en-GB"],
        ["Port Example"],
    )
    assert told("dcterms:bibliographicCitation") == ["ctx_ver=Z39.88-2004&rft.volume=7"]


OAI = """<?xml version="1.0" encoding="ISO-8859-1"?>
<!DOCTYPE OAI-PMH [<!ENTITY boom "boom"><!ENTITY file SYSTEM "file:///etc/hostname">]>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>
<record><metadata>
<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">
 <dc:title>Häfen &boom;&file;</dc:title><dc:creator>Vale, Ida</dc:creator><dc:creator>Harbour Office</dc:creator>
 <dc:date>2024-07</dc:date><dc:identifier>https://archive.example/item/1</dc:identifier><dc:identifier>doi:10.1000/182</dc:identifier>
 <dc:subject>ports</dc:subject><dc:subject>quays</dc:subject><dc:description>About ports.</dc:description>
</oai_dc:dc></metadata></record>
<record><dc:title xmlns:dc="http://purl.org/dc/elements/1.1/">Cut
"""


def test_dublin_core_of_a_repository():
    """oai_dc records are read; entities are not replaced, and a document that is cut off gives what is there and a Problem."""
    found = dublin_core_reader.read(OAI, file="oai.xml")
    first, second = (dict(reference.item) for reference in found.references)
    assert first == {
        "type": "document", "title": "Häfen &boom;&file;", "author": [{"family": "Vale", "given": "Ida"}, {"literal": "Harbour Office"}],
        "issued": {"date-parts": [[2024, 7]]}, "URL": "https://archive.example/item/1", "DOI": "10.1000/182",
        "keyword": "ports, quays", "abstract": "About ports.",
    }  # fmt: skip
    assert second == {"type": "document", "title": "Cut"}
    assert found.items[0].origin.line == 5
    assert found.problems


# -- Zotero RDF ---------------------------------------------------------------------------------------------------


@SETTINGS
@given(written=st.lists(items([*WORKS, "broadcast", "review"], issued=ANY_DATE), min_size=1, max_size=3))
def test_zotero_rdf_comes_back(written):
    """Every variable is read as it was written, what Zotero has no field for in Extra."""
    assert read_back(zotero_rdf_reader, zotero_rdf.write(written)) == written


def test_zotero_rdf_is_read_as_rdf():
    """An RDF library finds the statements that Zotero imports."""
    graph = Graph().parse(data=zotero_rdf.write([ITEM, ITEM | {"title": "Second"}]), format="xml")
    z, bib = Namespace("http://www.zotero.org/namespaces/export#"), Namespace("http://purl.org/net/biblio#")
    dc, terms = Namespace("http://purl.org/dc/elements/1.1/"), Namespace("http://purl.org/dc/terms/")
    foaf = Namespace("http://xmlns.com/foaf/0.1/")
    assert {
        str(title) for node in graph.subjects(RDF.type, bib.Article) for title in graph.objects(node, dc.title)
    } == {
        ITEM["title"],
        "Second",
    }
    (item,) = (node for node in graph.subjects(dc.title) if str(graph.value(node, dc.title)) == "Second")
    assert str(graph.value(item, z.itemType)) == "newspaperArticle"
    assert str(graph.value(item, dc.date)) == "2024-07-04"
    assert str(graph.value(item, terms.dateSubmitted)) == "2026-08-20"
    uri = graph.value(item, dc.identifier)
    assert isinstance(uri, BNode)
    assert (graph.value(uri, RDF.type), str(graph.value(uri, RDF.value))) == (terms.URI, ITEM["URL"])
    around = graph.value(item, terms.isPartOf)
    assert (graph.value(around, RDF.type), str(graph.value(around, dc.title))) == (bib.Newspaper, "Example Post")
    assert str(graph.value(item, dc.coverage)) == ITEM["archive_location"]
    sequence = graph.value(item, bib.authors)
    people = [graph.value(sequence, RDF[f"_{number}"]) for number in (1, 2, 3)]
    assert [str(graph.value(person, foaf.surname)) for person in people] == ["Reed", "von der Meer", "Harbour Board"]
    assert [str(graph.value(person, foaf.givenName)) for person in people] == ["Ann, Jr.", "Ida", "None"]


RDF_FILE = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:z="http://www.zotero.org/namespaces/export#"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:bib="http://purl.org/net/biblio#" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:link="http://purl.org/rss/1.0/modules/link/" xmlns:foaf="http://xmlns.com/foaf/0.1/" xmlns:prism="http://prismstandard.org/namespaces/1.2/basic/">
 <bib:Article rdf:about="https://journal.example/1">
  <z:itemType>journalArticle</z:itemType>
  <dcterms:isPartOf rdf:resource="urn:issn:1234-5679"/><link:link rdf:resource="#item_2"/>
  <dc:title>Quays</dc:title><dc:date>July 2024</dc:date>
 </bib:Article>
 <bib:Journal rdf:about="urn:issn:1234-5679"><prism:volume>3</prism:volume><dc:title>Ports</dc:title>
  <dc:identifier>DOI 10.1000/182</dc:identifier><dc:identifier>ISSN 1234-5679</dc:identifier></bib:Journal>
 <z:Attachment rdf:about="#item_2"><z:itemType>attachment</z:itemType><dc:title>PDF</dc:title>
  <dc:identifier><dcterms:URI><rdf:value>https://journal.example/1.pdf</rdf:value></dcterms:URI></dc:identifier></z:Attachment>
 <bib:Memo rdf:about="#item_3"><rdf:value>note</rdf:value></bib:Memo>
</rdf:RDF>"""


def test_zotero_rdf_as_zotero_writes_it():
    """A journal as a node of its own, an attached file, a note."""
    found = zotero_rdf_reader.read(RDF_FILE, file="z.rdf")
    (reference,) = found.references
    assert dict(reference.item) == {
        "type": "article-journal", "title": "Quays", "issued": {"literal": "July 2024"}, "container-title": "Ports", "volume": "3",
        "DOI": "10.1000/182", "ISSN": "1234-5679",
    }  # fmt: skip
    assert [item.url for item in found.items] == ["https://journal.example/1.pdf"]
    loaded = load(RDF_FILE.encode(), name="z.xml")
    assert (loaded.format, [item.url for item in loaded.items if item.found_by == "scan"]) == ("zotero-rdf", [])


@pytest.mark.parametrize("used", ["&a0;", "&f;", "&a11;"])
@pytest.mark.parametrize("reader", [dublin_core_reader, zotero_rdf_reader])
def test_entities_are_never_replaced(reader, used):
    """Entities that multiply, or that name a file, give Problems or nothing: no text of theirs comes in."""
    entities = "".join(f'<!ENTITY a{number} "{f"&a{number - 1};" * 10}">' for number in range(1, 12))
    text = (
        f'<!DOCTYPE r [<!ENTITY a0 "lolol">{entities}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:z="http://www.zotero.org/namespaces/export#"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><z:X><z:itemType>book</z:itemType>'
        f"<dc:title>{used}</dc:title></z:X></rdf:RDF>"
    )
    found = reader.read(text, file="bomb")
    assert found.problems or found.references
    assert not any("lolol" in str(reference.item) or "root:" in str(reference.item) for reference in found.references)
