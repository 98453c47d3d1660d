"""Text in the files of TeX: what BibTeX and BibLaTeX share, both ways."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Mapping

from provenance.core.csl.keys import citation_key
from provenance.core.csl.texts import one_line

# A brace without its partner is written as a command: BibTeX counts `\{` as a brace, and a lone one ends the field.
_ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "$": r"\$", "&": r"\&", "%": r"\%",
    "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
# Signs that TeX would put together into another one.
_LIGATURE = re.compile(r"--+|``+|''+|[?!]`")


def escaped(value: object) -> str:
    """The text on one line with TeX's ten special characters escaped, and its hyphens and quotation marks left alone by
    TeX; empty for None.
    """
    return _piece(one_line(value))


def _piece(text: str) -> str:
    apart = _LIGATURE.sub(lambda match: "\0".join(match[0]), text)
    escapes = _ESCAPES | {"{": r"\{", "}": r"\}"} if _paired(text) else _ESCAPES
    return "".join(escapes.get(letter, letter) for letter in apart).replace("\0", "{}")


def _paired(text: str) -> bool:
    depth = 0
    for letter in text:
        depth += (letter == "{") - (letter == "}")
        if depth < 0:
            return False
    return depth == 0


_MARKUP = re.compile(r"<(/?)(i|b|sup|sub|span)(?:\s[^<>]*)?>")
_RICH = {"i": "emph", "b": "textbf", "sup": "textsuperscript", "sub": "textsubscript"}


def rich(value: object, *, kept: re.Pattern[str] | None = None) -> str:
    """Escaped, CSL's markup as TeX commands. kept: runs that no style may put in lower case, `Gaza` and `iPhone`; they are
    braced, but for the first letter of the text.

    Tags that do not close each other are no markup and stay text.
    """
    text = one_line(value)
    tags = list(_MARKUP.finditer(text))
    written, end = [], 0
    for tag in tags if _balanced(tags) else ():
        written.append(_braced(text[end : tag.start()], kept, first=not end))
        if command := _RICH.get(tag[2]):
            written.append("}" if tag[1] else f"\\{command}{{")
        end = tag.end()
    return "".join(written) + _braced(text[end:], kept, first=not end)


def _braced(text: str, kept: re.Pattern[str] | None, *, first: bool) -> str:
    written, end = [], 0
    for run in kept.finditer(text) if kept else ():
        start = run.start()
        if first and not any(letter.isalnum() for letter in text[:start]):
            opening = run[0].split(" ")[0]
            # Every style leaves the first letter of a title alone; `NATO` and `iPhone` still need their braces.
            start += len(opening) + 1 if opening[1:] == opening[1:].lower() and opening[0].isupper() else 0
        if start < run.end():
            written += [_piece(text[end:start]), f"{{{{{_piece(text[start : run.end()])}}}}}"]
            end = run.end()
    return "".join(written) + _piece(text[end:])


def _balanced(tags: list[re.Match[str]]) -> bool:
    opened: list[str] = []
    for tag in tags:
        if not tag[1]:
            opened.append(tag[2])
        elif not opened or opened.pop() != tag[2]:
            return False
    return not opened


def verbatim_url(value: object) -> str:
    """A URL for a field that is read verbatim, in which only a brace, a backslash and a space have a meaning."""
    return one_line(value).translate({0x20: "%20", 0x5C: "%5C", 0x7B: "%7B", 0x7D: "%7D"})


def entry_key(item: Mapping[str, object]) -> str:
    """The item's id where BibTeX can read it, else one made of author, year and title."""
    given = str(item.get("id") or "")
    return given if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9:.+/_-]*", given) else citation_key(item)


# -- reading ------------------------------------------------------------------------------------------------------

_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "=": "\u0304", ".": "\u0307", "u": "\u0306",
    "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328", "r": "\u030a", "d": "\u0323", "b": "\u0331",
}  # fmt: skip
_ACCENT = re.compile(
    r"\\(?P<accent>[`'^\"~=.]|[uvHckrdb](?![A-Za-z]))\s*(?:\{\s*(?P<braced>\\?[A-Za-z])\s*\}|(?P<bare>\\[ij](?![A-Za-z])|[A-Za-z]))"
)
_SIGNS = {
    "textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}", "textasciitilde": "~", "textasciicircum": "^",
    "textendash": "–", "textemdash": "—", "ldots": "…", "dots": "…", "textellipsis": "…", "ss": "ß", "ae": "æ", "AE": "Æ",
    "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "aa": "å", "AA": "Å", "l": "ł", "L": "Ł", "i": "ı", "j": "ȷ",
    "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“", "textquotedblright": "”", "textunderscore": "_",
    "textdollar": "$", "textless": "<", "textgreater": ">", "textbar": "|", "slash": "/", "S": "§", "pounds": "£",
    "texteuro": "€", "copyright": "©", "textregistered": "®", "texttrademark": "™", "textdegree": "°", "relax": "",
}  # fmt: skip
_MARKS = {"---": "—", "--": "–", "``": "“", "''": "”", "~": " ", "?`": "¿", "!`": "¡"}
# Commands with an argument: what stands before it and behind it.
_AROUND = {
    "emph": ("<i>", "</i>"), "textit": ("<i>", "</i>"), "textbf": ("<b>", "</b>"), "mkbibemph": ("<i>", "</i>"),
    "textsuperscript": ("<sup>", "</sup>"), "textsubscript": ("<sub>", "</sub>"), "mkbibquote": ("“", "”"),
    "enquote": ("“", "”"), "url": ("", ""), "texttt": ("", ""), "textrm": ("", ""), "textsc": ("", ""), "text": ("", ""),
    "mbox": ("", ""), "textup": ("", ""), "path": ("", ""), "nocase": ("", ""),
}  # fmt: skip
_SPECIAL = re.compile(r"[\\{}$~`'-]")
_TOKEN = re.compile(
    r"\\(?P<command>[A-Za-z]+)(?:\s*(?P<open>\{)(?!\})|\{\}|[ \t]+|)|\\(?P<sign>[^A-Za-z])|[{}$~]|---?|``|''|[?!]`"
)


def plain(tex: str) -> str:
    """The text that TeX would print, on one line, with CSL's markup for emphasis and for raised and lowered signs."""
    if not _SPECIAL.search(tex):
        return one_line(tex)
    source = _ACCENT.sub(_accented, tex)
    written: list[str] = []
    closing: list[str] = []
    end = 0
    for token in _TOKEN.finditer(source):
        written.append(source[end : token.start()])
        end = token.end()
        if (text := _token(token, closing)) is None:
            return one_line(_by_library(tex))
        written.append(text)
    return one_line("".join(written) + source[end:])


def _token(token: re.Match[str], closing: list[str]) -> str | None:
    """What a token prints; None for a command that is not known here. closing: what the open braces print at their end."""
    command, whole = token["command"], token[0]
    if command:
        around = _AROUND.get(command) if token["open"] else None
        if around is None and (token["open"] or command not in _SIGNS):
            return None
        if around is not None:
            closing.append(around[1])
            return around[0]
        return _SIGNS[command]
    if token["sign"]:
        return (
            ""
            if token["sign"] in "-/,;!"
            else " "
            if token["sign"].isspace() or token["sign"] == "\\"
            else token["sign"]
        )
    if whole == "{":
        closing.append("")
    if whole in "{}":
        return closing.pop() if whole == "}" and closing else ""
    return None if whole == "$" else _MARKS[whole]


def _accented(match: re.Match[str]) -> str:
    letter = (match["braced"] or match["bare"]).removeprefix("\\")
    return unicodedata.normalize("NFC", letter + _ACCENTS[match["accent"]])


# The library takes ten microseconds for a character: an abstract that is longer than this keeps its commands.
_LONGEST = 2_000


def _by_library(tex: str) -> str:
    try:
        return _library()(tex) if len(tex) <= _LONGEST else _without_braces(tex)
    except Exception:  # noqa: BLE001 - whatever the library makes of hostile TeX, a title is no reason to end
        return _without_braces(tex)


def _without_braces(tex: str) -> str:
    return tex.replace("{", "").replace("}", "")


@functools.cache
def _library() -> Callable[[str], str]:
    """What pylatexenc does, with its tables of commands, which it would build anew for each text."""
    from pylatexenc import latex2text, latexwalker

    # It says on stderr what it could not make of a command.
    latex2text.logger.disabled = True
    printer = latex2text.LatexNodes2Text(math_mode="text", keep_comments=True)
    commands = latexwalker.get_default_latex_context_db()
    return lambda tex: str(printer.latex_to_text(tex, latex_context=commands))


# -- languages ----------------------------------------------------------------------------------------------------

# Names of babel languages, by BCP 47 tag; a tag that is not here gives no `langid`, for a wrong one stops LaTeX.
LANGIDS = {
    "ar": "arabic", "bg": "bulgarian", "ca": "catalan", "cs": "czech", "da": "danish", "de": "ngerman",
    "de-at": "naustrian", "de-ch": "nswissgerman", "el": "greek", "en": "english", "en-au": "australian",
    "en-ca": "canadian", "en-gb": "british", "en-nz": "newzealand", "en-us": "american", "es": "spanish",
    "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french", "fr-ca": "canadien",
    "gl": "galician", "he": "hebrew", "hr": "croatian", "hu": "magyar", "id": "indonesian", "it": "italian",
    "ja": "japanese", "ko": "korean", "lt": "lithuanian", "lv": "latvian", "nb": "norsk", "nl": "dutch",
    "nn": "nynorsk", "no": "norsk", "pl": "polish", "pt": "portuguese", "pt-br": "brazilian", "ro": "romanian",
    "ru": "russian", "sk": "slovak", "sl": "slovenian", "sr": "serbian", "sv": "swedish", "tr": "turkish",
    "uk": "ukrainian", "vi": "vietnamese", "zh": "chinese",
}  # fmt: skip
_TAGS = {name: tag for tag, name in reversed(LANGIDS.items())} | {
    "german": "de", "austrian": "de-at", "swissgerman": "de-ch", "ukenglish": "en-gb", "usenglish": "en-us",
    "hungarian": "hu", "norwegian": "nb", "bokmal": "nb", "brazil": "pt-br", "portuges": "pt", "farsi": "fa",
    "acadian": "fr-ca", "francais": "fr", "frenchb": "fr",
}  # fmt: skip


def language_tag(name: str) -> str:
    """The BCP 47 tag of a babel language; what is none stays as it is."""
    tag = _TAGS.get(name.strip().lower())
    return "-".join(part if place == 0 else part.upper() for place, part in enumerate(tag.split("-"))) if tag else name
