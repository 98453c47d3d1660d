"""One bibliography of many sources: sorted, numbered and told apart by its style, in every form of output."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import provenance
from provenance.core.csl.together import dated, first_of_each
from provenance.core.dates import PartialDate
from provenance.core.exchange import EXPORTS
from provenance.core.model import Name, Reading, Source, Status
from provenance.errors import StyleError
from provenance.jobs.render import FILES, FORMATS, Manner, document, rendition
from tests.command import Command, assert_fault


def page(title, issued=None, author="Reed", **more):
    item = {"id": title.lower(), "type": "webpage", "title": title, "URL": f"https://post.example/{title.lower()}"}
    item |= {"author": [{"family": author, "given": "Ann"}]} if author else {}
    return item | ({"issued": issued} if issued else {}) | more


def day(*parts):
    return {"date-parts": [list(parts)]}


# Two of one author and year, one whose year is inferred, one without a year, one in words, one without any date, and one
# that repeats the first.
MANY = [
    page("Beta", day(2019, 3, 1)),
    page("Omega", day(2021)),
    page("Alpha", day(2019, 2, 1)),
    page("Gamma", {"edtf": "?2020-01-01", "date-parts": [[2020, 1, 1]]}),
    page("Delta", {"edtf": "XXXX-05-04"}),
    page("Eta", {"literal": "Michaelmas term"}),
    page("Zeta", author="Adams"),
    page("BETA ", day(2019, 3, 1), URL="https://post.example/beta?utm_source=x#top"),
]


def texts(style, **how):
    return [citation.text for citation in provenance.cite(MANY, style=style, **how)]


def test_author_date_style_sorts_and_tells_apart():
    """By author and year; an inferred year at its place, a date without a year at the end; each source once."""
    assert [re.search(r"^(\w+), \w\. \((.*?)\)", text).groups() for text in texts("apa")] == [
        ("Adams", "n.d."),
        ("Reed", "2019a, February 1"),
        ("Reed", "2019b, March 1"),
        ("Reed", "[2020], January 1"),
        ("Reed", "2021"),
        ("Reed", "Michaelmas term"),
        ("Reed", "May 4"),
    ]


def test_stated_and_inferred_year_of_one_author_are_told_apart():
    """`2020` and `[2020]` are the same year: a reader would not find the right one by the brackets."""
    both = [page("Gamma", {"edtf": "?2020-01-02"}), page("Beta", day(2020, 1, 1))]
    assert [re.search(r"\((.*?),", one.text)[1] for one in provenance.cite(both)] == ["2020a", "[2020]b"]


def test_numbered_style_numbers_and_the_text_cites_the_numbers():
    """IEEE keeps the order of citation; the numbers in the text are those of the bibliography."""
    assert [text.split()[0] for text in texts("ieee")] == [f"[{number}]" for number in range(1, 8)]
    assert texts("ieee", mode="intext") == [f"[{number}]" for number in range(1, 8)]
    assert texts("nature")[0].startswith("1. Reed, A. Beta.")


def test_modes():
    """In the text as the bibliography has it; a note is a note; and what a style does not have is said."""
    assert texts("apa", mode="intext")[:4] == ["(Reed, 2019b)", "(Reed, 2021)", "(Reed, 2019a)", "(Reed, [2020])"]
    assert texts("chicago", mode="note")[0] == "Ann Reed, “Beta,” March 1, 2019, https://post.example/beta."
    assert provenance.cite(MANY[0], mode="intext").text == "(Reed, 2019)"
    assert provenance.cite(MANY[0], style="ieee", mode="intext").text == "[1]"
    for style, mode, says in (
        ("chicago", "intext", "cites in footnotes. Use --mode note"),
        ("apa", "note", "cites in the text. Use --mode intext"),
        ("bluebook", "bibliography", "has no bibliography. Use --mode note"),
        ("bibtex", "note", "exchange format"),
        ("apa", "footnote", "is not a mode"),
    ):
        with pytest.raises(StyleError, match=says):
            provenance.cite(MANY[:1], style=style, mode=mode)


def test_a_dash_stands_for_the_same_author():
    """Only in a bibliography, and only where the style has it."""
    assert [text.startswith("———.") for text in texts("mla")] == [False, False, *[True] * 5]
    assert not provenance.cite(MANY[1], style="mla").text.startswith("———")


def test_one_is_a_citation_and_many_are_a_bibliography():
    """The Python API: one gives one, which stands alone; a list gives a tuple, also of one."""
    assert provenance.cite(MANY[2]).text.startswith("Reed, A. (2019, February 1)")
    (only,) = provenance.cite([MANY[2]], style="ieee")
    assert only.text.startswith("[1] A. Reed")
    assert provenance.cite([]) == ()
    assert (only.style, only.style_id, only.mode) == ("ieee", "ieee", "bibliography")
    assert re.match(r"\d{4}-\d\d-\d\dT", only.style_version)


# -- each source once ---------------------------------------------------------------------------------------------


def test_each_source_once():
    """Tracking parameters and case make no second source; another title at the same address does."""
    assert first_of_each(MANY) == (0, 1, 2, 3, 4, 5, 6, 0)
    chapters = [page("One", URL="https://book.example/"), page("Two", URL="https://book.example/")]
    assert first_of_each(chapters) == (0, 1)
    dois = [page("One", DOI="10.1000/AB"), page("One", DOI="10.1000/ab", URL="https://other.example/")]
    assert first_of_each(dois) == (0, 0)
    mixed = [
        page("One", DOI="10.1000/ab"),
        page("One", URL="https://doi.org/10.1000/AB"),
        page("One", DOI="10.1000/ac"),
    ]
    assert first_of_each(mixed) == (0, 0, 2)
    parts = [
        page("Preface", DOI=doi, URL="https://book.example/") for doi in ("10.1000/a", "", "10.1000/b", "10.1000/b")
    ]
    assert first_of_each(parts) == (0, 0, 2, 2), "a DOI that is another tells them apart"
    url = "https://www.quay.example/2024/07/04/ferry-strike-ends"
    spellings = (url, f"{url}/amp/", f"https://web.archive.org/web/2024/{url}", f"{url}?fbclid=x", f"{url}-again")
    assert first_of_each([page("One", URL=one) for one in spellings]) == (0, 0, 0, 0, 4)
    books = [
        {"id": "a", "title": "A book"},
        {"id": "b", "title": "A book"},
        {"id": "c", "title": "A book", "volume": "2"},
    ]
    assert first_of_each(books) == (0, 0, 2)
    assert rendition(MANY, Manner(style="csl-json"), together=True).repeated == {7: 0}


# -- dates --------------------------------------------------------------------------------------------------------


@given(
    st.lists(
        st.tuples(st.integers(1400, 2030), st.integers(1, 12), st.integers(1, 28), st.sampled_from(["", "?", "~"])),
        min_size=1,
        max_size=12,
    )
)
def test_moved_years_come_back(rows):
    """Whatever is moved for the engine is moved back in the entry, in the order of the years that they are."""
    items = [page(f"T{number}", {"edtf": f"{sign}{y}-{m:02}-{d:02}"}) for number, (y, m, d, sign) in enumerate(rows)
             if sign != "~"]  # fmt: skip
    marked = dated(items)
    years = [one.item["issued"]["date-parts"][0][0] for one in marked]
    for item, one, year in zip(items, marked, years, strict=True):
        date = PartialDate.parse(item["issued"]["edtf"])
        shown = f"[{date.year}]" if date.year_uncertain else str(date.year)
        assert one.finish(f"({year}, May)") == f"({shown}, May)"
    asked = [PartialDate.parse(item["issued"]["edtf"]).year for item in items]
    assert sorted(range(len(items)), key=years.__getitem__) == sorted(range(len(items)), key=asked.__getitem__)


def test_years_in_addresses_are_left_alone():
    """A number that stands in an item is no year to move to: it would be changed in the address as well."""
    numbers = " ".join(map(str, range(7000, 7300)))
    items = [page("Gamma", {"edtf": "?2020-01-01"}, note=numbers), page("Leap", {"edtf": "?2020-02-29"})]
    for one in dated(items):
        (mark,) = one.marks
        assert str(mark.stand_in) not in numbers
        assert mark.shown == "[2020]"
    assert dated([page("Leap", {"edtf": "XXXX-02-29"})])[0].item["issued"]["date-parts"][0][0] % 4 == 0


def test_odd_dates_are_no_fault():
    """A range, an empty date, a date of words that look like one: none ends in a fault, and none is lost."""
    items = [
        page("A", {"edtf": "?2020"}),
        page("B", {"date-parts": [[2019, 1, 1], ["x"]]}),
        page("C", {"date-parts": [[]]}),
        page("D", {"date-parts": [["2018", "4"], ["2019"]]}),
        page("E", "2017-03"),
    ]
    printed = " ".join(one.text for one in provenance.cite(items))
    for year in ("[2020]", "2019, January 1", "2018–2019, April", "2017, March"):
        assert year in printed
    assert "Reed, A. (n.d.). C." in printed


# -- forms of output ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", [form for form in FORMATS if form not in FILES])
def test_forms_of_text(format):
    """Each entry in its form, from the finished entry: inferred years in brackets, signs of the form escaped."""
    items = [page("Gamma", {"edtf": "?2020-01-01"}), page("50% *of* $x$ & _y_ #1 \\z", day(2019))]
    first, second = provenance.cite(items, format=format, style="ieee")
    assert "Gamma" in first.text
    expected = {
        "text": "50% *of* $x$ & _y_ #1 \\z",
        "html": "50% *of* $x$ &amp; _y_ #1 \\z",
        "markdown": r"50% \*of\* $x$ & \_y\_ \#1 \z",
        "latex": r"50\% *of* \$x\$ \& \_y\_ \#1 \textbackslash z",
        "typst": r"50% \*of\* \$x\$ & \_y\_ \#1 \\z",
        "rtf": r"50% *of* $x$ & _y_ #1 \\z",
    }
    assert expected[format] in second.text
    whole = document([first, second], Manner(style="ieee", format=format)).decode()
    assert whole.index("Gamma") < whole.index("50")
    assert (whole.startswith("{\\rtf1") and whole.rstrip().endswith("}")) == (format == "rtf")
    (inferred,) = provenance.cite(items[:1], format=format)
    assert re.search(r"\[2020\]|\{\[\}2020\{\]\}|\\\[2020\\\]", inferred.text)


@pytest.mark.parametrize("format", FILES)
def test_files_hold_the_finished_entries(format):
    """A word processor gets paragraphs of its style for bibliographies; the API says that it is no text."""
    manner = Manner(format=format)
    content = document(rendition(MANY, manner, together=True).citations, manner)
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        inside = file.read("word/document.xml" if format == "docx" else "content.xml").decode()
    assert "[2020], January 1" in re.sub(r"<[^>]*>", "", inside)
    assert "Bibliography" in inside
    with pytest.raises(StyleError, match="is a file"):
        provenance.cite(MANY, format=format)


@pytest.mark.parametrize("name", EXPORTS)
def test_an_exchange_format_of_several_is_one_document(name):
    """Not one document a source: the file is valid as a whole, and holds each key once."""
    manner = Manner(style=name)
    made = rendition(MANY, manner, together=True)
    whole = document(made.citations, manner).decode()
    if name.endswith("json"):
        assert len(json.loads(whole)) == 7
    assert all(one.item["title"] in whole.replace("{", "").replace("}", "") for one in made.citations)
    assert len({one.item["id"] for one in made.citations}) == 7


# -- the command --------------------------------------------------------------------------------------------------

SAVED = "# {title}\n\n**Mara Ellison**\n\nQuayside, May 7, {year} (QC)-- The harbour board keeps the ferry.\n\n<https://www.courier.test/{title}>\n"


def saved(folder: Path, title: str, year: int) -> str:
    (folder / f"{title}.md").write_text(SAVED.format(title=title, year=year), encoding="utf-8")
    return f"{title}.md"


def test_command_prints_one_bibliography(tmp_path):
    """Sorted, a repeated source told, each warning with the key of its entry, and all of it in the log."""
    command = Command.at(tmp_path)
    given = [saved(tmp_path, "Second", 2021), saved(tmp_path, "First", 2021), saved(tmp_path, "Old", 2003)]
    done = command("cite", *given, "s0")
    lines = done.stdout.splitlines()
    assert [re.search(r"\((.*?),", line)[1] for line in lines] == ["2021", "2003", "2021"]
    assert [line.split(".")[0] for line in lines] == ["First", "Old", "Second"], "without authors, by title"
    assert re.search(r"warning: \w*2003old: no author stated", done.stderr)
    assert "s0: the same source as Second.md" in done.stderr
    (shown,) = command.records("show", "s0")
    assert [one["text"] for one in shown["citations"]] == [lines[2]]
    assert command("log", "verify").returncode == 0


def test_command_writes_files(tmp_path):
    """A file is written where it was named, and never to a terminal; text goes there too."""
    command = Command.at(tmp_path)
    given = saved(tmp_path, "First", 2021)
    done = command("cite", given, "--format", "docx", "--output", "out.docx")
    assert (done.returncode, done.stdout) == (0, "")
    assert zipfile.is_zipfile(tmp_path / "out.docx")
    assert_fault(command("cite", given, "--format", "odt"), 2, "is a file", "--output sources.odt")
    assert_fault(command("cite", given, "--format", "pdf"), 2, "is not a form of output", "docx")
    assert_fault(command("cite", given, "-s", "ris", "--format", "html"), 2, "form of its own")
    command("cite", given, "-s", "csl-json", "-o", "out.json")
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))[0]["title"] == "First"
    assert command("cite", given, "--format", "rtf").stdout.startswith("{\\rtf1")


def test_sources_are_told_apart_too():
    """Two Smiths of one year: of Sources as of ready items."""

    def source(title, given):
        return Source(
            url=f"https://post.example/{title}",
            title=Reading(value=title, status=Status.STATED),
            author=Reading(value=(Name(family="Smith", given=given),), status=Status.STATED),
            issued=Reading(value=PartialDate(year=2020), status=Status.STATED),
        )

    cited = provenance.cite([source("One", "Ann"), source("Two", "Ben")], mode="intext")
    assert [one.text for one in cited] == ["(A. Smith, 2020)", "(B. Smith, 2020)"]
