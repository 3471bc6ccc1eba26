"""
Write a flow table with everything known about it into one file.

CSV: UTF-8, LF, a block of lines "# key: value", then a header and rows. Parquet: the same keys, each as
`rawaan.<key>`, in the file's key-value metadata. `flows.read` gives the same table back.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ._errors import FlowTableError

if TYPE_CHECKING:
    from .table import Flows

FIRST_LINE = "# rawaan flows 1"
META = ("kind", "evidence", "source", "vintage", "period", "unit", "caveat")


def write(flows: Flows, path: str | Path) -> Path:
    """
    Write a flow table to CSV or Parquet; the file appears whole or not at all.

    Parameters
    ----------
    flows
        The table.
    path
        A name ending in .csv or .parquet; an existing file is replaced.

    Returns
    -------
    path
        The file written.

    Raises
    ------
    FlowTableError
        The name ends otherwise, or its folder is not there.
    """
    path = Path(path)
    if path.suffix.lower() not in {".csv", ".parquet"}:
        raise FlowTableError(f"a flow table is written as .csv or .parquet, not as {path.name!r}")
    if not path.parent.is_dir():
        raise FlowTableError(f"there is no folder {str(path.parent)!r} to write {path.name!r} into")
    # Written beside the target and moved over it, so a reader never meets half a file.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    try:
        if path.suffix.lower() == ".csv":
            _write_csv(flows, Path(name))
        else:
            _write_parquet(flows, Path(name))
        # mkstemp makes files only their owner may read; a written table is as readable as any other file.
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return path


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def metadata(flows: Flows) -> dict[str, str]:
    """Give what a file must say about a table, as text, leaving out what is not known."""
    return {key: " ".join(str(value).split()) for key in META if (value := getattr(flows, key)) is not None}


def _write_csv(flows: Flows, path: Path) -> None:
    lines = [FIRST_LINE, *(f"# {key}: {value}" for key, value in metadata(flows).items())]
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("\n".join(lines) + "\n")
        flows.table.to_csv(file, index=False, lineterminator="\n")


def _write_parquet(flows: Flows, path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pandas(flows.table, preserve_index=False)
    own = {f"rawaan.{key}": value for key, value in {"flows": "1", **metadata(flows)}.items()}
    pq.write_table(table.replace_schema_metadata({**(table.schema.metadata or {}), **own}), path)
