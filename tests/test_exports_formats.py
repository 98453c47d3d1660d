"""Exchange formats, read back by readers that other people wrote."""

from __future__ import annotations

import json
from pathlib import Path

import bibtexparser
import pytest
import rispy
from edtf import parse_edtf

from provenance.core.exports import biblatex, bibtex, csl_json, ris, wikipedia

ITEM = {
    "id": "reed2024",
    "type": "article-newspaper",
    "title": "Harbour talks in Port Example end: 50% of NATO & U.S. crews_left {soon}",
    "author": [
        {"family": "Reed", "given": "Ann", "suffix": "Jr."},
        {"family": "Meer", "given": "Ida", "non-dropping-particle": "von der"},
        {"literal": "Board and Harbour, Ltd."},
    ],
    "container-title": "R&D Post",
    "publisher": "Post Press",
    "publisher-place": "Port Example",
    "issued": {"date-parts": [[2024, 7, 4]]},
    "accessed": {"date-parts": [[2026, 8, 20]]},
    "URL": "https://post.example/a_b?x={1}&y=50%25#frag",
    "language": "en-GB",
    "source": "Wire Example",
    "archive": "An Archive",
    "archive_location": "https://archive.example/web/20240705000000/https://post.example/a_b",
}


def fields_of(entry: str) -> dict[str, str]:
    """The fields of one entry, by an independent reader."""
    library = bibtexparser.parse_string(entry)
    assert not library.failed_blocks
    (only,) = library.entries
    return {"ENTRYTYPE": only.entry_type, "KEY": only.key} | {f.key: str(f.value) for f in only.fields}


def test_biblatex_is_read_by_others():
    """An independent reader finds every field; specials are escaped in text and verbatim in URLs."""
    fields = fields_of(biblatex.write([ITEM]))
    assert fields == {
        "ENTRYTYPE": "article",
        "KEY": "reed2024",
        "entrysubtype": "newspaper",
        "author": "Reed, Jr., Ann and von der Meer, Ida and {Board and Harbour, Ltd.}",
        "title": r"Harbour talks in {{Port Example}} end: 50\% of {{NATO}} \& {{U.S.}} crews\_left \{soon\}",
        "journaltitle": r"R\&D Post",
        "publisher": "Post Press",
        "location": "Port Example",
        "date": "2024-07-04",
        "url": "https://post.example/a_b?x=%7B1%7D&y=50%25#frag",
        "urldate": "2026-08-20",
        "langid": "british",
        "note": "Source: Wire Example",
        "addendum": r"Archived at \url{https://archive.example/web/20240705000000/https://post.example/a_b}",
    }


@pytest.mark.parametrize(
    ("issued", "written"),
    [
        ({"date-parts": [[2018, 3]]}, "2018-03"),
        ({"edtf": "?2024-07-04"}, "2024-07-04?"),
        ({"date-parts": [[2020]], "circa": True}, "2020~"),
        ({"date-parts": [[2023, 12, 30], [2024, 1, 2]]}, "2023-12-30/2024-01-02"),
        ({"edtf": "XXXX-07-04"}, None),
        ({"literal": "Michaelmas term"}, None),
    ],
)
def test_biblatex_dates_are_edtf(issued, written):
    """Dates are as whole as they are known and valid EDTF; what biber cannot read is left out."""
    assert fields_of(biblatex.write([ITEM | {"issued": issued}])).get("date") == written
    if written:
        assert parse_edtf(written)


def test_biblatex_of_a_page():
    """A web page is `@online` with its site as organization; an odd id is replaced by a key that can be read."""
    fields = fields_of(biblatex.write([{"id": "a b,c", "type": "webpage", "title": "NATO on iPhone", "language": "fr",
                                       "container-title": "Site", "author": [{"family": "Prince"}]}]))  # fmt: skip
    assert (fields["ENTRYTYPE"], fields["KEY"], fields["organization"]) == ("online", "princendnato", "Site")
    assert (fields["title"], fields["langid"], fields["author"]) == ("NATO on iPhone", "french", "Prince")
    english = biblatex.write([{"type": "webpage", "title": "NATO on <i>iPhone</i> and H<sub>2</sub>O"}])
    assert r"title = {{{NATO}} on \emph{{{iPhone}}} and {{H}}\textsubscript{2}{{O}}}" in english


def test_bibtex_is_read_by_others():
    """Old BibTeX gets `@misc`, its day in `month`, and brackets round an inferred year."""
    fields = fields_of(bibtex.write([ITEM | {"issued": {"edtf": "?2024-07-04"}}]))
    assert (fields["ENTRYTYPE"], fields["year"]) == ("misc", "[2024]")
    assert fields["month"] == 'jul # "~4"'
    assert fields["note"].startswith("Source: Wire Example. Accessed: 2026-08-20. Archived at")
    assert "year" not in fields_of(bibtex.write([ITEM | {"issued": {"edtf": "XXXX-07"}}]))


def test_ris_is_read_by_others():
    """An independent reader finds type, names, dates and links; unknown parts of a date stay empty."""
    (record,) = rispy.loads(ris.write([ITEM]))
    assert record["type_of_reference"] == "NEWS"
    assert record["authors"] == ["Reed, Ann, Jr.", "von der Meer, Ida", "Board and Harbour Ltd."]
    assert (record["year"], record["date"], record["language"]) == ("2024", "2024/07/04/", "en-GB")
    assert record["urls"] == [ITEM["URL"]]
    assert "DA  - /07/04/\n" in ris.write([ITEM | {"issued": {"edtf": "XXXX-07-04"}}])


def test_wikipedia_template():
    """The fields that other exporters leave out are there, and nothing in a value ends the template."""
    text = wikipedia.write([ITEM | {"title": "A | B [c] {{d}} <ref>"}])
    assert text.startswith("{{cite news |last1=Reed |first1=Ann Jr. |last2=von der Meer |first2=Ida |author3=Board")
    assert "|title=A {{!}} B &#91;c&#93; &#123;&#123;d&#125;&#125; &lt;ref&gt; |" in text
    assert "|agency=Wire Example |language=en-GB |url-status=live |archive-url=https://archive.example/" in text
    assert "|archive-date=2024-07-05 |access-date=2026-08-20}}" in text
    assert "|url=https://post.example/a_b?x=%7B1%7D&y=50%25#frag " in text


def test_wikipedia_dates():
    """A year that is not stated is left out; a month is written in words, as the manual of style asks."""
    written = {
        "XXXX-07-04": None, "?2024-07-04": None, "2024-07": "July 2024", "2024": "2024", "2024~": "c. 2024",
    }  # fmt: skip
    for edtf, shown in written.items():
        text = wikipedia.write([{"type": "webpage", "title": "T", "issued": {"edtf": edtf}}])
        assert text == f"{{{{cite web{f' |date={shown}' if shown else ''} |title=T}}}}"


def test_wikipedia_title_in_another_script():
    """A title in another script names its language."""
    text = wikipedia.write([{"type": "webpage", "title": "Портовые переговоры", "language": "ru-RU"}])
    assert text == "{{cite web |script-title=ru:Портовые переговоры |language=ru-RU}}"


def test_csl_json_comes_back():
    """CSL-JSON is a list of the item as it is."""
    assert json.loads(csl_json.write([ITEM])) == [ITEM]


def test_published_examples(shared: Path):
    """The sample exports drawn from the formats' own manuals, field by field."""
    formats = json.loads((shared / "citations" / "formats.json").read_text(encoding="utf-8"))
    item, expected = formats["item"], formats["expected"]
    lines = set(ris.write([item]).splitlines())
    assert {line for line in expected["ris"] if line.strip() != "ER  -"} <= lines
    assert wikipedia.write([item]) == expected["cite_news"]
    ours, theirs = fields_of(biblatex.write([item])), fields_of(expected["biblatex"])
    assert {key: ours.get(key) for key in theirs} == theirs
