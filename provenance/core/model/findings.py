"""What an outcome means, who looked and when, and what was kept of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum

from provenance.core.frozen import frozen
from provenance.core.model.listed import Origin, Spelling
from provenance.core.model.source import Evidence
from provenance.core.model.wire import Outcome

# Of a quote on the page that a line of a report repeats.
_LONGEST_QUOTE = 60


class State(StrEnum):
    """Does the link still lead to the article? `unknown` where the evidence does not decide."""

    ALIVE = "alive"
    DEAD = "dead"
    UNKNOWN = "unknown"


@frozen
class Verdict:
    """state and kind as in the table of `core.verdicts`; because: what was seen, in words, the deciding reason first.

    confirmed: a dead link is confirmed at once (410) or after repeated checks over days, never at first sight of a 404.
    flags: what else a program may want to know of an answer (`truncated`, `subscription`, `fragment_missing`, …); the
    words for it stand in `because`.
    """

    state: State
    kind: str
    because: tuple[str, ...]
    confirmed: bool = False
    flags: tuple[str, ...] = ()


@frozen
class Sighting:
    """An earlier check, as far as a verdict needs it."""

    checked_at: datetime
    state: State
    kind: str
    confirmed: bool = False


@frozen
class Known:
    """What was known of a page before this look. Nothing of it is needed; without it fewer things can be noticed.

    titles: what it called itself when it was recorded. labels: what lists call it, in their own words. language: BCP 47.
    site: name of the outlet. text: main text of the last capture. sightings: earlier checks, the newest first.
    """

    titles: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    language: str | None = None
    site: str | None = None
    text: str | None = None
    sightings: tuple[Sighting, ...] = ()


@frozen
class Memento:
    """An archived copy (RFC 7089): URI-R the original, URI-M the copy."""

    uri_r: str
    uri_m: str
    memento_datetime: datetime
    archive: str


@frozen
class Copy:
    """A memento that was found for a page, and looked at.

    url: the page. wanted: the date or moment that it was to be near (EDTF or RFC 3339), None for the newest. title: what
    the copy calls itself; digest: `sha256:` with 64 hexadecimal digits, of its raw content; both None where it was not
    read. requested: an archive was asked to take it. verified: it was read, and is a real copy of the article.
    """

    url: str
    memento: Memento
    wanted: str | None = None
    title: str | None = None
    digest: str | None = None
    requested: bool = False
    verified: bool = True


class Agreement(StrEnum):
    """AGREES: the page says so too. DIFFERS: it says something else. NOT_STATED: it does not say. UNCLEAR: it says
    something else where such things are said, and yet what the list says stands on it.
    """

    AGREES = "agrees"
    DIFFERS = "differs"
    UNCLEAR = "unclear"
    NOT_STATED = "not_stated"


@frozen
class Comparison:
    """One statement of a list beside what the page says.

    variable: the CSL variable. given: as the list has it. found: what the page says, None where it does not.
    because: why the two differ, in words; what is only worth knowing where they agree. evidence: what on the page
    speaks for `found`. origin: where the list says it.
    """

    variable: str
    agreement: Agreement
    given: str
    found: str | None = None
    because: str = ""
    evidence: tuple[Evidence, ...] = ()
    origin: Origin | None = None

    @property
    def told(self) -> str:
        """Both values in words, as the reports in plain text tell them."""
        found = f", the page {self.found!r}" if self.found is not None else ""
        return f"the list says {self.given!r}{found} – {self.why}"

    @property
    def why(self) -> str:
        """Why, and where on the page its value stands: the first place, which is the most trusted, and how many more."""
        if not self.evidence:
            return self.because
        first, *more = self.evidence
        quote = " ".join(first.quote.split())
        stands = f", “{quote[:_LONGEST_QUOTE]}”" if quote and quote != self.found else ""
        others = f" and {len(more)} more" if more else ""
        return f"{self.because} [{first.method}{stands}{others}]"


@frozen
class Check:
    """Somebody looked at a link. elapsed_ms: wall-clock milliseconds. retry_at: earliest time that the server asked
    for, where it asked. title: what the page calls itself, if an answer with a title was read. comparisons: what the
    lists say of it beside what the page says. same_as: other spellings of its source in the lists, each of which has a
    check of its own.
    """

    url: str
    outcome: Outcome
    verdict: Verdict
    title: str | None = None
    checked_at: datetime
    elapsed_ms: int
    retry_at: datetime | None = None
    memento: Memento | None = None
    origins: tuple[Origin, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    same_as: tuple[Spelling, ...] = ()

    @property
    def differing(self) -> tuple[Comparison, ...]:
        """Statements of lists that the page contradicts."""
        return tuple(one for one in self.comparisons if one.agreement is Agreement.DIFFERS)


@frozen
class Capture:
    """Our own record of what a page said. Digests are `sha256:` with 64 hexadecimal digits: `digest` of the decoded
    content, `text_digest` of the main text; length in bytes of the content.
    """

    url: str | None
    digest: str
    length: int
    media_type: str | None
    text: str
    text_digest: str
    text_method: str
    captured_at: datetime


@frozen
class Citation:
    """A finished citation. style: CSL style id, or the name of an exchange format. warnings: what the reader should
    know before printing it (an inferred year, a missing author). item: the CSL-JSON item that went into the engine.

    style_id: of the independent style that rendered it; style_version: the moment of that style's last change, as its
    file has it; mode: `bibliography`, `intext` or `note`. All three are None for an exchange format.
    """

    text: str
    html: str | None = None
    style: str
    style_id: str | None = None
    style_version: str | None = None
    mode: str | None = None
    locale: str | None = None
    engine: str | None = None
    item: Mapping[str, object] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


@frozen
class Entry:
    """One line of the log. sequence counts from 0; kind: `source`, `check`, `capture`, `citation`, `audit`, …;
    body: canonical JSON (RFC 8785 member order, no white space); leaf: its RFC 9162 leaf hash, 32 bytes.
    """

    sequence: int
    recorded_at: datetime
    kind: str
    body: str
    leaf: bytes
