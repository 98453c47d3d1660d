"""Archived copies in citations: both addresses, the day of the capture, and the address that works first."""

from __future__ import annotations

import json

import pytest

from provenance.core.csl.archived import archived_sentence
from provenance.jobs.render import cite
from tests.command import Command
from tests.site import Site

PAGE = "https://post.example/a"
COPY = "https://archive.example/web/20231019175606/https://post.example/a"
ITEM = {
    "id": "a", "type": "webpage", "title": "Harbour talks end", "URL": PAGE, "container-title": "Post",
    "issued": {"date-parts": [[2023, 5, 1]]}, "accessed": {"date-parts": [[2023, 6, 1]]}, "archive_location": COPY,
}  # fmt: skip


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        (None, "Archived from the original on October 19, 2023: "),
        ("en-GB", "Archived from the original on 19 October 2023: "),
        ("de-AT", "Archiviert vom Original am 19. Oktober 2023: "),
        ("fr-CA", "Archivé à partir de l’original le 19 octobre 2023 : "),
        ("es-MX", "Archivado desde el original el 19 de octubre de 2023: "),
        ("it-IT", "Archived from the original on 2023-10-19: "),
    ],
)
def test_day_of_the_capture_in_words_of_the_locale(locale, words):
    """A language without words of ours gets figures, which are of none."""
    assert cite(ITEM, locale=locale).text.endswith(f"{PAGE} {words}{COPY}")


def test_first_of_a_month_in_french():
    """Le 1er mai."""
    assert "le 1er mai 2023 :" in archived_sentence(ITEM | {"archive_date": "2023-05-01"}, locale="fr-FR")


def test_day_as_the_style_has_days():
    """In figures beside figures, though not for those in a link; the day first where the style has it first."""
    assert "am 2023-10-19:" in archived_sentence(ITEM, entry="Post, 01.05.2023.", locale="de-DE")
    assert "am 19. Oktober" in archived_sentence(ITEM, entry="Post, https://post.example/2023-05-01", locale="de-DE")
    assert "on 19 October 2023:" in cite(ITEM, style="mla").text


@pytest.mark.parametrize("style", ["apa", "mla", "chicago", "ieee", "ama", "harvard-cite-them-right"])
def test_dead_page_is_cited_by_its_copy(style):
    """The copy stands as the URL, once, and the original is named after it; a page that answers keeps its own."""
    dead = cite(ITEM | {"url_status": "dead"}, style=style)
    assert dead.text.count(COPY.removeprefix("https://")) == 1
    assert dead.text.endswith(f" from {PAGE}")
    assert dead.item["URL"] == PAGE
    assert cite(ITEM | {"url_status": "live"}, style=style).text.endswith(f"2023: {COPY}")


def test_style_without_a_link_still_names_the_copy():
    """A DOI stands in the place of the URL, and both stay."""
    text = cite(ITEM | {"url_status": "dead", "DOI": "10.5555/ferry"}).text
    assert text.endswith(f"https://doi.org/10.5555/ferry Archived from the original on October 19, 2023: {COPY}")


def test_address_that_somebody_took_over_is_not_named():
    """It leads to nothing that the outlet answers for."""
    text = cite(ITEM | {"url_status": "usurped"}).text
    assert text.endswith(f"{COPY} Archived on October 19, 2023.")
    assert PAGE not in text.replace(COPY, "")


def test_box_of_paper_is_no_copy():
    """`archive_location` of an archive on paper stays what it is."""
    assert "Archived" not in cite(ITEM | {"archive_location": "Box 3", "url_status": "dead"}).text


def test_link_that_the_log_knows_as_dead(tmp_path):
    """An entry of a list with a copy is cited by the copy once a check found its page dead, whatever the list says."""
    with Site() as site:
        command = Command.at(tmp_path, site)
        url = site.url("gone")
        item = ITEM | {"URL": url, "archive_location": COPY.replace(PAGE, url), "url_status": "live"}
        listed = json.dumps([item])
        assert command("cite", "-", given=listed).stdout.rstrip().endswith(item["archive_location"])
        command("check", url)
        done = command("cite", "-", given=listed)
        assert done.stdout.rstrip().endswith(f"from {url}")
        assert "the link was found dead" in done.stderr
        assert "url-status=dead" in command("cite", "-", "-s", "wikipedia", given=listed).stdout.replace(" ", "")
