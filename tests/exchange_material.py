"""Invented items for the exchange formats, with what breaks a format that does not escape it."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

Item = dict[str, Any]

# What ends a field, a tag, an attribute, a template, a string or a script in one format or another.
NASTY = st.sampled_from(
    [
        "|", "{{", "}}", "{", "}", "[[", "]]", "[", "]", "<", ">", "&", "&lt;", "&amp;", "&#38;", "'", "''", "'''", '"', "=", "\\", "%7C",
        "</script>", "</span>", "<ref>", "</ref>", "<!--", "-->", "]]>", "<![CDATA[", "<nowiki>", "~~~~", "__TOC__", "*", "#", ":", ";", "!",
        "é", "Ł", "ß", "Ζ", "я", "日本", "ع", "—", "“", "”", "«\u00a0", "🗞", "+", "%", "$", "/", "?", "-", "(", "((", "))", "ISBN", "{{!}}", "1",
    ]
)  # fmt: skip
WORDS = st.sampled_from(
    ["Harbour", "talks", "end", "in", "Port", "Example", "of", "the", "Quay", "42", "NATO", "Küste"]
)


def _joined(parts: list[str]) -> str:
    return " ".join("".join(parts).split(" ")).strip(" ")


TEXTS = (
    st.lists(st.one_of(WORDS, NASTY, st.just(" ")), min_size=1, max_size=8)
    .map(_joined)
    .map(lambda text: " ".join(text.split()) if text.isascii() else text)
    .filter(lambda text: any(letter.isalpha() and letter.isascii() for letter in text) and "  " not in text)
)
"""Texts of the middle sort: no white space at the ends or in rows, at least one Latin letter."""

CAPITAL = st.sampled_from(
    [
        "Reed",
        "O’Brien",
        "O'Hara-Smith",
        "Łucki",
        "Meer",
        "Vale & Son",
        "García Lorca",
        "De Niro",
        "Ng",
        "D|e",
        "Q{{x}}",
        "Ω",
    ]
)
FIRST = st.sampled_from(["Ann", "Ida", "José María", "J. R.", "Jean-Luc", "Ö.", "A & B", "<b>", "Jr Bo"])
SUFFIX = st.sampled_from(["Jr.", "Sr.", "III", "Jr"])
PERSON = st.fixed_dictionaries(
    {"family": CAPITAL},
    optional={
        "given": FIRST, "non-dropping-particle": st.sampled_from(["von der", "de", "al"]),
        "dropping-particle": st.sampled_from(["de", "van den"]), "suffix": SUFFIX,
    },
).filter(lambda name: "given" in name or not {"dropping-particle", "suffix"} & set(name))  # fmt: skip
LITERALS = st.one_of(TEXTS, st.sampled_from(["Board and Harbour, Ltd.", "Reed, Vale, Meer & Sons", "Ida Vale"]))
NAMES = st.lists(st.one_of(PERSON, LITERALS.map(lambda text: {"literal": text})), min_size=1, max_size=3)

URLS = st.builds(
    "https://{}.example/{}".format,
    st.sampled_from(["post", "news", "a-b"]),
    st.lists(
        st.sampled_from(["a", "b_c", "2024", "-", "/", "?q=1", "&x=2", "%20", "#top", "~me", ",", "(1)", ";v=1"]),
        max_size=5,
    ).map("".join),
).filter(lambda url: url[-1] not in ",;")
MOMENTS = st.dates().filter(lambda day: day.year >= 1000)
DATES = st.one_of(
    MOMENTS.map(lambda day: {"date-parts": [[day.year, day.month, day.day]]}),
    MOMENTS.map(lambda day: {"date-parts": [[day.year, day.month]]}),
    MOMENTS.map(lambda day: {"date-parts": [[day.year]]}),
)
DAYS = MOMENTS.map(lambda day: {"date-parts": [[day.year, day.month, day.day]]})
ABOUT = MOMENTS.map(lambda day: {"date-parts": [[day.year]], "circa": True})
DOUBTFUL = st.one_of(
    MOMENTS.map(lambda day: {"date-parts": [[day.year, day.month, day.day]], "edtf": f"?{day.isoformat()}"}),
    MOMENTS.map(lambda day: {"edtf": f"XXXX-{day.month:02d}-{min(day.day, 28):02d}"}),
)

VARIABLES: dict[str, st.SearchStrategy[Any]] = {
    "author": NAMES, "title": TEXTS, "container-title": TEXTS, "publisher": TEXTS, "publisher-place": TEXTS, "source": TEXTS,
    "section": TEXTS, "edition": TEXTS, "volume": TEXTS, "issue": TEXTS, "page": st.sampled_from(["12", "12–14", "A1", "12-14, 20"]),
    "genre": TEXTS, "DOI": st.sampled_from(["10.1000/182", "10.1000/a(b)c"]), "ISSN": st.just("1234-5679"), "ISBN": st.just("978-0-00-000000-2"),
    "PMID": st.just("123"), "language": st.sampled_from(["en", "en-GB", "fr", "de-AT"]), "issued": st.one_of(DATES, ABOUT),
    "accessed": DAYS, "abstract": TEXTS, "note": TEXTS, "keyword": TEXTS, "original-date": DATES,
    "editor": NAMES, "URL": URLS,
}  # fmt: skip


def archived(item: Item, place: str, day: Any, status: str) -> Item:
    return item | {"archive_location": place, "archive_date": day.isoformat(), "url_status": status}


def items(
    types: list[str], *, without: tuple[str, ...] = (), statuses: tuple[str, ...] = ("live", "dead"), **other: Any
) -> st.SearchStrategy[Item]:
    """Items of these types: a title, a URL as a rule, an archived copy with its day where there is one."""
    variables = {name: values for name, values in (VARIABLES | other).items() if name not in without}
    plain = st.fixed_dictionaries({"type": st.sampled_from(types), "title": variables.pop("title")}, optional=variables)
    copies = st.builds(
        archived,
        plain.filter(lambda item: "URL" in item),
        URLS.map("https://archive.example/web/".__add__),
        MOMENTS,
        st.sampled_from(statuses),
    )
    return st.one_of(plain, copies)


def restricted(item: Item, held: frozenset[str] | None) -> Item:
    return {name: value for name, value in item.items() if held is None or name in held}
