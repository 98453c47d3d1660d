"""Data rules: what an item needs before a certain style prints it as its guide asks. Each rule has its reason."""

from __future__ import annotations

from collections.abc import Mapping

from provenance.core.csl import changes
from provenance.core.csl.forms import FORMS, Change
from provenance.core.csl.items import Item
from provenance.core.frozen import frozen


@frozen
class Rule:
    """`change` is applied for every style whose id opens with one of `styles` (all styles if empty), or is in `only`.

    warning: said when the rule changed the item, where a reader would miss what it took away.
    """

    change: Change
    reason: str
    styles: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    warning: str | None = None

    def applies_to(self, style: str) -> bool:
        return style in self.only if self.only else not self.styles or style.startswith(self.styles)


_ABNT, _GOST = "associacao-brasileira-de-normas-tecnicas", "gost-r-7-0-5-2008"
_MLA = "modern-language-association"
_CHICAGO_TO_17 = tuple(
    f"chicago-{system}{edition}th-edition"
    for system in (
        "author-date-", "notes-bibliography-", "shortened-notes-bibliography-",
        "notes-bibliography-subsequent-author-title-", "notes-bibliography-subsequent-ibid-",
        "shortened-notes-bibliography-subsequent-author-title-", "shortened-notes-bibliography-subsequent-ibid-",
    )
    for edition in (16, 17)
)  # fmt: skip

_OTHER_FORM = "this style has no form for such a text: it is cited in the form of another"

RULES = (
    Rule(
        change=changes.drop_archive_link,
        reason="696 styles print `archive_location` as the name of a place",
    ),
    Rule(
        change=changes.east_asian_names_as_literals,
        reason="engines write a comma and initials into names that have neither: '王, . 小明'",
    ),
    Rule(change=changes.curl_quotes, reason="engines flip nested marks only if they are curled"),
    Rule(
        change=changes.drop_agency_as_database,
        reason="CSL's `source` is for agency and database alike; MLA and others print it as the database searched",
    ),
    # -- one name, once: who wrote it, where it stands, who put it out --
    Rule(
        change=changes.drop_publisher_equal_to_site,
        reason="MLA Handbook 9th, 'Publisher', and APA 7th 9.30: a publisher that bears the name of the site is left out",
    ),
    Rule(
        change=changes.drop_publisher_of_periodical,
        reason="MLA Handbook 9th 5.59, APA 7th 9.29 and the others: a periodical is cited without its publisher; styles of "
        "books print it",
    ),
    Rule(
        change=changes.publisher_as_site,
        styles=("ieee", "american-medical-association", "bluebook", _ABNT, "din-1505-2", _GOST, "iso690-"),
        reason="AMA 11th 3.15.3, IEEE Reference Guide, 'Website': who answers for the page; the styles print it as the site only",
    ),
    Rule(
        change=changes.drop_author_equal_to_publisher,
        styles=(_MLA,),
        reason="MLA Handbook 9th, 'Author': a work of an organisation that also publishes it begins with its title",
    ),
    Rule(
        change=changes.drop_author_equal_to_site,
        styles=("bluebook",),
        reason="Bluebook 18.2.2(a): an institution is named as author only where the site's name does not say it",
    ),
    Rule(
        change=changes.drop_author_equal_to_site,
        styles=(_GOST, "iso690-"),
        reason="ISO 690:2021 7.15 and ГОСТ Р 7.0.5-2008: what stands on a site is told by the site, whose name these styles need",
    ),
    Rule(
        change=changes.drop_site_and_publisher_equal_to_author,
        styles=("apa",),
        reason="APA 7th, 9.30 and examples 10.16:111a and 113b: a site or publisher that is the author is not named again",
    ),
    Rule(
        change=changes.drop_paper_as_author,
        reason="a paper is no author of its articles; styles name it first by themselves where nobody signs",
    ),
    Rule(
        change=changes.drop_site_of_page_equal_to_author,
        reason="Chicago Manual 17th 14.207, sample 'Yale University', and Cite Them Right: the owner of a site that is "
        "the author is named once; NLM and AMA styles would print it twice in a row",
    ),
    # -- links and days --
    Rule(
        change=changes.strip_url_scheme,
        styles=(_MLA,),
        reason="MLA Handbook 9th, 5.95: http:// and https:// are left out",
    ),
    Rule(
        change=changes.drop_accessed_where_dated,
        styles=(_MLA,),
        reason="MLA Handbook 9th, 5.111: the day of access stands where the work has no date",
    ),
    # -- titles --
    Rule(
        change=changes.all_prepositions_small,
        styles=(_MLA, *_CHICAGO_TO_17),
        reason="MLA Handbook 9th 2.90, Chicago Manual 17th 8.159: prepositions are small whatever their length, adverbs "
        "are not; the engine goes by a list of words",
    ),
    Rule(
        change=changes.short_prepositions_small,
        styles=("chicago-", "bluebook"),
        reason="Chicago Manual 18th 8.160 and Bluebook 8(a): prepositions of up to four letters are small, adverbs are not",
    ),
    Rule(
        change=changes.keep_headline_case,
        styles=("bluebook",),
        reason="Bluebook 18.2.2(b): the title of a page as the page shows it; only what is no headline is capitalised",
    ),
    Rule(
        change=changes.genre_in_brackets,
        styles=("harvard-cite-them-right",),
        reason="Cite Them Right, 'Press releases': Title [Press release]; the style has no place for `genre`",
    ),
    # -- types --
    Rule(
        change=changes.online_periodical_as_webpage,
        styles=("bluebook",),
        reason="Bluebook 16.6(f) and 18.2.2: an article read online has its date in parentheses",
    ),
    Rule(
        change=changes.online_newspaper_as_webpage,
        styles=(_GOST,),
        reason="the style prints no URL for a newspaper",
    ),
    Rule(
        change=changes.online_work_as_post,
        styles=(_ABNT,),
        reason="NBR 6023:2018 7.7.8 and 7.18: site, date and link; the style prints all three for a post alone",
    ),
    *(
        Rule(change=change, reason=reason, only=styles, warning=_OTHER_FORM if other else None)
        for styles, change, reason, other in FORMS
    ),
)


def fit(item: Mapping[str, object], *, style: str) -> tuple[Item, tuple[str, ...]]:
    """The item as `style` (id of an independent style) needs it, and what the rules took away that will be missed."""
    fitted: Item = dict(item)
    warnings = []
    for rule in RULES:
        if rule.applies_to(style):
            changed = rule.change(fitted)
            if rule.warning and changed != fitted:
                warnings.append(rule.warning)
            fitted = changed
    return fitted, tuple(warnings)


_LOCALES = {"harvard-cite-them-right": "en-GB"}


def style_locale(style: str) -> str | None:
    """The locale that a style needs and does not state: Cite Them Right is British, and in en-US gets “…,” quotes."""
    return next((locale for opening, locale in _LOCALES.items() if style.startswith(opening)), None)
