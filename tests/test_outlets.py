"""The tables of outlets: what they hold has a source, and what they do not hold is not guessed."""

from __future__ import annotations

import re
import unicodedata

from provenance.core import outlets, tables
from provenance.core.urls import read_url, registrable_domain

# ISO 3166-1 alpha-2, and XK, which the standard leaves to users and which stands for Kosovo.
COUNTRIES = frozenset(
    re.findall(
        r"\w+",
        "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY "
        "BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK "
        "FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR "
        "IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK "
        "ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM "
        "PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF "
        "TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW XK",
    )
)
# Language subtags of the IANA registry: all of two letters, and those of three that the tables use.
LANGUAGES = frozenset(
    re.findall(
        r"\w+",
        "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee "
        "el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is "
        "it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms "
        "mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk "
        "sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi "
        "yo za zh zu ckb cnr fil pcm tet yue",
    )
)
ROLES = {"primary", "mirror", "regional", "former", "shared_host"}
SOURCE = re.compile(r"unchecked|seed|page|self:\S+|github:[\w.-]+/[\w.-]+(@[0-9a-f]{12})?/\S+|package:\S+ [\w.]+/\S+")


def issn_is_right(issn: str) -> bool:
    """ISO 3297: weights 8 to 2, modulo 11, X for 10."""
    digits = issn.replace("-", "")
    total = sum(weight * int(digit) for weight, digit in zip(range(8, 1, -1), digits[:7], strict=True))
    return "0123456789X"[-total % 11] == digits[7]


def tags_are_right(tags: str) -> bool:
    """Each is a language, perhaps with a script and a region (RFC 5646)."""
    form = re.compile(r"([a-z]{2,3})(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
    found = [form.fullmatch(tag) for tag in tags.split(";")]
    return all(match and match[1] in LANGUAGES for match in found)


def test_every_filled_cell_says_where_it_is_from() -> None:
    """Each cell of the outlets and their domains has one row with the same value in outlet_facts.csv, and no row is over."""
    cells = [
        (row["id"], field, value)
        for row in tables.rows("outlets.csv")
        for field, value in row.items()
        if value and field not in ("id", "checked")
    ]
    for row in tables.rows("outlet_domains.csv"):
        cells.append((row["outlet_id"], "domain", row["domain"]))
        cells += [(row["outlet_id"], "domain_lang", f"{row['domain']} {row['lang']}")] if row["lang"] else []
    facts = [(row["outlet_id"], row["field"], row["value"]) for row in tables.rows("outlet_facts.csv")]
    assert set(cells) == set(facts)
    assert len(facts) == len(set(facts))


def test_sources_name_what_was_read_and_when() -> None:
    """`unchecked` and `seed` facts carry no day of a look; any other does, and names a file or a page's address."""
    for row in tables.rows("outlet_facts.csv"):
        assert SOURCE.fullmatch(row["source"]), row
        assert bool(row["retrieved"]) == (row["source"] not in ("seed", "unchecked")), row
        assert re.fullmatch(r"(\d{4}-\d\d-\d\d)?", row["retrieved"]), row
        assert row["source_url"].startswith("https://") == (row["source"] == "page"), row


def test_the_tables_are_as_large_as_promised() -> None:
    """At least 1,000 domains of 700 outlets in 90 countries; agencies, broadcasters and fact-checkers on each continent."""
    rows = tables.rows("outlets.csv")
    assert len(tables.rows("outlet_domains.csv")) >= 1000
    assert len(rows) >= 700
    assert len({row["country"] for row in rows}) >= 90
    for kind in ("news_agency", "public_broadcaster", "state_media", "fact_checker"):
        countries = {row["country"] for row in rows if row["kind"] == kind}
        assert len(countries) >= 25, kind
    assert {"AR", "GH", "IN", "GE", "ES", "US", "KE", "JO"} <= {
        row["country"] for row in rows if row["kind"] == "fact_checker"
    }


def test_cells_are_of_the_closed_lists() -> None:
    """Ids are unique slugs; kinds, countries, languages and roles come from lists; an ISSN's check digit is right."""
    rows = tables.rows("outlets.csv")
    ids = [row["id"] for row in rows]
    assert len(ids) == len(set(ids))
    for row in rows:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["id"]), row
        assert row["kind"] in outlets.KINDS, row
        assert row["country"] in COUNTRIES, row
        assert tags_are_right(row["langs"]), row
        assert all(issn_is_right(row[field]) for field in ("issn", "eissn") if row[field]), row
        assert re.fullmatch(r"(Q[1-9]\d*)?", row["wikidata"]), row
        assert row["name"] == unicodedata.normalize("NFC", row["name"]).strip(), row
    assert issn_is_right("0317-8471")
    assert not issn_is_right("0317-8472")
    assert not tags_are_right("xq")


def test_domains_are_hosts_or_hosts_and_paths_and_each_stands_once() -> None:
    """A row is a host below a public suffix, with a path or without, as `read_url` writes it; an outlet has one primary."""
    rows = tables.rows("outlet_domains.csv")
    domains = [row["domain"] for row in rows]
    assert len(domains) == len(set(domains))
    for row in rows:
        address = read_url(f"https://{row['domain']}")
        path = address.target.rstrip("/")
        assert row["domain"] == address.host + path, row
        assert registrable_domain(address.host), row
        assert row["role"] in ROLES, row
        assert not row["lang"] or tags_are_right(row["lang"]), row
        assert not row["domain"].startswith("www."), row
    primaries = [row["outlet_id"] for row in rows if row["role"] == "primary"]
    assert sorted(primaries) == sorted(row["id"] for row in tables.rows("outlets.csv"))


def test_every_row_finds_its_own_outlet() -> None:
    """A page below each domain of the table belongs to that row and no other."""
    for row in tables.rows("outlet_domains.csv"):
        found = outlets.domain_of(f"https://{row['domain']}/a-page-of-it")
        assert found is not None
        assert found.domain == row["domain"]


def test_tables_are_sorted_and_clean() -> None:
    """One line a row, in order, so that a change shows as itself; no stray spaces."""
    for name, key in (("outlets.csv", "id"), ("outlet_domains.csv", "domain"), ("agencies.csv", "code")):
        values = [row[key] for row in tables.rows(name)]
        assert values == sorted(values), name
    for name in outlets.TABLES:
        assert all(line == line.strip() and line for line in tables.text(name).splitlines()), name
        assert len(tables.text(name).splitlines()) == len(tables.rows(name)) + tables.text(name).count("\n#") + 2, name


def test_codes_belong_to_known_outlets() -> None:
    """Each code of agencies.csv is a cell of its outlet, with its country; one that several print is marked."""
    known = {row["id"]: row for row in tables.rows("outlets.csv")}
    rows = tables.rows("agencies.csv")
    codes = {(row["outlet_id"], row["code"]) for row in rows}
    assert len(codes) == len(rows)
    assert codes == {(row["id"], code) for row in known.values() for code in row["dateline_codes"].split(";") if code}
    for row in rows:
        assert row["country"] == known[row["outlet_id"]]["country"], row
        assert re.fullmatch(r"[A-Z][a-z]{3}", row["script"]), row
        assert row["case"] in ("", "exact"), row
        shared = sum(other["code"] == row["code"] for other in rows) > 1
        assert row["ambiguous"] or not shared, row
    assert {row["outlet_id"] for row in tables.rows("outlet_domains.csv")} <= set(known)


def test_domains_belong_to_outlets_with_their_subdomains() -> None:
    """A subdomain belongs to the outlet of its domain; a domain that only ends in the same letters does not."""
    found = outlets.by_url("https://www.radiohc.cu/index.php/en/noticias/1-x")
    assert found is not None
    assert (found.id, found.short, found.country, found.domain) == ("radio-habana-cuba", "RHC", "CU", "radiohc.cu")
    assert outlets.by_url("https://notradiohc.cu/") is None
    assert outlets.by_url("https://daily.example/") is None
    assert outlets.by_url("not a url") is None


def test_the_longest_match_tells_the_edition() -> None:
    """A host or the beginning of a path says more than the domain; a path that only begins with the same letters does not."""
    for url, domain, lang in (
        ("https://www.bbc.com/mundo/articles/x", "bbc.com/mundo", "es"),
        ("https://www.bbc.com/mundolandia", "bbc.com", ""),
        ("https://english.alarabiya.net/News/x", "english.alarabiya.net", "en"),
        ("https://www.alarabiya.net/x", "alarabiya.net", ""),
        ("https://m.www.lemonde.fr/en/x", "lemonde.fr/en", "en"),
    ):
        found = outlets.domain_of(url)
        assert found is not None
        assert (found.domain, found.lang) == (domain, lang)


def test_names_and_codes_lead_to_one_outlet() -> None:
    """The code in a dateline, the code with a desk, and the name are one agency; other words are none."""
    found = [outlets.by_name(name) for name in ("dpa", "dpa/lno", "DPA", "Deutsche Presse-Agentur")]
    assert {outlet.id for outlet in found if outlet} == {"deutsche-presse-agentur"}
    assert None not in found
    assert outlets.by_name("The Harbour Courier") is None
    assert outlets.is_agency("Reuters")
    assert not outlets.is_agency("Jane Roe")


def test_what_several_have_leads_to_none() -> None:
    """Two agencies sign APA, four papers are called La Prensa: the letters alone do not say which."""
    assert outlets.by_name("APA") is None
    assert outlets.is_agency("APA")
    assert outlets.is_ambiguous("APA")
    assert outlets.by_name("La Prensa") is None
    austrian = outlets.by_url("https://apa.at/x")
    assert austrian is not None
    assert outlets.speaks_for("APA", austrian)


def test_a_word_or_a_given_name_is_no_outlet() -> None:
    """Ana, Nina and Petra write articles; Iran, Time and Open are words before they are papers."""
    for word in ("Nina", "Ana", "Mia", "Lana", "Iran", "Time", "time", "Open", "Metro", "map"):
        assert outlets.by_name(word) is None, word
        assert not outlets.is_agency(word), word
    assert outlets.is_agency("NINA")
    assert outlets.is_agency("新华社")


def test_facts_tell_from_where() -> None:
    """Each fact about an outlet stands beside where it was read."""
    facts = {fact.field: fact.source for fact in outlets.facts("radio-habana-cuba")}
    assert facts["short"] == "seed"
    assert outlets.facts("of-no-outlet") == ()


def test_anchors_have_a_pattern_that_finds_an_id() -> None:
    """Every anchor compiles, has one group, and says how its day is known; two of a domain bracket a time."""
    rows = tables.rows("anchors.csv")
    assert rows
    for row in rows:
        assert re.compile(row["id_pattern"]).groups == 1
        assert row["basis"]
        assert row["source"]
        assert sum(other["domain"] == row["domain"] for other in rows) >= 2
    found = outlets.anchors_for("https://www.radiohc.cu/1-x")
    assert [anchor.identifier for anchor in found] == sorted(anchor.identifier for anchor in found)
