"""`cite --title-case`: proper nouns are learnt from the text that the log holds, and what is not known is told."""

from __future__ import annotations

import json

import pytest

import provenance
from provenance.errors import StyleError
from tests.command import Command, assert_fault

TITLE = "Old Harbour Board Keeps Mara Ferry for Another Winter"
SENTENCE = "Old harbour board keeps Mara ferry for another winter"
PARAGRAPH = (
    "The old ferry stays in service, and the board of the harbour said that Mara Ellison will keep her post for another "
    "winter. The crew of the Mara was told so on Tuesday, when the harbour board met behind closed doors. "
)
PAGE = (
    f'<html lang="en"><head><title>{TITLE}</title><meta property="og:type" content="article">'
    f'<link rel="canonical" href="https://www.courier.test/ferry"></head><body><article><h1>{TITLE}</h1>'
    + f"<p>{PARAGRAPH}</p>" * 4
    + "</article></body></html>"
)
ITEM = {"id": "a", "type": "webpage", "title": TITLE, "URL": "https://www.courier.test/ferry", "language": "en"}


@pytest.fixture
def command(tmp_path):
    command = Command.at(tmp_path)
    (tmp_path / "ferry.html").write_text(PAGE, encoding="utf-8")
    return command


def test_sentence_case_by_the_text(command):
    """Of a page as it is read, and out of the log; a style that capitalises titles does not undo it."""
    for style in ("apa", "mla"):
        assert SENTENCE in command("cite", "ferry.html", "--title-case", "sentence", "-s", style).stdout
    (record, *_) = command.records("list")
    for given in (record["id"], "https://www.courier.test/ferry"):
        done = command("cite", given, "--title-case", "sentence", "-s", "mla")
        assert SENTENCE in done.stdout
        assert "proper nouns" not in done.stderr
    assert TITLE in command("cite", record["id"], "--title-case", "keep").stdout
    assert TITLE in command("cite", record["id"]).stdout


def test_title_case_as_the_rules_of_english_have_it(command):
    """Also in a style that leaves titles as they are."""
    listed = json.dumps([ITEM | {"title": "Board heats up race over an old ferry"}])
    assert "Board Heats Up Race over an Old Ferry" in command("cite", "-", "--title-case", "title", given=listed).stdout


def test_what_cannot_be_learnt_is_told(command):
    """An entry of a list has a text only where the log knows its page."""
    alone = command("cite", "-", "--title-case", "sentence", given=json.dumps([ITEM]))
    assert "Old harbour board keeps mara ferry" in alone.stdout
    assert "proper nouns of the title could not be learnt" in alone.stderr
    command("cite", "ferry.html")
    known = command("cite", "-", "--title-case", "sentence", given=json.dumps([ITEM]))
    assert SENTENCE in known.stdout
    assert "proper nouns" not in known.stderr
    german = command("cite", "-", "--title-case", "sentence", given=json.dumps([ITEM | {"language": "de"}]))
    assert TITLE in german.stdout
    assert "no custom of the language de" in german.stderr


def test_exchange_formats_hold_the_title_as_it_is(command):
    """The style of whoever reads it decides."""
    done = command("cite", "ferry.html", "-s", "ris", "--title-case", "sentence")
    assert f"TI  - {TITLE}" in done.stdout
    assert "holds the title as the source has it" in done.stderr
    assert_fault(command("cite", "ferry.html", "--title-case", "upper"), 2, "is not a case of titles")


def test_stale_citations_keep_their_case(command):
    """The new string is made as the old one was."""
    command("cite", "ferry.html", "--title-case", "sentence")
    (record, *_) = command.records("list")
    command("add", record["id"], "--set", "author=Ann Reed")
    (row,) = command.records("cite", "--stale")
    assert SENTENCE in row["old"]
    assert SENTENCE in row["new"]


def test_from_python():
    """The text is given with the item; of several, one for each."""
    assert SENTENCE in provenance.cite(ITEM, title_case="sentence", text=PARAGRAPH).text
    made = provenance.cite([ITEM, ITEM | {"URL": "https://b.test/"}], title_case="sentence", text=[PARAGRAPH])
    assert sorted(SENTENCE in one.text for one in made) == [False, True]
    with pytest.raises(StyleError):
        provenance.cite(ITEM, title_case="upper")  # type: ignore[call-overload]
