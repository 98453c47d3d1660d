"""The citation engine as a process, and the pipeline over it. Each call of the engine costs 100 ms, so items go together."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import defaultdict
from pathlib import Path
from urllib.parse import unquote_plus

import pytest

from provenance.core.csl.mends import STYLE_MENDS
from provenance.core.dates import PartialDate
from provenance.core.exchange import EXPORTS
from provenance.core.model import Name, Reading, Source, Status
from provenance.edge import citeproc
from provenance.errors import EngineError, InputError, StyleError
from provenance.jobs.render import cite, cite_sources

TODAY = dt.date(2026, 8, 20)


def report(**changes):
    """A radio report with no author whose year was concluded."""
    readings = {
        "title": Reading(value="Harbour talks end", status=Status.STATED),
        "container_title": Reading(value="Radio Example", status=Status.STATED),
        "language": Reading(value="en", status=Status.STATED),
        "issued": Reading(
            value=PartialDate(year=2024, month=7, day=4, year_uncertain=True),
            stated=PartialDate(month=7, day=4),
            status=Status.INFERRED,
            basis=("one candidate left", "4 July is a Thursday in it"),
        ),
    }
    return Source(url="https://radio.example/en/1-harbour", type="article-newspaper", **(readings | changes))


def page(**changes):
    item = {
        "id": "p",
        "type": "webpage",
        "title": "Harbour talks end",
        "container-title": "Example Post",
        "author": [{"family": "Reed", "given": "Ann"}],
        "issued": {"date-parts": [[2024, 7, 4]]},
        "URL": "https://post.example/a",
        "language": "en-US",
    }
    return {key: value for key, value in (item | changes).items() if value is not None}


# -- the year that nobody states ----------------------------------------------------------------------------------

INFERRED = {
    "apa": ("([2024], July 4)", "(July 4)"),
    "mla": ("4 July [2024],", "4 July,"),
    "chicago": ("July 4, [2024].", "July 4."),
    "chicago-author-date": ("Radio Example. [2024]. “", "Radio Example. “"),
    "harvard": ("Radio Example ([2024]) ‘", "Radio Example ‘"),
    "ieee": ("Jul. 4, [2024].", "Jul. 4."),
    "vancouver": ("[2024] Jul 4 [cited", "]. Jul 4 [cited"),
}


@pytest.mark.parametrize("style", INFERRED)
def test_inferred_year_is_bracketed_or_left_out(style):
    """An inferred year stands in brackets, or not at all, and a warning says which it was."""
    shown, hidden = INFERRED[style]
    with_year = cite(report(), style=style, accessed=TODAY)
    without = cite(report(), style=style, accessed=TODAY, infer=False)
    assert shown in with_year.text
    assert hidden in without.text
    assert "2024" not in without.text
    assert "n.d." not in without.text
    assert "no author stated" in with_year.warnings
    assert "the year 2024 is inferred, not stated: one candidate left" in with_year.warnings
    assert any("it is left out" in warning for warning in without.warnings)


def test_nothing_stated_is_no_date():
    """Only where no part of a date is stated does a style write its "n.d."."""
    citation = cite(report(issued=Reading()))
    assert "(n.d.)" in citation.text
    assert "no date stated" in citation.warnings


def test_date_without_year_in_other_languages():
    """The words that belong to a year go with it."""
    expected = {"es-ES": "4 de julio.", "ja-JP": "7月4日", "ru-RU": "4 июль.", "eu": ". uztailaaren 4(e)an"}
    for locale, shown in expected.items():
        text = cite(report(), style="chicago", locale=locale, infer=False).text
        assert shown in text
        assert not re.search(r"\(e\)ko|年|г\.", text)


def test_style_with_two_digit_years():
    """A mark shortens to the digits of the inferred year; where there is no year, no two digits may be shown."""
    assert citeproc.load_style("applied-geochemistry").shortens_years
    citation = cite(report(), style="applied-geochemistry")
    assert "Harbour talks end, [2024]. Radio Example." in citation.text
    without = cite(report(), style="applied-geochemistry", infer=False)
    assert "this style cannot show a date without a year" in without.warnings
    assert "2024" not in without.text


def test_year_that_a_style_does_not_show(tmp_path):
    """Where a style prints no year, the brackets that would tell of the inference are missing too, which is said."""
    own = tmp_path / "own.csl"
    own.write_text(
        '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"><info><title>Own</title>'
        "<id>own</id></info><citation><layout/></citation><bibliography><layout>"
        '<text variable="title"/></layout></bibliography></style>',
        encoding="utf-8",
    )
    citation = cite(report(), style=str(own))
    assert citation.text == "Harbour talks end"
    assert "this style shows no year that could stand in brackets" in citation.warnings


def test_style_of_running_text():
    """A style with neither bibliography nor notes gives what it would put into the text."""
    assert cite(page(), style="bluebook-inline").text.startswith("Harbour talks end Example Post, https")


# -- what comes out -----------------------------------------------------------------------------------------------


def test_markup_in_a_title_comes_out_escaped():
    """HTML is safe to paste whatever a page calls itself, and plain text holds no entity."""
    hostile = '<script>alert(1)</script> & <img src=x onerror="y"> "quoted" <i>kept</i>'
    for style in ("apa", "bluebook"):
        citation = cite(page(title=hostile, URL="javascript:alert(1)"), style=style)
        assert "<script" not in citation.html.lower()
        assert "<img" not in citation.html.lower()
        assert "&lt;" in citation.html
        assert "<em>" in citation.html
        assert not re.search(r"&\w+;|&#", citation.text)
        assert 'href="javascript:' not in citation.html


def test_each_entry_stands_alone():
    """Neighbours in a batch change nothing: no 2024a, no dash for the same author, no number, and the given order."""
    items = [page(id=f"i{n}", title=f"Part {n}", URL=f"https://post.example/{n}") for n in (3, 1, 2)]
    for style in ("apa", "chicago", "ieee", "nature", "elsevier-vancouver"):
        together = cite_sources(items, style=style)
        assert [citation.text for citation in together] == [cite(item, style=style).text for item in items]
        assert [re.search(r"Part \d", c.text)[0] for c in together] == ["Part 3", "Part 1", "Part 2"]
        assert not re.search(r"2024[ab]|———|^\[?\d", " ".join(c.text for c in together))


def test_html_as_text():
    """`format="html"` puts the HTML where the text is read from."""
    citation = cite(page(type="article-newspaper"), format="html")
    assert citation.text == citation.html
    assert "<em>Example Post</em>" in citation.text


def test_citation_carries_its_making():
    """Style as asked, engine with version, the item that was cited, without what a style needed changed in it."""
    citation = cite(page(), style="mla")
    assert citation.style == "mla"
    assert re.fullmatch(r"pandoc \d+\.\d+(\.\d+)*", citation.engine)
    assert citation.item["URL"] == "https://post.example/a"
    assert "post.example/a" in citation.text
    assert "https" not in citation.text


def test_dates_in_words_are_kept():
    """A literal date is printed as it was written, not as "n.d."."""
    item = page(issued={"literal": "Michaelmas term"})
    citation = cite(item)
    assert "(Michaelmas term)" in citation.text
    assert "the date is not in numbers: it is cited as it was written" in citation.warnings


def test_small_words_after_abbreviations():
    """A point inside an abbreviation ends no sentence."""
    assert "“U.S. and World Clock.”" in cite(page(title="U.S. and world clock"), style="mla").text


def test_archive_link_is_not_printed_as_a_place():
    """The archived copy never goes through `archive_location`; a database in `archive` stays."""
    archived = page(archive="An Archive", archive_location="https://archive.example/1")
    citation = cite(archived, style="mla")
    assert citation.text.endswith("post.example/a. Archived: https://archive.example/1")
    dated = page(archive_location="https://archive.example/web/20231019175606/https://post.example/a")
    assert "Archived from the original on October 19, 2023: https://archive" in cite(dated, style="chicago").text
    assert (
        "Archiviert vom Original am 20. Oktober 2023: https"
        in cite(dated | {"archive_date": "2023-10-20"}, locale="de-DE").text
    )
    assert "Some Database" in cite(page(archive="Some Database", URL=None), style="chicago").text


def test_sources_without_anything():
    """A source that states nothing is a fault where a style prints nothing of it, and never an empty citation."""
    with pytest.raises(EngineError, match="printed nothing"):
        cite(Source(), style="mla")
    assert cite(Source()).warnings == ("no author stated", "no title stated", "no date stated")
    assert cite_sources([]) == ()


def test_exports_need_no_engine():
    """The name of an exchange format in place of a style gives that format, with the same warnings."""
    for name in EXPORTS:
        citation = cite(report(), style=name)
        assert (citation.style, citation.engine) == (name, None)
        shown = unquote_plus(citation.text.replace("{", "").replace("}", ""))  # COinS is a query in an attribute
        assert "Harbour talks end" in shown
        # What the format cannot hold, or not as it is, is told besides.
        told = [
            said for said in citation.warnings if not said.startswith((f"{name} has no place", f"{name} holds only"))
        ]
        assert len(told) == 2


# -- styles -------------------------------------------------------------------------------------------------------


def test_names_of_styles():
    """Short names, ids, former ids, dependents and files all lead to an independent style."""
    assert citeproc.load_style("MLA").id == "modern-language-association"
    assert citeproc.load_style("harvard1").id == "harvard-cite-them-right"
    assert citeproc.load_style("chicago-fullnote-bibliography").id == "chicago-notes-bibliography"
    dependent = citeproc.load_style("brain-informatics")
    assert (dependent.title, dependent.id) == ("Brain Informatics", "springer-basic-brackets")
    assert citeproc.load_style("harvard").locale == "en-GB"


def test_style_from_a_file(tmp_path):
    """A style's own file is taken; a file that is none, or that depends on a style nobody has, is refused."""
    own = tmp_path / "own.csl"
    own.write_text(citeproc.load_style("apa").xml, encoding="utf-8")
    assert "Reed, A. (2024, July 4)" in cite(page(), style=str(own)).text
    orphan = tmp_path / "orphan.csl"
    orphan.write_text('<style><link href="http://styles.example/none-such" rel="independent-parent"/></style>')
    (tmp_path / "no.csl").write_text("not a style")
    for name in ("no.csl", "orphan.csl", "missing.csl"):
        with pytest.raises(StyleError):
            citeproc.load_style(str(tmp_path / name))


def test_unknown_names_get_the_nearest():
    """A wrong style or locale is a fault that names what was probably meant; a name is never taken for a path."""
    with pytest.raises(StyleError, match="apa"):
        citeproc.load_style("apaa")
    with pytest.raises(StyleError, match="style"):
        citeproc.load_style("..")
    with pytest.raises(StyleError, match="en-US"):
        cite(page(), locale="xx-US")
    assert "4 July 2024" in cite(page(), style="chicago", locale="en_GB").text


def test_search_of_styles():
    """Styles are found by words of id or title; all are listed without one."""
    assert ("apa", citeproc.load_style("apa").title) in citeproc.styles("apa 7th")
    assert len(citeproc.styles()) > 10_000


def test_every_mend_finds_its_place():
    """A mend whose place is gone from the shipped style would do nothing, unseen."""
    folder = citeproc.styles_folder()
    for mend in STYLE_MENDS:
        assert mend.place in (folder / f"{mend.style}.csl").read_text(encoding="utf-8"), mend.reason


def test_retrieved_only_with_a_day():
    """APA writes "Retrieved" only where it can say when."""
    undated = page(issued=None)
    seen = page(issued=None, accessed={"date-parts": [[2026, 8, 20]]})
    without, with_day = (citation.text for citation in cite_sources([undated, seen]))
    assert "Retrieved" not in without
    assert "Retrieved August 20, 2026, from https" in with_day


# -- faults of the engine -----------------------------------------------------------------------------------------


def test_an_item_that_is_no_csl_json_is_named():
    """What the engine cannot read is a fault of the item, by its name."""
    with pytest.raises(InputError, match="item 'bad'"):
        cite_sources([page(), page(id="bad", volume={"a": 1})])


def test_slow_engine():
    """An engine that gives no answer in time is a fault, not a wait."""
    with pytest.raises(EngineError, match="no answer within"):
        citeproc.render([page()], style="apa", timeout=0.001)


def test_broken_style_is_a_fault(tmp_path):
    """What the engine says of a style it cannot read is passed on."""
    broken = tmp_path / "broken.csl"
    broken.write_text("<style><bibliography></style>")
    with pytest.raises(EngineError, match="the citation engine failed"):
        cite(page(), style=str(broken))


# -- against style guides -----------------------------------------------------------------------------------------

# Rows of the guide strings that cannot be right, each with its reason.
CANNOT = {
    "cmos17-google-ad": "'Last modified' is the page's own label, which the item does not hold; no label is made up",
}
_GLYPHS = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "‑": "-", "\u00a0": " "})


def test_guide_strings(shared: Path):
    """Examples printed by style guides come out letter for letter, quote glyphs and dashes apart."""
    rows = json.loads((shared / "citations" / "truth.json").read_text(encoding="utf-8"))
    groups = defaultdict(list)
    for row in rows:
        groups[row["style"], row.get("locale")].append(row)
    wrong = set()
    for (style, locale), group in groups.items():
        citations = cite_sources([row["item"] for row in group], style=style, locale=locale)
        wrong |= {
            row["id"]
            for row, citation in zip(group, citations, strict=True)
            if _normal(row["expected"]) != _normal(citation.text)
        }
    assert wrong == set(CANNOT)


def _normal(text):
    return " ".join(text.translate(_GLYPHS).split())


STYLES = ("apa", "mla", "chicago", "chicago-author-date", "harvard", "ieee", "vancouver")


@pytest.mark.parametrize("style", STYLES)
def test_awkward_items(shared: Path, style):
    """Of 37 awkward items none is printed with "n.d." for a known date, a doubled title, "?.", or a stray entity."""
    items = json.loads((shared / "citations" / "items.json").read_text(encoding="utf-8"))
    for item, citation in zip(items, cite_sources(items, style=style), strict=True):
        url = re.sub(r"^https?://", "", item["URL"])
        text = citation.text.replace(url, "")
        title = re.sub(r"<.*?>", "", item["title"]).lower()[:25]
        if item.get("issued"):
            assert not re.search(r"n\.d\.|no date", text), text
        assert text.lower().count(title) <= 1, text
        assert not re.search(r"\?\.|\.\.|,,|,\.|\(\)| ,|&(?:\w+|#\d+);", text), text
        if not item.get("author"):
            assert "no author stated" in citation.warnings


def test_author_without_a_name_of_two_parts():
    """Institutions are not inverted, East Asian names not split, particles keep their place."""
    names = (Name(literal="Harbour Board"), Name(family="王", given="小明"), Name(family="von Meer", given="Ida"))
    source = report(author=Reading(value=names, status=Status.STATED))
    assert "Harbour Board, 王小明, & von Meer, I." in cite(source).text
