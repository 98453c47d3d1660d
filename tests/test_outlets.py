"""The tables of outlets: what they hold has a source, and what they do not hold is not guessed."""

from __future__ import annotations

import re

from provenance.core import outlets, tables


def test_every_filled_cell_says_where_it_is_from() -> None:
    """Each non-empty cell of outlets.csv has a row with the same value in outlet_facts.csv, and the other way round."""
    cells = {
        (row["id"], field, value)
        for row in tables.rows("outlets.csv")
        for field, value in row.items()
        if value and field not in ("id", "checked")
    }
    facts = {(row["outlet_id"], row["field"], row["value"]) for row in tables.rows("outlet_facts.csv")}
    assert cells == facts
    assert all(row["source"] for row in tables.rows("outlet_facts.csv"))


def test_a_fact_that_was_looked_up_says_when() -> None:
    """`unchecked` and `seed` facts carry no day of retrieval; any other source does."""
    for row in tables.rows("outlet_facts.csv"):
        assert bool(row["retrieved"]) == (row["source"] not in ("seed", "unchecked")), row


def test_the_tables_agree_with_each_other() -> None:
    """Ids are unique slugs, kinds and countries are of the closed lists, and every row elsewhere names a known outlet."""
    rows = tables.rows("outlets.csv")
    ids = [row["id"] for row in rows]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", known) for known in ids)
    assert all(row["kind"] in outlets.KINDS and re.fullmatch(r"[A-Z]{2}", row["country"]) for row in rows)
    for table in ("outlet_domains.csv", "agencies.csv"):
        assert {row["outlet_id"] for row in tables.rows(table)} <= set(ids)
    codes = {(row["outlet_id"], row["code"]) for row in tables.rows("agencies.csv")}
    assert codes == {(row["id"], code) for row in rows for code in row["dateline_codes"].split(";") if code}


def test_domains_belong_to_outlets_with_their_subdomains() -> None:
    """A subdomain belongs to the outlet of its domain; a domain that only ends in the same letters does not."""
    found = outlets.by_url("https://www.radiohc.cu/index.php/en/noticias/1-x")
    assert found is not None
    assert (found.id, found.short, found.country, found.domain) == ("radio-habana-cuba", "RHC", "CU", "radiohc.cu")
    assert outlets.by_url("https://notradiohc.cu/") is None
    assert outlets.by_url("https://daily.example/") is None
    assert outlets.by_url("not a url") is None


def test_names_and_codes_lead_to_one_outlet() -> None:
    """The code in a dateline, the code with a desk, and the name are one agency; other words are none."""
    found = [outlets.by_name(name) for name in ("dpa", "dpa/lno", "Deutsche Presse-Agentur")]
    assert {outlet.id for outlet in found if outlet} == {"deutsche-presse-agentur"}
    assert None not in found
    assert outlets.by_name("The Harbour Courier") is None
    assert outlets.is_agency("Reuters")
    assert not outlets.is_agency("Jane Roe")


def test_facts_tell_from_where() -> None:
    """Each fact about an outlet stands beside where it was read."""
    facts = {
        row["field"]: row["source"]
        for row in tables.rows("outlet_facts.csv")
        if row["outlet_id"] == "radio-habana-cuba"
    }
    assert facts["short"] == "seed"
    assert {row["outlet_id"] for row in tables.rows("outlet_facts.csv")} <= {
        row["id"] for row in tables.rows("outlets.csv")
    }


def test_anchors_have_a_pattern_that_finds_an_id() -> None:
    """Every anchor compiles, has one group, and says how its day is known."""
    rows = tables.rows("anchors.csv")
    assert rows
    for row in rows:
        assert re.compile(row["id_pattern"]).groups == 1
        assert row["basis"]
        assert row["source"]
    found = outlets.anchors_for("https://www.radiohc.cu/1-x")
    assert [anchor.identifier for anchor in found] == sorted(anchor.identifier for anchor in found)
