"""The parser of Markdown: markdown-it, set up for what is read here."""

from __future__ import annotations

from markdown_it import MarkdownIt


class AsWritten(MarkdownIt):
    """markdown-it, but links stay as they were written: `fix` must find them in the file again."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - markdown-it's name
        return url

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - markdown-it's name and argument
        return True
