"""Writers of exchange formats, a file each: NAME, ABOUT, HELD, write. `core.exchange` is the door to them."""

# Known without the writers and the readers behind them, which a citation in a CSL style has no use for (100 ms).
NAMES = frozenset(
    (
        "csl-json", "biblatex", "bibtex", "ris", "wikipedia", "wikipedia-de", "wikipedia-fr", "wikipedia-es", "json-ld",
        "coins", "dublin-core", "zotero-rdf", "endnote-xml", "hayagriva", "cff", "enw",
    )
)  # fmt: skip
