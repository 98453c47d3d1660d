"""The nouns of the house. All are frozen: a function takes values and gives new ones.

Three questions, three fields, never one: what was *seen* (`Outcome`), what it *means* (`Verdict`), who looked and
*when* (`Check`). A dead link is a finding, a value of these types; it is never an exception.

Words come from the standards: CSL variables (`issued`, `container_title`), RFC 7089 (memento), RFC 9110 (status code,
field, content, target), W3C Web Annotation (selector), schema.org (`dateline`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Generic, Literal, TypeAlias, TypeVar

from provenance.core.dates import PartialDate

T = TypeVar("T")

# -- what a source says of itself ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One place that speaks for one value.

    variable: the field it speaks for, by its name in `Source` (`title`, `issued`, …).
    value: what it says, normalised so that two places can be compared (dates as EDTF, languages as BCP 47).
    method: how it was read, `family:detail` – `jsonld:datePublished`, `meta:og:title`, `markdown:h1`, `url:path`.
    selector: where to find it again: a CSS selector, `line:31`, or `url`; None if the method says it all.
    quote: the exact text as it stands there.
    """

    variable: str
    value: str
    method: str
    selector: str | None = None
    quote: str = ""


class Status(StrEnum):
    """How a value came to be known. `stated`: the source says it. `derived`: it follows from what the source says by a
    fixed rule (a section out of a URL path). `inferred`: concluded, with a basis. `lost`: the source had it, this copy
    has not. `not stated`: looked for, not there.
    """

    STATED = "stated"
    DERIVED = "derived"
    INFERRED = "inferred"
    LOST = "lost"
    NOT_STATED = "not stated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Generic[T]):
    """A value together with what speaks for and against it.

    value: None if the source does not state it.
    confidence: share of measured cases with the same agreement of signals that were right, 0 to 1; None where nothing
        was measured – no figure is made up.
    stated: what was literally stated, where `value` holds an inferred part as well (`XXXX-07-04` beside `2024-07-04`).
    basis: the reasons for an inference, in words, the conclusion first.
    """

    value: T | None = None
    status: Status = Status.NOT_STATED
    confidence: float | None = None
    supported_by: tuple[Evidence, ...] = ()
    disputed_by: tuple[Evidence, ...] = ()
    stated: T | None = None
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A CSL name: either `family` (with `given` and `suffix`) or `literal` for institutions and names that must not be
    split. suffix: `Jr`, `III`.
    """

    family: str | None = None
    given: str | None = None
    suffix: str | None = None
    literal: str | None = None

    @property
    def display(self) -> str:
        """The name in reading order."""
        return self.literal or " ".join(part for part in (self.given, self.family, self.suffix) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """Who publishes. `id`, `short`, `country` and `kind` come from the tables in `data/` and are None for an outlet that
    they do not hold; `domain` is the registrable domain. country: ISO 3166-1 alpha-2.
    """

    name: str
    id: str | None = None
    short: str | None = None
    native_name: str | None = None
    country: str | None = None
    kind: str | None = None
    domain: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """The line that opens a report: claimed place of reporting, filing day, agency code, each as printed.

    places: the places that `place` names, one by one (`Berlin/Frankfurt` names two). desk: of the agency (`dpa/lno`).
    """

    place: str | None = None
    date: PartialDate | None = None
    agency: str | None = None
    places: tuple[str, ...] = ()
    desk: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimReview:
    """Somebody else's claim, and what a fact-checker makes of it (https://schema.org/ClaimReview).

    claim: in the checker's words. claimant: who is said to have claimed it, and claimed when. rating: the verdict in
    words (`alternateName`); rating_value: as a number, with its scale where one is given (`1 of 1–5`). reviewer: who
    judges. url: of the review itself, where it has one.
    """

    claim: str
    claimant: str | None = None
    claimed: PartialDate | None = None
    rating: str | None = None
    rating_value: str | None = None
    reviewer: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a page or a saved text says of itself. Every field that was looked for is a `Reading`; `core.fields` lists
    them with their names for people and in CSL.

    type: CSL type (`article-newspaper`, `webpage`, …); what it was concluded from stands in `evidence` as `type`.
    issued: the day to cite, in the outlet's own calendar day; first_published: that of an earlier edition or outlet.
    access: `free`, `metered` or `subscription`. licence: SPDX id of a Creative Commons licence, else as stated.
    credit: the agency or outlet that the text is credited to; photo_credit: whoever the picture is.
    correction: the notices of correction, in their own words. identifier: the outlet's own article id.
    evidence: all that was seen, the pieces that no reading rests on included.
    """

    url: str | None = None
    canonical_url: str | None = None
    type: str = "webpage"
    media_type: str | None = None
    title: Reading[str] = field(default_factory=Reading)
    author: Reading[tuple[Name, ...]] = field(default_factory=Reading)
    issued: Reading[PartialDate] = field(default_factory=Reading)
    modified: Reading[PartialDate] = field(default_factory=Reading)
    container_title: Reading[str] = field(default_factory=Reading)
    publisher: Reading[str] = field(default_factory=Reading)
    language: Reading[str] = field(default_factory=Reading)
    section: Reading[str] = field(default_factory=Reading)
    dateline: Reading[Dateline] = field(default_factory=Reading)
    outlet: Reading[Outlet] = field(default_factory=Reading)
    credit: Reading[str] = field(default_factory=Reading)
    identifier: Reading[str] = field(default_factory=Reading)
    caption: Reading[str] = field(default_factory=Reading)
    image: Reading[str] = field(default_factory=Reading)
    subtitle: Reading[str] = field(default_factory=Reading)
    kicker: Reading[str] = field(default_factory=Reading)
    first_published: Reading[PartialDate] = field(default_factory=Reading)
    edition: Reading[str] = field(default_factory=Reading)
    genre: Reading[str] = field(default_factory=Reading)
    access: Reading[str] = field(default_factory=Reading)
    licence: Reading[str] = field(default_factory=Reading)
    photo_credit: Reading[str] = field(default_factory=Reading)
    correction: Reading[tuple[str, ...]] = field(default_factory=Reading)
    claim_review: Reading[tuple[ClaimReview, ...]] = field(default_factory=Reading)
    feed: Reading[tuple[str, ...]] = field(default_factory=Reading)
    doi: Reading[str] = field(default_factory=Reading)
    issn: Reading[str] = field(default_factory=Reading)
    eissn: Reading[str] = field(default_factory=Reading)
    isbn: Reading[str] = field(default_factory=Reading)
    pmid: Reading[str] = field(default_factory=Reading)
    arxiv: Reading[str] = field(default_factory=Reading)
    volume: Reading[str] = field(default_factory=Reading)
    issue: Reading[str] = field(default_factory=Reading)
    page: Reading[str] = field(default_factory=Reading)
    evidence: tuple[Evidence, ...] = ()


# -- what was seen on the wire ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One request and the answer to it. status_code is None where no answer was read; location is the raw field value
    of the redirect; address the IP address that was dialled.
    """

    url: str
    status_code: int | None = None
    location: str | None = None
    address: str | None = None


Body: TypeAlias = Literal["whole", "truncated", "capped", "undecodable", "slow"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """An answer was read. `content` is decoded (no Content-Encoding) and never longer than the cap.

    original: the URL asked for (RFC 7089). target: the URL that answered last. fields: header fields of the last
    answer, names in lower case, repeated ones kept. body: why `content` is not whole, if it is not.
    certificate: why the server's certificate was not accepted at first, if the page was read in spite of it.
    """

    original: str
    target: str
    status_code: int
    hops: tuple[Hop, ...]
    fields: tuple[tuple[str, str], ...] = ()
    content: bytes = b""
    body: Body = "whole"
    address: str | None = None
    certificate: CertificateFault | None = None
    notes: tuple[str, ...] = ()
    retrieved_at: datetime

    def field(self, name: str) -> str | None:
        """The first field of that name (case does not matter), or None."""
        wanted = name.lower()
        return next((value for key, value in self.fields if key == wanted), None)


class FailureKind(StrEnum):
    """Why no answer was read. The values are kinds of `verdicts`, so that nothing is translated twice.

    FAULT is our own: an answer that this program could not handle costs its own row and no other.
    """

    DNS_NXDOMAIN = "dns_nxdomain"
    DNS_TEMP = "dns_temp"
    OFFLINE = "offline"
    TLS_EXPIRED = "tls_expired"
    TLS_UNTRUSTED = "tls_untrusted"
    TLS_HOSTNAME = "tls_hostname"
    TLS_CHAIN = "tls_chain"
    TLS_PROTOCOL = "tls_protocol"
    REFUSED = "refused"
    RESET = "reset"
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    BAD_HTTP = "bad_http"
    REDIRECT_LOOP = "redirect_loop"
    REFUSED_POLICY = "refused_policy"
    MALFORMED = "malformed"
    UNSUPPORTED = "unsupported"
    FAULT = "fault"


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFault:
    """What is wrong with a certificate: one of the `TLS_…` kinds, and its cause in one clause."""

    kind: FailureKind
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """No answer was read, or none that could be followed to its end. `detail` says in one clause what happened."""

    original: str
    kind: FailureKind
    detail: str
    hops: tuple[Hop, ...] = ()
    notes: tuple[str, ...] = ()
    retrieved_at: datetime


Outcome: TypeAlias = Exchange | Failure

# -- what it means ------------------------------------------------------------------------------------------------


class State(StrEnum):
    """Does the link still lead to the article? `unknown` where the evidence does not decide."""

    ALIVE = "alive"
    DEAD = "dead"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """An earlier check, as far as a verdict needs it."""

    checked_at: datetime
    state: State
    kind: str
    confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Memento:
    """An archived copy (RFC 7089): URI-R the original, URI-M the copy."""

    uri_r: str
    uri_m: str
    memento_datetime: datetime
    archive: str


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Somebody looked at a link. elapsed_ms: wall-clock milliseconds. retry_at: earliest time that the server asked
    for, where it asked. title: what the page calls itself, if an answer with a title was read. comparisons: what the
    lists say of it beside what the page says.
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

    @property
    def differing(self) -> tuple[Comparison, ...]:
        """Statements of lists that the page contradicts."""
        return tuple(one for one in self.comparisons if one.agreement is Agreement.DIFFERS)


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
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


# -- lists that people keep ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Origin:
    """Where something stands in a file that was given. line counts from 1; where: a cell, key or entry, in words."""

    file: str
    line: int | None = None
    where: str | None = None

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place} ({self.where})" if self.where else place


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One link of a list. given: what the list says of it, by CSL variable (`title`, `author`, `issued`, `accessed`,
    `container-title`, `note`, …); values are strings as they stand in the list.
    found_by: `structure` if the format's reader found it, `scan` if only the raw scan for URLs did.
    """

    url: str
    given: Mapping[str, str] = field(default_factory=dict)
    origin: Origin
    found_by: Literal["structure", "scan"] = "structure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One entry of a list as a CSL-JSON item, whether it has a link or not: what `provenance cite LIST` cites."""

    item: Mapping[str, object]
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A piece of a list that could not be read. It stands in the same report as a dead link."""

    origin: Origin
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What was read from a list: nothing that went in is missing from one of the two.

    records: entries of the list, those without a link included (a bibliography has books).
    references: the entries as CSL-JSON items, where the format states more of them than a link.
    notes: how the file was read, where that was not plain (an encoding that had to be guessed).
    """

    items: tuple[Item, ...]
    problems: tuple[Problem, ...]
    format: str
    records: int
    references: tuple[Reference, ...] = ()
    notes: tuple[str, ...] = ()


# -- the log ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the log. sequence counts from 0; kind: `source`, `check`, `capture`, `citation`, `audit`, …;
    body: canonical JSON (RFC 8785 member order, no white space); leaf: its RFC 9162 leaf hash, 32 bytes.
    """

    sequence: int
    recorded_at: datetime
    kind: str
    body: str
    leaf: bytes
