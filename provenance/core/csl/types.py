"""The types of CSL in the words of other formats: one table a format, written by its writer and read by its reader.

The first table of each pair is what is written; the second adds what others write and what is told in fewer types.
"""

from __future__ import annotations

# RIS Format Specifications (2011), and what Zotero adds (`BLOG`, `CPAPER`, `DATA`, `WEB`).
RIS = {
    "article": "UNPB", "article-journal": "JOUR", "article-magazine": "MGZN", "article-newspaper": "NEWS", "bill": "BILL",
    "book": "BOOK", "broadcast": "VIDEO", "chapter": "CHAP", "dataset": "DATA", "document": "GEN",
    "entry-dictionary": "DICT", "entry-encyclopedia": "ENCYC", "figure": "FIGURE", "graphic": "ART", "hearing": "HEAR",
    "legal_case": "CASE", "legislation": "STAT", "manuscript": "MANSCPT", "map": "MAP", "motion_picture": "MPCT",
    "musical_score": "MUSIC", "pamphlet": "PAMP", "paper-conference": "CPAPER", "patent": "PAT", "periodical": "JFULL",
    "personal_communication": "PCOMM", "post": "ICOMM", "post-weblog": "BLOG", "regulation": "LEGAL", "report": "RPRT",
    "software": "COMP", "song": "SOUND", "speech": "SLIDE", "standard": "STAND", "thesis": "THES", "webpage": "ELEC",
}  # fmt: skip
RIS_READ = {tag: kind for kind, tag in RIS.items()} | {
    "ABST": "article-journal", "ADVS": "motion_picture", "CHART": "figure", "CLSWK": "book", "CONF": "paper-conference",
    "CTLG": "book", "DBASE": "dataset", "EBOOK": "book", "ECHAP": "chapter", "EDBOOK": "book", "EJOUR": "article-journal",
    "EQUA": "figure", "GOVDOC": "report", "GRANT": "document", "INPR": "article", "MULTI": "webpage", "SER": "periodical",
    "UNBILL": "bill", "WEB": "webpage",
}  # fmt: skip

# EndNote's reference types with their numbers, as its XML export has them (EndNote X9 and later, RefTypeTable).
ENDNOTE = {
    "article": ("Unpublished Work", 34), "article-journal": ("Journal Article", 17),
    "article-magazine": ("Magazine Article", 19), "article-newspaper": ("Newspaper Article", 23), "bill": ("Bill", 4),
    "book": ("Book", 6), "chapter": ("Book Section", 5), "dataset": ("Dataset", 59), "document": ("Generic", 13),
    "entry-dictionary": ("Dictionary", 52), "entry-encyclopedia": ("Encyclopedia", 53), "figure": ("Figure", 37),
    "graphic": ("Artwork", 2), "hearing": ("Hearing", 14), "interview": ("Interview", 64), "legal_case": ("Case", 7),
    "legislation": ("Statute", 31), "manuscript": ("Manuscript", 36), "map": ("Map", 20),
    "motion_picture": ("Film or Broadcast", 21), "musical_score": ("Music", 61), "pamphlet": ("Pamphlet", 24),
    "paper-conference": ("Conference Paper", 47), "patent": ("Patent", 25), "periodical": ("Serial", 57),
    "personal_communication": ("Personal Communication", 26), "post-weblog": ("Blog", 56),
    "regulation": ("Legal Rule or Regulation", 50), "report": ("Report", 27), "software": ("Computer Program", 9),
    "standard": ("Standard", 58), "thesis": ("Thesis", 32), "webpage": ("Web Page", 12),
}  # fmt: skip
ENDNOTE_READ = {name.lower(): kind for kind, (name, _) in ENDNOTE.items()} | {
    "aggregated database": "dataset", "ancient text": "book", "audiovisual material": "motion_picture", "catalog": "book",
    "chart or table": "figure", "classical work": "book", "conference proceedings": "book", "edited book": "book",
    "electronic article": "article-journal", "electronic book": "book", "electronic book section": "chapter",
    "government document": "report", "online database": "dataset", "online multimedia": "webpage",
    "podcast": "broadcast", "press release": "report", "social media": "post", "electronic source": "webpage",
}  # fmt: skip

# BibLaTeX manual 3.20, section 2.1; a type that is not here is `@online` with the CSL type as `entrysubtype`.
BIBLATEX = {
    "article-journal": "article", "article-magazine": "article", "article-newspaper": "article", "book": "book",
    "chapter": "incollection", "dataset": "dataset", "paper-conference": "inproceedings", "patent": "patent",
    "report": "report", "software": "software", "thesis": "thesis", "webpage": "online",
}  # fmt: skip
BIBLATEX_SUBTYPES = {"article-newspaper": "newspaper", "article-magazine": "magazine"}
BIBLATEX_READ = {
    "artwork": "graphic", "article": "article-journal", "audio": "song", "bookinbook": "chapter", "booklet": "pamphlet",
    "collection": "book", "conference": "paper-conference", "electronic": "webpage", "image": "graphic",
    "inbook": "chapter", "incollection": "chapter", "inproceedings": "paper-conference", "inreference": "entry-encyclopedia",
    "jurisdiction": "legal_case", "legislation": "legislation", "letter": "personal_communication", "manual": "book",
    "mastersthesis": "thesis", "movie": "motion_picture", "music": "song", "mvbook": "book", "mvcollection": "book",
    "mvproceedings": "book", "mvreference": "book", "online": "webpage", "performance": "performance",
    "periodical": "periodical", "phdthesis": "thesis", "proceedings": "book", "reference": "book", "report": "report",
    "review": "review", "standard": "standard", "suppbook": "chapter", "suppcollection": "chapter",
    "suppperiodical": "article-journal", "techreport": "report", "thesis": "thesis", "unpublished": "manuscript",
    "video": "motion_picture", "www": "webpage", "book": "book", "dataset": "dataset", "patent": "patent",
    "software": "software", "misc": "document",
}  # fmt: skip

# Hayagriva's type, and that of what the entry stands in (docs/file-format.md, "Entry type").
HAYAGRIVA = {
    "article-journal": ("article", "periodical"), "article-magazine": ("article", "periodical"),
    "article-newspaper": ("article", "newspaper"), "book": ("book", ""), "chapter": ("chapter", "book"),
    "document": ("misc", ""), "entry-encyclopedia": ("entry", "reference"), "graphic": ("artwork", ""),
    "legal_case": ("case", ""), "legislation": ("legislation", ""), "manuscript": ("manuscript", ""),
    "motion_picture": ("video", ""), "paper-conference": ("article", "proceedings"), "patent": ("patent", ""),
    "periodical": ("periodical", ""), "post": ("post", ""), "post-weblog": ("article", "blog"), "report": ("report", ""),
    "software": ("repository", ""), "song": ("audio", ""), "thesis": ("thesis", ""), "webpage": ("web", ""),
}  # fmt: skip
HAYAGRIVA_READ = {pair: kind for kind, pair in HAYAGRIVA.items() if kind != "article-magazine"} | {
    ("anthology", ""): "book", ("anthos", ""): "chapter", ("article", ""): "article-journal", ("blog", ""): "webpage",
    ("chapter", ""): "chapter", ("conference", ""): "speech", ("entry", ""): "entry", ("newspaper", ""): "periodical",
    ("proceedings", ""): "book", ("reference", ""): "book", ("thread", ""): "post", ("tweet", ""): "post",
}  # fmt: skip

# The types of references in CITATION.cff (Citation File Format 1.2.0, schema guide, "reference.type").
CFF = {
    "article-journal": "article", "article-magazine": "magazine-article", "article-newspaper": "newspaper-article",
    "bill": "bill", "book": "book", "broadcast": "film-broadcast", "dataset": "data", "document": "generic",
    "entry-dictionary": "dictionary", "entry-encyclopedia": "encyclopedia", "graphic": "art", "hearing": "hearing",
    "legal_case": "legal-case", "legislation": "statute", "manuscript": "unpublished", "map": "map",
    "motion_picture": "video", "musical_score": "music", "pamphlet": "pamphlet", "paper-conference": "conference-paper",
    "patent": "patent", "periodical": "serial", "personal_communication": "personal-communication",
    "post-weblog": "blog", "regulation": "legal-rule", "report": "report", "software": "software",
    "song": "sound-recording", "speech": "slides", "standard": "standard", "thesis": "thesis", "webpage": "website",
}  # fmt: skip
CFF_READ = {name: kind for kind, name in CFF.items()} | {
    "audiovisual": "motion_picture", "catalogue": "book", "conference": "speech", "database": "dataset",
    "edited-work": "book", "government-document": "report", "historical-work": "book", "manual": "book",
    "multimedia": "webpage", "proceedings": "book", "software-code": "software", "software-container": "software",
    "software-executable": "software", "software-virtual-machine": "software",
}  # fmt: skip

# Zotero's item types (zotero-schema, the map to CSL).
ZOTERO_READ = {
    "artwork": "graphic", "audioRecording": "song", "bill": "bill", "blogPost": "post-weblog", "book": "book",
    "bookSection": "chapter", "case": "legal_case", "computerProgram": "software", "conferencePaper": "paper-conference",
    "dataset": "dataset", "dictionaryEntry": "entry-dictionary", "document": "document",
    "email": "personal_communication", "encyclopediaArticle": "entry-encyclopedia", "film": "motion_picture",
    "forumPost": "post", "hearing": "hearing", "instantMessage": "personal_communication", "interview": "interview",
    "journalArticle": "article-journal", "letter": "personal_communication", "magazineArticle": "article-magazine",
    "manuscript": "manuscript", "map": "map", "newspaperArticle": "article-newspaper", "patent": "patent",
    "podcast": "song", "preprint": "article", "presentation": "speech", "radioBroadcast": "broadcast", "report": "report",
    "standard": "standard", "statute": "legislation", "thesis": "thesis", "tvBroadcast": "broadcast",
    "videoRecording": "motion_picture", "webpage": "webpage",
}  # fmt: skip
