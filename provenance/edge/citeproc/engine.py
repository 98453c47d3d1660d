"""pandoc as a process: its citeproc writes the entries, and its writers put finished entries into other formats.

pandoc's citeproc is the engine: of those that ship it fails on no style. It comes with `pypandoc-binary`, found as a
folder and not imported, which would cost more than a citation.
"""

from __future__ import annotations

import functools
import importlib.util
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from provenance.core.csl.markup import entries
from provenance.core.frozen import frozen
from provenance.core.regex import regex
from provenance.edge.citeproc.styles import Style, known_locale, load_style
from provenance.errors import EngineError, InputError, StyleError

TESTED = (3, 9)
TIMEOUT = 60.0

Mode = Literal["bibliography", "intext", "note"]

# What the engine is, it says at the end of its answer: to ask it before would cost one more process a citation.
_TEMPLATE = "$body$\n<!--pandoc $pandoc-version$-->\n"
_SAYS_VERSION = regex(r"<!--(pandoc \d[\d.]*)-->\s*\Z")


@frozen
class Rendered:
    """What the engine made of the items: their HTML, in the order of the items. engine: its name and version.

    order: the positions of the items as the style sorts them, without those that it prints nothing of.
    """

    htmls: tuple[str, ...]
    order: tuple[int, ...]
    engine: str | None
    style: str
    mode: Mode
    locale: str | None = None
    warnings: tuple[str, ...] = ()


@functools.cache
def engine() -> str:
    """The path of the pandoc that is used: the packaged one, else one on PATH that is not older than the tested version.

    Raises
    ------
    EngineError
        if there is neither, or it does not start.
    """
    spec = importlib.util.find_spec("pypandoc")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for name in ("pandoc", "pandoc.exe"):
            if (path := Path(folder) / "files" / name).is_file():
                return str(path)
    found = shutil.which("pandoc")
    wanted = ".".join(map(str, TESTED))
    if found is None:
        raise EngineError("pandoc", "is not installed", "Install it: pip install pypandoc-binary")
    if _version(found) < TESTED:
        raise EngineError(found, f"is older than {wanted}", "Install the tested one: pip install pypandoc-binary")
    return found


def _version(path: str) -> tuple[int, ...]:
    answer = _run([path, "--version"], b"", timeout=TIMEOUT).stdout.decode(errors="replace")
    match = re.match(r"pandoc\S* (\d+(?:\.\d+)*)", answer)
    if match is None:
        raise EngineError(path, "does not say its version", "Install the tested one: pip install pypandoc-binary")
    return tuple(map(int, match[1].split(".")))


def _run(command: Sequence[str], given: bytes, *, timeout: float) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603 - no shell, and a program that we found ourselves
            command, input=given, capture_output=True, timeout=timeout, check=False
        )
    except subprocess.TimeoutExpired:
        raise EngineError(command[0], f"gave no answer within {timeout:g} s", "Cite fewer sources at once") from None
    except OSError as error:
        raise EngineError(command[0], f"cannot be started: {error}", "Reinstall pypandoc-binary") from None


# -- citing -------------------------------------------------------------------------------------------------------


def render(
    items: Sequence[Mapping[str, object]],
    *,
    style: str | Style,
    locale: str | None = None,
    mode: Mode | None = None,
    together: bool = False,
    timeout: float = TIMEOUT,
) -> Rendered:
    """The entries of CSL-JSON items in a style, all by one process.

    mode: None for the bibliography, and for notes where the style has none. together: as neighbours, sorted, numbered
    and told apart as the style says; otherwise each entry stands alone. In the text they are always neighbours.

    Raises
    ------
    StyleError
        for an unknown style or locale, and for a mode that the style does not have.
    InputError
        for an item that is not CSL-JSON.
    EngineError
        if the engine fails or leaves an item out; of neighbours, if it leaves all of them out.
    """
    chosen = load_style(style) if isinstance(style, str) else style
    language = known_locale(locale) if locale else chosen.locale
    how = _mode(chosen, mode)
    if not items:
        return Rendered(htmls=(), order=(), engine=None, style=chosen.id, mode=how, locale=language)
    html, warnings = _ask(items, chosen, language, how, timeout=timeout, together=together or how == "intext")
    found = entries(html, in_text=how == "intext")
    missing = [str(item.get("id")) for number, item in enumerate(items) if not found.get(number)]
    if missing and (not together or len(missing) == len(items)):
        raise unprinted(missing, chosen.id)
    places = range(len(items))
    version = _SAYS_VERSION.search(html)
    return Rendered(
        htmls=tuple(found.get(number, "") for number in range(len(items))),
        order=tuple(
            number for number in (found if how == "bibliography" and together else places) if found.get(number)
        ),
        engine=version[1] if version else None,
        style=chosen.id,
        mode=how,
        locale=language,
        warnings=warnings,
    )


def unprinted(ids: Sequence[str], style: str) -> EngineError:
    """The fault that a style prints nothing of items."""
    return EngineError(", ".join(ids), f"style {style} printed nothing", "Choose another style")


def _mode(style: Style, wanted: Mode | None) -> Mode:
    """The mode that is rendered.

    Raises
    ------
    StyleError
        where the style does not have it.
    """
    if wanted is None:
        if style.has_bibliography:
            return "bibliography"
        return "note" if style.cites_in_notes else "intext"
    if wanted == "bibliography" and not style.has_bibliography:
        raise StyleError(f"--mode {wanted}", f"style {style.id} has no bibliography", "Use --mode note")
    if wanted == "intext" and style.cites_in_notes:
        raise StyleError(f"--mode {wanted}", f"style {style.id} cites in footnotes", "Use --mode note")
    if wanted == "note" and not style.cites_in_notes:
        raise StyleError(f"--mode {wanted}", f"style {style.id} cites in the text", "Use --mode intext")
    return wanted


def _ask(
    items: Sequence[Mapping[str, object]],
    style: Style,
    locale: str | None,
    mode: Mode,
    *,
    timeout: float,
    together: bool,
) -> tuple[str, tuple[str, ...]]:
    """The engine's HTML: its bibliography, or a text that cites each item once."""
    given = json.dumps([{**item, "id": f"item{number}"} for number, item in enumerate(items)], ensure_ascii=False)
    with tempfile.TemporaryDirectory(prefix="provenance-") as folder:
        csl, template = Path(folder) / "style.csl", Path(folder) / "template.html"
        csl.write_text(style.together if together else style.xml, encoding="utf-8")
        template.write_text(_TEMPLATE, encoding="utf-8")
        command = [engine(), "--sandbox", "--citeproc", f"--csl={csl}", f"--template={template}", "--to=html"]
        command += ["--wrap=none", *([f"--metadata=lang:{locale}"] if locale else ())]
        if mode == "bibliography":
            answer = _run([*command, "--from=csljson"], given.encode(), timeout=timeout)
        else:
            bibliography = Path(folder) / "items.json"
            bibliography.write_text(given, encoding="utf-8")
            command += ["--from=markdown", f"--bibliography={bibliography}", "--metadata=suppress-bibliography"]
            cited = "\n\n".join(f"[@item{number}]" for number in range(len(items)))
            answer = _run(command, cited.encode(), timeout=timeout)
    said = answer.stderr.decode(errors="replace")
    if answer.returncode:
        raise _fault(answer.returncode, said, items, style)
    return answer.stdout.decode(errors="replace"), _warnings(said)


def _fault(code: int, said: str, items: Sequence[Mapping[str, object]], style: Style) -> InputError | EngineError:
    said = " ".join(said.split()) or f"it ended with code {code}"
    if item := re.search(r"Error in \$\[(\d+)\]", said):
        name = str(items[int(item[1])].get("id", item[1]))
        return InputError(f"item {name!r}", f"is not CSL-JSON: {said}", "Mend the item")
    return EngineError(f"style {style.asked!r}", f"the citation engine failed: {said}", "Try another style")


def _warnings(stderr: str) -> tuple[str, ...]:
    """What the engine said; its remarks on its own translations have nothing to do with citations."""
    said = re.findall(r"^\[WARNING\] (.+)$", stderr, flags=re.MULTILINE)
    return tuple(f"the engine says: {line}" for line in said if "translation" not in line)


# -- other formats ------------------------------------------------------------------------------------------------

# Markdown as every reader of it knows it; what it has no sign for (small capitals) stands there as HTML.
_WRITERS = {"markdown": "commonmark", "latex": "latex", "rtf": "rtf", "typst": "typst", "docx": "docx", "odt": "odt"}
_PARAGRAPHS = regex(r"\n{2,}")
_RTF_PARAGRAPHS = regex(r"\n(?=\{\\pard\b)")


def convert(htmls: Sequence[str], *, to: str, timeout: float = TIMEOUT) -> tuple[str, ...]:
    """Finished entries in a format of text (`markdown`, `latex`, `rtf`, `typst`), one text each, by one process.

    Raises
    ------
    EngineError
        if pandoc fails, or what it wrote is not one paragraph an entry.
    """
    if not htmls:
        return ()
    text = _written(htmls, to, (), timeout=timeout).decode().strip("\n")
    parts = (_RTF_PARAGRAPHS if to == "rtf" else _PARAGRAPHS).split(text)
    if len(parts) != len(htmls):
        raise EngineError(f"--format {to}", "pandoc did not write one paragraph an entry", "Use --format text or html")
    return tuple(parts)


def write_file(htmls: Sequence[str], *, to: str, timeout: float = TIMEOUT) -> bytes:
    """Finished entries as a whole file (`docx`, `odt`, `rtf`), each a paragraph of the style `Bibliography`.

    Raises
    ------
    EngineError
        if pandoc fails.
    """
    return _written(htmls, to, ("--standalone", "--output=-"), timeout=timeout)


def _written(htmls: Sequence[str], to: str, options: Sequence[str], *, timeout: float) -> bytes:
    body = "\n".join(f"<p>{html}</p>" for html in htmls)
    if to in {"docx", "odt"}:
        body = f'<div data-custom-style="Bibliography">{body}</div>'
    command = [engine(), "--sandbox", "--from=html", f"--to={_WRITERS[to]}", "--wrap=none", *options]
    answer = _run(command, body.encode(), timeout=timeout)
    if answer.returncode:
        said = " ".join(answer.stderr.decode(errors="replace").split()) or f"it ended with code {answer.returncode}"
        raise EngineError(f"--format {to}", f"pandoc failed: {said}", "Use --format text or html")
    return answer.stdout
