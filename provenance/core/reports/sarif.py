"""An audit as SARIF 2.1.0 (OASIS), for code scanning: a rule a kind, a result a finding, known ones suppressed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from provenance.core import kinds
from provenance.core.audited import DIFFERS, PROBLEM, Audited, ProblemRow, Row, fingerprints, problem_fingerprint
from provenance.core.model import Origin, State
from provenance.core.printable import printable
from provenance.core.records import instant

NAME = "sarif"
ABOUT = "SARIF 2.1.0, for code scanning"

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_HOME = "https://pypi.org/project/source-provenance/"
_OWN_RULES = {
    DIFFERS: (
        "The list says something else of the article than its page.",
        "Look at both; mend the one that is wrong.",
    ),
    PROBLEM: ("A piece of the list could not be read.", "Mend it, or take it out of the list."),
}


def render(audited: Audited) -> Iterator[str]:
    """The document, a result at a time."""
    names = sorted({row.check.verdict.kind for row in audited.rows})
    rules = [*(_rule_of_kind(name) for name in names), *(_rule(name, *told) for name, told in _OWN_RULES.items())]
    run = {
        "tool": {"driver": {"name": "provenance", "informationUri": _HOME, "version": audited.version, "rules": rules}},
        "invocations": [{
            "commandLine": printable(audited.command), "executionSuccessful": len(audited.rows) == audited.links,
            "startTimeUtc": instant(audited.begun), "endTimeUtc": instant(audited.finished),
        }],
        "columnKind": "unicodeCodePoints",
    }  # fmt: skip
    yield f'{{"$schema": "{_SCHEMA}", "version": "2.1.0", "runs": [{json.dumps(run)[:-1]}, "results": ['
    between = "\n"
    for result in _results(audited):
        yield between + json.dumps(result, ensure_ascii=False)
        between = ",\n"
    yield "\n]}]}\n"


def _results(audited: Audited) -> Iterator[Mapping[str, Any]]:
    for unread in audited.problems:
        yield _unread(unread)
    for row in audited.rows:
        yield from _of_link(row)


def _of_link(row: Row) -> Iterator[Mapping[str, Any]]:
    check, verdict = row.check, row.check.verdict
    url = printable(check.url)
    state_counts = any(word != DIFFERS for word in row.counts)
    if verdict.state is not State.ALIVE or state_counts:
        level = "error" if state_counts else "warning" if verdict.state is State.DEAD else "note"
        yield _result(
            verdict.kind, level, f"{url} – {printable('; '.join(verdict.because))}",
            origins=check.origins, key=f"{verdict.state.value} {check.url}", known=row.known,
        )  # fmt: skip
    for one in check.differing:
        text = f"{url}: {one.variable}: {one.told}"
        level = "error" if DIFFERS in row.counts else "note"
        (key, *_) = [key for key in fingerprints(check, [DIFFERS]) if key.startswith(f"{DIFFERS} {one.variable} ")]
        origins = (one.origin,) if one.origin else check.origins
        yield _result(DIFFERS, level, printable(text), origins=origins, key=key, known=row.known)


def _unread(row: ProblemRow) -> Mapping[str, Any]:
    level = "error" if row.counts else "note"
    return _result(
        PROBLEM, level, printable(row.problem.message),
        origins=(row.problem.origin,), key=problem_fingerprint(row.problem), known=row.known,
    )  # fmt: skip


def _result(
    rule: str, level: str, text: str, *, origins: tuple[Origin, ...], key: str, known: bool
) -> Mapping[str, Any]:
    """key: by which a finding is known again in the next run."""
    result: dict[str, Any] = {"ruleId": rule, "level": level, "message": {"text": text}}
    # All locations of one result must be mended together (section 3.27.12): further mentions are only related.
    places = [_location(origin) for origin in origins]
    result["locations"] = places[:1]
    if places[1:]:
        result["relatedLocations"] = [{"id": number, **place} for number, place in enumerate(places[1:])]
    result["partialFingerprints"] = {"finding/v1": hashlib.sha256(key.encode(errors="replace")).hexdigest()}
    if known:
        result["suppressions"] = [{"kind": "external", "justification": "it stands in the baseline"}]
    return result


def _location(origin: Origin) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(origin.file.replace("\\", "/"))}}
    if origin.line:
        place["region"] = {"startLine": origin.line}
    location: dict[str, Any] = {"physicalLocation": place}
    if origin.where:
        location["logicalLocations"] = [{"name": printable(origin.where)}]
    return location


def _rule_of_kind(name: str) -> Mapping[str, Any]:
    page = kinds.kind(name)
    if page is None or page.name != name:
        return _rule(name, name, "Look at the link by hand.")
    return _rule(name, page.summary, page.list) | {"fullDescription": {"text": page.means}}


def _rule(name: str, summary: str, remedy: str) -> dict[str, Any]:
    return {"id": name, "shortDescription": {"text": summary}, "help": {"text": remedy}}
