"""Articles in PDF, MHTML, SingleFile, WARC and mail: read as the page in them, with what the carrier says beside it."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import random
from email.message import EmailMessage
from pathlib import Path

import pytest

from provenance.core.extract.carriers import open_carrier
from provenance.core.extract.maintext import main_text
from provenance.core.extract.source import read
from provenance.core.model import Source, Status
from tests.command import Command

URL = "https://harbour-courier.example/ferry"
STORY = "Ferry crews went back to work on Friday after nine days in which nothing had left the quay at all. "
PAGE = (
    "<html lang=en><head><title>Ferry crews return to work - Harbour Courier</title></head><body>"
    f"<h1>Ferry crews return to work</h1><p>By Ines Carrow</p><p>2 hours ago</p><p>{STORY * 4}</p></body></html>"
)


def pdf(title: str = "", author: str = "", lines: tuple[tuple[int, str], ...] = ()) -> bytes:
    """A PDF of one page by hand: document properties, and lines of letters of a size (points)."""
    drawn, height = [], 780
    for size, text in lines:
        height -= 2 * size
        escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        drawn.append(f"BT /F1 {size} Tf 50 {height} Td ({escaped}) Tj ET")
    stream = "\n".join(drawn)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Title ({title}) /Author ({author}) /CreationDate (D:20240309101112+01'00') >>",
    ]
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1"))
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.write("".join(f"{place:010} 00000 n \n" for place in places).encode())
    out.write(f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 6 0 R >>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def mhtml(page: str = PAGE, folded: str = "") -> bytes:
    """A snapshot as a browser writes it. folded: a header line that breaks the rules."""
    quoted = page.replace("=", "=3D")
    return (
        f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {URL}\r\nSubject: Ferry crews return to work\r\n{folded}"
        "Date: Sat, 9 Mar 2024 11:49:41 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\t"
        'type="text/html";\r\n\tboundary="--quay--"\r\n\r\n\r\n----quay--\r\nContent-Type: text/html\r\n'
        f"Content-Transfer-Encoding: quoted-printable\r\nContent-Location: {URL}\r\n\r\n{quoted}\r\n----quay----\r\n"
    ).encode()


def warc(*, packed: bool = True, status: str = "200 OK", page: bytes = PAGE.encode()) -> bytes:
    """A WARC file with one answer (ISO 28500)."""
    answer = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n".encode() + page
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:12345678-1234-1234-1234-123456789abc>\r\n"
        f"WARC-Target-URI: {URL}\r\nWARC-Date: 2024-03-09T10:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    record = head.encode() + answer + b"\r\n\r\n"
    return gzip.compress(record) if packed else record


def newsletter() -> bytes:
    message = EmailMessage()
    message["From"] = "The Harbour Courier <letters@harbour-courier.example>"
    message["To"] = "reader@home.example"
    message["Subject"] = "Ferry crews return – the week in the harbour"
    message["Date"] = "Fri, 08 Mar 2024 07:30:00 +0100"
    message["Message-ID"] = "<1@harbour-courier.example>"
    message.set_content("In your browser: https://harbour-courier.example/letters/9")
    message.add_alternative(PAGE, subtype="html")
    return message.as_bytes()


SINGLEFILE = f"<!DOCTYPE html><!--\n Page saved with SingleFile\n url: {URL}\n saved date: Sat Mar 09 2024 11:49:41 GMT+0100 (CET)\n-->{PAGE}"
SAVED_FROM = f"<!DOCTYPE html>\n<!-- saved from url=({len(URL):04}){URL} -->\n{PAGE}"
PAGES = {
    "mhtml": mhtml(),
    "warc": warc(packed=False),
    "warc.gz": warc(),
    "singlefile": SINGLEFILE.encode(),
    "saved from": SAVED_FROM.encode(),
}


@pytest.mark.parametrize("content", PAGES.values(), ids=PAGES)
def test_the_page_in_a_carrier_is_read_as_the_page(content: bytes) -> None:
    """Title, author and address are those of the article, whatever holds it."""
    source = read(content)
    assert source.title.value == "Ferry crews return to work"
    assert [name.display for name in source.author.value or ()] == ["Ines Carrow"]
    assert source.url == URL
    assert STORY.strip() in main_text(content)[0]


@pytest.mark.parametrize("kind", ["mhtml", "warc", "warc.gz", "singlefile"])
def test_a_distance_in_time_is_read_against_the_moment_of_the_snapshot(kind: str) -> None:
    """`2 hours ago` means a day where the carrier says when it was taken."""
    source = read(PAGES[kind])
    assert (source.issued.status, str(source.issued.value)) == (Status.INFERRED, "2024-03-09")


def test_a_badly_folded_field_does_not_hide_the_parts_of_a_snapshot() -> None:
    """Where the library for mail sees a text without parts, the page is still found."""
    source = read(mhtml(folded="X-Odd: folded\r\nbadly here\r\n"))
    assert source.title.value == "Ferry crews return to work"


def test_only_an_answer_that_is_the_page_is_read_from_a_warc_file() -> None:
    """A captured error page is not the article."""
    assert read(warc(status="404 Not Found")).title.value is None


def test_a_newsletter_is_published_by_its_sender_on_its_day() -> None:
    """The header names outlet, title and day; the HTML part is the text."""
    source = read(newsletter())
    assert source.title.value == "Ferry crews return – the week in the harbour"
    assert source.container_title.value == "The Harbour Courier"
    assert str(source.issued.value) == "2024-03-08"
    assert source.issued.supported_by[0].selector == "header Date"


def of_pdf(**given: object) -> Source:
    return read(pdf(**given))  # type: ignore[arg-type]


def test_the_headline_of_a_pdf_stands_in_the_largest_letters() -> None:
    """What a program filled in as the title is a file's name and is passed over."""
    lines = ((24, "Ferry crews return"), (24, "to work after nine days"), (10, "8 March 2024"), *((10, STORY),) * 8)
    source = of_pdf(title="Microsoft Word - ferry_final.docx", author="Ines Carrow", lines=lines)
    assert source.title.value == "Ferry crews return to work after nine days"
    assert [name.display for name in source.author.value or ()] == ["Ines Carrow"]
    assert str(source.issued.value) == "2024-03-08"
    assert source.title.supported_by[0].selector == "page 1"


def test_the_day_of_a_file_is_inferred_and_said_to_be_one() -> None:
    """A document without a day was made on some day, which is not that of publication."""
    source = of_pdf(lines=((24, "Ferry crews return"), *((10, STORY),) * 8))
    assert (source.issued.status, str(source.issued.value)) == (Status.INFERRED, "2024-03-09")
    assert "the file was made" in source.issued.basis[0]


def test_a_printed_page_keeps_its_address() -> None:
    """A browser prints the address below the page, and day and title above it: the day is that of the printing."""
    lines = ((8, "11/27/2026, 2:12 PM   Ferry crews return to work"), (10, STORY), (8, f"{URL}   1/3"))
    source = of_pdf(lines=lines)
    assert source.url == URL
    assert source.title.value == "Ferry crews return to work"
    assert str(source.issued.value) != "2026-11-27"


@pytest.mark.parametrize(
    "content", [b"%PDF-1.4\n%broken", pdf()[:400], b"%PDF-" + bytes(5000)], ids=["stub", "cut", "zeros"]
)
def test_a_broken_pdf_states_nothing(content: bytes) -> None:
    """And no exception leaves the reader."""
    assert read(content).title.value is None


def test_a_packed_file_is_unpacked_as_far_as_the_bound() -> None:
    """A bomb in a WARC file costs no more than the bytes that a page may have."""
    carried = open_carrier(warc(page=b"<p>" + b"a" * 30_000_000))
    assert carried is not None
    assert len(carried.content or b"") <= 20_000_000


@pytest.mark.parametrize(
    "content", [PAGE.encode(), b"plain words", b"", gzip.compress(b"no archive"), b"PK\x03\x04" + bytes(40)]
)
def test_other_content_is_no_carrier(content: bytes) -> None:
    """A page, a text and other packed files are not taken for one."""
    assert open_carrier(content) is None


def test_mutated_carriers_raise_nothing() -> None:
    """Cut, overwritten and shuffled files of each kind give what can be read of them."""
    chance = random.Random(7)
    texts = 0
    for whole in (*PAGES.values(), newsletter(), pdf(lines=((24, "Ferry crews return"), (10, STORY)))):
        for _ in range(40):
            content = bytearray(whole[: chance.randrange(len(whole)) or None])
            for _ in range(chance.randrange(12)):
                if content:
                    content[chance.randrange(len(content))] = chance.randrange(256)
            read(bytes(content))
            texts += bool(main_text(bytes(content))[0])
    assert texts, "a damaged file still gives what is left of it"


def test_a_printing_day_and_a_manuscripts_history_are_not_the_day_of_publication() -> None:
    """What a browser prints below a page, and when a manuscript was received, are other days."""
    printed = pdf(lines=((24, "Ferry crews return"), (10, STORY), (8, "1 of 3  11/27/2026")))
    assert not any(piece.quote.endswith("11/27/2026") for piece in read(printed).evidence)
    history = pdf(lines=((24, "Ferry crews return"), (10, "Received 3 May 2022; published 1 August 2022"), (10, STORY)))
    assert {piece.value for piece in read(history).evidence if piece.method == "pdf:first-page-day"} == {"2022-08-01"}


def test_a_pdf_is_read_and_added_by_the_command(tmp_path: Path) -> None:
    """`read` shows it and `add` records its text, with the carrier's name as the method."""
    command = Command.at(tmp_path)
    (tmp_path / "ferry.pdf").write_bytes(pdf(lines=((24, "Ferry crews return to work"), *((10, STORY),) * 8)))
    shown = command("read", "ferry.pdf")
    assert shown.returncode == 0
    assert "Ferry crews return to work" in shown.stdout
    added = command("add", "ferry.pdf")
    assert added.returncode == 0
    assert "words (PDF)" in added.stdout


REAL = {
    "arxiv.pdf": ("Scaling study of an improved fermion action on quenched lattices", None),
    "nils-olav.pdf": (None, "https://en.wikipedia.org/wiki/Nils_Olav"),
    "iframes.mhtml": ("HTML - Iframes", "https://www.tutorialspoint.com/html/html_iframes.htm"),
    "newsletter-7bit.eml": ("Discover(R) Card News Online - January 2002", None),
    "example.warc.gz": ("Example Domain", "http://example.com/"),
}


@pytest.mark.parametrize("name", REAL)
def test_real_files(shared: Path, name: str) -> None:
    """What people have: a paper, a printed page, a snapshot, a newsletter, an archive's record."""
    source = read((shared / "lists" / name).read_bytes(), read_on=dt.date(2026, 11, 27))
    title, url = REAL[name]
    assert title is None or source.title.value == title
    assert url is None or source.url == url
