"""Read origin–destination figures from the files people have, and account for every row."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ._errors import FlowTableError, ReadError
from .decimals import MARKS
from .headers import has_flow_columns, has_location_columns
from .read_draft import Draft, assemble
from .read_grid import Grid, read_grid
from .read_matrix import read_matrix
from .read_rows import META, read_flowmapblue, read_rows
from .table import EVIDENCE, KINDS, Flows

if TYPE_CHECKING:
    import pandas as pd

FORMATS = ("rawaan", "flowmapblue", "matrix")

PathLike = str | os.PathLike[str]


def read(
    path_or_paths: PathLike | Sequence[PathLike],
    *,
    format: str | None = None,
    orientation: str | None = None,
    kind: str | None = None,
    evidence: str | None = None,
    source: str | None = None,
    vintage: str | None = None,
    period: str | None = None,
    unit: str | None = None,
    level: str = "district",
    match: bool = True,
    decimal: str | None = None,
) -> Flows:
    """
    Read a flow table from one file, or from FlowmapBlue's pair.

    Parameters
    ----------
    path_or_paths
        A CSV, TSV, XLSX or Parquet file; for FlowmapBlue the locations and the flows, in either order.
    format
        "rawaan" (our own CSV or Parquet, or any list headed origin, destination, people, or with other words
        for them: from, to, migrants …), "flowmapblue" (headed origin, dest, count) or "matrix"; found from the
        header when not given.
    orientation
        For a matrix: "rows" when rows are origins, "columns" when columns are. Asked for unless the file
        declares it; never assumed.
    kind, evidence, source, vintage, period, unit
        What the figures are, see `Flows`; they go over what the file declares. Where neither says, kind and
        evidence stay None, the report says so, and the table adds to nothing.
    level
        Level of the places named, for matching names: "district", "division", "province", …
    match
        Turn names into place codes with `boundaries.match_names`. False keeps names as written. The codes in
        a file we wrote ourselves are kept as they are.
    decimal
        What stands before decimals in a text file: "." (1,234.5) or "," (1.234,5). A point, when not given; but
        where semicolons separate cells the counts have to show it.

    Returns
    -------
    flows
        The checked table; `.report` says what was read, kept, merged and dropped, with reasons by line.

    Raises
    ------
    ReadError
        The file cannot be read as flows; the message says what, where (file, line, column), what to do.
    FlowTableError
        The rows were read, yet break a rule of the flow table.
    """
    paths = _as_paths(path_or_paths)
    _check_words(format=format, kind=kind, evidence=evidence, decimal=decimal)
    draft, own = _read_draft(paths, format=format, orientation=orientation, kind=kind, decimal=decimal)
    given = {
        "kind": kind,
        "evidence": evidence,
        "source": source,
        "vintage": vintage,
        "period": period,
        "unit": unit,
    }
    draft.meta.update({key: value for key, value in given.items() if value is not None})
    try:
        return assemble(draft, match=match and not own, level=level)
    except FlowTableError as error:
        raise FlowTableError(f"{draft.file}: {error}") from None


def _as_paths(path_or_paths: PathLike | Sequence[PathLike]) -> list[Path]:
    if isinstance(path_or_paths, (str, os.PathLike)):
        return [Path(path_or_paths)]
    paths = [Path(path) for path in path_or_paths]
    if len(paths) not in (1, 2):
        raise ReadError(f"give one file, or FlowmapBlue's two (locations and flows); {len(paths)} were given")
    return paths


def _check_words(**words: str | None) -> None:
    known = {"format": FORMATS, "kind": KINDS, "evidence": EVIDENCE, "decimal": MARKS}
    faults = [
        f"{word} {value!r} is unknown; it is one of {' '.join(map(repr, known[word]))}"
        for word, value in words.items()
        if value is not None and value not in known[word]
    ]
    if faults:
        raise ReadError("; ".join(faults))


def _read_draft(
    paths: list[Path],
    *,
    format: str | None,
    orientation: str | None,
    kind: str | None,
    decimal: str | None,
) -> tuple[Draft, bool]:
    """Choose the reader; tell whether the codes are our own and need no matching."""
    if len(paths) == 2:
        if format not in (None, "flowmapblue"):
            raise ReadError(f"two files are FlowmapBlue's pair; format {format!r} takes one")
        return _read_pair([read_grid(path, decimal=decimal) for path in paths], kind=kind), False
    path = paths[0]
    if path.suffix.lower() in {".parquet", ".pq"}:
        return _read_parquet(path, kind=kind)
    grid = read_grid(path, decimal=decimal)
    if has_location_columns(grid.rows[0]) and not has_flow_columns(grid.rows[0]):
        raise ReadError(f"{path.name} holds locations only; give the flows with it: read([locations, flows])")
    if format == "matrix" or (format is None and not has_flow_columns(grid.rows[0])):
        return read_matrix(grid, orientation=orientation, kind=kind), "rawaan" in grid.meta
    if format == "flowmapblue" or "dest" in {cell.lower() for cell in grid.rows[0]}:
        return read_flowmapblue(grid, None, kind=kind), False
    return read_rows(grid, kind=kind), "rawaan" in grid.meta


def _read_pair(grids: list[Grid], *, kind: str | None) -> Draft:
    locations = [grid for grid in grids if has_location_columns(grid.rows[0])]
    flows = [grid for grid in grids if has_flow_columns(grid.rows[0])]
    if len(locations) != 1 or len(flows) != 1:
        heads = "; ".join(f"{grid.name} has {','.join(grid.rows[0])}" for grid in grids)
        raise ReadError(
            f"FlowmapBlue's pair is one file headed id,name,lat,lon and one headed origin,dest,count: {heads}"
        )
    return read_flowmapblue(flows[0], locations[0], kind=kind)


def _read_parquet(path: Path, *, kind: str | None) -> tuple[Draft, bool]:
    """Read a Parquet file as rows; in one of ours the metadata is in the key-value pairs."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not path.is_file():
        raise ReadError(f"there is no file {str(path)!r}")
    try:
        table = pq.read_table(path)
    except pa.ArrowException as error:
        raise ReadError(f"{path.name} is not a readable Parquet file ({error})") from None
    stored = table.schema.metadata or {}
    own = {key: stored[f"rawaan.{key}".encode()].decode() for key in META if f"rawaan.{key}".encode() in stored}
    frame: pd.DataFrame = table.to_pandas()
    grid = Grid(path.name, meta=own)
    # Through the same reader as text, so that one set of rules says what is kept and why.
    grid.rows = [list(map(str, frame.columns)), *_as_text(frame)]
    grid.lines = list(range(len(grid.rows)))
    return read_rows(grid, kind=kind), b"rawaan.flows" in stored


def _as_text(frame: pd.DataFrame) -> list[list[str]]:
    import pandas as pd

    def text(value: object) -> str:
        if isinstance(value, str):
            return value
        # repr of a float is the shortest text that reads back as the same float.
        return "" if pd.isna(value) else repr(value)  # type: ignore[call-overload]

    columns = [[text(value) for value in frame[name].tolist()] for name in frame.columns]
    return [list(row) for row in zip(*columns, strict=True)]
