"""What a check of a link needs to know of a page: its title and its visible text, cheaply."""

from __future__ import annotations

from provenance.core.extract.page import parse, text_of, tree_of
from provenance.core.extract.sniff import is_binary, is_html
from provenance.core.text import decode

# Characters of a text in which its headline is looked for.
_HEAD = 20_000


def title_of(content: bytes, media_type: str | None = None) -> str | None:
    """What the page calls itself in its title tag, or the first heading of a text; cheap, for checks of links."""
    text = decode(content, media_type).text
    if not is_html(text, media_type):
        if is_binary(text):
            return None
        from provenance.core.extract import savedtext  # brings the datelines, which pages rarely need

        return savedtext.headline(text[:_HEAD])
    tree = tree_of(text)
    for selector in ("head > title", "h1", "title"):
        node = tree.css_first(selector)
        if node is not None and (found := text_of(node)):
            return found
    return None


def visible_text(content: bytes, media_type: str | None = None) -> str:
    """The visible text, a line for each block; the text itself where it is no HTML."""
    text = decode(content, media_type).text
    if not is_html(text, media_type):
        return "" if is_binary(text) else text
    return "\n".join(line.text for line in parse(text).lines)
