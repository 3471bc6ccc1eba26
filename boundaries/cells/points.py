"""Points to H3 cells: millions at a time, every weight accounted for."""

from __future__ import annotations

import math
import operator
import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from boundaries._errors import GridError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FINEST", "bin_points", "find_resolution_fault", "sum_by_cell"]

FINEST: Final = 15
"""The finest resolution H3 has: 0.9 m² a cell."""

CHUNK: Final = 1 << 18
"""Points put into cells at a time by one thread, about 12 MB of working arrays."""

PENDING: Final = 1 << 21
"""Sums of chunks kept before they are added together, 32 MB."""

REASONS: Final = ("no coordinates", "out of range", "no weight")
"""Why a point is left out; the first that holds is the one counted."""

Cells = NDArray[np.uint64]
Numbers = NDArray[Any]
Sums = tuple[Cells, NDArray[np.float64]]
"""Cells, each once and rising, and a value for each."""


def bin_points(lon: ArrayLike, lat: ArrayLike, weight: ArrayLike | None = None, *, resolution: int) -> pd.DataFrame:
    """
    Sum points by the H3 cell they lie in.

    Parameters
    ----------
    lon, lat
        Degrees (EPSG:4326), longitude first; lists, arrays or Series of one length, read by position. Missing
        numbers may be NaN or None.
    weight
        What each point counts for, such as its people; may be negative. None counts every point as one.
    resolution
        Of H3, 0 to 15.

    Returns
    -------
    sums
        ``cell`` (uint64, rising) and ``value`` (float64: the sum of the weights, or the count). No row for an empty
        cell; no rows for no points. ``attrs`` tells what became of the points: ``read`` and ``kept`` (how many),
        ``dropped`` (how many by reason: "no coordinates" for a missing or infinite one, "out of range" beyond 90
        degrees of latitude or 180 of longitude, "no weight" for a missing or infinite one) and ``weight_dropped``
        (their weight by reason; without weights every point weighs one). Read = kept + dropped, in points and, to
        the rounding of floating point, in weight.

    Raises
    ------
    GridError
        The columns are not of one length, a column holds something that is no number, or there is no such
        resolution; the message lists every fault.

    Notes
    -----
    A point on the border of two cells goes where H3 puts it (`h3ronpy`, native code, agrees with ``latlng_to_cell``
    of `h3`). Chunks are worked on by as many threads as there are processors. Weights are added pairwise, not one
    after the other, so that ten million small ones lose nothing that shows. Ten million points took about 200 MB beyond
    their columns, result included; more points take more only by their result.
    """
    import pandas as pd

    columns = _read_columns(lon, lat, weight, resolution)
    rows, lost = np.zeros(len(REASONS), np.int64), np.zeros(len(REASONS))
    kept = 0
    total: Sums = (np.zeros(0, np.uint64), np.zeros(0))
    pending: list[Sums] = []
    workers = os.cpu_count() or 1
    with ThreadPoolExecutor(workers) as pool:
        for part in _bin_chunks(columns, resolution, pool, ahead=2 * workers):
            rows += part.rows
            lost += part.lost
            kept += part.kept
            pending.append(part.sums)
            # Adding up is a pass over all sums so far, so it waits for a good many new ones.
            if sum(cells.size for cells, _ in pending) > PENDING + total[0].size:
                total, pending = _add_up([total, *pending], pool), []
        cells, values = _add_up([total, *pending], pool)
    frame = pd.DataFrame({"cell": cells, "value": values})
    frame.attrs = {
        "read": columns[0].size,
        "kept": kept,
        "dropped": dict(zip(REASONS, rows.tolist(), strict=True)),
        "weight_dropped": dict(zip(REASONS, lost.tolist(), strict=True)),
    }
    return frame


def sum_by_cell(cells: Cells, values: NDArray[np.float64]) -> tuple[Cells, NDArray[np.float64]]:
    """
    Add values of the same cell.

    Parameters
    ----------
    cells, values
        Shape (n,), any order.

    Returns
    -------
    cells, values
        Each cell once, rising; empty for none. Sums within a cell are pairwise, which keeps rounding small.
    """
    if not cells.size:
        return cells, values
    order = np.argsort(cells)
    ordered = cells[order]
    starts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
    return ordered[starts], np.add.reduceat(values[order], starts)


def find_resolution_fault(resolution: Any) -> str:
    """
    Say what is wrong with a resolution.

    Parameters
    ----------
    resolution
        What the caller asked for.

    Returns
    -------
    fault
        Empty for a whole number from 0 to 15.
    """
    try:
        known = 0 <= operator.index(resolution) <= FINEST
    except TypeError:
        known = False
    return "" if known else f"resolution {resolution!r} is none of H3's, which are the whole numbers 0 to {FINEST}"


@dataclass(frozen=True)
class _Part:
    """A chunk's sums, how many points are in them, and by reason (as in `REASONS`) the points and weight left out."""

    sums: Sums
    kept: int
    rows: NDArray[np.int64]
    lost: NDArray[np.float64]


def _read_columns(lon: ArrayLike, lat: ArrayLike, weight: ArrayLike | None, resolution: int) -> list[Numbers]:
    given = {"lon": lon, "lat": lat} | ({} if weight is None else {"weight": weight})
    faults = [find_resolution_fault(resolution)]
    columns = {}
    for name, values in given.items():
        try:
            columns[name] = _read_numbers(values)
        except (TypeError, ValueError) as error:
            faults.append(f"{name} cannot be read as a column of numbers ({error})")
    if len({column.size for column in columns.values()}) > 1:
        sizes = ", ".join(f"{name} {column.size:,}" for name, column in columns.items())
        faults.append(f"the columns must be of one length, but have: {sizes}")
    if any(faults):
        raise GridError("points cannot be put into cells: " + "; ".join(filter(None, faults)))
    return list(columns.values())


def _read_numbers(values: ArrayLike) -> Numbers:
    """Take a plain array as it is, so that millions of numbers are not copied; pandas reads the rest."""
    if type(values) is np.ndarray and values.ndim == 1 and values.dtype.kind in "fiu":
        return values
    import pandas as pd

    numbers: Numbers = pd.Series(values).to_numpy("float64", na_value=np.nan)
    return numbers


def _bin_chunks(columns: list[Numbers], resolution: int, pool: ThreadPoolExecutor, *, ahead: int) -> Iterator[_Part]:
    """Work on chunks side by side, some ahead of the one that is asked for."""
    begun: deque[Future[_Part]] = deque()
    for start in range(0, columns[0].size, CHUNK):
        chunk = [column[start : start + CHUNK] for column in columns]
        begun.append(pool.submit(_bin_chunk, chunk, resolution))
        if len(begun) > ahead:
            yield begun.popleft().result()
    while begun:
        yield begun.popleft().result()


def _bin_chunk(columns: list[Numbers], resolution: int) -> _Part:
    import pyarrow as pa
    from h3ronpy.vector import coordinates_to_cells

    lon, lat, *rest = (np.asarray(column, np.float64) for column in columns)
    weight = rest[0] if rest else np.ones(lon.size)
    reasons = _find_reasons(lon, lat, weight)
    rows, lost = np.zeros(len(REASONS), np.int64), np.zeros(len(REASONS))
    if reasons.any():
        for number in range(len(REASONS)):
            out = weight[reasons == number + 1]
            rows[number], lost[number] = out.size, math.fsum(out[np.isfinite(out)])
        lon, lat, weight = (column[reasons == 0] for column in (lon, lat, weight))
    cells = pa.array(coordinates_to_cells(lat, lon, resolution)).to_numpy()
    return _Part(sum_by_cell(cells, weight), lon.size, rows, lost)


def _find_reasons(lon: Numbers, lat: Numbers, weight: Numbers) -> NDArray[np.uint8]:
    """Find the first of `REASONS` that holds for each point, counted from 1; 0 for a sound point."""
    located = np.isfinite(lon) & np.isfinite(lat)
    within = (np.abs(lon) <= 180) & (np.abs(lat) <= 90)
    found = (~np.isfinite(weight)).astype(np.uint8) * np.uint8(3)
    found[~within] = 2
    found[~located] = 1
    return found


def _add_up(sums: list[Sums], pool: ThreadPoolExecutor) -> Sums:
    """Add sums of the same cells, a range of cells at a time: threads share the work, and working arrays stay small."""
    if sum(cells.size > 0 for cells, _ in sums) < 2:
        return max(sums, key=lambda one: one[0].size)
    largest = max((cells for cells, _ in sums), key=len)
    share = largest.size / sum(cells.size for cells, _ in sums)
    borders = largest[:: math.ceil(CHUNK * share)][1:]
    cuts = [np.concatenate([[0], np.searchsorted(cells, borders), [cells.size]]) for cells, _ in sums]
    ranges = [
        [
            (cells[cut[k] : cut[k + 1]], values[cut[k] : cut[k + 1]])
            for (cells, values), cut in zip(sums, cuts, strict=True)
        ]
        for k in range(borders.size + 1)
    ]
    done = list(pool.map(_add_range, ranges))
    return np.concatenate([cells for cells, _ in done]), np.concatenate([values for _, values in done])


def _add_range(sums: list[Sums]) -> Sums:
    return sum_by_cell(np.concatenate([cells for cells, _ in sums]), np.concatenate([values for _, values in sums]))
