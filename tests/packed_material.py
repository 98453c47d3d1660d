"""Packed lists, made here: workbooks, documents, books, archives."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from openpyxl import Workbook
from openpyxl.comments import Comment

NEWS = "https://news.example/2024/07/04/harbour"


def zipped(members: Mapping[str, str | bytes], *, first: str | None = None) -> bytes:
    """A zip container. first: what the member `mimetype` says, which stands first and is not packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        if first is not None:
            package.writestr("mimetype", first, zipfile.ZIP_STORED)
        for name, content in members.items():
            package.writestr(name, content)
    return out.getvalue()


def workbook() -> bytes:
    """Two sheets: a table with a title above it and links in cells, behind cells and in formulas; and loose cells."""
    import datetime as dt

    book = Workbook()
    table = book.active
    table.append(["Ferry strike: sources"])
    table.append(["Title", "Author", "Date", "URL", "Notes"])
    table.append(["Harbour reopens", "Vale, Ida", dt.date(2024, 7, 4), NEWS, f"see {NEWS}/photos, and {NEWS}/map."])
    table.append(["Two at once", None, "2024-07", f"{NEWS}/1; {NEWS}/2", None])
    table.append(["None", None, 2023, "to be found", None])
    table.append(["By formula", None, None, f'=HYPERLINK("{NEWS}/3", "read")', None])
    loose = book.create_sheet("Loose")
    loose["C7"] = "Crews return"
    loose["C7"].hyperlink = f"{NEWS}/4#crews"
    loose["B2"] = "no link"
    loose["B2"].comment = Comment(f"from {NEWS}/5", "ida")
    loose["B3"] = f'=IMPORTXML("{NEWS}/6", "//p")'
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
