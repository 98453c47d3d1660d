"""Zotero's item types and CSL's, by the mapping of Zotero's own schema (zotero-schema, `csl.types`)."""

from __future__ import annotations

from collections.abc import Mapping

TO_CSL: Mapping[str, str] = {
    "newspaperArticle": "article-newspaper", "magazineArticle": "article-magazine", "journalArticle": "article-journal",
    "preprint": "article", "webpage": "webpage", "blogPost": "post-weblog", "forumPost": "post", "report": "report",
    "book": "book", "bookSection": "chapter", "thesis": "thesis", "conferencePaper": "paper-conference",
    "document": "document", "dataset": "dataset", "map": "map", "interview": "interview", "statute": "legislation",
    "bill": "bill", "case": "legal_case", "hearing": "hearing", "patent": "patent", "manuscript": "manuscript",
    "letter": "personal_communication", "email": "personal_communication", "instantMessage": "personal_communication",
    "presentation": "speech", "artwork": "graphic", "film": "motion_picture", "videoRecording": "motion_picture",
    "audioRecording": "song", "podcast": "song", "radioBroadcast": "broadcast", "tvBroadcast": "broadcast",
    "computerProgram": "software", "standard": "standard", "encyclopediaArticle": "entry-encyclopedia",
    "dictionaryEntry": "entry-dictionary",
}  # fmt: skip
"""CSL types by Zotero's item types."""

FROM_CSL: Mapping[str, str] = {csl: zotero for zotero, csl in reversed(list(TO_CSL.items()))}
"""Zotero's item type for a CSL type, the first of the table where several have it."""

RDF_SPACES: Mapping[str | None, str] = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "z": "http://www.zotero.org/namespaces/export#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "bib": "http://purl.org/net/biblio#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "link": "http://purl.org/rss/1.0/modules/link/",
    "prism": "http://prismstandard.org/namespaces/1.2/basic/",
    "vcard": "http://nwalsh.com/rdf/vCard#",
}
"""The namespaces of Zotero RDF (Zotero's translator `Zotero RDF.js`)."""


def rdf_name(name: str) -> str:
    """`dc:title` as `{http://purl.org/dc/elements/1.1/}title`."""
    prefix, _, local = name.partition(":")
    return f"{{{RDF_SPACES[prefix]}}}{local}"
