"""Exchange formats of reference managers, both ways: what a writer holds, the reader of the same format gives back."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from collections.abc import Mapping

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provenance.core.csl.dates import csl_date
from provenance.core.csl.texts import one_line
from provenance.core.csl.types import CFF, ENDNOTE, HAYAGRIVA, RIS
from provenance.core.dates import PartialDate
from provenance.core.exchange import EXPORTS, unheld
from provenance.core.exports import NAMES
from provenance.core.lists import READERS as ALL_READERS
from provenance.core.lists import load
from provenance.edge.citeproc import engine
from tests.bench.hostile_exports import COUNTED, faults

READERS = {reader.NAME: reader for reader in ALL_READERS}
READERS["biblatex"] = READERS["bibtex"]

# -- invented items -----------------------------------------------------------------------------------------------

NASTY = "{}\\$&%#_~^\"'`<>|@[]();:,.-=*+!?/\u202e\u200f\u00a0\u00e9\u00df\u0416\u6e2f\u0639\U0001f6a2 \t\n\x00\x07\x85\u2028"


def texts(alphabet: str = NASTY, *, least: int = 1) -> st.SearchStrategy[str]:
    """Text with everything that some format gives a meaning to, as it is on one line."""
    letters = st.one_of(st.sampled_from(alphabet), st.sampled_from("aZ09 "))
    words = st.sampled_from(
        ["and", "Port Example", "https://a.example/x", "TY  - NEWS", "ER  -", "null", "yes", "--", "]]>", "&amp;"]
    )
    pieces = st.one_of(letters, words)
    return (
        st.lists(pieces, min_size=least, max_size=12)
        .map(lambda parts: one_line("".join(parts)).strip())
        .filter(lambda text: any(letter.isalnum() for letter in text))
    )


def without(letters: str) -> str:
    return "".join(letter for letter in NASTY if letter not in letters)


WORDS = texts()
# A part of a name: no comma, which stands between the parts, and no space, behind which a particle could begin.
PART = st.builds(
    lambda first, rest: first + rest.replace(" ", "").replace(",", ""),
    st.sampled_from("MÉЖ"),
    texts(without(",\u00a0 ")),
)
PEOPLE = st.fixed_dictionaries(
    {"family": PART, "given": PART},
    optional={
        "suffix": st.sampled_from(["Jr.", "III", "fils"]),
        "non-dropping-particle": st.sampled_from(["von", "van der", "de la"]),
        "dropping-particle": st.sampled_from(["de", "von und zu"]),
    },
)
INSTITUTIONS = st.fixed_dictionaries({"literal": WORDS})
PARTIAL = st.one_of(
    st.builds(
        lambda day, circa, inferred: PartialDate(
            year=day.year, month=day.month, day=day.day, approximate=circa, year_uncertain=inferred
        ),
        st.dates(min_value=dt.date(1000, 1, 1)),
        st.booleans(),
        st.booleans(),
    ),
    st.sampled_from(
        [PartialDate.parse(edtf) for edtf in ("2024", "2024-07", "XXXX-07-04", "XXXX-07", "0005", "XXXX-02-29~")]
    ),
)
RANGES = st.just({"date-parts": [[2023, 12, 30], [2024, 1, 2]]})
LITERAL_DATES = st.just({"literal": "Michaelmas term"})
DAYS = st.dates().map(lambda day: csl_date(PartialDate(year=day.year, month=day.month, day=day.day)))
URLS = st.sampled_from(
    ["https://post.example/a_b?x=1&y=50%25#frag", "https://post.example/é?q=a~b|c", "http://a.example/x(y)'z,;$@!*^"]
)
ARCHIVED = st.just("https://archive.example/web/20240705000000/https://post.example/a_b")

VARIABLES: dict[str, st.SearchStrategy[object]] = {
    "title": WORDS,
    "container-title": WORDS,
    "publisher": WORDS,
    "publisher-place": WORDS,
    "section": WORDS,
    "volume": WORDS,
    "issue": WORDS,
    "edition": WORDS,
    "genre": WORDS,
    "source": WORDS,
    "abstract": WORDS,
    "note": WORDS,
    "keyword": WORDS,
    "page": st.sampled_from(["7", "93-105", "A1, A4", "e12–e14"]),
    "author": st.lists(st.one_of(PEOPLE, INSTITUTIONS), min_size=1, max_size=3),
    "editor": st.lists(PEOPLE, min_size=1, max_size=2),
    "issued": st.one_of(PARTIAL.map(csl_date), RANGES, LITERAL_DATES),
    "accessed": DAYS,
    "URL": URLS,
    "DOI": st.sampled_from(["10.1234/abc", "10.5555/x-(y)_z;1"]),
    "ISSN": st.sampled_from(["1234-567X"]),
    "ISBN": st.sampled_from(["978-3-16-148410-0"]),
    "language": st.sampled_from(["en-GB", "en-US", "fr", "de", "uk"]),
    "archive_location": ARCHIVED,
    "archive_date": st.just("2024-07-05"),
}

# What each format holds of a variable only in part: here such values are left out, in `unheld` they are told.
NARROWER: dict[str, dict[str, st.SearchStrategy[object]]] = {
    "csl-json": {},
    # biber has no doubt about a date without a year, and `July` in words has no place for one.
    "biblatex": {
        "issued": st.one_of(
            PARTIAL.filter(lambda date: date.year or not date.approximate).map(csl_date), RANGES, LITERAL_DATES
        )
    },
    "endnote-xml": {},
    "enw": {},
    # No place for a range, words, a date without a year, or a year that is inferred.
    "hayagriva": {"issued": PARTIAL.filter(lambda date: date.year and not date.year_uncertain).map(csl_date)},
    # No place for a range, words, a date without a year or one that is not sure; one language, each name once.
    "cff": {
        "issued": PARTIAL.filter(lambda date: date.year and not (date.year_uncertain or date.approximate)).map(
            csl_date
        ),
        "language": st.sampled_from(["en", "fr", "de", "uk"]),
        "author": st.lists(st.one_of(PEOPLE, INSTITUTIONS), min_size=1, max_size=3, unique_by=str),
        "editor": st.lists(PEOPLE, min_size=1, max_size=2, unique_by=str),
    },
    # A link in `howpublished` is a link.
    "bibtex": {"container-title": WORDS.filter(lambda text: "http" not in text)},
    "ris": {
        "author": st.lists(
            st.one_of(
                PEOPLE, st.fixed_dictionaries({"literal": texts(without(",")).map(lambda t: t.replace(",", ""))})
            ),
            min_size=1,
            max_size=3,
        )
    },
}
TYPES = {
    "csl-json": sorted(RIS),
    "ris": sorted(RIS),
    "biblatex": sorted(RIS),
    "endnote-xml": sorted(ENDNOTE),
    "enw": sorted(ENDNOTE),
    "hayagriva": sorted(HAYAGRIVA.keys() - {"article-magazine"}),
    "cff": sorted(CFF),
}


def items_for(name: str) -> st.SearchStrategy[dict[str, object]]:
    """Items of the variables that a format holds."""
    held = EXPORTS[name].HELD
    variables = {
        variable: NARROWER[name].get(variable, values)
        for variable, values in VARIABLES.items()
        if held is None or variable in held
    }
    types = st.sampled_from(TYPES.get(name, ["webpage"]))
    drawn = st.fixed_dictionaries({"type": types, "title": variables.pop("title")}, optional=variables)
    if name == "hayagriva":  # the day of a visit stands with the URL
        drawn = drawn.map(lambda item: {k: v for k, v in item.items() if k != "accessed" or "URL" in item})
    # The day of a copy that is nowhere says nothing.
    return drawn.map(lambda item: {k: v for k, v in item.items() if k != "archive_date" or "archive_location" in item})


def restricted(item: Mapping[str, object], name: str) -> dict[str, object]:
    held = EXPORTS[name].HELD
    return {variable: value for variable, value in item.items() if held is None or variable in held}


def test_the_names_are_those_of_the_writers():
    """They are written down a second time, for those who cite in a style."""
    assert frozenset(EXPORTS) == NAMES


@pytest.mark.parametrize("name", NARROWER)
def test_what_is_held_comes_back(name):
    """Every value of every variable that a writer claims to hold is the same after a round trip, in order, with lines."""

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(drafts=st.lists(items_for(name), min_size=1, max_size=3))
    def come_back(drafts):
        items = [draft | {"id": f"key{number}"} for number, draft in enumerate(drafts)]
        text = EXPORTS[name].write(items)
        found = READERS[name].read(text, file="list")
        back = [restricted(reference.item, name) for reference in found.references]
        wanted = [restricted(item, name) for item in items]
        assert back == wanted, [
            (key, one.get(key), two.get(key))
            for one, two in zip(back, wanted, strict=False)
            for key in one | two
            if one.get(key) != two.get(key)
        ]
        assert not found.problems
        assert [unheld(item, EXPORTS[name]) for item in items] == [()] * len(items)
        assert all(reference.origin.line for reference in found.references)

    come_back()


SAMPLE = {
    "id": "reed2024",
    "type": "article-newspaper",
    "title": "Harbour talks in Port Example end: 50% of NATO & U.S. crews_left {soon}",
    "author": [
        {"family": "Reed", "given": "Ann", "suffix": "Jr."},
        {"family": "Meer", "given": "Ida", "non-dropping-particle": "von der"},
        {"literal": "Board and Harbour"},
    ],
    "container-title": "R&D Post",
    "issued": {"date-parts": [[2024, 7, 4]]},
    "accessed": {"date-parts": [[2026, 8, 20]]},
    "URL": "https://post.example/a_b?x=1&y=50%25#frag",
    "DOI": "10.1234/abc",
    "language": "en-GB",
}


@pytest.mark.parametrize("name", NARROWER)
def test_a_file_of_two_is_known_by_its_content(name):
    """What a writer writes is read back without a word about its format, with the links and what is said of them."""
    loaded = load(
        EXPORTS[name].write([SAMPLE, SAMPLE | {"id": "two", "URL": "https://post.example/2"}]).encode(), name="x"
    )
    assert (loaded.format, loaded.records, loaded.problems) == (READERS[name].NAME, 2, ())
    assert [item.url for item in loaded.items if item.found_by == "structure"] == [
        SAMPLE["URL"],
        "https://post.example/2",
    ]
    assert loaded.items[0].given["issued"] == "2024-07-04"
    first, second = loaded.references
    assert first.origin.line < second.origin.line


@pytest.mark.parametrize(
    ("name", "item", "told"),
    [
        ("ris", {"author": [{"literal": "Board, Ltd."}]}, ("ris holds only a part of: author",)),
        ("ris", {"title": "T", "medium": "radio"}, ("ris has no place for: medium",)),
        ("biblatex", {"issued": {"edtf": "XXXX-07-04~"}}, ("biblatex holds only a part of: issued",)),
        (
            "biblatex",
            {"language": "de-DE", "author": [{"family": "von Berg", "given": "Ida"}]},
            ("biblatex holds only a part of: language",),
        ),
        ("bibtex", {"archive_location": "Box 3"}, ("bibtex holds only a part of: archive_location",)),
    ],
)
def test_what_is_changed_is_told(name, item, told):
    """A value that a format cannot hold as it is does not go without a word."""
    assert unheld({"id": "a", "type": "webpage"} | item, EXPORTS[name]) == told


# -- readers that other people wrote ------------------------------------------------------------------------------

PANDOC = {"biblatex": "biblatex", "bibtex": "bibtex", "ris": "ris", "endnote-xml": "endnotexml", "csl-json": "csljson"}


@pytest.mark.parametrize("name", PANDOC)
def test_pandoc_reads_it(name):
    """Pandoc finds title, names, year and, where its own reader of the format looks for them, link and outlet."""
    text = EXPORTS[name].write([SAMPLE])
    command = [engine(), "-f", PANDOC[name], "-t", "csljson"]
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=True, timeout=60)
    (item,) = json.loads(done.stdout)
    plain = item["title"].replace('<span class="nocase">', "").replace("</span>", "")
    # It puts English titles of BibTeX in sentence case and back, by rules of its own.
    assert plain.casefold() == SAMPLE["title"].casefold()
    assert item["author"][0]["family"] == "Reed"
    # In RIS and EndNote it takes the suffix, which stands last, for a given name.
    if name not in {"ris", "endnote-xml"}:
        assert item["author"][0]["given"] == "Ann"
    assert item["author"][1]["family"].endswith("Meer")
    assert item["issued"]["date-parts"][0][0] == 2024
    if name != "endnote-xml":
        assert item["URL"] == SAMPLE["URL"]
    if name != "bibtex":
        assert item["container-title"] == SAMPLE["container-title"]


def test_hayagriva_is_read_by_others():
    """The fields are those of Hayagriva's documentation, all of them texts."""
    document = yaml.safe_load(EXPORTS["hayagriva"].write([SAMPLE]))
    assert document["reed2024"] == {
        "type": "article",
        "title": {"value": SAMPLE["title"], "verbatim": True},
        "author": [
            {"name": "Reed", "given-name": "Ann", "suffix": "Jr."},
            {"name": "Meer", "given-name": "Ida", "prefix": "von der"},
            {"name": "Board and Harbour"},
        ],
        "date": "2024-07-04",
        "language": "en-GB",
        "url": {"value": SAMPLE["URL"], "date": "2026-08-20"},
        "serial-number": {"doi": "10.1234/abc"},
        "parent": {"type": "newspaper", "title": "R&D Post"},
    }


# The keys of a reference, a person and an entity that are written here (CFF 1.2.0, schema.json, "definitions"), and what the
# schema wants of their values.
CFF_KEYS = frozenset(
    (
        "type", "title", "authors", "editors", "translators", "journal", "collection-title", "publisher", "location",
        "date-published", "year", "month", "date-accessed", "edition", "volume", "issue", "number", "section", "abstract",
        "notes", "database", "version", "start", "end", "languages", "doi", "issn", "isbn", "url",
    )
)  # fmt: skip


def test_references_of_cff_have_its_keys():
    """Every reference has the three that it must have, none that the schema does not know, and texts in the rest."""

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(draft=items_for("cff"))
    def known(draft):
        (reference,) = yaml.safe_load(EXPORTS["cff"].write([draft]))["references"]
        assert {"type", "title", "authors"} <= reference.keys() <= CFF_KEYS
        people = (person for key in ("authors", "editors") for person in reference.get(key, ()))
        assert all("name" in one or {"family-names", "given-names"} & one.keys() for one in people)
        texts = (
            value for key, value in reference.items() if key not in {"year", "month"} and not isinstance(value, list)
        )
        assert all(isinstance(value, str) or value.keys() == {"name"} for value in texts)

    known()


def test_reference_without_an_author_says_so():
    """The schema asks for one: it is `anonymous`, which comes back as none."""
    text = EXPORTS["cff"].write([{"type": "webpage", "title": "Harbour"}])
    assert yaml.safe_load(text) == {
        "references": [{"type": "website", "title": "Harbour", "authors": [{"name": "anonymous"}]}]
    }
    (reference,) = READERS["cff"].read(text, file="x").references
    assert reference.item == {"type": "webpage", "title": "Harbour"}


CITATION = """\
# How to cite it
cff-version: 1.2.0
message: Cite it.
title: Tide Tables
authors:
  - family-names: Meer
    given-names: Ida
    name-particle: von der
    orcid: https://orcid.example/0000
version: 2.10
date-released: 2024-07-04
repository-code: https://code.example/tides
license: MIT
preferred-citation:
  type: article
  title: Tides told
  authors: [{name: Harbour Board}]
  journal: Journal of Tides
  year: 2023
  month: 5
  doi: 10.5555/tides
references:
  - type: website
    title: Harbour news
    authors:
      - alias: quaysider
    url: https://post.example/news
"""


def test_citation_file_of_software():
    """The software, what is to be cited instead, and what it refers to, each with its line and links."""
    loaded = load(CITATION.encode(), name="CITATION.cff")
    assert loaded.format == "cff"
    software, article, website = (reference.item for reference in loaded.references)
    assert software == {
        "type": "software", "title": "Tide Tables", "version": "2.10", "issued": {"date-parts": [[2024, 7, 4]]},
        "author": [{"family": "Meer", "given": "Ida", "non-dropping-particle": "von der"}],
        "URL": "https://code.example/tides",
    }  # fmt: skip
    assert (article["container-title"], article["DOI"]) == ("Journal of Tides", "10.5555/tides")
    assert article["issued"] == {"date-parts": [[2023, 5]]}
    assert website["author"] == [{"literal": "quaysider"}]
    assert [(item.url, item.origin.line) for item in loaded.items if item.found_by == "structure"] == [
        ("https://code.example/tides", 12),
        ("https://doi.org/10.5555/tides", 14),
        ("https://post.example/news", 27),
    ]


def test_broken_citation_file_is_told():
    """With the reason, and no traceback."""
    found = READERS["cff"].read("cff-version: 1.2.0\nauthors: [", file="x")
    assert found.problems[0].message.startswith("the file cannot be read: ")
    assert not READERS["cff"].read("cff-version: 1.2.0\nreferences: none\n", file="x").references


def test_hostile_items_break_no_format():
    """Of 300 items with the signs of every format in them, each is one entry to a reader that others wrote."""
    assert set(COUNTED) >= set(NARROWER)
    assert faults(300, seed=7) == {}
