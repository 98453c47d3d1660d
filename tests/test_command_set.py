"""`--set`: what a person states stands before what the page says, and is recorded as their word."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from provenance.core.extract.source import read
from provenance.core.overrule import overrule, read_statements
from provenance.core.records import source_from, source_record
from provenance.edge.log import open_log
from tests.command import Command, assert_fault
from tests.site import Site

PAGE = """<!doctype html><html lang="en"><head><title>Ferry kept for another winter</title>
<meta name="author" content="Mara Ellison"><meta property="article:published_time" content="2024-05-07">
<meta property="og:site_name" content="The Quayside Courier"></head><body><h1>Ferry kept for another winter</h1>
<div>By Mara Ellison</div><p>The harbour board keeps the ferry, it said on Tuesday.</p></body></html>"""
URL = "https://www.courier.test/ferry"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """A command beside a saved page."""
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    return Command.at(tmp_path)


def test_a_person_overrules_the_page(command: Command) -> None:
    """The value is theirs, by method `user`; what the page says and differs is held against it, and cite uses theirs."""
    (record,) = command.records(
        "add", "page.html", "--url", URL, "--set", "author=Roe, Jane; van der Berg, Pieter",
        "--set", "title=The ferry stays", "--set", "issued=2024-05",
    )  # fmt: skip
    title, author, issued = (record["source"][name] for name in ("title", "author", "issued"))
    assert (title["value"], title["status"], title["confidence"]) == ("The ferry stays", "stated", None)
    (own,) = title["supported_by"]
    assert (own["method"], own["quote"], own["selector"]) == ("user", "The ferry stays", None)
    assert {piece["value"] for piece in title["disputed_by"]} == {"Ferry kept for another winter"}
    assert author["value"] == [{"family": "Roe", "given": "Jane"}, {"family": "van der Berg", "given": "Pieter"}]
    assert {piece["value"] for piece in author["disputed_by"]} == {"Mara Ellison"}
    assert (issued["value"], issued["edtf"]) == ("2024-05", "2024-05")
    assert own in record["source"]["evidence"]
    cited = command("cite", URL).stdout
    assert cited.startswith("Roe, J., & van der Berg, P. (2024, May). The ferry stays.")


def test_a_suffix_is_a_part_of_a_name(command: Command) -> None:
    """It is stated behind a second comma, shown, and written into every citation."""
    (record,) = command.records("add", "page.html", "--url", URL, "--set", "author=Hale, Tomas, Jr.")
    assert record["source"]["author"]["value"] == [{"family": "Hale", "given": "Tomas", "suffix": "Jr."}]
    assert "Tomas Hale Jr." in command("show", URL).stdout
    assert command("cite", URL).stdout.startswith("Hale, T., Jr. (2024")
    assert "author = {Hale, Jr., Tomas}" in command("cite", URL, "--style", "biblatex").stdout


def test_agreeing_evidence_speaks_for_what_a_person_states(command: Command) -> None:
    """Who only confirms the page has it on their side."""
    (record,) = command.records("read", "page.html", "--set", "title=Ferry kept for another winter")
    title = record["title"]
    assert title["supported_by"][0]["method"] == "user"
    assert len(title["supported_by"]) > 1
    assert not title["disputed_by"]


def test_an_empty_value_states_that_there_is_none(command: Command) -> None:
    """None is another thing than not stated: it is said, by whom, and against what."""
    (record,) = command.records("add", "page.html", "--url", URL, "--set", "author=")
    author = record["source"]["author"]
    assert (author["value"], author["status"]) == (None, "stated")
    assert author["supported_by"][0]["quote"] == "author="
    assert author["disputed_by"]
    cited = command("cite", URL)
    assert cited.stdout.startswith("Ferry kept for another winter. (2024")
    assert "no author stated" not in cited.stderr
    assert "author           none\n" in command("read", "page.html", "--set", "author=", "--explain").stdout
    assert "none" in command("show", URL).stdout


@pytest.mark.parametrize(
    ("given", "field", "value"),
    [
        ("container-title=The Courier", "container_title", "The Courier"),
        ("container_title=The Courier", "container_title", "The Courier"),
        ("Container Title=The Courier", "container_title", "The Courier"),
        ("DOI=https://doi.org/10.5555/ABC", "doi", "10.5555/abc"),
        ("ISSN=03785955", "issn", "0378-5955"),
        ("language=German", "language", "de"),
        ("license=CC BY 4.0", "licence", "CC-BY-4.0"),
        ("access=Metered", "access", "metered"),
        ("original-date=2001", "first_published", "2001"),
        ("source=Reuters", "credit", "Reuters"),
        ("title=a = b", "title", "a = b"),
        ("modified=XXXX-07-04", "modified", "XXXX-07-04"),
    ],
)
def test_fields_go_by_every_name_of_theirs(command: Command, given: str, field: str, value: str) -> None:
    """Our own names, those of CSL, with either dash; the value is brought to the field's one spelling."""
    (record,) = command.records("read", "page.html", "--set", given)
    assert record[field]["value"] == value
    assert record[field]["supported_by"][0]["method"] == "user"


def test_type_and_address_can_be_stated(command: Command) -> None:
    """They are no readings; what a person states of them is evidence all the same, and is cited."""
    (record,) = command.records("add", "page.html", "--set", "type=report", "--set", f"URL={URL}")
    assert (record["source"]["type"], record["source"]["canonical_url"]) == ("report", URL)
    users = {piece["variable"] for piece in record["source"]["evidence"] if piece["method"] == "user"}
    assert users == {"type", "canonical_url"}
    assert URL in command("cite", "s0").stdout


@pytest.mark.parametrize(
    ("style", "says"),
    [
        ("csl-json", ('"DOI": "10.5555/abc"', '"ISSN": "0378-5955"', '"genre": "Fact check"', '"volume": "12"')),
        ("biblatex", ("doi = {10.5555/abc}", "issn = {0378-5955}", "titleaddon = {Fact check}", "volume = {12}")),
        ("bibtex", ("doi = {10.5555/abc}", "issn = {0378-5955}")),
        ("ris", ("DO  - 10.5555/abc", "SN  - 0378-5955", "M3  - Fact check", "VL  - 12")),
        ("wikipedia", ("|doi=10.5555/abc", "|issn=0378-5955", "|type=Fact check", "|volume=12")),
        ("apa", ("10.5555/abc",)),
    ],
)
def test_every_field_that_a_format_has_is_cited(command: Command, style: str, says: tuple[str, ...]) -> None:
    """What a person states of the rarer fields stands in the citation, too."""
    command(
        "add", "page.html", "--set", "doi=10.5555/abc", "--set", "issn=0378-5955", "--set", "genre=Fact check",
        "--set", "volume=12", "--set", "type=article-magazine",
    )  # fmt: skip
    cited = command("cite", "s0", "-s", style).stdout
    assert [text for text in says if text not in cited] == []


def test_names_that_must_not_be_taken_apart_stay_whole(command: Command) -> None:
    """Without a comma a name is literal; a repeated author adds one."""
    (record,) = command.records("read", "page.html", "--set", "author=Harbour Board", "--set", "author=Roe, Jane")
    assert record["author"]["value"] == [{"literal": "Harbour Board"}, {"family": "Roe", "given": "Jane"}]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("titel=x", ("titel", "no field of a source", "Is it title")),
        ("=x", ("an empty word", "no field of a source")),
        ("title", ("has no =", 'title="')),
        ("issued=July", ("issued=July", "not a date in numbers", "2024-07-04")),
        ("issued=2023-02-30", ("no day of the calendar",)),
        ("author=,", ("is not a name", "Family, Given")),
        ("language=!!", ("not a language tag", "BCP 47")),
        ("type=news", ("not a type of CSL", "article-newspaper")),
        ("type=", ("leaves no type",)),
        ("issn=0378-5954", ("not an ISSN", "check digit")),
        ("isbn=1234567890", ("not an ISBN",)),
        ("doi=hello", ("not a DOI",)),
        ("access=maybe", ("free, metered or subscription",)),
        ("URL=ferry", ("not an address of a page",)),
        ("claim-review=x", ("reviews of claims",)),
    ],
)
def test_what_cannot_be_stated_is_said_in_three_parts(command: Command, given: str, says: tuple[str, ...]) -> None:
    """What was given, what is wrong with it, what to do; nothing is recorded."""
    assert_fault(command("add", "page.html", "--set", given), 2, *says)
    assert not command.log.exists()


def test_a_field_is_not_stated_twice(command: Command) -> None:
    """Of two titles neither is taken."""
    done = command("read", "page.html", "--set", "title=A", "--set", "title=B")
    assert_fault(done, 2, "title=B", "a second time")


# -- of a source in the log ---------------------------------------------------------------------------------------


def test_a_source_in_the_log_gets_a_new_version_offline(command: Command) -> None:
    """It keeps the evidence, the capture and the citations of the version before; the page is not looked at again."""
    command("add", "page.html")
    command("cite", "s0")
    (record,) = command.records("add", "s0", "--set", "author=Roe, Jane")
    assert (record["id"], record["capture"], record["check"]) == ("s3", None, None)
    assert record["source"]["title"]["value"] == "Ferry kept for another winter"
    (shown,) = command.records("show", "s3")
    assert [len(shown[part]) for part in ("captures", "citations")] == [1, 1]
    assert [one["id"] for one in command.records("list")] == ["s3"]
    assert command("cite", "s3").stdout.startswith("Roe, J.")
    assert command("cite", "s0").stdout.startswith("Ellison, M."), "an id names that very version"
    assert command("log", "verify").returncode == 0


def test_the_tables_of_revisions_are_made_anew_byte_for_byte(command: Command) -> None:
    """`log rebuild` agrees with what was written one entry at a time, also where the address changes on the way."""
    command("add", "page.html")
    command("add", "s0", "--set", f"URL={URL}")
    command("add", "page.html", "--url", URL)
    command("add", "s3", "--set", "title=Another")
    before = tables(command.log)
    assert command("log", "rebuild").returncode == 0
    assert tables(command.log) == before
    assert command("log", "verify").returncode == 0


def tables(path: Path) -> list[str]:
    """All that the file holds, as SQL."""
    with open_log(path) as log:
        return list(log._connection.iterdump())


def test_an_older_version_is_not_revised(command: Command) -> None:
    """Who names one is told of the newest; an unknown id, and a revision that states nothing, are refused."""
    command("add", "page.html")
    command("add", "s0", "--set", "title=New")
    assert_fault(command("add", "s0", "--set", "title=Newer"), 2, "s0", "recorded again as s2")
    assert_fault(command("add", "s2"), 2, "in the log already", "--set")
    assert_fault(command("add", "s99", "--set", "title=x"), 2, "s99", "not in the log")


def test_what_was_stated_holds_when_the_page_is_recorded_again(site: Site, tmp_path: Path) -> None:
    """A new look at the page does not undo a person's word; a later word does."""
    command = Command.at(tmp_path, site)
    command("add", site.url("article"), "--set", "author=Roe, Jane", "--set", "type=report")
    (again,) = command.records("add", site.url("article"))
    assert again["source"]["author"]["value"] == [{"family": "Roe", "given": "Jane"}]
    assert again["source"]["author"]["supported_by"][0]["quote"] == "Roe, Jane"
    assert again["source"]["type"] == "report"
    (last,) = command.records("add", site.url("article"), "--set", "author=Doe, Joan")
    assert last["source"]["author"]["value"] == [{"family": "Doe", "given": "Joan"}]
    assert [piece["value"] for piece in last["source"]["author"]["supported_by"]] == ["Joan Doe"]


def test_header_fields_of_the_answer_are_recorded(site: Site, tmp_path: Path) -> None:
    """`add` reads them as evidence and the log keeps them; a cookie is no evidence and stays out."""
    command = Command.at(tmp_path, site)
    (record,) = command.records("add", site.url("told-in-header-fields"))
    # Another path may be another text; what the field claims is kept, and the address that answered is the page's.
    assert record["source"]["canonical_url"] == site.url("told-in-header-fields")
    (shown,) = command.records("show", record["id"])
    told = {piece["method"] for piece in shown["evidence"] if piece["method"].startswith("http:")}
    assert told == {"http:link-canonical", "http:content-language", "http:last-modified"}
    assert "s3cret" not in "".join(tables(command.log))


def test_a_statement_survives_the_record() -> None:
    """A source with statements is the same after the log."""
    source = overrule(
        read(PAGE.encode(), url=URL), read_statements(["author=", "first-published=1999", "feed=https://a.test"])
    )
    assert source_from(source_record(source)) == source


def test_version_is_printed(command: Command) -> None:
    """`--version` ends the call with name and version, whatever stands behind it."""
    for words in (("--version",), ("--version", "check")):
        done = command(*words)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("provenance ")
        assert done.stdout.strip().split(" ")[1][0].isdigit()
