"""What goes between a process and the one that has begun it: pickles, each behind its length.

Only the two ends of a pipe that nobody else has can write into it, which is what makes it safe to unpickle.
"""

from __future__ import annotations

import pickle
from typing import IO, Any

_LENGTH = 8


def put(stream: IO[bytes], thing: Any) -> None:
    """Send a thing. Raises OSError where the other end is gone; what cannot be pickled raises what pickle does."""
    data = pickle.dumps(thing, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(len(data).to_bytes(_LENGTH, "big"))
    stream.write(data)
    stream.flush()


def got(stream: IO[bytes]) -> Any:
    """What was sent. Raises EOFError where the other end is gone."""
    length = stream.read(_LENGTH)
    if len(length) < _LENGTH:
        raise EOFError
    data = stream.read(int.from_bytes(length, "big"))
    return pickle.loads(data)  # noqa: S301 - of this program
