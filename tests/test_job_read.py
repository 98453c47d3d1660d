"""`read` as a job: a file on disk in, a source out, with the day of reading as the upper bound of a year."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from provenance.errors import InputError
from provenance.jobs.read import read_file
from provenance.settings import Settings

PAGE = "<html><head><title>Ferry crews return to work</title></head><body><p>Port Ellen</p></body></html>"
COPY = "# Ferry crews return to work\n\nPort Ellen, March 8 (HCW)-- Crews went back on Friday after a strike of nine days, the harbour said.\n"


def test_a_file_is_read_with_the_url_it_was_saved_from(tmp_path: Path) -> None:
    """The URL given beside the file is the source's."""
    path = tmp_path / "ferry.html"
    path.write_text(PAGE, "utf-8")
    source = read_file(str(path), url="https://hc.example/ferry", settings=Settings())
    assert (source.title.value, source.url, source.media_type) == (
        "Ferry crews return to work",
        "https://hc.example/ferry",
        "text/html",
    )


def test_inference_follows_the_settings(tmp_path: Path) -> None:
    """`--no-infer` leaves the year unstated."""
    path = tmp_path / "ferry.md"
    path.write_text(COPY, "utf-8")
    assert read_file(str(path), settings=Settings()).issued.stated is not None
    assert str(read_file(str(path), settings=Settings(infer=False)).issued.value) == "XXXX-03-08"


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """`-` is standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PAGE.encode())))
    assert read_file("-", settings=Settings()).title.value == "Ferry crews return to work"


def test_a_missing_file_is_a_fault_in_three_parts(tmp_path: Path) -> None:
    """What was given, what is wrong, what to do."""
    with pytest.raises(InputError) as caught:
        read_file(str(tmp_path / "missing.html"), settings=Settings())
    assert caught.value.given
    assert caught.value.problem
    assert caught.value.remedy
