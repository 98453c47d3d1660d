"""The day of publication in a page's scripts: what it hands to its own counters and readers' tools.

Such data are written for machines of the house and by no standard, and they name the days of other articles as well.
They are read only where nothing else on the page names a day: for them the whole markup has to be searched.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from provenance.core.extract.days import read_stamp
from provenance.core.extract.page import Page
from provenance.core.model import Evidence
from provenance.core.regex import regex

# `publishedFirst`, `first-publication`, `published_at`, `datePublished`, `pubDate`; `deployDt` and `regDate` of Korean systems.
_KEY = (
    r"(?:(?:date|first|time)[-_]?)*pub(?:lish(?:ed)?|lication)?(?:[-_]?(?:first|date|time|at|on|day|iso|utc))*"
    r"|(?:deploy|reg)[-_]?d(?:t|ate)"
)
_QUOTE = r"""\\{0,3}(?:["']|&quot;|&\#34;)"""
_PAIR = regex(
    rf"(?<![a-zA-Z])(?P<key>{_KEY})(?:{_QUOTE})?\s?:\s?(?:{_QUOTE})?(?P<value>\d[\d:.T/+Z -]{{7,34}})",
    re.IGNORECASE,
)
# `showDate("2020/04/17 01:43")`, where the page lets a script write the day that its readers see.
_WRITTEN = regex(
    r"""<script[^>]*>\s*(?:document\.write\()?\w*date\w*\(\s*["'](?P<value>\d[\d:.T/+Z -]{7,34})["']""", re.IGNORECASE
)
_MOST = 2_000_000
_FEW = 8


def read(page: Page) -> Iterator[Evidence]:
    """Evidence from calls that write a day, then from `key: value` pairs; the first stands for the page, the others for
    what else it lists.
    """
    seen = 0
    pairs = (pattern.finditer(page.markup, 0, _MOST) for pattern in (_WRITTEN, _PAIR))
    for match in itertools.chain.from_iterable(pairs):
        day = read_stamp(match["value"].strip(), page.tag)
        if day is not None and day.is_whole:
            yield Evidence(
                variable="issued", value=day.edtf, method="script:published", selector="script", quote=match.group()
            )
            seen += 1
            if seen >= _FEW:
                return
