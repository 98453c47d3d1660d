"""Items out of sources, dates on their way through an engine, and the data rules."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.core.csl.changes import curled
from provenance.core.csl.dates import csl_date, finish_year, for_engine, partial_date, stand_in
from provenance.core.csl.items import item_from, item_warnings, without_inference
from provenance.core.csl.keys import citation_key, distinct_keys
from provenance.core.csl.markup import entries, plain
from provenance.core.csl.mends import mend_entry, mend_style
from provenance.core.csl.rules import RULES, fit
from provenance.core.dates import PartialDate
from provenance.core.model import Evidence, Name, Outlet, Reading, Source, Status


def stated(value):
    return Reading(value=value, status=Status.STATED)


# -- items --------------------------------------------------------------------------------------------------------


def test_item_holds_what_is_stated():
    """Every reading goes where CSL keeps it; the outlet is never an author."""
    source = Source(
        url="https://post.example/a",
        type="article-newspaper",
        title=stated("Harbour talks end"),
        author=stated((Name(family="Reed", given="Ann"), Name(literal="Harbour Board"))),
        issued=stated(PartialDate(year=2024, month=7)),
        outlet=stated(Outlet(name="Example Post")),
        publisher=stated("Post Press"),
        language=stated("en"),
        credit=stated("Wire Example"),
    )
    item, warnings = item_from(source, accessed=dt.date(2026, 8, 20), id="x")
    assert item == {
        "id": "x",
        "type": "article-newspaper",
        "title": "Harbour talks end",
        "author": [{"family": "Reed", "given": "Ann"}, {"literal": "Harbour Board"}],
        "container-title": "Example Post",
        "publisher": "Post Press",
        "issued": {"date-parts": [[2024, 7]]},
        "accessed": {"date-parts": [[2026, 8, 20]]},
        "URL": "https://post.example/a",
        "language": "en",
        "source": "Wire Example",
    }
    assert warnings == ()


def test_what_is_missing_is_said():
    """No author is no author; a modification is no publication; an unknown type is a web page."""
    source = Source(type="NewsArticle", modified=stated(PartialDate(year=2024)), author=Reading(status=Status.LOST))
    item, warnings = item_from(source, accessed=None)
    assert item == {"id": "source", "type": "webpage"}
    assert warnings == (
        "the author is lost in this copy of the source",
        "no title stated",
        "no date stated; last modified 2024, which is not a date of publication",
    )


def test_disputes_and_conclusions_are_said():
    """A reading that another place disputes, and one that was concluded, come with a warning."""
    other = Evidence(variable="title", value="Other", method="meta:og:title")
    source = Source(
        title=Reading(value="One", status=Status.STATED, disputed_by=(other,)),
        container_title=Reading(value="Radio Example", status=Status.INFERRED),
        issued=stated(PartialDate(year=2020, approximate=True)),
    )
    warnings = item_from(source, accessed=None)[1]
    assert "the title is disputed: the source also says 'Other'" in warnings
    assert "the outlet is inferred, not stated" in warnings
    assert "the date 2020~ is approximate" in warnings


def test_inference_left_out():
    """Without inference the item holds what the source states, and nothing at all where only the year was concluded."""
    year_only = Reading(value=PartialDate(year=2024, year_uncertain=True), status=Status.INFERRED)
    assert "issued" not in item_from(Source(issued=year_only), accessed=None, infer=False)[0]
    ready = {"issued": {"edtf": "?2024-07-04", "date-parts": [[2024, 7, 4]]}}
    assert without_inference(ready) == {"issued": {"edtf": "XXXX-07-04"}}
    assert "the year 2024 is inferred, not stated" in item_warnings(ready)


def test_keys_are_stable_and_distinct():
    """A key says who, when and what, in ASCII; the second of the same gets a letter."""
    item = {"author": [{"family": "Pérez Gómez"}], "issued": {"date-parts": [[2024]]}, "title": "The Árabe’s view"}
    assert citation_key(item) == "perezgomez2024arabes"
    assert citation_key({}) == "anonnd"
    assert distinct_keys([item, item, {"id": "own"}]) == ("perezgomez2024arabes", "perezgomez2024arabesb", "own")


# -- dates --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("2024-07-04", {"date-parts": [[2024, 7, 4]]}),
        ("2024-07", {"date-parts": [[2024, 7]]}),
        ("2024~", {"date-parts": [[2024]], "circa": True}),
        ("XXXX-07-04", {"edtf": "XXXX-07-04"}),
        ("?2024-07-04", {"date-parts": [[2024, 7, 4]], "edtf": "?2024-07-04"}),
        ("XXXX-XX-04", None),
    ],
)
def test_dates_are_never_padded(edtf, expected):
    """A CSL date has the parts that are known and no other."""
    assert csl_date(PartialDate.parse(edtf)) == expected


@pytest.mark.parametrize(
    ("variable", "edtf"),
    [
        ({"date-parts": [[0, 7, 4]]}, "XXXX-07-04"),
        ({"date-parts": [["2018", "05", "24"]]}, "2018-05-24"),
        ({"raw": "July 4"}, "XXXX-07-04"),
        ({"literal": "4 July"}, "XXXX-07-04"),
        ({"raw": "2018-05"}, "2018-05"),
        ("2018", "2018"),
        ({"date-parts": [["x"]]}, None),
        ({"date-parts": [[2024, 2, 30]]}, None),
        ({"literal": "July 45"}, None),
        ({"literal": "Michaelmas 4"}, None),
        (None, None),
    ],
)
def test_dates_of_ready_items(variable, edtf):
    """Dates of lists are read in all the ways in which people write them, and not guessed."""
    date = partial_date(variable)
    assert (date.edtf if date else None) == edtf


@given(st.integers(1000, 9999), st.text(alphabet="0123456789 ", max_size=300))
def test_stand_in_is_nowhere_else(year, avoid):
    """The stand-in cannot be taken for a number of the item, and shortens to the same two digits."""
    found = stand_in(year, avoid=avoid)
    assert found % 100 == year % 100
    assert str(found) not in avoid or found == year


def test_marks():
    """Stated dates pass through; the others carry a stand-in and what is to be shown in its place."""
    whole = {"date-parts": [[2024, 7, 4]]}
    assert for_engine(whole, avoid="") == (whole, None)
    assert for_engine(None, avoid="") == (None, None)
    date, mark = for_engine({"edtf": "?2024-07-04"}, avoid="9924")
    assert (date, mark.shown) == ({"date-parts": [[mark.stand_in, 7, 4]]}, "[2024]")
    assert mark.stand_in == 9824
    words, mark = for_engine({"literal": "A & <b>"}, avoid="")
    assert finish_year(f"({mark.stand_in})", mark) == "(A &amp; &lt;b&gt;)"
    assert words == {"date-parts": [[mark.stand_in]]}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("(9600, July 4).", "(July 4)."),
        ("Radio (9600) ‘T’", "Radio ‘T’"),
        ("July 4, 9600. https", "July 4. https"),
        ("Radio. 9600. “T”", "Radio. “T”"),
        ("<em>Radio,</em> 9600.", "<em>Radio</em>."),
        ("Radio. 9600;", "Radio."),
        ("9600. Title", "Title"),
        ("(9600) Title", "Title"),
        ("<b>9600</b> Jul 4", "Jul 4"),
        ("4 de julio de 9600.", "4 de julio."),
        ("4 июля 9600 г. С. 5", "4 июля. С. 5"),
        ("04.07.9600", "04.07."),
        ("9600-07-04", "07-04"),
        ("9600年7月4日", "7月4日"),
    ],
)
def test_year_taken_out_with_its_punctuation(before, after):
    """Nothing is left hanging where a year was."""
    _, mark = for_engine({"edtf": "XXXX-07-04"}, avoid="")
    assert finish_year(before.replace("9600", str(mark.stand_in)), mark) == after


# -- rules --------------------------------------------------------------------------------------------------------


def test_site_that_is_the_author_is_dropped():
    """An owner of a site who is its author is named once, as the one or the other."""
    item = {"author": [{"literal": "Harbour Board"}], "container-title": "The Harbour  Board", "publisher": "Other"}
    assert "container-title" not in fit(item, style="apa")[0]
    assert fit(item, style="apa")[0]["publisher"] == "Other"
    for style in ("gost-r-7-0-5-2008", "modern-language-association", "bluebook-law-review"):
        assert "author" not in fit(item, style=style)[0]
        assert "container-title" in fit(item, style=style)[0]
    page = fit(item | {"type": "webpage"}, style="ieee")[0]
    assert ("author" in page, "container-title" in page) == (True, False)


def test_online_newspaper():
    """Where a style has no place for an online newspaper it is a web page; a printed one stays what it is."""
    online = {"type": "article-newspaper", "URL": "https://post.example/a"}
    assert fit(online, style="bluebook-law-review")[0]["type"] == "webpage"
    assert fit(online | {"page": "A1"}, style="bluebook-law-review")[0]["type"] == "article-newspaper"
    assert fit(online, style="apa")[0]["type"] == "article-newspaper"


def test_rules_leave_the_given_item_alone():
    """Each rule has a reason, and none changes what it was given."""
    item = {"title": 'A "b"', "author": [{"family": "王", "given": "小明"}], "URL": "https://x.example"}
    before = repr(item)
    fit(item, style="modern-language-association")
    assert repr(item) == before
    assert all(rule.reason for rule in RULES)


@pytest.mark.parametrize(
    ("straight", "expected"),
    [
        ('"Wait": he said "no"', "“Wait”: he said “no”"),
        ("clinic's 'ice bumps' don't", "clinic’s ‘ice bumps’ don’t"),
        ("\"A 'b' c\"", "“A ‘b’ c”"),
        ("the '90s and the 1990's", "the ’90s and the 1990’s"),
        ("5' 10\" tall", "5' 10\" tall"),
        ('"in 1990"', "“in 1990”"),
        ("<i>\"T\"</i> ('x')", "<i>“T”</i> (‘x’)"),
        ('is "<i>T</i>" over', "is “<i>T</i>” over"),
        ('<span class="nocase">"T"</span>', '<span class="nocase">“T”</span>'),
    ],
)
def test_curled_quotes(straight, expected):
    """Straight marks become those of print; feet, inches and the inside of tags stay."""
    assert curled(straight) == expected


def test_quotes_of_other_languages_are_left():
    """German, French and Russian have marks of their own, which the engine sets."""
    item = {"title": 'Der "Hafen"', "language": "de-DE"}
    assert fit(item, style="apa")[0] == item


# -- markup and mends ---------------------------------------------------------------------------------------------


def test_entries_are_reduced_to_safe_markup():
    """Only known markup and links to the web survive."""
    html = (
        '<div id="ref-item1" class="csl-entry"><div class="csl-left-margin">x</div>'
        '<div>A <b onclick="z">b</b> <a href="javascript:y">c</a><br/> &lt;i&gt;</div></div>'
        '<div id="ref-item0"><span class="smallcaps">S</span> <a href="https://e.example/?a&amp;b">l</a></div>'
    )
    found = entries(html)
    assert found[1] == "x A <strong>b</strong> c &lt;i&gt;"
    assert found[0] == '<span style="font-variant: small-caps">S</span> <a href="https://e.example/?a&amp;b">l</a>'
    assert plain(found[1]) == "x A b c <i>"


def test_mended_styles():
    """What ties an entry to its neighbours goes, an entity that was escaped twice becomes a letter."""
    xml = (
        '<citation disambiguate-add-year-suffix="true"/><bibliography second-field-align="flush" et-al-min="3">'
        '<text variable="citation-number"/><key variable="citation-number"/><text value="&amp;#8211;"/>'
    )
    assert mend_style(xml, "own") == (
        '<citation/><bibliography et-al-min="3"><text variable="locator"/><key variable="citation-number"/>'
        '<text value="&#8211;"/>'
    )


def test_status_opens_a_sentence_in_chicago():
    """Chicago 18, 14.104: the page's own word for its date opens a sentence."""
    item = {"type": "webpage", "status": "effective"}
    assert mend_entry("Terms, effective May 1.", item, style="chicago-author-date") == "Terms. Effective May 1."
    assert mend_entry("Terms, effective May 1.", item, style="apa") == "Terms, effective May 1."


def test_years_of_a_range():
    """Years that the engine joined to the last day go back to their days; other ranges are left."""
    item = {"issued": {"date-parts": [[2023, 12, 30], [2024, 1, 2]]}}
    assert mend_entry("CNN (Dec. 30–Jan. 22023–2024), x", item, style="own") == "CNN (Dec. 30, 2023–Jan. 2, 2024), x"
    assert mend_entry("CNN, 30 dez.–2 jan.2023–2024.", item, style="own") == "CNN, 30 dez. 2023–2 jan. 2024."
    assert mend_entry("CNN (2023–2024)", item, style="own") == "CNN (2023–2024)"


def test_mended_points_and_hyphens():
    """A point after a question in marks of the style's own, a particle torn from its name, labels of MLA, a last point."""
    assert mend_entry('"Why?". Post', {}, style="own") == '"Why?" Post'
    assert mend_entry("AL- ASAAD, K.", {"author": [{"family": "al-Asaad"}]}, style="own") == "AL-ASAAD, K."
    assert mend_entry("Tides. no. 12, x, no. 3", {}, style="modern-language-association") == "Tides. No. 12, x, no. 3"
    assert mend_entry("Post, Circa 2020", {}, style="modern-language-association") == "Post, circa 2020"
    assert mend_entry("Post 2024", {}, style="associacao-brasileira-de-normas-tecnicas") == "Post 2024."


@pytest.mark.parametrize("style", ["ieee", "american-medical-association", "iso690-author-date-en"])
def test_who_answers_for_a_page(style):
    """A page without a name of its site is told by its publisher; a periodical is cited without one."""
    item = {"type": "webpage", "publisher": "Pier College"}
    assert fit(item, style=style)[0] == {"type": "webpage", "container-title": "Pier College"}
    assert fit(item, style="nlm-citation-sequence")[0] == item
    article = {"type": "article-newspaper", "publisher": "Post Press", "container-title": "Post"}
    assert "publisher" not in fit(article, style=style)[0]


def test_days_are_not_padded():
    """No day is padded beside a month in words, by the style or by the locale; dates in figures keep their form."""
    style = (
        '<date variable="issued"><date-part name="month"/><date-part name="day" form="numeric-leading-zeros"/></date>'
        '<date variable="issued"><date-part name="day" form="numeric-leading-zeros"/><date-part name="month" form="numeric"/></date>'
    )
    mended = mend_style(style, "own")
    assert mended.startswith('<date variable="issued"><date-part name="month"/><date-part name="day"/></date>')
    assert mended.count("leading-zeros") == 1
    item = {"issued": {"date-parts": [[2024, 7, 4]]}}
    assert mend_entry("Post, 04 juli 2024, 2024-07-04", item, style="own") == "Post, 4 juli 2024, 2024-07-04"


def test_other_forms():
    """Where a style prints nothing for a kind of text it gets the form of another, which is said."""
    item = {"type": "webpage", "title": "T"}
    fitted, warnings = fit(item, style="juristische-schulung")
    assert fitted["type"] == "article-newspaper"
    assert warnings == ("this style has no form for such a text: it is cited in the form of another",)
    paper = {"type": "article-newspaper", "container-title": "Post", "title": "T"}
    assert fit(paper, style="umea-university-harvard")[0]["author"] == [{"literal": "Post"}]
    assert (
        fit(paper | {"author": [{"family": "Reed"}]}, style="umea-university-harvard")[0]["container-title"] == "Post"
    )
    assert fit(paper, style="techniques-et-culture")[0]["author"] == [{"literal": "T"}]


def test_labels_over_entries():
    """A label over an entry goes with all that it holds; what follows stays."""
    xml = (
        '<bibliography><layout><group display="block"><group><text variable="title"/></group><group/></group>'
        '<text macro="all"/></layout></bibliography>'
    )
    assert mend_style(xml, "zwitscher-maschine") == '<bibliography><layout><text macro="all"/></layout></bibliography>'
    assert mend_style(xml, "own") == xml
