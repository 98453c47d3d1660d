"""CSL-JSON items out of sources, with what a reader should know before printing the citation."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Mapping

from provenance.core.csl.dates import csl_date, partial_date
from provenance.core.dates import PartialDate
from provenance.core.fields import FIELDS
from provenance.core.model import Reading, Source, Status
from provenance.core.records import name_record

Item = dict[str, object]

# The types of CSL 1.0.2 that a page or an article can have.
TYPES = frozenset(
    (
        "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast", "chapter",
        "dataset", "document", "entry", "entry-dictionary", "entry-encyclopedia", "figure", "graphic", "hearing",
        "interview", "legal_case", "legislation", "manuscript", "map", "motion_picture", "musical_score", "pamphlet",
        "paper-conference", "patent", "periodical", "personal_communication", "post", "post-weblog", "regulation",
        "report", "review", "review-book", "software", "song", "speech", "standard", "thesis", "treaty", "webpage",
    )
)  # fmt: skip


def item_from(
    source: Source,
    *,
    accessed: dt.date | None,
    infer: bool = True,
    id: str = "source",
) -> tuple[Item, tuple[str, ...]]:
    """The CSL-JSON item for a source, and warnings.

    accessed: the day on which the reader saw it. infer: whether an inferred year may be used; if not, the date is what
    the source states. An author that is not stated is left out, never filled with the outlet.
    """
    issued = issued_date(source.issued, infer=infer)
    item: Item = {"id": id, "type": source.type if source.type in TYPES else "webpage"}
    for variable, value in (
        ("title", source.title.value),
        ("author", [name_record(name) for name in source.author.value or ()]),
        ("container-title", _container(source)),
        ("publisher", _publisher(source)),
        ("issued", csl_date(issued) if issued else None),
        ("accessed", {"date-parts": [[accessed.year, accessed.month, accessed.day]]} if accessed else None),
        ("URL", source.canonical_url or source.url),
        ("language", source.language.value),
        # A section that was drawn from the path of the URL is no words of the outlet.
        ("section", source.section.value if source.section.status is Status.STATED else None),
        ("source", source.credit.value),
        ("original-date", csl_date(source.first_published.value) if source.first_published.value else None),
        *_record_variables(source),
    ):
        if value:
            item[variable] = value
    item = _site_as_publisher(item)
    return item, (*_missing(source), *_date_warnings(source, infer=infer), *_doubts(source))


def _record_variables(source: Source) -> Iterator[tuple[str, str | None]]:
    """The variables whose values are plain text and are cited as they stand."""
    for field in FIELDS:
        if field.name in _AS_IT_STANDS and field.csl:
            yield field.csl, getattr(source, field.name).value
    if source.issn.value is None:
        yield "ISSN", source.eissn.value


_AS_IT_STANDS = ("genre", "edition", "volume", "issue", "page", "licence", "doi", "issn", "isbn", "pmid")


def _site_as_publisher(item: Item) -> Item:
    """A report stands by itself: whose site it is on published it, and is no volume that holds it (APA 7th, 10.4)."""
    site = item.get("container-title")
    if item["type"] not in _BY_THEMSELVES or not site or item.get("publisher"):
        return item
    return {key: value for key, value in item.items() if key != "container-title"} | {"publisher": site}


_BY_THEMSELVES = frozenset(("book", "report"))


def _container(source: Source) -> str | None:
    outlet = source.outlet.value
    return source.container_title.value or (outlet.name if outlet else None)


def _publisher(source: Source) -> str | None:
    """The publisher where it says more than the outlet's own name."""
    publisher = source.publisher.value
    return None if publisher is None or same_name(publisher, _container(source) or "") else publisher


def same_name(one: str, other: str) -> bool:
    """Whether two names differ in nothing but case, width of letters, white space and a leading article."""

    def key(name: str) -> str:
        return re.sub(r"^the\s+", "", " ".join(unicodedata.normalize("NFKC", name).casefold().split()))

    return key(one) == key(other)


def issued_date(issued: Reading[PartialDate], *, infer: bool) -> PartialDate | None:
    """The date to cite. Without inference an uncertain year goes, and what the source states stays."""
    date = issued.value
    if infer or date is None or not date.year_uncertain:
        return date
    if issued.stated is not None:
        return issued.stated
    if date.month is None and date.day is None:
        return None
    return PartialDate(month=date.month, day=date.day, approximate=date.approximate)


# -- warnings -----------------------------------------------------------------------------------------------------


def _missing(source: Source) -> tuple[str, ...]:
    found = []
    for name, reading in (("author", source.author), ("title", source.title)):
        if reading.status is Status.LOST:
            found.append(f"the {name} is lost in this copy of the source")
        # What a person says is not there is not missing.
        elif not reading.value and reading.status is not Status.STATED:
            found.append(f"no {name} stated")
    return tuple(found)


def _date_warnings(source: Source, *, infer: bool) -> tuple[str, ...]:
    date, stated = source.issued.value, issued_date(source.issued, infer=False)
    if date is None:
        later = source.modified.value
        return (f"no date stated; last modified {later.edtf}, which is not a date of publication",) if later else (
            "no date stated",
        )  # fmt: skip
    if date.year_uncertain:
        because = f": {source.issued.basis[0]}" if source.issued.basis else ""
        left_out = "" if infer else f"; it is left out, the source states {stated.edtf if stated else 'no date'}"
        return (f"the year {date.year} is inferred, not stated{because}{left_out}",)
    return date_warnings(date)


def date_warnings(date: PartialDate | None) -> tuple[str, ...]:
    """What is to be said of a date by itself."""
    if date is None:
        return ("no date stated",)
    if date.year is None:
        return (f"no year stated: the date is {date.edtf}",)
    if date.year_uncertain:
        return (f"the year {date.year} is inferred, not stated",)
    return (f"the date {date.edtf} is approximate",) if date.approximate else ()


def _doubts(source: Source) -> tuple[str, ...]:
    """Readings that another place in the source disputes, and values that were concluded."""
    found = []
    for name, reading in (("title", source.title), ("author", source.author), ("date", source.issued)):
        others = dict.fromkeys(evidence.value for evidence in reading.disputed_by)
        if reading.value and others:
            found.append(f"the {name} is disputed: the source also says {' and '.join(map(repr, others))}")
    for name, inferred in (("title", source.title), ("author", source.author), ("outlet", source.container_title)):
        if inferred.value and inferred.status is Status.INFERRED:
            found.append(f"the {name} is inferred, not stated")
    return tuple(found)


def item_warnings(item: Mapping[str, object]) -> tuple[str, ...]:
    """The warnings of an item that was given ready made."""
    missing = tuple(f"no {name} stated" for name in ("author", "title") if not item.get(name))
    issued = item.get("issued")
    date = partial_date(issued)
    if date is None and issued:
        return (*missing, "the date is not in numbers: it is cited as it was written")
    return missing + date_warnings(date)


def without_inference(item: Mapping[str, object]) -> Item:
    """A ready item with the inferred year of its date left out."""
    date = partial_date(item.get("issued"))
    if date is None or not date.year_uncertain:
        return dict(item)
    stated = issued_date(Reading(value=date), infer=False)
    kept: Item = {key: value for key, value in item.items() if key != "issued"}
    return kept | {"issued": csl_date(stated)} if stated else kept
