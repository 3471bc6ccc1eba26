"""
Make the carried files of the estimate: `python -m flows build-estimate`.

The model is run once from the chosen parameters and once for every draw of the ensemble (`flows.ensemble`).
What is carried are the flows of the first, and percentiles of the draws: of each flow, of each sum, of each
net exchange and of each comparison with a published figure. A range of a sum or of a difference is taken from
the sums and the differences themselves, never put together from the ranges of their parts.
"""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ._carried import FOLDER
from ._errors import EstimateError
from .ensemble import load_world, model_draws, model_matrix
from .estimation import CHECKS_FILE, LEVELS, MEASURES, NET_LEVELS, RANGES_FILE, find_groups, name_period
from .net_migration import PERIODS
from .parameters import read_parameters
from .specifications import SPECIFICATIONS_FILE, compare_specifications
from .yardsticks import measure

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# A thousandth of a person: sums over 122 places then keep the margins within a tenth of a person.
_DECIMALS = 3


def build_estimates(folder: str | Path = FOLDER) -> list[Path]:
    """
    Run the model for every period and write the carried files.

    Parameters
    ----------
    folder
        Where to write; the package's own data folder when not given.

    Returns
    -------
    written
        estimate_<start>_<end>.csv.gz and estimate_nets_<start>_<end>.csv.gz for each period,
        estimate_totals.csv, estimate_yardsticks.csv and estimate_specifications.csv. The same code and data give
        the same numbers on every run.
    """
    import pandas as pd

    folder = Path(folder)
    world = load_world()
    parameters = read_parameters()
    values = {name: parameter.value for name, parameter in parameters.items()}
    percentiles = [parameters["low_percentile"].value, parameters["high_percentile"].value]
    written, ranges, checks = [], [], []
    for period in PERIODS:
        matrix = model_matrix(world, period, values, world.net, tolerance=1e-9)
        if matrix is None:
            raise EstimateError(f"the parameters cannot be met for {name_period(period)}")
        draws = np.array(model_draws(world, period))
        low, high = np.percentile(draws, percentiles, axis=0)
        path = folder / f"estimate_{name_period(period, joined='_')}.csv.gz"
        _write_flows(path, world.codes, matrix, np.minimum(low, matrix), np.maximum(high, matrix))
        nets = folder / f"estimate_nets_{name_period(period, joined='_')}.csv.gz"
        _write_packed(nets, _find_net_ranges(draws, world.codes, percentiles), decimals=1)
        written += [path, nets]
        for level in LEVELS:
            ranges.append(_find_ranges(draws, world.codes, level, percentiles).assign(period=name_period(period)))
        measured = pd.DataFrame([measure(pd.DataFrame(m, world.codes, world.codes)) for m in draws])
        bounds = np.percentile(measured.to_numpy("float64"), percentiles, axis=0)
        checks.append(
            pd.DataFrame({"period": name_period(period), "name": measured.columns, "low": bounds[0], "high": bounds[1]})
        )
    tried = [compare_specifications(world)]
    for name, frames, decimals in ((RANGES_FILE, ranges, 1), (CHECKS_FILE, checks, 4), (SPECIFICATIONS_FILE, tried, 4)):
        path = folder / name
        table = pd.concat(frames, ignore_index=True).round(decimals)
        first = [column for column in ("period", "level", "code", "name") if column in table]
        table = table[[*first, *(column for column in table if column not in first)]]
        path.write_text(table.to_csv(index=False, lineterminator="\n"), encoding="utf-8", newline="\n")
        written.append(path)
    return written


def _merge_draws(draws: Floats, codes: tuple[str, ...], level: str) -> tuple[list[str], Floats]:
    """Sum every draw to the places of a level: their codes, and draws × places × places."""
    parents = find_groups(level)
    groups = sorted(set(parents.values()))
    member = np.array([[float(parents[code] == group) for group in groups] for code in codes])
    merged: Floats = np.einsum("ig,kij,jh->kgh", member, draws, member, optimize=True)
    return groups, merged


def _find_ranges(draws: Floats, codes: tuple[str, ...], level: str, percentiles: list[float]) -> pd.DataFrame:
    """Take the percentiles of every draw's sums: inflow, outflow and net of each group of places."""
    import pandas as pd

    groups, merged = _merge_draws(draws, codes, level)
    if level != "country":
        merged[:, range(len(groups)), range(len(groups))] = 0.0
    inflow, outflow = merged.sum(axis=1), merged.sum(axis=2)
    table = pd.DataFrame({"level": level, "code": groups})
    for name, sums in zip(MEASURES, (inflow, outflow, inflow - outflow), strict=True):
        table[f"{name}_low"], table[f"{name}_high"] = np.percentile(sums, percentiles, axis=0)
    return table


def _find_net_ranges(draws: Floats, codes: tuple[str, ...], percentiles: list[float]) -> pd.DataFrame:
    """Take the percentiles of every draw's net exchange of two places, once each, of all levels together."""
    import pandas as pd

    tables = []
    for level in NET_LEVELS:
        groups, merged = _merge_draws(draws, codes, level)
        rows, columns = np.triu_indices(len(groups), 1)
        nets = merged[:, rows, columns] - merged[:, columns, rows]
        low, high = np.percentile(nets, percentiles, axis=0)
        names = np.array(groups)
        tables.append(pd.DataFrame({"origin": names[rows], "destination": names[columns], "low": low, "high": high}))
    # The levels share most places; a pair of the same two places has the same range in each.
    return pd.concat(tables).drop_duplicates(["origin", "destination"])


def _write_flows(path: Path, codes: tuple[str, ...], people: Floats, low: Floats, high: Floats) -> None:
    import pandas as pd

    rows, columns = np.nonzero(~np.eye(len(codes), dtype=bool))
    names = np.array(codes)
    table = pd.DataFrame({"origin": names[rows], "destination": names[columns]})
    for name, matrix in (("people", people), ("low", low), ("high", high)):
        table[name] = matrix[rows, columns].round(_DECIMALS)
    _write_packed(path, table, decimals=_DECIMALS)


def _write_packed(path: Path, table: pd.DataFrame, *, decimals: int) -> None:
    text = table.to_csv(index=False, lineterminator="\n", float_format=f"%.{decimals}f")
    # No time stamp in the file: the same numbers are the same bytes.
    path.write_bytes(gzip.compress(text.encode("utf-8"), mtime=0))
