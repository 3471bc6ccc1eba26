"""
The estimated OD matrix: how many people a year move between the 123 city units (**modelled**).

Nobody counts moves between districts in Pakistan. The estimate agrees with the growth of every place between
two censuses (`flows.net_migration`) and with the one published inflow (Karachi's), and shares moves out by
size, distance and mother tongue; `flows.models.interaction` has the formulas, `flows/data/parameters.csv`
every number that was put in, `flows.yardsticks` what it was held against. `build_estimates` makes the carried
files; reading them needs neither scipy nor a model run.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ._carried import FOLDER, read_carried
from ._errors import EstimateError
from .net_migration import PERIODS
from .table import Flows

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

UNIT = "people a year"

SOURCE = (
    "Rawaan: spatial interaction model on the censuses of 1998, 2017 and 2023 "
    "(Pakistan Bureau of Statistics) and published totals (IOM 2005; NSPP 2021)"
)

CAVEAT = (
    "Modelled, not counted: no survey or census of Pakistan since 1998 published moves between districts. "
    "Growth that natural increase does not explain is taken for migration, so changes in how completely "
    "a census counted, and births above the national rate, look like moves. Low and high are the 10th and "
    "90th percentiles of an ensemble over the uncertain parameters; they are not sampling errors and do not "
    "hold the doubt about the form of the model."
)
"""The warning to be shown beside every number of this module."""

LEVELS = ("cities", "bundled", "province", "country")

MEASURES = ("inflow", "outflow", "net")

_RANGES = "estimate_totals.csv"
_CHECKS = "estimate_yardsticks.csv"

# A thousandth of a person: sums over 122 places then keep the margins within a tenth of a person.
_DECIMALS = 3


def estimate(start: int | str, end: int | str) -> Flows:
    """
    Give the modelled moves a year between places in the years between two censuses.

    Parameters
    ----------
    start, end
        Census years: 1998 and 2017, 2017 and 2023, or 1998 and 2023.

    Returns
    -------
    flows
        Kind "event" (a year's changes of residence between places, each move counted when it happens),
        evidence "modelled", vintage "cities": 123 × 122 rows of `origin`, `destination`, `people` (a year, a
        float rounded to a thousandth), `low` and `high` (10th and 90th percentile of the ensemble, widened
        to hold `people` where needed). No place moves to itself. Sums of `low` or `high` are not the range
        of a sum: ask `estimate_totals`.

    Raises
    ------
    EstimateError
        No such period.
    """
    period = _check_period(start, end)
    table = _read_flows(period)
    return Flows(
        table,
        kind="event",
        evidence="modelled",
        source=SOURCE,
        vintage="cities",
        period=f"{period[0]}–{period[1]}",
        unit=UNIT,
        caveat=CAVEAT,
    )


def estimate_totals(start: int | str, end: int | str, *, level: str = "cities") -> pd.DataFrame:
    """
    Add up the modelled moves into, out of and between places, with the range of each sum.

    Parameters
    ----------
    start, end
        As for `estimate`.
    level
        "cities" (123), "bundled" (120, the places drawn on the bundled map), "province" or "country". Moves
        inside a place of that level count in no total of it; for "country", `inflow` and `outflow` are both
        the sum of all moves between city units.

    Returns
    -------
    totals
        Sorted by `code`: `code`, then `inflow`, `inflow_low`, `inflow_high` and the same for `outflow` and
        `net`, people a year. The value is the sum of the flows of `estimate`; the range is from the ensemble
        of the sums, widened to hold the value.

    Raises
    ------
    EstimateError
        No such period or level.
    """
    import pandas as pd

    period = _check_period(start, end)
    if level not in LEVELS:
        raise EstimateError(f"there is no estimate by {level!r}; choose from {', '.join(LEVELS)}")
    table = _read_flows(period)
    parents = _find_groups(level)
    sums = pd.DataFrame(index=pd.Index(sorted(set(parents.values())), name="code", dtype="str"))
    origin, destination = table["origin"].map(parents), table["destination"].map(parents)
    between = (origin != destination) | (level == "country")
    sums["inflow"] = table["people"][between].groupby(destination[between]).sum()
    sums["outflow"] = table["people"][between].groupby(origin[between]).sum()
    sums["net"] = sums["inflow"] - sums["outflow"]
    ranges = read_carried(_RANGES)
    ranges = ranges[(ranges["period"] == _name(period)) & (ranges["level"] == level)].set_index("code")
    for measure in MEASURES:
        sums[f"{measure}_low"] = ranges[f"{measure}_low"].clip(upper=sums[measure])
        sums[f"{measure}_high"] = ranges[f"{measure}_high"].clip(lower=sums[measure])
    ordered = [f"{measure}{end}" for measure in MEASURES for end in ("", "_low", "_high")]
    return sums[ordered].reset_index()


def estimate_yardsticks(start: int | str, end: int | str) -> pd.DataFrame:
    """
    Hold the estimate of a period against the published yardsticks, with the range of each comparison.

    Parameters
    ----------
    start, end
        As for `estimate`.

    Returns
    -------
    comparison
        `flows.yardsticks.compare_yardsticks` with `low` and `high` from the ensemble.

    Raises
    ------
    EstimateError
        No such period.
    """
    from .yardsticks import compare_yardsticks

    period = _check_period(start, end)
    ranges = read_carried(_CHECKS)
    ranges = ranges[ranges["period"] == _name(period)].set_index("name")[["low", "high"]]
    return compare_yardsticks(estimate(*period), ranges=ranges)


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
        estimate_<start>_<end>.csv.gz for each period, estimate_totals.csv and estimate_yardsticks.csv. The
        same code and data give the same numbers on every run.
    """
    import numpy as np
    import pandas as pd

    from .ensemble import load_world, model_draws, model_matrix
    from .parameters import read_parameters
    from .yardsticks import measure

    folder = Path(folder)
    world = load_world()
    parameters = read_parameters()
    values = {name: parameter.value for name, parameter in parameters.items()}
    percentiles = [parameters["low_percentile"].value, parameters["high_percentile"].value]
    written, ranges, checks = [], [], []
    for period in PERIODS:
        matrix = model_matrix(world, period, values, world.net, tolerance=1e-9)
        if matrix is None:
            raise EstimateError(f"the parameters cannot be met for {_name(period)}")
        draws = np.array(model_draws(world, period))
        low, high = np.percentile(draws, percentiles, axis=0)
        path = folder / _file(period)
        _write_flows(path, world.codes, matrix, np.minimum(low, matrix), np.maximum(high, matrix))
        written.append(path)
        for level in LEVELS:
            ranges.append(_find_ranges(draws, world.codes, level, percentiles).assign(period=_name(period)))
        measured = pd.DataFrame([measure(pd.DataFrame(m, world.codes, world.codes)) for m in draws])
        bounds = np.percentile(measured.to_numpy("float64"), percentiles, axis=0)
        checks.append(
            pd.DataFrame(
                {"period": _name(period), "name": measured.columns, "low": bounds[0], "high": bounds[1]}
            )
        )
    for name, frames, decimals in ((_RANGES, ranges, 1), (_CHECKS, checks, 4)):
        path = folder / name
        table = pd.concat(frames, ignore_index=True).round(decimals)
        first = [column for column in ("period", "level", "code", "name") if column in table]
        table = table[[*first, *(column for column in table if column not in first)]]
        path.write_text(table.to_csv(index=False, lineterminator="\n"), encoding="utf-8", newline="\n")
        written.append(path)
    return written


def _find_ranges(draws: Floats, codes: tuple[str, ...], level: str, percentiles: list[float]) -> pd.DataFrame:
    """Take the percentiles of every draw's sums: inflow, outflow and net of each group of places."""
    import numpy as np
    import pandas as pd

    parents = _find_groups(level)
    groups = sorted(set(parents.values()))
    member = np.array([[float(parents[code] == group) for group in groups] for code in codes])
    merged = np.einsum("ig,kij,jh->kgh", member, draws, member, optimize=True)
    if level != "country":
        merged[:, range(len(groups)), range(len(groups))] = 0.0
    inflow, outflow = merged.sum(axis=1), merged.sum(axis=2)
    table = pd.DataFrame({"level": level, "code": groups})
    for name, sums in zip(MEASURES, (inflow, outflow, inflow - outflow), strict=True):
        table[f"{name}_low"], table[f"{name}_high"] = np.percentile(sums, percentiles, axis=0)
    return table


def _find_groups(level: str) -> dict[str, str]:
    """Map each city unit to its place of a level."""
    from .census import find_parents

    cities = find_parents("cities")
    if level == "country":
        return dict.fromkeys(cities.values(), "pakistan")
    above = find_parents(level)
    return {city: above[district] for district, city in cities.items()}


def _write_flows(path: Path, codes: tuple[str, ...], people: Floats, low: Floats, high: Floats) -> None:
    import gzip

    import numpy as np
    import pandas as pd

    rows, columns = np.nonzero(~np.eye(len(codes), dtype=bool))
    names = np.array(codes)
    table = pd.DataFrame({"origin": names[rows], "destination": names[columns]})
    for name, matrix in (("people", people), ("low", low), ("high", high)):
        table[name] = matrix[rows, columns].round(_DECIMALS)
    text = table.to_csv(index=False, lineterminator="\n", float_format=f"%.{_DECIMALS}f")
    # No time stamp in the file: the same numbers are the same bytes.
    path.write_bytes(gzip.compress(text.encode("utf-8"), mtime=0))


def _read_flows(period: tuple[int, int]) -> pd.DataFrame:
    return read_carried(_file(period))


def _file(period: tuple[int, int]) -> str:
    return f"estimate_{period[0]}_{period[1]}.csv.gz"


def _name(period: tuple[int, int]) -> str:
    return f"{period[0]}-{period[1]}"


def _check_period(start: int | str, end: int | str) -> tuple[int, int]:
    for period in PERIODS:
        if (str(start), str(end)) == (str(period[0]), str(period[1])):
            return period
    known = ", ".join(f"{a}–{z}" for a, z in PERIODS)
    raise EstimateError(f"there is no estimate for {start}–{end}; choose from {known}")
