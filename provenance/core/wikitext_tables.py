"""What the parameters of citation templates mean, as CSL variables: English, German, French and Spanish Wikipedia.

Sources: Help:Citation Style 1 and the documentation of Vorlage:Internetquelle, Vorlage:Literatur, Modèle:Article,
Modèle:Lien web, Plantilla:Cita noticia and Plantilla:Cita web, old spellings included.
"""

from __future__ import annotations

from collections.abc import Mapping

TYPES: Mapping[str, str] = {
    "cite news": "article-newspaper", "cite newspaper": "article-newspaper", "cite web": "webpage",
    "cite magazine": "article-magazine", "cite journal": "article-journal", "cite report": "report",
    "cite techreport": "report", "cite tech report": "report", "cite book": "book", "cite thesis": "thesis",
    "cite conference": "paper-conference", "cite encyclopedia": "entry-encyclopedia", "cite interview": "interview",
    "cite map": "map", "cite podcast": "broadcast", "cite episode": "broadcast", "cite av media": "motion_picture",
    "cite speech": "speech", "cite tweet": "post", "cite arxiv": "article", "cite press release": "document",
    "cite document": "document", "citation": "document",
    "internetquelle": "webpage", "literatur": "book",
    "lien web": "webpage", "article": "article", "ouvrage": "book", "chapitre": "chapter",
    "cita noticia": "article-newspaper", "cita web": "webpage", "cita publicación": "article-journal",
    "cita libro": "book", "cita entrevista": "interview", "cita tesis": "thesis", "cita enciclopedia": "entry-encyclopedia",
}  # fmt: skip
"""CSL types by the name of a template in lower case. `{{Literatur}}` and `{{Article}}` do not say what kind it is."""

_SPELLINGS = {
    "title": "title titel titre título titulo",
    "script-title": "scripttitle",
    "chapter": "chapter contribution entry article capítulo",
    "container-title": (
        "work website newspaper magazine journal periodical encyclopedia encyclopaedia werk sammelwerk périodique "
        "periodique revue site siteweb obra periódico periodico publicación publicacion sitioweb revista diario"
    ),
    "publisher": "publisher institution hrsg verlag éditeur editeur editorial",
    "publisher-place": "location place publicationplace ort lieu ubicación ubicacion lugar",
    "source": "agency agencia",
    "section": "department departamento",
    "edition": "edition auflage édition edición edicion",
    "volume": "volume vol band volumen",
    "issue": "issue number nummer numéro numero no número",
    "page": "page pages p pp seite seiten s página páginas pagina paginas passage at",
    "genre": "type tipo naturedocument",
    "DOI": "doi", "ISSN": "issn", "ISBN": "isbn", "PMID": "pmid",
    "language": "language lang sprache langue idioma",
    "annote": "quote zitat citation cita",
    "note": "kommentar",
    "archive": "via vía",
    "issued": "date datum fecha",
    "accessed": "accessdate abruf zugriff consultéle consultele fechaacceso fechadeacceso",
    "URL": "url lireenligne urltexte présentationenligne online",
    "archive_location": "archiveurl archivurl urlarchivo",
    "archive_date": "archivedate archivdatum fechaarchivo",
    "url_status": "urlstatus",
    "dead": "deadurl urlmuerta offline",
    "year": "year jahr année annee año",
    "month": "month mois mes",
    "day": "day jour día",
}  # fmt: skip
PARAMETERS: Mapping[str, str] = {word: variable for variable, words in _SPELLINGS.items() for word in words.split()}
"""CSL variables by the name of a parameter: lower case, without spaces, hyphens and underscores."""

NAMES: Mapping[str, tuple[str, str]] = {
    word: part
    for part, words in (
        (("author", "family"), "last surname authorlast lastauthor nom nomauteur apellido apellidos"),
        (("author", "given"), "first given forename authorfirst prénom prenom nombre nombres"),
        (("author", "whole"), "author auteur auteurinstitutionnel autor authors auteurs autores people"),
        (("editor", "family"), "editorlast editorsurname nomdirecteur apellidoeditor apellidoseditor"),
        (("editor", "given"), "editorfirst editorgiven prénomdirecteur nombreeditor"),
        (("editor", "whole"), "editor herausgeber directeur"),
        (("translator", "family"), "translatorlast"),
        (("translator", "given"), "translatorfirst"),
        (("translator", "whole"), "translator übersetzer traducteur traductor"),
    )
    for word in words.split()
}
"""The name variable and the part of a name that a parameter holds, its number taken out."""

MONTHS: Mapping[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "january jan januar jänner janvier janv enero ene", "february feb februar février fév févr febrero",
            "march mar märz mär mars marzo", "april apr avril avr abril abr", "may mai mayo",
            "june jun juni juin junio", "july jul juli juillet juil julio", "august aug août agosto ago",
            "september sep sept septembre septiembre setiembre", "october oct oktober okt octobre octubre",
            "november nov novembre noviembre", "december dec dezember dez décembre déc diciembre dic",
        ),
        start=1,
    )
    for word in words.split()
}  # fmt: skip
