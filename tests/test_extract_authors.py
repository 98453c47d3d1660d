"""Who signs: persons, bodies, pseudonyms and the outlet, told apart from posts, places, teasers and makers of pictures."""

from __future__ import annotations

import pytest

from provenance.core.extract.authors import authors
from provenance.core.extract.source import read
from provenance.core.model import Name, Source
from provenance.core.records import source_from, source_record

SITE = "Harbour Courier"
URL = "https://harbour-courier.example/2024/03/08/ferry-crews-return-to-work"
FAR_DOWN = (
    "<p>The harbour office said that the boats would sail by the old timetable until the end of the month.</p>" * 12
)


def source_of(head: str = "", byline: str = "", below: str = "") -> Source:
    """A page with what is said of its author in the head, below the headline and below the story."""
    story = (
        "<p>Ferry crews went back to work on Friday after nine days in which nothing had left the quay at all.</p>" * 4
    )
    return read(
        f"<html lang=en><head><meta property=og:site_name content='{SITE}'>{head}</head><body><article>"
        f"<h1>Ferry crews return to work</h1>{byline}{story}{below}</article></body></html>".encode(),
        url=URL,
    )


def names(source: Source) -> list[str]:
    return [name.display for name in source.author.value or ()]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("Ines Carrow and Tomas Hale", ["Ines Carrow", "Tomas Hale"]),
        ("Ines Carrow, Lantern News Agency Correspondent", ["Ines Carrow"]),
        ("Ines Carrow / Journal Staff Writer", ["Ines Carrow"]),
        ("Ines Carrow | Harbour Courier", ["Ines Carrow"]),
        ("Ines Carrow, Associated Press", ["Ines Carrow", "Associated Press"]),
        ("Le Monde et AFP", ["Le Monde", "AFP"]),
        ("Center for Harbour Policy", ["Center for Harbour Policy"]),
        ("Lantern Institute for Tides and Weather", ["Lantern Institute for Tides and Weather"]),
        ("Quay Trust Team", ["Quay Trust Team"]),
        ("CNW Staff", ["CNW Staff"]),
        ("Redaktion Hafenblatt", ["Redaktion Hafenblatt"]),
        ("Ines CarrowJun 15th, 2019, 5:58 pm", ["Ines Carrow"]),
        ("By Ines Carrow On 6/24/19 at 10:02 PM", ["Ines Carrow"]),
        ("Text & Fotos: Ines Carrow", ["Ines Carrow"]),
        ("Post author By Ines Carrow", ["Ines Carrow"]),
        ("Posted by: Ines Carrow in Harbour, Weather", ["Ines Carrow"]),
        ("Ines Carrow, London", ["Ines Carrow"]),
        ("Photograph by Tomas Hale/AFP", []),
        ("admin", []),
        ("Staff", []),
        ("No Author", []),
        ("Editorial Team", []),
        ("https://harbour-courier.example/people/ines", []),
    ],
)
def test_a_byline_names_who_signs(given: str, found: list[str]) -> None:
    """Persons go before their posts; a body keeps its whole name; what names nobody names nobody."""
    assert list(authors(given, sites=(SITE,))) == found


@pytest.mark.parametrize("given", ["quaywatcher", "t.hale77", "Mira lotse"])
def test_a_pseudonym_is_an_author_only_where_the_place_holds_nothing_else(given: str) -> None:
    """In an author's own field it is one, in running text it is a word."""
    assert authors(given, stated=True) == (given,)
    assert authors(given) == ()


def test_a_body_is_a_literal_name() -> None:
    """CSL: a name that must not be split is literal."""
    source = source_of("<meta name=author content='Center for Harbour Policy'>", "<p>By Center for Harbour Policy</p>")
    assert source.author.value == (Name(literal="Center for Harbour Policy"),)


def test_persons_go_before_the_outlet() -> None:
    """Templates name the outlet as author of all; the byline names the person."""
    source = source_of(f"<meta name=author content='{SITE}'>", "<p class=byline>By Ines Carrow</p>")
    assert names(source) == ["Ines Carrow"]


def test_the_outlet_signs_what_nobody_signs() -> None:
    """Where the page names its outlet as author, and nobody else, that is what it states."""
    assert names(source_of(f"<meta name=author content='{SITE}'>", f"<p>By {SITE}</p>")) == [SITE]


@pytest.mark.parametrize("given", [SITE, "Quay Media GmbH", "Ines", "QMCX"])
def test_what_a_template_has_in_the_head_alone_signs_nothing(given: str) -> None:
    """A tag that no reader sees names the owner of the site on every page; it stays as evidence, and no reading rests on
    it. A person in full is one there too, and so is an agency.
    """
    source = source_of(f"<meta name=author content='{given}'>")
    assert names(source) == []
    assert any(piece.quote == given for piece in source.evidence)
    assert names(source_of("<meta name=author content='Ines Carrow'>")) == ["Ines Carrow"]
    assert names(source_of("<meta name=author content=Reuters>")) == ["Reuters"]


def test_the_fuller_name_is_taken() -> None:
    """A first name in the head and the whole name in the byline are one person."""
    source = source_of("<meta name=author content=Ines>", "<p class=byline>By Ines Carrow</p>")
    assert names(source) == ["Ines Carrow"]


def test_a_slug_is_written_as_a_name() -> None:
    """`ines-carrow` of a data field is the person of the byline, as a reader sees her."""
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry crews return to work", "author": "ines-carrow"}</script>'
    assert names(source_of(head, "<p class=byline>By Ines Carrow</p>")) == ["Ines Carrow"]


def test_a_link_to_the_page_of_an_author_names_one() -> None:
    """`/author/…` is where content systems list what somebody wrote."""
    assert names(source_of(byline="<p><a href='/author/ines-carrow'>Ines Carrow</a></p>")) == ["Ines Carrow"]


def test_a_name_beside_the_day_is_the_author() -> None:
    """`Ines Carrow | 8 March 2024` says no "by", and needs none."""
    assert names(source_of(byline="<div>Ines Carrow | 8 March 2024</div>")) == ["Ines Carrow"]


def test_bylines_of_teasers_are_not_of_the_story() -> None:
    """Several stories below, each with a byline of its own, say nothing of who wrote this one."""
    teasers = "".join(
        f"<div><h3>Story {n}</h3><p>By {name}</p></div>" for n, name in enumerate(("Ada Quill", "Ben Rook", "Cy Tarn"))
    )
    assert names(source_of(below=FAR_DOWN + teasers)) == []


def test_a_recipe_is_no_card_of_a_person() -> None:
    """`fn` names a person only in a card; in a recipe it names the dish."""
    assert names(source_of(byline="<div class=hrecipe><span class=fn>Oat Porridge</span></div>")) == []
    assert names(source_of(byline="<div class=vcard><span class=fn>Ines Carrow</span></div>")) == ["Ines Carrow"]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Posted 8 March 2024 by Ines Carrow", "Ines Carrow"),
        ("Gespeichert von quaywatcher am 8. März 2024 - 18:55", "quaywatcher"),
        ("by quaywatcher on March 8, 2024", "quaywatcher"),
        ("Blog Beitrag von Ines Carrow", "Ines Carrow"),
    ],
)
def test_a_verb_and_a_day_lead_to_the_author(line: str, name: str) -> None:
    """Content systems set the day before the name or behind it; beside a day a pseudonym is a name."""
    assert names(source_of(byline=f"<p>{line}</p>")) == [name]


def test_a_name_that_is_not_shown_is_read_out_of_its_microdata() -> None:
    """`itemprop=author` can hold its name in a nested `meta`, which shows nothing."""
    hidden = "<span itemprop=author itemscope><link itemprop=name content='Ines Carrow'></span>"
    assert names(source_of(byline=hidden)) == ["Ines Carrow"]


@pytest.mark.parametrize("label", ["Geschrieben von", "Skriven av", "Szerző:", "Yazan", "Автор", "執筆者"])
def test_the_label_of_a_data_field_is_read_in_many_languages(label: str) -> None:
    """A content system writes "Written by" in the language of the site; under another label stands no author."""
    field = "<meta name=twitter:label1 content='{}'><meta name=twitter:data1 content='Ines Carrow'>"
    assert names(source_of(field.format(label))) == ["Ines Carrow"]
    assert names(source_of(field.format("Reading time"))) == []


def test_a_field_that_names_itself_needs_no_label() -> None:
    """`twitter:misc:Written by` is label and field in one."""
    assert names(source_of("<meta name='twitter:misc:Written by' content='Ines Carrow'>")) == ["Ines Carrow"]


@pytest.mark.parametrize("label", ["Autorin/Autor", "Autor/in", "Autor:in", "Autor*in"])
def test_a_label_in_both_genders_needs_no_colon(label: str) -> None:
    """No sentence opens so, and style sheets set such labels apart without a sign."""
    template = f"<meta name=author content='{SITE}'>"
    assert names(source_of(template, below=f"<ul><li><b>{label}</b> Ines Carrow</li></ul>")) == ["Ines Carrow"]


def test_a_by_that_is_glued_to_the_name_is_a_by() -> None:
    """The space can be a matter of style sheets; `Byron` is a name all the same."""
    assert names(source_of(byline="<div><span>By</span><span>Ines Carrow</span></div>")) == ["Ines Carrow"]
    assert names(source_of(byline="<div class=byline>Byron Carrow</div>")) == ["Byron Carrow"]


def test_several_words_behind_a_von_are_a_headline() -> None:
    """`Von Ebbe und Flut` is another story, and names nobody."""
    assert names(source_of(below=f"{FAR_DOWN}<ul><li>Von Ebbe und Flut</li></ul>")) == []


def test_a_label_with_a_colon_goes_before_lines_that_open_with_von() -> None:
    """Headlines of other stories open with "Von"; "Autor:" is nothing but a label."""
    other = "<ul><li>Von Klara Ebbe</li><li>Von Otto Flut</li></ul>"
    assert names(source_of(below=f"{FAR_DOWN}{other}<div>Autor: Ines Carrow</div>")) == ["Ines Carrow"]


def test_a_house_in_capitals_beside_a_person_is_no_person() -> None:
    """`Ines Carrow, NTN NORDEN`: the person and her house."""
    assert authors("Ines Carrow, NTN NORDEN") == ("Ines Carrow",)
    assert authors("INES CARROW and TOMAS HALE") == ("Ines Carrow", "Tomas Hale")


def test_digits_at_the_end_of_a_user_name_belong_to_it() -> None:
    """`Lotse1` is another than `Lotse`."""
    assert authors("Lotse1", stated=True) == ("Lotse1",)


@pytest.mark.parametrize("given", ["wordpressadmin", "wp-admin", "webadmin"])
def test_a_system_signs_as_nobody(given: str) -> None:
    """What a system calls its first user is no author."""
    assert authors(given, stated=True) == ()


def test_one_element_with_all_names_goes_over_the_first_of_them() -> None:
    """Beside it stands a byline that goes on with the paper and the day, of which only the first name can be told."""
    byline = (
        "<div class=byline><span class=author>Ines Carrow and Tomas B. Hale</span> <span>Quay Falls Argus Leader</span>"
        " <span>Published 10:02 AM March 8, 2024</span></div>"
    )
    assert names(source_of(byline=byline)) == ["Ines Carrow", "Tomas B. Hale"]


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("Tomas Hale Jr", Name(given="Tomas", family="Hale", suffix="Jr")),
        ("Tomas Hale, Jr.", Name(given="Tomas", family="Hale", suffix="Jr")),
        ("Tomas Hale III", Name(given="Tomas", family="Hale", suffix="III")),
        ("Ana De la Quay", Name(given="Ana", family="De la Quay")),
    ],
)
def test_parts_of_a_name_are_those_of_csl(given: str, name: Name) -> None:
    """A suffix is no family name, and a particle belongs to the family however it is cased."""
    source = source_of(f"<meta name=author content='{given}'>")
    assert source.author.value == (name,)
    assert source_from(source_record(source)).author.value == (name,)


@pytest.mark.parametrize("name", ["citation_author", "DC.creator"])
def test_authors_in_tags_of_their_own_are_one_statement(name: str) -> None:
    """Highwire and Dublin Core repeat the tag for each author; nobody is left out, and none disputes the other."""
    head = "".join(f'<meta name="{name}" content="{one}">' for one in ("Vale, Ida", "Marsh, Jonah", "Vale, Ida"))
    author = source_of(head).author
    assert author.value == (Name(family="Vale", given="Ida"), Name(family="Marsh", given="Jonah"))
    assert not author.disputed_by


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("<p>A column by Ines Carrow</p>", ["Ines Carrow"]),
        ("<p>Ein Gastbeitrag von Ines Carrow und Tomas Hale</p>", ["Ines Carrow", "Tomas Hale"]),
        ("<p>Ein Interview von Ines Carrow mit Tomas Hale</p>", ["Ines Carrow"]),
        ("<p>A film by Tomas Hale</p>", []),
        ("<p>A story by the old harbour</p>", []),
        ("<p>Eingestellt von quaywatcher um 18:52</p>", ["quaywatcher"]),
        ("<p>Posted by Ines Carrow at 5:11 PM</p>", ["Ines Carrow"]),
        ("<p>Publié par Unknown à 08:00</p>", []),
        ("<div>Von:</div><div>Ines Carrow</div>", ["Ines Carrow"]),
        ("<div>Autorin</div><div>Ines Carrow,</div>", ["Ines Carrow"]),
        ("<div>Author</div><div>Recent Posts</div>", []),
        ("<div>Autorin</div><div>Ines Carrow, at home by the old harbour with nine bees</div>", []),
    ],
)
def test_a_line_below_the_story_signs_it_in_the_forms_that_papers_and_diaries_have(line: str, found: list[str]) -> None:
    """What kind of text it is, when it was posted, or a label alone with the name in the next line."""
    assert names(source_of(below=FAR_DOWN + line)) == found


def test_a_page_without_a_headline_is_signed_by_one_label() -> None:
    """Two with two names are those of two stories."""
    story = "<p>Ferry crews went back to work on Friday after nine days in which nothing had left the quay.</p>" * 4

    def of(*lines: str) -> list[str]:
        return names(read(f"<html lang=de><body>{story}{''.join(lines)}</body></html>".encode(), url=URL))

    assert of("<p>Von Ines Carrow</p>") == ["Ines Carrow"]
    assert of("<p>Von Ines Carrow</p>", story, "<p>Von Tomas Hale</p>") == []
