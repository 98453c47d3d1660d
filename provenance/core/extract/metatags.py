"""`<meta>`, `<html lang>` and `<link>`: Open Graph, Dublin Core, Highwire, and what grew beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from provenance.core.extract import sections
from provenance.core.extract.days import stamped_day
from provenance.core.extract.page import Page
from provenance.core.model import Evidence
from provenance.core.text import unescaped

# variable → names of meta tags that speak for it, the more exact first
_NAMES = {
    "title": "og:title twitter:title headline sailthru.title parsely-title dc.title dcterms.title citation_title title "
    "twitter:text:title",
    "author": "author article:author sailthru.author parsely-author cxenseparse:author dc.creator dc:creator "
    "dcterms.creator citation_author og:article:author byl article:author_name article_author og:author "
    "article.author dcsext.author authors twitter:data1 parsely-page.authors",
    "issued": "article:published_time og:article:published_time parsely-pub-date sailthru.date dc.date.issued "
    "dcterms.issued dcterms.date dcterms.created dc.date dc.date.created date pubdate publishdate publish-date "
    "publish_date published article:published article.published article_date_original datepublished "
    "citation_publication_date citation_online_date citation_date cxenseparse:recs:publishtime "
    "cxenseparse:publishtime bt:pubdate og:pubdate rnews:datepublished article.created "
    "dc.date.published og:published_time og:release_date release_date prism.publicationdate displaydate "
    "originalpublicationdate shareaholic:article_published_time publication_date date.publication",
    "modified": "article:modified_time og:updated_time og:article:modified_time article:modified last-modified lastmod "
    "dcterms.modified dc.date.modified article_date_updated article.updated revision_date og:modified_time",
    "container_title": "og:site_name application-name apple-mobile-web-app-title citation_journal_title "
    "twitter:app:name:googleplay al:android:app_name sitename site_name shareaholic:site_name og:sitename prism.publicationname",
    "publisher": "dc.publisher dcterms.publisher publisher citation_publisher",
    "language": "og:locale content-language language dc.language dcterms.language citation_language inlanguage lang",
    "section": "article:section parsely-section og:article:section sailthru_section prism.section section category",
    "canonical_url": "og:url parsely-link twitter:url",
    "image": "og:image og:image:url og:image:secure_url twitter:image twitter:image:src parsely-image-url thumbnail",
    "identifier": "article:id article_id articleid post_id parsely-post-id cxenseparse:articleid dable:item_id",
    "type": "og:type",
    "credit": "original-source syndication-source",
}  # fmt: skip
_VARIABLE_OF = {name: variable for variable, names in _NAMES.items() for name in names.split()} | {
    "twitter:misc:written by": "author"
}
_DATES = ("issued", "modified")
_EACH_AUTHOR = ("citation_author", "dc.creator", "dc:creator", "dcterms.creator")
# Written by WordPress plug-ins as a pair of tags: `twitter:label1` says what `twitter:data1` is.
_WRITTEN_BY = frozenset({
    "written by", "author", "by", "verfasst von", "geschrieben von", "autor", "von", "escrito por", "autor/a", "écrit par",
    "rédigé par", "auteur", "scritto da", "autore", "geschreven door", "skriven av", "författare", "skrevet av",
    "skrevet af", "forfatter", "kirjoittanut", "napisane przez", "napsal(a)", "napísal(a)", "napisao/la", "szerző",
    "scris de", "escrit per", "написано автором", "автор", "написано", "συντάχθηκε από", "yazan", "ditulis oleh",
    "được viết bởi", "كُتب بواسطة", "نوشته شده توسط", "נכתב על ידי", "執筆者", "作者", "撰写者", "글쓴이",
})  # fmt: skip


def read(page: Page) -> Iterator[Evidence]:
    """Evidence from the head of a page."""
    labels = {name: content.lower() for name, content in page.metas if name.startswith("twitter:label")}
    for name, content in _with_authors_together(page.metas):
        variable = _VARIABLE_OF.get(name)
        if variable is None or (
            name == "twitter:data1" and labels.get("twitter:label1", "").rstrip(" :") not in _WRITTEN_BY
        ):
            continue
        if variable == "section":
            names = sections.names_in([unescaped(content)])
            yield from sections.stated(names, f"meta:{name}", f'meta[name="{name}"]', content)
            continue
        value = _value(variable, content, page.tag)
        if value:
            yield Evidence(
                variable=variable,
                value=value,
                method=f"meta:{name}",
                selector=f'meta[name="{name}"]',
                quote=content[:500],
            )
    if page.language_tag:
        yield Evidence(
            variable="language",
            value=page.language_tag,
            method="html:lang",
            selector="html[lang]",
            quote=page.language_tag,
        )
    for rel, href in page.links:
        if "canonical" in rel.split():
            yield Evidence(
                variable="canonical_url",
                value=href,
                method="link:canonical",
                selector='link[rel="canonical"]',
                quote=href,
            )


def _with_authors_together(metas: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Highwire and Dublin Core give each author a tag of his own: together, and in order, they are one statement."""
    told: dict[str, dict[str, None]] = {name: {} for name in _EACH_AUTHOR}
    for name, content in metas:
        if name in told and content.strip():
            told[name][content.strip()] = None
    for name, content in metas:
        if name not in told:
            yield name, content
        elif names := told[name]:
            yield name, content if len(names) == 1 else "; ".join(map(_in_reading_order, names))
            told[name] = {}


def _in_reading_order(name: str) -> str:
    """`Jane Roe` for `Roe, Jane`: beside other names a comma would part them."""
    family, comma, given = (part.strip() for part in name.partition(","))
    return f"{given} {family}" if comma and "," not in given else name


def _value(variable: str, content: str, language: str) -> str:
    if variable in _DATES:
        return stamped_day(content, language)
    text = unescaped(content)
    if variable == "author" and text.startswith(("http", "@", "/", "www.")):
        return ""  # the address of a profile names nobody
    return text
