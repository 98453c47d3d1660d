"""The text of the article alone, through a library."""

from __future__ import annotations

from provenance.core.decode import binary_kind
from provenance.core.extract.carriers import open_carrier
from provenance.core.extract.page import parse
from provenance.core.extract.sniff import is_html
from provenance.core.text import collapse, decode

# An extract shorter than this from a page that shows ten times as much has missed the article.
_LEAST = 200


def main_text(content: bytes, media_type: str | None = None) -> tuple[str, str]:
    """The text of the article and the method: `trafilatura`, `visible` (nothing better was found), or `text`; of another
    carrier its name before it (`PDF`, `MHTML: trafilatura`).
    """
    carried = open_carrier(content)
    if carried is None:
        return _of_page(content, media_type)
    if carried.content is None:
        return carried.text, carried.carrier
    text, method = _of_page(carried.content, carried.media_type)
    return text, f"{carried.carrier}: {method}"


def _of_page(content: bytes, media_type: str | None) -> tuple[str, str]:
    decoded = decode(content, media_type).text
    if not is_html(decoded, media_type):
        return "" if binary_kind(content) else decoded, "text"
    visible = "\n".join(line.text for line in parse(decoded).lines)
    extracted = _extract(decoded)
    if len(extracted) < _LEAST and len(visible) > 10 * len(extracted):
        return visible, "visible"
    return extracted, "trafilatura"


def _extract(html: str) -> str:
    import trafilatura  # 300 ms: only where the text of an article is wanted

    try:
        text: str | None = trafilatura.extract(html, include_comments=False, include_tables=True, deduplicate=False)
    except (ValueError, RecursionError, AttributeError, TypeError):  # what the library is known to let through
        return ""
    return "\n".join(collapse(line) for line in (text or "").splitlines() if line.strip())
