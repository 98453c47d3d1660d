"""What a page says of itself in place of an article: not in your country, log in, prove that you are human, back soon.

Heard only where no article stands on the page; an article may tell of all these things. What it says is no proof of
anything but itself, so every kind here leaves the link `unknown`.
"""

from __future__ import annotations

from provenance.core import phrases
from provenance.core.extract.glance import Glance
from provenance.core.frozen import frozen


@frozen
class Notice:
    """kind: of the verdict. because: what the page says, in its own words."""

    kind: str
    because: str


@frozen
class _Group:
    """A group of `data/phrases.csv`. sentences: heard in the text too, and not in the title or heading alone: banners on
    articles speak of cookies and accounts as well.
    """

    name: str
    kind: str
    says: str
    sentences: bool = True


_GROUPS = (
    _Group(name="legal", kind="legal_block", says="it says that it is withheld by law"),
    _Group(name="geo", kind="geo_block", says="it says that it is kept from some regions"),
    _Group(name="robot", kind="blocked", says="it asks for a proof that its reader is human"),
    _Group(name="login", kind="login", says="it asks for a login", sentences=False),
    _Group(name="consent", kind="blocked", says="it asks for consent first", sentences=False),
    _Group(name="maintenance", kind="server_error", says="it says that the site does not work for now"),
)


def notice_in(page: Glance) -> Notice | None:
    """The notice that stands in place of an article; None where an article stands there, or nothing of the kind."""
    if not page.thin or not page.text:
        return None
    voice = page.voice
    names = [name for name in (page.title, *page.headings) if name]
    for group in _GROUPS:
        heading = next((name for name in names if phrases.as_heading(name, group.name)), None)
        if heading is not None:
            return Notice(kind=group.kind, because=f"{group.says}: “{heading}”")
        if group.sentences or page.password:
            found = phrases.in_text(voice, group.name)
            if found and (group.sentences or group.name == "login"):
                words = phrases.as_written(voice, found[0])
                return Notice(kind=group.kind, because=f"{group.says}: “{words}”")
    return None
