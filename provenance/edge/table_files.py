"""Tables as files that other programs read: Parquet, CSV (RFC 4180), JSON lines. Rows are written as they come."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, BinaryIO, TypeAlias

from provenance.errors import ToolError

_Columns: TypeAlias = Sequence[tuple[str, type]]
_Batches: TypeAlias = Iterable[Sequence[tuple[Any, ...]]]
_Writer: TypeAlias = Callable[[BinaryIO, _Columns, _Batches], int]


def write(stream: BinaryIO, columns: _Columns, batches: _Batches, *, form: str) -> int:
    """Write a table; how many rows it has.

    columns: name and kind (`str`, `int` or `float`) of each. form: one of `FORMS`.

    Raises
    ------
    ToolError
        where Parquet is wanted and pyarrow is not installed.
    """
    return _WRITERS[form](stream, columns, batches)


def _csv(stream: BinaryIO, columns: _Columns, batches: _Batches) -> int:
    """What is not stated is an empty cell."""
    text = io.TextIOWrapper(stream, encoding="utf-8", errors="backslashreplace", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(name for name, _ in columns)
    count = 0
    for rows in batches:
        writer.writerows(rows)
        count += len(rows)
    text.detach()
    return count


def _jsonl(stream: BinaryIO, columns: _Columns, batches: _Batches) -> int:
    names = [name for name, _ in columns]
    count = 0
    for rows in batches:
        lines = (json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) + "\n" for row in rows)
        stream.write("".join(lines).encode(errors="backslashreplace"))
        count += len(rows)
    return count


def _parquet(stream: BinaryIO, columns: _Columns, batches: _Batches) -> int:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise ToolError(
            "--parquet",
            "needs pyarrow, which is not installed",
            "pip install 'source-provenance[parquet]', or use --csv",
        ) from None
    kinds = {int: pa.int64(), float: pa.float64(), str: pa.string()}
    schema = pa.schema([(name, kinds[kind]) for name, kind in columns])
    count = 0
    with parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        for rows in batches:
            arrays = [
                pa.array(values, kind) for values, kind in zip(zip(*rows, strict=True), schema.types, strict=True)
            ]
            writer.write_batch(pa.record_batch(arrays, schema=schema))
            count += len(rows)
    return count


_WRITERS: dict[str, _Writer] = {"parquet": _parquet, "csv": _csv, "jsonl": _jsonl}
FORMS = tuple(_WRITERS)
"""The forms that can be written, and the endings of their files."""
