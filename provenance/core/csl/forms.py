"""Styles that have no form for a kind of text, or print a part of it twice, and the form that is used in its place.

Found by rendering five works in all styles of the shipped set (`tests/bench/styles.py`). Ids are exact; a style whose
newer release no longer errs is still printed well, since only the item is changed, and only of the types named.
"""

from __future__ import annotations

from collections.abc import Callable

from provenance.core.csl.items import Item

Change = Callable[[Item], Item]

_NEWS, _MAGAZINE, _PAGE = "article-newspaper", "article-magazine", "webpage"


def as_type(other: str, *types: str, unsigned: bool = False) -> Change:
    """A change of the type of items of `types`; with `unsigned`, of those without an author only."""

    def change(item: Item) -> Item:
        fits = item.get("type") in types and not (unsigned and item.get("author"))
        return item | {"type": other} if fits else item

    return change


def paper_first_once(*types: str) -> Change:
    """The name of the paper or site in the place of the missing author, where the style puts it anyhow, and there only."""
    return _moved("container-title", types)


def title_first_once(*types: str) -> Change:
    """The title in the place of the missing author, where the style puts it anyhow, and there only."""
    return _moved("title", types)


def _moved(variable: str, types: tuple[str, ...]) -> Change:
    def change(item: Item) -> Item:
        if item.get("author") or item.get("type") not in types or not item.get(variable):
            return item
        kept = {key: value for key, value in item.items() if key != variable}
        return kept | {"author": [{"literal": item[variable]}]}

    return change


_NO_FORM = "the style prints nothing for it"
_TWICE = "the style prints it in the place of the missing author and once more"

# Ids of styles, change, reason, and whether another kind of text is cited, which a reader should know.
FORMS: tuple[tuple[tuple[str, ...], Change, str, bool], ...] = (
    (
        ("gewerblicher-rechtsschutz-und-urheberrecht", "juristische-schulung", "kommunikation-und-recht",
         "neue-juristische-wochenschrift"),
        as_type(_NEWS, _PAGE, _MAGAZINE, "post-weblog"), _NO_FORM, True,
    ),
    (
        ("springer-basic-note", "mohr-siebeck-recht",
         "universite-de-lausanne-institut-d-archeologie-et-des-sciences-de-l-antiquite"),
        as_type("article-journal", _NEWS, _MAGAZINE, _PAGE, "post-weblog"), _NO_FORM, True,
    ),
    (("computer-und-recht",), as_type("article-journal", _PAGE, _MAGAZINE, "post-weblog"), _NO_FORM, True),
    (("catholic-biblical-association",), as_type(_PAGE, _NEWS, _MAGAZINE), _NO_FORM, True),
    (("karabuk-university-graduate-school-of-natural-and-applied-sciences",), as_type("article-journal", _NEWS), _NO_FORM, True),
    (("postepy-higieny-i-medycyny-doswiadczalnej",), as_type("article-journal", _NEWS, _MAGAZINE), _NO_FORM, True),
    (("wirtschaftsuniversitat-wien-unternehmensrechnung-und-controlling",), as_type(_MAGAZINE, _PAGE), _NO_FORM, True),
    (
        ("guide-pour-la-redaction-et-la-presentation-des-theses-a-lusage-des-doctorants",
         "presses-universitaires-de-paris-nanterre"),
        as_type(_NEWS, _MAGAZINE), _NO_FORM, True,
    ),
    (("leidraad-voor-juridische-auteurs",), as_type("post-weblog", _PAGE), _NO_FORM, True),
    (("leidraad-voor-juridische-auteurs",), as_type("post-weblog", _NEWS, _MAGAZINE, unsigned=True), _NO_FORM, True),
    (
        ("padagogische-hochschule-heidelberg", "padagogische-hochschule-vorarlberg"), as_type(_NEWS, _MAGAZINE),
        "the style prints 'o. J.' in a magazine of any date", False,
    ),
    (("annales-de-demographie-historique",), as_type("document", _NEWS, _MAGAZINE), "the style prints the paper twice", False),
    (("the-journal-of-the-torrey-botanical-society",), as_type(_PAGE, _NEWS, _MAGAZINE), "the style prints the paper twice", False),
    (("politica-tidsskrift-for-politisk-videnskab",), as_type(_NEWS, _PAGE), "the style prints the site twice", False),
    (
        ("urbani-izziv", "urbani-izziv-en"), as_type("post-weblog", _PAGE),
        "the style prints the site twice and leaves out the title", False,
    ),
    (("journal-of-computer-assisted-tomography",), as_type(_NEWS, _PAGE), "the style prints the title twice", False),
    (
        ("harvard-bournemouth-university", "harvard-edge-hill-university", "harvard-university-of-the-west-of-scotland",
         "health-education-england-harvard", "karlstad-universitet-harvard", "sodertorns-hogskola-harvard",
         "sodertorns-hogskola-harvard-ibid", "sodertorns-hogskola-oxford", "uppsala-university-library-harvard"),
        paper_first_once(_NEWS), _TWICE, False,
    ),
    (
        ("comision-economica-para-america-latina-y-el-caribe", "diplo", "economic-commission-for-latin-america-and-the-caribbean",
         "harvard-leeds-beckett-university", "revista-chilena-de-derecho-y-tecnologia", "strategic-design-research-journal"),
        paper_first_once(_PAGE), _TWICE, False,
    ),
    (
        ("instituto-de-investigaciones-sobre-la-universidad-y-la-educacion-moderno", "umea-university-harvard",
         "universitat-heidelberg-medizinische-fakultat-mannheim-numeric"),
        paper_first_once(_NEWS, _PAGE), _TWICE, False,
    ),
    (
        ("fachhochschule-vorarlberg-author-date", "fachhochschule-vorarlberg-note"), title_first_once(_PAGE), _TWICE, False,
    ),
    (
        ("atlas-of-genetics-and-cytogenetics-in-oncology-and-haematology",
         "mcdonald-institute-monographs",
         "oxford-studies-on-the-roman-economy", "techniques-et-culture", "isabella-stewart-gardner-museum"),
        title_first_once(_NEWS, _PAGE, _MAGAZINE), _TWICE, False,
    ),
)  # fmt: skip
