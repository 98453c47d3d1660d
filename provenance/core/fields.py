"""The fields of a source in one table: their kind of value, their names for people, and their names in CSL.

In the order of a citation: who, when, what, where; then what only a report tells. Whatever handles all fields alike –
records, reports, what a person states – goes by this table.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from provenance.core.frozen import frozen

Kind: TypeAlias = Literal["text", "date", "names", "texts", "dateline", "outlet", "claims"]


@frozen
class Field:
    """name: in `Source` and its record. label: for people. usual: most articles have it, so that its absence is worth a
    line. csl: the variable of CSL 1.0.2 that it becomes, where there is one.
    """

    name: str
    label: str
    kind: Kind = "text"
    usual: bool = False
    csl: str | None = None


FIELDS: tuple[Field, ...] = (
    Field(name="kicker", label="kicker"),
    Field(name="title", label="title", usual=True, csl="title"),
    Field(name="subtitle", label="subtitle"),
    Field(name="author", label="author", kind="names", usual=True, csl="author"),
    Field(name="issued", label="issued", kind="date", usual=True, csl="issued"),
    Field(name="modified", label="modified", kind="date", usual=True),
    Field(name="first_published", label="first published", kind="date", csl="original-date"),
    Field(name="container_title", label="container title", usual=True, csl="container-title"),
    Field(name="publisher", label="publisher", usual=True, csl="publisher"),
    Field(name="outlet", label="outlet", kind="outlet", usual=True),
    Field(name="genre", label="genre", csl="genre"),
    Field(name="edition", label="edition", csl="edition"),
    Field(name="volume", label="volume", csl="volume"),
    Field(name="issue", label="issue", csl="issue"),
    Field(name="page", label="page", csl="page"),
    Field(name="language", label="language", usual=True, csl="language"),
    Field(name="section", label="section", usual=True, csl="section"),
    Field(name="dateline", label="dateline", kind="dateline", usual=True),
    Field(name="credit", label="credit", usual=True, csl="source"),
    Field(name="photo_credit", label="photo credit"),
    Field(name="correction", label="correction", kind="texts"),
    Field(name="claim_review", label="claim review", kind="claims"),
    Field(name="access", label="access"),
    Field(name="licence", label="licence", csl="license"),
    Field(name="doi", label="DOI", csl="DOI"),
    Field(name="issn", label="ISSN", csl="ISSN"),
    Field(name="eissn", label="eISSN"),
    Field(name="isbn", label="ISBN", csl="ISBN"),
    Field(name="pmid", label="PMID", csl="PMID"),
    Field(name="arxiv", label="arXiv"),
    Field(name="identifier", label="identifier", usual=True),
    Field(name="caption", label="caption"),
    Field(name="image", label="image"),
    Field(name="feed", label="feed", kind="texts"),
)
BY_NAME: Mapping[str, Field] = {field.name: field for field in FIELDS}
