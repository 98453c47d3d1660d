"""Saved copies of articles as text: an invented one, the real one the project started from, and what is no article."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from provenance.core.extract.glance import glance
from provenance.core.extract.source import read
from provenance.core.model import Status
from provenance.core.reports.source import render

READ_ON = dt.date(2026, 11, 22)
COPY = """

# *Ferry crews return to work after nine days*

*Image not found or type unknown*

**A ferry leaves the pier of Port Ellen**

Port Ellen, March 8 (HCW)-- Ferry crews went back to work on the western isles after a strike of nine days, it was said.

The harbour master announced it in a statement on Friday. "The first boats left at six," the statement said.

---

<https://www.harbour-courier.example/en/world/isles/48213-ferry-crews-return-to-work-after-nine-days>

**Harbour Courier**
"""


def test_a_saved_copy_gives_what_it_holds() -> None:
    """Headline, caption, dateline, URL and footer are found, with the line of each."""
    source = read(COPY.encode(), read_on=READ_ON)
    assert source.title.value == "Ferry crews return to work after nine days"
    assert {piece.method for piece in source.title.supported_by} == {"markdown:h1", "url:slug"}
    assert source.title.supported_by[0].selector == "line:3"
    assert source.caption.value == "A ferry leaves the pier of Port Ellen"
    assert source.image.status is Status.LOST
    assert (
        source.url
        == "https://www.harbour-courier.example/en/world/isles/48213-ferry-crews-return-to-work-after-nine-days"
    )
    assert source.container_title.value == "Harbour Courier"
    assert source.section.value == "isles"
    assert source.identifier.value == "48213"
    assert source.language.value == "en"
    assert source.dateline.value is not None
    assert str(source.dateline.value.date) == "XXXX-03-08"


def test_the_year_is_inferred_only_when_it_is_wanted_and_bounded() -> None:
    """With a day of reading it is inferred and said so; without one, or on request, it stays unstated."""
    inferred = read(COPY.encode(), read_on=READ_ON).issued
    assert (str(inferred.value), inferred.status, str(inferred.stated)) == (
        "?2024-03-08",
        Status.INFERRED,
        "XXXX-03-08",
    )
    assert inferred.basis[0] == "nearest of three: 2024 (also 2019, 2013)"
    for stated in (read(COPY.encode()).issued, read(COPY.encode(), read_on=READ_ON, infer=False).issued):
        assert (str(stated.value), stated.status, stated.stated) == ("XXXX-03-08", Status.STATED, None)


def test_front_matter_is_read_key_by_key() -> None:
    """`key: value` lines between rules at the beginning are evidence with their keys."""
    text = "---\ntitle: Ferry crews return\nauthor: Jane Roe\ndate: 2024-03-08\nurl: https://hc.example/x\nmood: calm\n---\nText.\n"
    source = read(text.encode(), media_type="text/markdown")
    assert source.title.value == "Ferry crews return"
    assert source.author.value is not None
    assert source.author.value[0].family == "Roe"
    assert str(source.issued.value) == "2024-03-08"
    assert source.url == "https://hc.example/x"
    assert source.issued.supported_by[0].method == "front-matter:date"
    assert (source.title.confidence, source.issued.confidence) == (None, None)  # texts were not measured


def test_clippings_are_read_with_their_lists() -> None:
    """Obsidian's clipper writes authors as a list of links, and the address as the source."""
    text = (
        '---\ntitle: "Ferry crews: back"\nsource: "https://hc.example/x"\nauthor:\n  - "[[Jane Roe]]"\n  - "[[Ida Vale]]"\n'
        'published: 2024-03-08\ncreated: 2024-03-10\ntags:\n  - "clippings"\n---\nText.\n'
    )
    source = read(text.encode(), media_type="text/markdown")
    assert source.title.value == "Ferry crews: back"
    assert [name.family for name in source.author.value or ()] == ["Roe", "Vale"]
    assert str(source.issued.value) == "2024-03-08"
    assert source.url == "https://hc.example/x"
    assert [(piece.method, piece.selector) for piece in source.author.supported_by] == [
        ("front-matter:author", "line:4")
    ]


def test_a_dateline_that_states_its_year_needs_no_inference() -> None:
    """The day is stated as it stands, and nothing is called inferred."""
    text = "# Ferry crews return\n\nDubai, 29th November, 2015 (WAM) - Ferry crews went back to work after a strike of nine days, it was said.\n"
    issued = read(text.encode(), read_on=READ_ON).issued
    assert (str(issued.value), issued.status, issued.stated) == ("2015-11-29", Status.STATED, None)


@pytest.mark.parametrize("content", [b"", b"\n\n", b"one line", b"a,b,c\n1,2,3\n", b"\x00\x01\x02", b"# \n\n**"])
def test_what_holds_nothing_states_nothing(content: bytes) -> None:
    """A text without a headline, URL or dateline is a document of which nothing is stated."""
    source = read(content)
    assert source.title.value is None
    assert source.issued.value is None
    assert source.type == "document"


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n1 0 obj\n<< /Title (Ferry crews return to work) >>\nendobj\n",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 20,
    ],
)
def test_what_is_no_text_is_not_read_as_one(content: bytes) -> None:
    """Of a PDF or a picture nothing is made up, neither a title nor a language."""
    source = read(content, url="https://hc.example/ferry.pdf")
    assert source.title.value is None
    assert source.language.value is None
    assert glance(content).title is None
    assert glance(content).text == ""


def test_the_real_saved_article(shared: Path) -> None:
    """Every field of the article that the project started from, as evidence shows it and no further."""
    content = next((shared / "seed").iterdir()).read_bytes()
    source = read(content, read_on=READ_ON)
    assert source.title.value == "Hamas leader contacts mediators amid ongoing efforts at ending Israeli genocide"
    assert source.url is not None
    assert source.url.startswith("https://www.radiohc.cu/index.php/en/noticias/internacionales/359203-")
    outlet = source.outlet.value
    assert outlet is not None
    assert (outlet.name, outlet.short, outlet.country, outlet.domain) == (
        "Radio Habana Cuba",
        "RHC",
        "CU",
        "radiohc.cu",
    )
    methods = {piece.method for piece in source.outlet.supported_by}
    assert methods == {"url:domain", "markdown:bold-footer", "text:dateline"}
    line = source.dateline.value
    assert line is not None
    assert (line.place, str(line.date), line.agency) == ("Cairo", "XXXX-07-04", "RHC")
    assert (str(source.issued.value), str(source.issued.stated)) == ("?2024-07-04", "XXXX-07-04")
    assert source.issued.basis[0] == "one candidate left: 2024"
    assert source.language.value == "en"
    assert source.section.value == "internacionales"
    assert source.identifier.value == "359203"
    assert source.caption.value is not None
    assert source.caption.value.startswith("Ismail Haniyeh, head of")
    assert source.image.status is Status.LOST
    assert source.author.status is Status.NOT_STATED
    assert source.credit.status is Status.NOT_STATED
    assert source.modified.status is Status.NOT_STATED


def test_the_report_says_in_words_what_is_not_known() -> None:
    """A person reads values, `not stated`, the inference and its reasons, and on request the evidence."""
    source = read(COPY.encode(), read_on=READ_ON)
    report = render(source)
    assert "author           not stated\n" in report
    assert (
        "issued           2024-03-08  (inferred: nearest of three: 2024 (also 2019, 2013); stated: XXXX-03-08)\n"
        in report
    )
    assert "image            lost: the source had it, this copy has not\n" in report
    assert "markdown:h1" not in report
    explained = render(source, explain=True)
    assert '+ markdown:h1  line:3  "# *Ferry crews return to work after nine days*"' in explained
    assert "taken for the dateline's own day" in explained
