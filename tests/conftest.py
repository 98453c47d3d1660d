"""What all tests share: where the shared material lies, if it lies anywhere."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

# Behind everything else: processes that tests start find `tests`, and `provenance` is still the installed one.
sys.path.append(str(Path(__file__).parent.parent))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real pages and lists: `$PROVENANCE_SHARED`, or `shared` beside the checkout."""
    folder = Path(os.environ.get("PROVENANCE_SHARED", Path(__file__).parent.parent.parent / "shared"))
    if not folder.is_dir():
        pytest.skip("needs the shared corpus: set PROVENANCE_SHARED to its folder")
    return folder
