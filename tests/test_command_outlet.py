"""`provenance outlet`: what is known of an outlet and from where, and the tables that a user adds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import Command, assert_fault


@pytest.fixture
def command(tmp_path: Path) -> Command:
    return Command.at(tmp_path / "here")


def write(folder: Path, **tables: str) -> None:
    """Tables of a user in a folder, by name without `.csv`."""
    (folder / "outlets").mkdir(parents=True, exist_ok=True)
    for name, text in tables.items():
        (folder / "outlets" / f"{name}.csv").write_text(text, encoding="utf-8")


OUTLETS = "id,name,country,kind\nharbour-courier,The Harbour Courier,IS,newspaper\n"
DOMAINS = "# ours\ndomain,outlet_id,lang,role\ncourier.example,harbour-courier,,primary\n"


def test_each_fact_stands_with_source_and_day(command: Command) -> None:
    """A domain and a URL of it give the same facts; a look has its day, and what was not looked up says so."""
    done = command("outlet", "kuna.net.kw")
    assert done.returncode == 0
    assert done.stdout.startswith("Kuwait News Agency (kuwait-news-agency), known by kuna.net.kw\n")
    assert "news_agency" in done.stdout
    assert "read 2026-11-22" in done.stdout
    assert "unchecked: common knowledge" in done.stdout
    (record,) = command.records("outlet", "https://www.kuna.net.kw/ArticleDetails.aspx?id=1")
    assert (record["known"], record["outlet"]) == (True, "kuwait-news-agency")
    facts = {fact["field"]: fact for fact in record["facts"]}
    assert facts["country"]["value"] == "KW"
    assert facts["country"]["source_url"].startswith("https://")
    assert facts["country"]["retrieved"] == "2026-11-22"


def test_an_edition_is_named(command: Command) -> None:
    """The longest row that fits says which edition it is."""
    assert "known by bbc.com/mundo, edition in es" in command("outlet", "bbc.com/mundo").stdout
    (record,) = command.records("outlet", "https://english.alarabiya.net/a/b")
    assert record["domain"] == {"domain": "english.alarabiya.net", "lang": "en", "role": "regional"}


def test_an_unknown_domain_is_not_guessed(command: Command) -> None:
    """It says that nothing is known, and whence the name would come."""
    done = command("outlet", "daily.example")
    assert done.returncode == 0
    assert done.stdout.startswith("daily.example: not in the tables")
    assert "from the page itself" in done.stdout
    expected = {"given": "daily.example", "known": False, "outlet": None, "name_from": "page"}
    assert command.records("outlet", "daily.example") == [expected]


@pytest.mark.parametrize("words", ["", "no domain", "http://", "localhost"])
def test_what_is_no_domain_is_a_fault(command: Command, words: str) -> None:
    """Wrong use has three parts and the code 2."""
    assert_fault(command("outlet", words), 2, "is neither a domain nor a URL")


@pytest.mark.parametrize("beside", ["project", "config"])
def test_a_users_tables_go_first(command: Command, beside: str) -> None:
    """Rows beside the project or in the config folder are known, with their file and line; so is a correction of ours."""
    folder = command.folder if beside == "project" else command.folder / "config" / "provenance"
    more = "bbc.com,harbour-courier,,mirror\nbbc.com/sport/ferries,harbour-courier,,mirror\n"
    write(folder, outlets=OUTLETS, outlet_domains=DOMAINS + more)
    done = command("outlet", "www.courier.example/ferry")
    assert done.stdout.startswith("The Harbour Courier (harbour-courier), known by courier.example\n")
    assert "outlets.csv, line 2" in done.stdout
    assert "outlet_domains.csv, line 3" in done.stdout
    given = ("bbc.com/news", "bbc.com/mundo/x", "bbc.com/sport/ferries/1")
    known = [record["outlet"] for record in command.records("outlet", *given)]
    assert known == ["harbour-courier", "bbc", "harbour-courier"]


def test_the_project_goes_before_the_config_folder(command: Command) -> None:
    """Of two rows of one id or domain the nearer wins."""
    write(command.folder / "config" / "provenance", outlets=OUTLETS, outlet_domains=DOMAINS)
    write(command.folder, outlets=OUTLETS.replace("The Harbour", "The Old Harbour"))
    assert command("outlet", "courier.example").stdout.startswith("The Old Harbour Courier")


def test_a_users_source_is_shown(command: Command) -> None:
    """A row in his own outlet_facts.csv says where he has it from."""
    facts = "outlet_id,field,value,source,retrieved\nharbour-courier,country,IS,the imprint,2026-01-02\n"
    write(command.folder, outlets=OUTLETS, outlet_domains=DOMAINS, outlet_facts=facts)
    (record,) = command.records("outlet", "courier.example")
    country = next(fact for fact in record["facts"] if fact["field"] == "country")
    assert (country["source"], country["retrieved"]) == ("the imprint", "2026-01-02")


def test_a_users_outlet_is_that_of_a_page(command: Command) -> None:
    """What the tables know is used where pages are read, and his as well as ours."""
    write(command.folder, outlets=OUTLETS, outlet_domains=DOMAINS)
    page = command.folder / "page.html"
    head = '<title>Ferries sail</title><link rel="canonical" href="https://www.courier.example/ferries">'
    page.write_text(f"<html><head>{head}</head><body><h1>Ferries sail</h1></body></html>", encoding="utf-8")
    (record,) = command.records("read", page)
    assert record["outlet"]["id"] == "harbour-courier"


@pytest.mark.parametrize(
    ("table", "text", "says"),
    [
        ("outlets", "id,name\nharbour,Harbour\nBad Id,Harbour\n", ("outlets.csv, line 3", "Bad Id", "small letters")),
        ("outlets", "# a remark\nid,name,kind\nharbour,Harbour,leaflet\n", ("outlets.csv, line 3", "leaflet", "Kinds are")),
        ("outlets", "id,name,country\nharbour,Harbour,Iceland\n", ("line 2", "Iceland", "ISO 3166-1")),
        ("outlets", "id,title\n", ("line 1", "lacks the column name", "The columns are id,")),
        ("outlets", "id,name,colour\n", ("line 1", "'colour'", "The columns are id,")),
        ("outlets", 'id,name\nharbour,"Harbour\n', ("line 2", "is no CSV", "quotes")),
        ("outlets", "id,name\nharbour,Harbour,more\n", ("line 2", "has 3 cells", "commas")),
        ("outlets", "id,name\nharbour,\n", ("line 2", "nothing in the column name", "Fill it")),
        ("outlet_domains", "domain,outlet_id\nhttps://a.example/,harbour\n", ("line 2", "https://a.example/", "Write a host")),
        ("outlet_domains", "domain,outlet_id\na.example,no-such\n", ("line 2", "'no-such'", "add the outlet")),
        ("anchors", "domain,id_pattern,id,date,basis\na.example,/(\\d+,1,2024-01-01,x\n", ("line 2", "cannot be used")),
    ],
)  # fmt: skip
def test_a_broken_table_is_named_with_its_line(command: Command, table: str, text: str, says: tuple[str, ...]) -> None:
    """Three parts, the file and the line, before anything is looked up; for reading pages as well."""
    write(command.folder, **{table: text})
    assert_fault(command("outlet", "courier.example"), 2, *says)
    page = command.folder / "page.txt"
    page.write_text("Ferries sail", encoding="utf-8")
    assert_fault(command("read", page), 2, *says)


def test_a_table_that_is_not_utf8_is_a_fault(command: Command) -> None:
    """It is not read as something else."""
    write(command.folder)
    (command.folder / "outlets" / "outlets.csv").write_bytes("id,name\na,Höfn\n".encode("latin-1"))
    assert_fault(command("outlet", "courier.example"), 2, "outlets.csv", "cannot be read", "UTF-8")
