"""The HTML report: complete without a script, asking for nothing, deaf to what pages say; and in a real browser."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from provenance.core.reports import html
from tests.audited_material import audited

LINKS = 200


@pytest.fixture(scope="module")
def page() -> str:
    return "".join(html.render(audited(LINKS)))


@pytest.fixture(scope="module")
def tree(page: str) -> LexborHTMLParser:
    return LexborHTMLParser(page)


def test_nothing_is_fetched(tree: LexborHTMLParser) -> None:
    """No element loads anything, and the policy forbids it to those that a hostile page might have smuggled in."""
    assert not tree.css(
        "link, img, iframe, object, embed, base, audio, video, source, [src], [style], [onclick], [srcset]"
    )
    assert {anchor.attributes["href"].partition(":")[0] for anchor in tree.css("a[href]")} == {"https", "#links"}
    policy = tree.css_first("meta[http-equiv=Content-Security-Policy]").attributes["content"]
    assert policy.startswith("default-src 'none'; ")
    for name in ("script", "style"):
        (element,) = tree.css(name)
        digest = base64.b64encode(hashlib.sha256(element.text().encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy, "the policy lets in this one alone"


def test_what_pages_say_is_text(tree: LexborHTMLParser, page: str) -> None:
    """Markup in titles, reasons and names of files is shown; what would turn the text around is an escape."""
    texts = tree.css_first("#links").text()
    assert "<script>document.title='taken'</script>" in texts
    assert "</style></script><h1>Mine</h1>" in texts
    assert "\\u202ereversed" in texts
    assert "\u202e" not in page
    assert tree.css_first("h1").text() == "Links of sources.bib, links <b>.md"
    assert not tree.css("b i, li i, td b b, #links h1")


def test_each_link_has_its_row(tree: LexborHTMLParser) -> None:
    """The dead first; each row opens to the way that was gone, the comparisons with their evidence, the copy."""
    rows = tree.css("#links tbody tr")
    assert len(rows) == LINKS
    states = [row.attributes["data-state"] for row in rows]
    assert states[0] == "dead"
    assert states[-1] == "alive"
    assert all("What was asked" in row.css_first("details").text() for row in rows)
    assert any("archive.example, 2019-04-02" in row.text() for row in rows)
    assert any("in jsonld:datePublished" in row.text() for row in rows)
    assert "1. 301: https://" in tree.css_first("[data-kind=moved] .way").text()


def test_tables_can_be_heard(tree: LexborHTMLParser) -> None:
    """Captions, scopes, a language, a title, a name for each picture, words beside each sign."""
    assert tree.css_first("html").attributes["lang"] == "en"
    assert tree.css_first("title").text().startswith("Links of sources.bib")
    assert all(table.css_first("caption") for table in tree.css("table"))
    assert all(head.attributes.get("scope") in ("col", "row") for head in tree.css("th"))
    assert all({"aria-label", "aria-hidden"} & set(picture.attributes) for picture in tree.css("svg"))
    assert re.fullmatch(r"[✓✗?] (alive|unknown|dead\?).*", tree.css_first("#links td.state").text())


# -- in Chromium --------------------------------------------------------------------------------------------------

_QUIET = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A browser with an empty profile of its own."""
    webdriver = pytest.importorskip("selenium.webdriver", reason="needs selenium: pip install '.[browser]'")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    if not chromium or not driver:
        pytest.skip("needs Chromium and its driver: apt install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for word in (*_QUIET, f"--user-data-dir={tmp_path_factory.mktemp('profile')}", "--window-size=1280,1000"):
        options.add_argument(word)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    from selenium.webdriver.chrome.service import Service

    with webdriver.Chrome(options=options, service=Service(driver)) as browser:
        yield browser


def opened(browser: Any, folder: Path, links: int) -> Any:
    """The report of so many links, loaded."""
    path = folder / f"report-{links}.html"
    path.write_text("".join(html.render(audited(links))), encoding="utf-8")
    browser.get(path.as_uri())
    return browser


def shown(browser: Any) -> list[str]:
    """The numbers of the rows that are shown, in their order."""
    return browser.execute_script(
        "return [...document.querySelectorAll('#links tbody tr')].filter(r => !r.hidden).map(r => r.cells[0].textContent)"
    )


def test_sorts_and_filters(browser: Any, tmp_path: Path) -> None:
    """By the keyboard alone: a heading is a button that says how it sorts, a filter tells what is left."""
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
    from selenium.webdriver.support.wait import WebDriverWait

    opened(browser, tmp_path, LINKS)
    head = browser.find_element(By.CSS_SELECTOR, "#links thead th")
    head.find_element(By.TAG_NAME, "button").send_keys(Keys.ENTER)
    assert head.get_attribute("aria-sort") == "ascending"
    assert shown(browser) == [str(number) for number in range(1, LINKS + 1)]
    head.find_element(By.TAG_NAME, "button").send_keys(Keys.SPACE)
    assert head.get_attribute("aria-sort") == "descending"
    assert shown(browser)[0] == str(LINKS)
    sorted_by = "return [...document.querySelectorAll('#links [aria-sort]')].map(h => h.getAttribute('aria-sort'))"
    assert browser.execute_script(sorted_by).count("none") == 6

    browser.find_element(By.NAME, "state").send_keys("dead")
    told = browser.find_element(By.CSS_SELECTOR, "#links output")
    WebDriverWait(browser, 5).until(lambda _: "of 200 links are shown" in told.text)
    dead = len(shown(browser))
    assert 0 < dead < LINKS
    assert told.text == f"{dead} of 200 links are shown."
    browser.find_element(By.CSS_SELECTOR, ".filters [type=reset]").send_keys(Keys.ENTER)
    WebDriverWait(browser, 5).until(lambda _: told.text == "All 200 links are shown.")
    browser.find_element(By.NAME, "text").send_keys("Quayside-Courier gone")
    WebDriverWait(browser, 5).until(lambda _: len(shown(browser)) < dead)
    assert shown(browser)

    browser.find_element(By.CSS_SELECTOR, "#links tbody tr:not([hidden]) summary").send_keys(Keys.ENTER)
    assert "What was asked" in browser.find_element(By.CSS_SELECTOR, "#links details[open]").text


def test_no_script_of_others_runs(browser: Any, tmp_path: Path) -> None:
    """Nor is anything asked for: the console, which tells of either, stays empty."""
    opened(browser, tmp_path, LINKS)
    assert browser.title.startswith("Links of ")
    assert browser.execute_script("return performance.getEntriesByType('resource').length") == 0
    assert [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"] == []


def test_smuggled_script_is_stopped_by_the_policy(browser: Any, tmp_path: Path) -> None:
    """Even if something were not escaped."""
    opened(browser, tmp_path, 10)
    smuggled = "const s = document.createElement('script'); s.textContent = \"document.title = 'taken'\"; document.body.append(s)"
    browser.execute_script(smuggled)
    assert browser.title.startswith("Links of ")
    assert "Content Security Policy" in str(browser.get_log("browser"))


def test_five_thousand_links_open_at_once(browser: Any, tmp_path: Path) -> None:
    """In less than two seconds, laid out and ready; the best of three, for the machine may be busy."""
    times = []
    for _ in range(3):
        opened(browser, tmp_path, 5000)
        times.append(
            browser.execute_async_script(
                "const done = arguments[0]; requestAnimationFrame(() => setTimeout(() => done(performance.now())))"
            )
        )
        browser.get("about:blank")
    assert min(times) < 2000, times


def test_axe_finds_nothing_serious(browser: Any, tmp_path: Path) -> None:
    """In light and dark, with all rows open. $PROVENANCE_AXE names `axe.min.js` of the npm package axe-core."""
    script = os.environ.get("PROVENANCE_AXE")
    if not script:
        pytest.skip("needs axe-core: npm pack axe-core, then set PROVENANCE_AXE to its axe.min.js")
    for scheme in ("light", "dark"):
        media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
        opened(browser, tmp_path, 60)
        browser.execute_script("for (const one of document.querySelectorAll('details')) one.open = true")
        browser.execute_script(Path(script).read_text(encoding="utf-8"))
        found = browser.execute_async_script(
            "const done = arguments[0]; axe.run(document).then((told) => done(told.violations.map("
            "(one) => [one.id, one.impact, one.nodes[0].html])))"
        )
        assert found == [], scheme
