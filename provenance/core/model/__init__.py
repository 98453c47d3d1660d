"""The nouns of the house. All are frozen: a function takes values and gives new ones.

Three questions, three fields, never one: what was *seen* (`Outcome`), what it *means* (`Verdict`), who looked and
*when* (`Check`). A dead link is a finding, a value of these types; it is never an exception.

Words come from the standards: CSL variables (`issued`, `container_title`), RFC 7089 (memento), RFC 9110 (status code,
field, content, target), W3C Web Annotation (selector), schema.org (`dateline`).
"""

from provenance.core.model.findings import (
    Agreement,
    Capture,
    Check,
    Citation,
    Comparison,
    Copy,
    Entry,
    Known,
    Memento,
    Sighting,
    State,
    Verdict,
)
from provenance.core.model.listed import (
    BESIDE,
    Item,
    Load,
    ManyItems,
    Origin,
    Problem,
    Reference,
    Spelling,
)
from provenance.core.model.source import (
    ClaimReview,
    Dateline,
    Evidence,
    Name,
    Outlet,
    Reading,
    Source,
    Status,
)
from provenance.core.model.wire import (
    Body,
    CertificateFault,
    Exchange,
    Failure,
    FailureKind,
    Hop,
    Outcome,
)

__all__ = [
    "BESIDE",
    "Agreement",
    "Body",
    "Capture",
    "CertificateFault",
    "Check",
    "Citation",
    "ClaimReview",
    "Comparison",
    "Copy",
    "Dateline",
    "Entry",
    "Evidence",
    "Exchange",
    "Failure",
    "FailureKind",
    "Hop",
    "Item",
    "Known",
    "Load",
    "ManyItems",
    "Memento",
    "Name",
    "Origin",
    "Outcome",
    "Outlet",
    "Problem",
    "Reading",
    "Reference",
    "Sighting",
    "Source",
    "Spelling",
    "State",
    "Status",
    "Verdict",
]
