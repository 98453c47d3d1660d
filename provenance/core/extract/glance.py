"""What a check of a link needs to know of a page: its title and its visible text, cheaply."""

from __future__ import annotations

from dataclasses import dataclass

from provenance.core.decode import binary_kind
from provenance.core.extract.page import UNSEEN, text_of, tree_of
from provenance.core.extract.sniff import is_html
from provenance.core.text import decode

# Characters of a text in which its headline is looked for.
_HEAD = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """title: of the title tag, or the first heading; None where there is none. text: all that is visible, white space
    collapsed; empty for what is no text.
    """

    title: str | None = None
    text: str = ""


def glance(content: bytes, media_type: str | None = None) -> Glance:
    """Look at a page or a text; never raises."""
    text = decode(content, media_type).text
    if not is_html(text, media_type):
        return Glance() if binary_kind(content) else Glance(title=_headline(text), text=text)
    tree = tree_of(text)
    titles = (tree.css_first(selector) for selector in ("head > title", "h1", "title"))
    title = next((found for node in titles if node is not None and (found := text_of(node))), None)
    tree.strip_tags(UNSEEN)
    return Glance(title=title, text=text_of(tree.body) if tree.body is not None else "")


def _headline(text: str) -> str | None:
    from provenance.core.extract import savedtext  # brings the datelines, which few links need

    return savedtext.headline(text[:_HEAD])
