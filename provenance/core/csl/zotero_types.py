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
