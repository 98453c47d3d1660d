"""What a source says of itself: evidence, readings, and the nouns that they hold."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import Generic, TypeVar

from provenance.core.dates import PartialDate
from provenance.core.frozen import frozen

T = TypeVar("T")


@frozen
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


@frozen
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


@frozen
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


@frozen
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


@frozen
class Dateline:
    """The line that opens a report: claimed place of reporting, filing day, agency code, each as printed.

    places: the places that `place` names, one by one (`Berlin/Frankfurt` names two). desk: of the agency (`dpa/lno`).
    """

    place: str | None = None
    date: PartialDate | None = None
    agency: str | None = None
    places: tuple[str, ...] = ()
    desk: str | None = None


@frozen
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


@frozen
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
