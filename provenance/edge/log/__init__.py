"""The log: one SQLite file, append-only, sealed by Merkle roots, readable with any SQLite tool."""

from provenance.edge.log.pages import MOST_COUNTED, Due
from provenance.edge.log.reading import LogReader, read_log
from provenance.edge.log.writing import Log, open_log

__all__ = ["MOST_COUNTED", "Due", "Log", "LogReader", "open_log", "read_log"]
