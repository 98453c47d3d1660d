"""The table of walls holds what it says it holds, and the rules weigh it as they say they do."""

from __future__ import annotations

import re
import time

import pytest

from provenance.core import tables
from provenance.core.walls import Answer, in_front, wall_in

PAGE = "https://daily.example/2024/story"
LONG = "The harbour board met on Tuesday and agreed to keep the old ferry running. " * 40


def answer(status: int = 200, *, url: str = PAGE, asked: str = PAGE, **more) -> Answer:
    return Answer(status=status, url=url, asked=asked, **more)


def test_every_sign_has_a_source_and_words_of_the_closed_lists() -> None:
    """Each row says where it is from, patterns are lower case, no place and pattern stand twice."""
    rows = tables.rows("walls.csv")
    places = r"field:[a-z0-9-]+|server|cookie|title|text|markup|script|host|path"
    for row in rows:
        assert re.fullmatch(
            r"https://\S+|wafw00f:\w+|is-antibot|identYwaf|crawl4ai|seen|word|unchecked( https://.+)?", row["source"]
        ), row
        assert row["kind"] in ("blocked", "login", "geo_block")
        assert row["weight"] in ("proof", "mark", "page")
        assert re.fullmatch(places, row["where"]), row
        assert row["wall"]
        assert row["pattern"] == row["pattern"].lower()
        assert row["pattern"] or row["where"].startswith("field:"), "only a field may be enough by being there"
        assert "’" not in row["pattern"], "texts and titles are held against the straight sign"
    keys = [(row["where"], row["pattern"]) for row in rows]
    assert len(keys) == len(set(keys))


def test_only_fields_and_hosts_prove() -> None:
    """Nothing that an article could print or carry decides alone."""
    proofs = {row["where"].partition(":")[0] for row in tables.rows("walls.csv") if row["weight"] == "proof"}
    assert proofs == {"field", "host"}


def test_every_sign_of_a_page_is_found() -> None:
    """Each title, text and piece of markup of a wall is recognised on a page that holds nothing else."""
    for row in tables.rows("walls.csv"):
        if row["weight"] != "page" or row["where"] not in ("title", "text", "markup", "script"):
            continue
        found = row["pattern"].replace("*", " x ").strip().upper()
        seen = {"title": found} if row["where"] == "title" else {row["where"]: found}
        if row["where"] == "script":
            seen = {"scripts": (found,)}
        wall = wall_in(answer(thin=True, **seen))
        assert wall is not None, row
        assert wall.kind == row["kind"], row
        assert wall_in(answer(thin=False, **seen)) is None, row


@pytest.mark.parametrize(
    ("url", "kind", "vendor"),
    [
        ("https://consent.yahoo.com/v2/collectConsent?sessionId=3", "blocked", "Yahoo"),
        ("https://guce.techcrunch.com/copyConsent?sessionId=3", "blocked", "Yahoo"),
        ("https://consent.google.de/m?continue=x", "blocked", "Google"),
        ("https://consent.youtube.com/m?continue=x", "blocked", "YouTube"),
        ("https://myprivacy.dpgmedia.nl/consent?siteKey=x", "blocked", "DPG Media"),
        ("https://validate.perfdrive.com/64b9/?ssa=1", "blocked", "Radware"),
    ],
)
def test_some_hosts_are_nothing_but_a_wall(url: str, kind: str, vendor: str) -> None:
    """A redirect there decides at any length; a link to there, or a host that only ends in the same letters, does not."""
    wall = wall_in(answer(url=url, text=LONG))
    assert wall is not None
    assert (wall.kind, wall.vendor) == (kind, vendor)
    assert wall_in(answer(url=url, asked=url, text=LONG)) is None
    assert wall_in(answer(url=url.replace("://", "://not"), text=LONG)) is None


@pytest.mark.parametrize(
    ("url", "vendor"),
    [
        ("https://login.microsoftonline.com/common/oauth2/v2.0/authorize?client_id=1", "Microsoft"),
        ("https://accounts.google.com/ServiceLogin?continue=x", "Google"),
        ("https://daily.eu.auth0.com/u/x", "Auth0"),
        ("https://www.linkedin.com/authwall?trk=x", "LinkedIn"),
        ("https://sso.uni.example/auth/realms/main/protocol/openid-connect/auth?client_id=1", "Keycloak"),
        ("https://fs.uni.example/adfs/ls/?SAMLRequest=fZ", "AD FS"),
        ("https://cas.uni.example/cas/login?service=x", "CAS"),
        ("https://daily.example/wp-login.php?redirect_to=x", "WordPress"),
        ("https://daily.example/Account/Login?ReturnUrl=%2f", ""),
        ("https://daily.example/accounts/login/?next=/story", ""),
        ("https://daily.example/iniciar-sesion", ""),
        ("https://account.daily.example/x?redirect_uri=y", ""),
    ],
)
def test_redirects_to_logins(url: str, vendor: str) -> None:
    """The page that came is a login where it holds no article; at the same address an article is one."""
    wall = wall_in(answer(url=url, thin=True))
    assert wall is not None
    assert (wall.kind, wall.vendor) == ("login", vendor)
    assert wall_in(answer(url=url, text=LONG)) is None


@pytest.mark.parametrize(
    "url",
    [
        "https://daily.example/2024/login-system-fails",
        "https://daily.example/2024/story?next=2",
        "https://id.daily.example/2024/berita",
        "https://daily.example/authors/mara-ellison",
        "https://catalogin.example/x",
        "https://www.daily.example/2024/story/",
        "http://[::bad/login",
    ],
)
def test_redirects_that_lead_to_no_login(url: str) -> None:
    """Words inside a segment, one parameter, or a host that is also a country's are not enough, thin as the page may be."""
    assert wall_in(answer(url=url, thin=True)) is None


def test_a_mark_names_who_stands_in_front_and_decides_nothing() -> None:
    """At 403 the vendor is named beside the status; elsewhere a mark is a remark or nothing."""
    fields = (("server", "cloudflare"), ("cf-ray", "8c1-CDG"))
    refused = wall_in(answer(403, fields=fields, thin=True))
    assert refused is not None
    assert (refused.kind, refused.vendor) == ("blocked", "Cloudflare")
    assert (
        refused.because == "the server answered 403; the server calls itself “cloudflare” – Cloudflare stands in front"
    )
    for status in (200, 404, 410, 429, 500, 503, 520, 530):
        assert wall_in(answer(status, fields=fields, thin=True)) is None, status
    assert in_front(answer(429, fields=fields)) == "the server calls itself “cloudflare” – Cloudflare stands in front"
    assert in_front(answer(404, fields=fields)) is None
    assert in_front(answer(403)) is None


def test_a_vendor_of_walls_is_named_before_the_network_that_carries_it() -> None:
    """DataDome behind Cloudflare is DataDome's refusal; a page that names nobody takes the vendor from the header."""
    both = (("server", "cloudflare"), ("x-datadome", "protected"))
    wall = wall_in(answer(403, fields=both, thin=True))
    assert wall is not None
    assert wall.vendor == "DataDome"
    wall = wall_in(answer(403, fields=(("server", "AkamaiGHost"),), title="Access Denied", thin=True))
    assert wall is not None
    assert wall.vendor == "Akamai"
    assert wall.because == "the title “access denied” – Akamai blocks the request"


def test_a_missing_page_is_believed_unless_a_vendor_speaks() -> None:
    """A 404 that says nothing but “Access denied” is a 404; one that is Cloudflare's own page is a wall."""
    assert wall_in(answer(404, title="Access Denied", thin=True)) is None
    assert wall_in(answer(404, markup="<div id='px-captcha'>", thin=True)) is None
    assert wall_in(answer(404, title="Just a moment...", thin=True)) is not None


def test_a_narrower_kind_goes_first() -> None:
    """Cloudflare's page for banned countries carries the title of its block page."""
    wall = wall_in(
        answer(
            403,
            title="Access denied | daily.example used Cloudflare to restrict access",
            text="The owner has banned the country or region your IP address is in",
            thin=True,
        )
    )
    assert wall is not None
    assert wall.kind == "geo_block"


def test_reasons_repeat_nothing_that_the_server_sent() -> None:
    """The words of a reason are ours and the table's, whatever the field holds."""
    wall = wall_in(answer(fields=(("cf-mitigated", "challenge \x1b[2J sly"),)))
    assert wall is not None
    assert wall.because == "the field cf-mitigated: challenge – Cloudflare shows a challenge"


def test_an_empty_field_is_no_field() -> None:
    """Some servers send the name of a field always and its value never."""
    assert wall_in(answer(403, fields=(("x-geo-blocked", ""), ("x-sucuri-block", " ")))) is None


def test_signs_beyond_the_head_of_a_page_are_not_read() -> None:
    """Markup is read for 100,000 characters."""
    assert wall_in(answer(thin=True, markup="x" * 100_000 + "_cf_chl_opt")) is None
    assert wall_in(answer(thin=True, markup="x" * 99_000 + "_CF_chl_opt")) is not None


def test_a_page_of_ordinary_size_costs_little() -> None:
    """An article of 100 kB takes far less than a millisecond; a page with no article on it a few."""
    markup = ("<div class='x'><script src='/a.js'></script>" + LONG) * 34
    fields = (*((f"x-field-{number}", "value") for number in range(20)), ("set-cookie", "a=1"), ("server", "nginx"))
    article = answer(url=PAGE + "?a=1", fields=fields, title="Ferry", text=LONG, markup=markup, scripts=("/a.js",) * 34)
    wall_in(article)
    best = min(_seconds(article) for _ in range(5))
    assert best < 0.001


def _seconds(page: Answer) -> float:
    begin = time.perf_counter()
    for _ in range(20):
        wall_in(page)
    return (time.perf_counter() - begin) / 20
