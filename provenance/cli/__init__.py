"""The command line: words in, results on standard output, everything else on standard error, an exit code.

Commands import their job inside themselves, so that `--help` costs Typer and nothing else.
"""

from provenance.cli.app import main

__all__ = ["main"]
