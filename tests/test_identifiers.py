"""DOIs, handles and other identifiers: recognised as people write them, and asked for where they are registered."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from provenance.core.identifiers import HandleAnswer, handle_answer, identify
from provenance.core.lists import load
from provenance.core.model import Exchange, Hop
from provenance.core.tables import rows
from provenance.core.urls import BadUrl, read_link, same_page_key
from provenance.jobs.clock import now
from tests.command import Command, assert_fault
from tests.site import Site


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


def at(folder: Path, site: Site) -> Command:
    """A command whose resolvers are the test site."""
    base = site.url("").rstrip("/")
    return Command.at(folder, site, doi_resolver=base, handle_resolver=base + "/")


SPELLINGS = [
    "doi:10.5555/Registered",
    "DOI:10.5555/registered",
    "DOI 10.5555/registered",
    "doi: 10.5555/registered.",
    "10.5555/registered",
    "10.5555/registered).",
    "info:doi/10.5555/registered",
    "urn:doi:10.5555:registered",
    "https://doi.org/10.5555/registered",
    "https://doi.org/10.5555%2Fregistered",
    "http://dx.doi.org/10.5555/registered?utm_source=post#top",
    "https://www.doi.org/10.5555/registered",
    "https://doi.org/doi:10.5555/registered",
    "doi:https://doi.org/10.5555/registered",
    "https://doi.org/https://doi.org/10.5555/registered",
    "doi.org/10.5555/registered",
    "hdl:10.5555/registered",
    "<doi:10.5555/registered>",
    "doi:10.5555/\u200bregistered",
]


@pytest.mark.parametrize("text", SPELLINGS)
def test_every_spelling_of_a_doi_is_one_record_and_one_page(text: str) -> None:
    """The record of the Handle System is asked for, and the log knows all of them as one page."""
    href = read_link(text).href
    assert href.lower() == "https://doi.org/api/handles/10.5555/registered"
    assert same_page_key(text) == "https://doi.org/10.5555/registered"


@pytest.mark.parametrize(
    "text",
    [
        "https://doi.org/",
        "https://www.doi.org/the-identifier/what-is-a-doi/",
        "https://doi.org/api/handles/10.5555/registered",
        "https://doi.org.quay.example/10.5555/registered",
        "https://quay.example/10.5555/registered",
        "https://hdl.handle.net/api/handles/2027/registered",
    ],
)
def test_what_only_looks_like_a_doi_stays_a_link(text: str) -> None:
    """Its URL is asked for as it stands, and its key is the one that it always had."""
    assert read_link(text).href == text
    assert same_page_key(text) == text


@pytest.mark.parametrize("text", ["10.1.2.3/24", "report.pdf", "doing/10.5/x", "10.55/x", "doi", "doi:", "10.5555/"])
def test_what_is_no_identifier_is_none(text: str) -> None:
    """An address block, a file and half a DOI are not taken for one."""
    assert identify(text) is None


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("doi:10.5555/(SICI)99:1<1::AID-A1>3.0.CO;2-1", "10.5555/(SICI)99:1%3C1::AID-A1%3E3.0.CO;2-1"),
        ("doi:10.5555/a#b?c", "10.5555/a%23b%3Fc"),
        ("https://doi.org/10.5555/a%23b", "10.5555/a%23b"),
        ("doi:10.5555/x(1)", "10.5555/x(1)"),
        ("doi:10.5555/../../evil", "10.5555%2F..%2F..%2Fevil"),
        ("https://doi.org/10.5555/x.", "10.5555/x."),
        ("doi:10/abcd", "10/abcd"),
    ],
)
def test_names_are_escaped_as_the_handbook_asks(text: str, path: str) -> None:
    """What belongs to the name reaches the resolver as part of it; steps of dots lead nowhere else."""
    assert read_link(text).href == f"https://doi.org/api/handles/{path}"


def test_what_was_left_out_or_may_be_too_much_is_said() -> None:
    """A sentence's stop is cut where a DOI stands in prose, and only pointed out where it is part of a URL."""
    assert "“).” at its end was left out" in read_link("10.5555/x).").notes[0]
    assert "ends in “.”" in read_link("https://doi.org/10.5555/x.").notes[-1]


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("arXiv:2101.00001v2", "https://arxiv.org/abs/2101.00001v2"),
        ("arxiv:hep-th/9901001", "https://arxiv.org/abs/hep-th/9901001"),
        ("PMID: 12345", "https://pubmed.ncbi.nlm.nih.gov/12345/"),
        ("info:pmid/12345", "https://pubmed.ncbi.nlm.nih.gov/12345/"),
        ("PMCID: pmc1234567", "https://pmc.ncbi.nlm.nih.gov/articles/PMC1234567/"),
        ("PMC1234567", "https://pmc.ncbi.nlm.nih.gov/articles/PMC1234567/"),
        ("ark:/12148/btv1b8449691v/f29", "https://n2t.net/ark:/12148/btv1b8449691v/f29"),
        ("ark:12148/btv1b8449691v", "https://n2t.net/ark:/12148/btv1b8449691v"),
        ("urn:nbn:de:gbv:089-33217", "https://nbn-resolving.org/urn:nbn:de:gbv:089-33217"),
        ("URN:NBN:fi:tkk-004781", "https://urn.fi/URN:NBN:fi:tkk-004781"),
        ("swh:1:rev:" + "a1" * 20, "https://archive.softwareheritage.org/swh:1:rev:" + "a1" * 20),
        ("openalex:w2741809807", "https://openalex.org/W2741809807"),
        ("ssrn:1234567", "https://ssrn.com/abstract=1234567"),
        ("bibcode:1974AJ.....79..819H", "https://ui.adsabs.harvard.edu/abs/1974AJ.....79..819H"),
    ],
)
def test_other_identifiers_become_the_link_of_their_resolver(text: str, url: str) -> None:
    """And the reasons say so."""
    address = read_link(text)
    assert address.href == url
    assert any(url in note for note in address.notes)


@pytest.mark.parametrize(
    "text", ["urn:isbn:9780306406157", "ISBN 978-0-306-40615-7", "issn:2049-3630", "urn:nbn:it:x-1"]
)
def test_names_that_nobody_answers_for_are_unsupported(text: str) -> None:
    """A book has no page; nothing is asked, and the message says why."""
    with pytest.raises(BadUrl, match=r"is an ISBN|is an ISSN|national bibliography number") as error:
        read_link(text)
    assert error.value.unsupported


def test_table_of_identifiers_is_whole() -> None:
    """Each row says where it comes from, and its pattern has one group."""
    for row in rows("identifiers.csv"):
        assert row["source"], row
        assert None not in row, row
        assert row["url"].count("{}") == (1 if row["url"] else 0)


# -- through the front door ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "verdict", "says"),
    [
        (
            "doi:10.5555/registered",
            "alive ok",
            "the DOI is registered; it leads to https://journal.example/articles/1",
        ),
        ("doi:10.5555/two-places", "alive ok", "https://first.example/"),
        ("doi:10.5555/locations", "alive ok", "https://heavy.example/?a=1&b=2"),
        ("doi:10.5555/odd-place", "alive ok", "http://[::bad/"),
        ("hdl:2027/registered", "alive ok", "the handle is registered; it leads to https://library.example/2"),
        ("doi:10.5555/missing", "dead not_found", "no such DOI is registered: 10.5555/missing"),
        ("doi:10.5555/no-url", "unknown empty", "its record names no address"),
        ("doi:10.5555/no-values", "unknown empty", "its record names no address"),
        ("doi:10.5555/alias", "unknown empty", "another name of 10.5555/registered"),
        ("doi:10.5555/broken", "unknown server_error", "500"),
        ("doi:10.5555/error-in-200", "unknown bad_http", "not with a record"),
        ("doi:10.5555/front-page", "unknown bad_http", "not with a record"),
        ("doi:10.5555/no-api", "unknown bad_http", "not with a record"),
        ("doi:10.5555/nest", "unknown bad_http", "not with a record"),
    ],
)
def test_registration_decides(site: Site, tmp_path: Path, name: str, verdict: str, says: str) -> None:
    """By the answer of the Handle System alone; what is no answer of it says nothing of the name."""
    (record,) = at(tmp_path, site).records("check", name)
    assert f"{record['state']} {record['kind']}" == verdict, record["because"]
    assert says in record["because"][0]
    assert not record["confirmed"]
    assert record["url"] == name
    assert record["hops"][0]["url"] == site.url("api/handles/" + name.partition(":")[2])


def test_target_is_where_the_doi_leads(site: Site, tmp_path: Path) -> None:
    """The page itself is not asked for, and the reasons say so."""
    (record,) = at(tmp_path, site).records("check", "doi:10.5555/registered")
    assert record["target"] == "https://journal.example/articles/1"
    assert len(record["hops"]) == 1
    assert "the page that it leads to was not asked for" in record["because"]


def test_url_of_a_doi_is_asked_for_at_the_named_resolver(site: Site, tmp_path: Path) -> None:
    """`https://doi.org/…` too, so that a mirror can stand in for it."""
    (record,) = at(tmp_path, site).records("check", "https://dx.doi.org/10.5555/registered")
    assert (record["state"], record["kind"]) == ("alive", "ok")


def test_adding_a_doi_reads_its_page(site: Site, tmp_path: Path) -> None:
    """A record of a registration is no source: `add` follows the name to the page."""
    done = at(tmp_path, site)("add", "doi:10.5555/anything")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Harbour board keeps the old ferry" in done.stdout


def test_isbn_is_no_link_verdict(site: Site, tmp_path: Path) -> None:
    """Unknown, unsupported, and why."""
    (record,) = at(tmp_path, site).records("check", "urn:isbn:9780306406157")
    assert (record["state"], record["kind"]) == ("unknown", "unsupported")
    assert "names a book and no page" in record["because"][0]


def test_resolver_that_is_no_address_is_a_fault(site: Site, tmp_path: Path) -> None:
    """Said before anything is asked."""
    command = Command.at(tmp_path, site, doi_resolver="doi.org")
    assert_fault(command("check", "doi:10.5555/registered"), 2, "doi_resolver", "https://doi.org")


# -- lists --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.bib", "@article{one,\n  title = {Ferries},\n  doi = {10.5555/Ferry\\_1},\n}\n"),
        ("a.ris", "TY  - JOUR\nTI  - Ferries\nDO  - doi:10.5555/Ferry_1\nER  - \n"),
        (
            "a.json",
            '[{"type": "article-journal", "title": "Ferries", "DOI": "10.5555/Ferry_1",\n "issued": {"raw": "2024"}}]',
        ),
    ],
)
def test_entry_with_nothing_but_a_doi_is_a_link(name: str, text: str) -> None:
    """Bibliographies often have no URL; one that is there still goes first."""
    loaded = load(text.encode(), name=name)
    assert [item.url for item in loaded.items] == ["https://doi.org/10.5555/Ferry_1"]
    assert loaded.items[0].given["title"] == "Ferries"
    assert loaded.items[0].origin.line in {1, 3}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.bib", "@article{one,\n  doi = {10.5555/x},\n  url = {https://quay.example/f},\n}\n"),
        ("a.ris", "TY  - JOUR\nDO  - 10.5555/x\nUR  - https://quay.example/f\nER  - \n"),
        ("a.json", '[{"type": "article-journal", "DOI": "10.5555/x", "URL": "https://quay.example/f"}]'),
    ],
)
def test_entry_with_a_link_is_one_link(name: str, text: str) -> None:
    """Its DOI is not a second one."""
    assert [item.url for item in load(text.encode(), name=name).items] == ["https://quay.example/f"]


def test_identifiers_stand_in_plain_lists_and_in_prose() -> None:
    """One a line, with or without label; in prose only with one."""
    listed = load(b"doi:10.5555/a\n10.5555/b\narXiv:2101.00001\nhttps://quay.example/x\n", name="list.txt")
    assert [item.url for item in listed.items] == [
        "doi:10.5555/a", "10.5555/b", "arXiv:2101.00001", "https://quay.example/x",
    ]  # fmt: skip
    assert not listed.problems
    prose = load(b"Ellison, M.: Ferries. Quay 3 (2024), doi:10.5555/a(1). Version 10.5555/b.\n", name="p.md")
    assert [item.url for item in prose.items] == ["doi:10.5555/a(1)"]


# -- whatever comes -----------------------------------------------------------------------------------------------


def answer(content: bytes, *, original: str = "doi:10.5555/x", status: int = 200) -> HandleAnswer | None:
    url = "https://doi.org/api/handles/10.5555/x"
    return handle_answer(
        Exchange(
            original=original,
            target=url,
            status_code=status,
            hops=(Hop(url=url, status_code=status),),
            content=content,
            retrieved_at=now(),
        )
    )


def test_the_api_asked_for_by_its_own_url_is_an_ordinary_page() -> None:
    """Who gives that URL wants to know of it, and not of the DOI."""
    content = b'{"responseCode": 100, "handle": "10.5555/x"}'
    assert answer(content) is not None
    assert answer(content, original="https://doi.org/api/handles/10.5555/x") is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["responseCode", "handle", "values", "type", "data", "value", "index", "URL"]), inner
        )
    ),
    max_leaves=12,
)


@given(values=JSON, code=JSON)
def test_no_answer_is_too_strange(values: object, code: object) -> None:
    """A record of any shape is read, or is none."""
    content = json.dumps({"responseCode": code, "values": values}).encode()
    assert (answer(content) is None) is (type(code) is not int)


@example("\nA", "https://doi.org/10.5555/")
@given(
    st.text(max_size=40), st.sampled_from(["", "doi:", "https://doi.org/10.5555/", "10.5555/", "hdl:2/", "urn:nbn:de:"])
)
def test_any_text_is_read_or_refused(text: str, before: str) -> None:
    """BadUrl is all that is raised; and the key of an identifier is a key of itself."""
    key = same_page_key(before + text)
    assert same_page_key(key) == key or not key.startswith(("https://doi.org/10.", "https://hdl.handle.net/"))
    with contextlib.suppress(BadUrl):
        read_link(before + text)
