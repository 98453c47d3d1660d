"""The CSL engine as a process: items and a style in, one entry an item out. Nothing is fetched."""

from provenance.edge.citeproc.engine import Mode, Rendered, convert, engine, render, unprinted, write_file
from provenance.edge.citeproc.styles import LOCALES, SHORT_NAMES, Style, load_style, style_paths, styles, styles_folder

__all__ = [
    "LOCALES",
    "SHORT_NAMES",
    "Mode",
    "Rendered",
    "Style",
    "convert",
    "engine",
    "load_style",
    "render",
    "style_paths",
    "styles",
    "styles_folder",
    "unprinted",
    "write_file",
]
