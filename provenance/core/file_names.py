"""Which files of a folder are read as lists, by their names; and patterns of files."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

DOCUMENTS = frozenset({
    "bib", "bibtex", "cff", "csv", "docx", "eml", "enw", "epub", "htm", "html", "ipynb", "jsonld", "latex", "lst",
    "ltx", "markdown", "mbox", "md", "mdown", "mdx", "mediawiki", "mht", "mhtml", "mkd", "mkdn", "mw", "ods", "odt",
    "opml", "pdf", "qmd", "rest", "ris", "rst", "tab", "tex", "text", "tsv", "txt", "urls", "wacz", "warc", "wiki",
    "wikitext", "xhtml", "xlsm", "xlsx",
})  # fmt: skip
"""Endings of files that are there for people to read, or hold nothing but a list."""
DATA = frozenset({"json", "rdf", "xml", "yaml", "yml"})
"""Endings of which most files are something else: lock files, settings. One of them is read where its content says that
it is a list (`core.lists.is_list`).
"""
_SKIPPED = frozenset({"node_modules", "bower_components", "__pycache__", "site-packages"})
_PACKED = (".gz",)


def ending(name: str) -> str:
    """`md` of `notes.MD`; `warc` of `crawl.warc.gz`; empty where a name has none."""
    name = name.lower()
    for packed in _PACKED:
        name = name.removesuffix(packed)
    before, _, last = re.split(r"[/\\]", name)[-1].rpartition(".")
    return last if before else ""


def is_hidden(name: str) -> bool:
    """Whether a file or folder is no text of its owner's: hidden, or filled by a package manager."""
    return name.startswith(".") or name in _SKIPPED


@functools.lru_cache(maxsize=256)
def file_pattern(text: str) -> re.Pattern[str]:
    """A pattern of `exclude_files` as what is looked for in a path with slashes.

    Its steps may stand anywhere in the path, one after the other, and cover all below: `drafts`, `CHANGELOG.md`,
    `docs/old/*.md`. `*` and `?` stand for characters of one step, `**` for steps.

    Raises
    ------
    ValueError
        where it is none, in words that go on from the pattern.
    """
    wanted = text.replace("\\", "/").strip().strip("/").removeprefix("./")
    if not wanted:
        raise ValueError("is empty")
    if wanted.startswith("../") or wanted == "..":
        raise ValueError("leads out of the folder")
    return re.compile(rf"(?:^|/){'/'.join(map(_step, wanted.split('/')))}(?:/|$)")


def _step(text: str) -> str:
    if text == "**":
        return ".*"
    return re.escape(text).replace(r"\*", "[^/]*").replace(r"\?", "[^/]")


def is_covered(path: str, patterns: Iterable[str]) -> bool:
    """Whether one of the patterns covers a path."""
    steps = path.replace("\\", "/")
    return any(file_pattern(text).search(steps) for text in patterns)
