"""The archived copy of a page, named after the entry: no style of CSL has a place for it that is not one of paper."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

_WORDS = {
    "en": ("Archived from the original on {day}: {url}", "Archived: {url}"),
    "de": ("Archiviert vom Original am {day}: {url}", "Archiviert: {url}"),
    "fr": ("Archivé à partir de l’original le {day} : {url}", "Archivé : {url}"),
    "es": ("Archivado desde el original el {day}: {url}", "Archivado: {url}"),
}
_STAMP = re.compile(r"/(\d{4})(\d\d)(\d\d)\d{6}")


def archived_sentence(item: Mapping[str, object], *, locale: str | None) -> str:
    """HTML of a sentence with the archive's link and the day of the capture, which is never the page's; empty without one.

    The day is `archive_date`, else that in the link's 14 figures (RFC 7089 archives write it so). locale: of the style;
    other languages than en, de, fr and es get English.
    """
    url = str(item.get("archive_location") or "")
    if not re.match(r"https?://", url):
        return ""
    stamp = _STAMP.search(url)
    day = str(item.get("archive_date") or ("-".join(stamp.groups()) if stamp else ""))
    dated, undated = _WORDS.get((locale or "en").split("-")[0].lower(), _WORDS["en"])
    link = f'<a href="{escape(url)}">{escape(url, quote=False)}</a>'
    return dated.format(day=escape(day), url=link) if day else undated.format(url=link)
