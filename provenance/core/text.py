"""Bytes to text, and text to a form in which two spellings of the same words are equal.

The encoding is found by the steps of the WHATWG Encoding Standard and of HTML's "determining the character encoding",
with one difference: a `<meta>` that names a single-byte encoding is not believed where the bytes are plainly UTF-8,
because tools that save a page often write it anew and leave the old declaration in it.
"""

from __future__ import annotations

import codecs
import functools
import itertools
import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

from provenance.core.charrefs import resolved
from provenance.core.frozen import frozen
from provenance.core.regex import regex

Basis = Literal["bom", "http", "meta", "utf-8", "fallback"]

# How far a declaration is looked for. The standard says 1,024 bytes; pages with long comments at the head need more.
_PRESCAN = 4096

# Python codec: labels of the WHATWG Encoding Standard that lead to it. A closed list, since Python also knows codecs
# that are no text encodings (`zlib`, `idna`, `undefined`).
_CODECS = {
    "utf-8": "utf-8 utf8 unicode-1-1-utf-8 x-unicode20utf8",
    "cp1252": "windows-1252 cp1252 x-cp1252 iso-8859-1 iso8859-1 iso_8859-1 latin1 latin-1 l1 ascii us-ascii ansi_x3.4-1968",
    "cp1250": "windows-1250 cp1250 x-cp1250",
    "cp1251": "windows-1251 cp1251 x-cp1251",
    "cp1253": "windows-1253 cp1253",
    "cp1254": "windows-1254 cp1254 iso-8859-9 iso8859-9 latin5",
    "cp1255": "windows-1255 cp1255",
    "cp1256": "windows-1256 cp1256",
    "cp1257": "windows-1257 cp1257",
    "cp1258": "windows-1258 cp1258",
    "cp874": "windows-874 iso-8859-11 tis-620 dos-874",
    "cp866": "ibm866 cp866 866",
    "iso8859-2": "iso-8859-2 iso8859-2 latin2",
    "iso8859-3": "iso-8859-3 iso8859-3 latin3",
    "iso8859-4": "iso-8859-4 iso8859-4 latin4",
    "iso8859-5": "iso-8859-5 iso8859-5",
    "iso8859-6": "iso-8859-6 iso8859-6 arabic",
    "iso8859-7": "iso-8859-7 iso8859-7 greek",
    "iso8859-8": "iso-8859-8 iso8859-8 iso-8859-8-i hebrew",
    "iso8859-10": "iso-8859-10 iso8859-10 latin6",
    "iso8859-13": "iso-8859-13 iso8859-13",
    "iso8859-14": "iso-8859-14 iso8859-14",
    "iso8859-15": "iso-8859-15 iso8859-15 latin9",
    "iso8859-16": "iso-8859-16",
    "koi8-r": "koi8-r koi8 koi8_r",
    "koi8-u": "koi8-u koi8-ru",
    "mac-roman": "macintosh x-mac-roman",
    "mac-cyrillic": "x-mac-cyrillic x-mac-ukrainian",
    "gb18030": "gb18030 gbk gb2312 gb_2312 gb_2312-80 chinese x-gbk",
    "big5hkscs": "big5 big5-hkscs cn-big5 x-x-big5",
    "cp932": "shift_jis shift-jis sjis x-sjis windows-31j ms_kanji",
    "euc-jp": "euc-jp x-euc-jp",
    "iso2022-jp": "iso-2022-jp",
    "cp949": "euc-kr ks_c_5601-1987 ks_c_5601-1989 ksc5601 korean windows-949",
    "utf-16-le": "utf-16 utf-16le ucs-2 unicode",
    "utf-16-be": "utf-16be",
}
_CODEC_OF = {label: codec for codec, labels in _CODECS.items() for label in labels.split()}
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_META_CHARSET = regex(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_PARAMETER = regex(r";\s*charset\s*=\s*[\"']?([^\s;\"']+)", re.IGNORECASE)


@frozen
class Decoded:
    """Text and how its encoding was found. encoding: name of the Python codec. basis: what decided: a byte order mark,
    the HTTP field, the page's own `<meta>`, valid UTF-8, or nothing (`fallback`).
    """

    text: str
    encoding: str
    basis: Basis


def decode(content: bytes, media_type: str | None = None) -> Decoded:
    """Decode the bytes of a page or a text file; never fails, bad bytes become U+FFFD.

    media_type: a Content-Type value with its parameters, if there is one. An unknown label is passed over.
    """
    for mark, codec in _BOMS:
        if content.startswith(mark):
            return Decoded(text=content[len(mark) :].decode(codec, "replace"), encoding=codec, basis="bom")
    if codec_of_header := _codec_of(_PARAMETER.search(media_type or "")):
        return Decoded(text=content.decode(codec_of_header, "replace"), encoding=codec_of_header, basis="http")
    codec_of_meta = _codec_of(_META_CHARSET.search(content[:_PRESCAN]))
    if codec_of_meta is not None and codec_of_meta.startswith("utf-16"):
        codec_of_meta = "utf-8"  # the declaration itself was read byte by byte, so it cannot be UTF-16
    as_utf8 = _strict_utf8(content)
    if codec_of_meta and (as_utf8 is None or codec_of_meta == "utf-8" or content.isascii()):
        once = as_utf8 if codec_of_meta == "utf-8" and not _is_cut_off(content) else None  # as of most pages
        text = content.decode(codec_of_meta, "replace") if once is None else once
        return Decoded(text=text, encoding=codec_of_meta, basis="meta")
    if as_utf8 is not None:
        return Decoded(text=as_utf8, encoding="utf-8", basis="utf-8")
    try:
        return Decoded(text=content.decode("cp1252"), encoding="cp1252", basis="fallback")
    except UnicodeDecodeError:
        return Decoded(text=content.decode("utf-8", "replace"), encoding="utf-8", basis="fallback")


def _codec_of(match: re.Match[str] | re.Match[bytes] | None) -> str | None:
    if match is None:
        return None
    label = match.group(1)
    return _CODEC_OF.get((label if isinstance(label, str) else label.decode("ascii")).strip().lower())


def _strict_utf8(content: bytes) -> str | None:
    """The text if the bytes are UTF-8; a character cut off at the very end is let go, as a capped body has one."""
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(content)
    except UnicodeDecodeError:
        return None


def _is_cut_off(content: bytes) -> bool:
    """Whether bytes that are UTF-8 may end in the midst of a character."""
    return content[-1:] > b"\x7f"


# -- spelling -----------------------------------------------------------------------------------------------------

# Soft hyphen, marks that join, part or direct, byte order marks in the midst of a text.
_INVISIBLE = regex("[\u00ad\u200b-\u200f\u2060\ufeff]+")
# Half of a pair, as JSON can escape it: no text, and nothing that can be written as UTF-8.
_LONE = regex("[\ud800-\udfff]")
_UNSEEN = regex("[\u00ad\u200b-\u200f\u2060\ufeff\ud800-\udfff]")
_NO_WORD = regex(r"[\W_]+")
# Longer passages are two marks that do not belong together.
_QUOTED = regex(
    r"“[^”“]{1,200}”|„[^“”„]{1,200}[“”]|«[^»«]{1,200}»|»[^»«]{1,200}«|「[^」「]{1,200}」|『[^』『]{1,200}』|\"[^\"]{1,200}\""
)
_GAP = regex(r"\s")
# Characters that are collapsed at once.
_PIECE = 100_000
# A text that is longer is no line.
_LINE = 2_000
# What `str.split` takes for white space in ASCII.
_TO_SPACES = bytes.maketrans(b"\t\n\v\f\r\x1c\x1d\x1e\x1f", b" " * 9)
_SPACES = regex(b"  +")
# Longer texts are compared once.
_SHORT = 400


def collapse(text: str) -> str:
    """The text on one line: runs of white space become one space, invisible characters go, lone surrogates are mended."""
    # Most lines of most pages are ASCII, and there is nothing invisible in ASCII.
    if len(text) < _LINE and text.isascii():
        return " ".join(text.split())
    if len(text) <= _PIECE:
        return _collapsed(text)
    return " ".join(piece for piece in map(_collapsed, _pieces(text)) if piece)


class Shown:
    """What is visible on a page, collapsed when somebody reads it: of most pages it is only asked whether it is long.

    is_collapsed: the text is as `collapse` makes it.
    """

    __slots__ = ("_raw", "_text")

    def __init__(self, raw: str, *, is_collapsed: bool = False) -> None:
        self._raw = raw
        self._text = raw if is_collapsed else None

    @property
    def text(self) -> str:
        """All of it, as `collapse` makes it."""
        if self._text is None:
            self._text = collapse(self._raw)
        return self._text

    def is_longer_than(self, count: int) -> bool:
        """Whether the text has more than so many characters. Twice as many of what was not collapsed mostly have."""
        some = 2 * count + 100
        # The last word of the beginning may go on, and a space behind it may be the last.
        if self._text is None and len(self._raw) > some and len(collapse(self._raw[:some])) > count + 1:
            return True
        return len(self.text) > count


NOTHING = Shown("", is_collapsed=True)


def _collapsed(text: str) -> str:
    if not text.isascii():
        # White space goes first: of the text of a page that is half of it, and to look for what is invisible takes longer.
        line = " ".join(text.split())
        seen = _visible(line)
        return line if seen is line else " ".join(seen.split())
    if len(text) < _LINE:
        return " ".join(text.split())
    # A long text is not taken apart into its words: that takes twice the time.
    return _SPACES.sub(b" ", text.encode().translate(_TO_SPACES)).decode().strip(" ")


def _visible(text: str) -> str:
    """Without invisible signs. Not `str.translate`: on a text that is not ASCII it takes twenty times as long."""
    if not _UNSEEN.search(text):
        return text
    return _LONE.sub("\ufffd", _INVISIBLE.sub("", text))


def _pieces(text: str) -> Iterator[str]:
    """A long text, cut at white space: the words of a page of 5 MB, all at once, take 60 MB."""
    begin = 0
    while begin < len(text):
        gap = _GAP.search(text, begin + _PIECE)
        end = gap.start() if gap else len(text)
        yield text[begin:end]
        begin = end


def unescaped(text: str) -> str:
    """On one line, and without the character references of HTML, which some sites escape twice."""
    return collapse(resolved(resolved(text)))


def unquoted(text: str) -> str:
    """The text without what stands in it between quotation marks: somebody else's words, or words that are told of."""
    return _QUOTED.sub(" ", text)


def comparable(text: str) -> str:
    """A key under which spellings that differ in case, width, quotes, dashes and punctuation are equal."""
    return _comparable(text) if len(text) > _SHORT else _comparable_short(text)


def _comparable(text: str) -> str:
    if text.isascii():
        return " ".join(text.encode().translate(_TO_WORDS).decode().split())
    return _NO_WORD.sub(" ", _visible(unicodedata.normalize("NFKC", text)).casefold()).strip()


# As `_NO_WORD` and case folding do it, in ASCII.
_TO_WORDS = bytes(ord(chr(code).lower()) if chr(code).isalnum() else 0x20 for code in range(0x80)).ljust(0x100)


# The same headlines and names are compared again and again.
_comparable_short = functools.lru_cache(maxsize=4096)(_comparable)


def plain(text: str) -> str:
    """As `comparable`, without accents: for holding a text against the words of a URL."""
    folded = comparable(text)
    if folded.isascii():
        return folded
    return "".join(itertools.filterfalse(unicodedata.combining, unicodedata.normalize("NFKD", folded)))
