"""provenance: where an article came from, whether it is still there, and how to cite it.

The public names, imported when they are first used: `import provenance` costs nothing.

    read, judge                 pure: bytes to a Source, an Outcome to a Verdict
    load                        a saved list: items, problems, format
    check, acheck, audit        over the network, recorded in the log
    cite                        a citation of a Source or of a CSL-JSON item
    open_log                    the log itself
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from provenance.core.extract.source import read
    from provenance.core.verdicts import judge
    from provenance.edge.log import Log, open_log
    from provenance.errors import ProvenanceError
    from provenance.jobs.audit import audit
    from provenance.jobs.check import acheck, check
    from provenance.jobs.load import load
    from provenance.jobs.render import cite

_HOMES = {
    "Log": "provenance.edge.log",
    "ProvenanceError": "provenance.errors",
    "acheck": "provenance.jobs.check",
    "audit": "provenance.jobs.audit",
    "check": "provenance.jobs.check",
    "cite": "provenance.jobs.render",
    "judge": "provenance.core.verdicts",
    "load": "provenance.jobs.load",
    "open_log": "provenance.edge.log",
    "read": "provenance.core.extract.source",
}

__all__ = ["Log", "ProvenanceError", "acheck", "audit", "check", "cite", "judge", "load", "open_log", "read"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        msg = f"module 'provenance' has no attribute {name!r}"
        raise AttributeError(msg)
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
