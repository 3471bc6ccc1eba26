"""The command `measures`: every measure of a file the reader can open, of a carried table or of the estimate."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ._errors import IndicatorError, OrientationWarning, ReadError
from .datasets import datasets, load
from .estimation import estimate
from .known_places import find_population
from .matrix import od_matrix
from .measures import PLACE_UNITS, Measure, in_one_line, measure_flows, measure_places
from .measures_by_pair import PAIR_UNITS, measure_pairs
from .read import read
from .read_grid import read_grid, read_number
from .table import Flows

if TYPE_CHECKING:
    import pandas as pd

_ESTIMATE = re.compile(r"estimate:(\d{4})[-–](\d{4})")

# Digits that are left of a figure in print; CSV and JSON have all of them.
_DIGITS = 4

_HEADS = {
    "in_migration_rate": "in per 1,000",
    "out_migration_rate": "out per 1,000",
    "net_migration_rate": "net per 1,000",
    "effectiveness_by_place": "effectiveness %",
    "gini_origin": "Gini out",
    "gini_destination": "Gini in",
    "coefficient_of_variation_origin": "variation out",
    "coefficient_of_variation_destination": "variation in",
}

_KNOWN = ("source", "kind", "evidence", "vintage", "period", "unit", "caveat")


def tell_measures(
    sources: Sequence[str],
    *,
    population: str | None = None,
    format: str = "table",
    pairs: bool = False,
    **reading: Any,
) -> tuple[str, str]:
    """
    Take every measure of a table and write them out.

    Parameters
    ----------
    sources
        One file of flows, FlowmapBlue's two, the name of a carried table, or "estimate:1998-2023".
    population
        A file headed code, people (others are ignored); the censuses where not given and the places are ours.
    format
        "table" for people, "csv" (measure, place, value, unit, evidence, sentence) or "json". What has one figure for
        each place follows what has one for the whole table; `place` is empty for the whole.
    pairs
        Write what has one figure for each pair of places instead, a row a pair: preference, velocity, modularity.
    **reading
        Options of `flows.read`; they go with files only.

    Returns
    -------
    text, account
        What was asked for; and what the import kept, merged and dropped.

    Raises
    ------
    IndicatorError
        The table cannot be measured, or the population does not fit it; in one line.
    ReadError
        A file cannot be read, a carried table has no origins and destinations, or options were given for no file.
    """
    flows = _open(sources, reading)
    try:
        matrix = od_matrix(flows)
        codes = list(matrix.index)
        people = _read_population(Path(population), codes) if population else _find_people(flows, codes)
        if pairs:
            text, note = _tell_pairs(flows, matrix, people, format)
        else:
            measures = measure_flows(flows, people)
            places, note = _try_with(people, measure_places, matrix)
            write = {"table": _write_table, "csv": _write_csv, "json": _write_json}[format]
            text = write(flows, measures, places)
    except IndicatorError as error:
        raise IndicatorError(in_one_line(error)) from None
    return text, f"{flows.report}{note}{_check_orientation(flows, matrix)}"


def _open(sources: Sequence[str], reading: dict[str, Any]) -> Flows:
    """Tell a file from the estimate and from a carried table, and load it."""
    name = sources[0]
    period = _ESTIMATE.fullmatch(name)
    carried = name in set(datasets()["name"]) and not Path(name).exists()
    if len(sources) > 1 or not (period or carried):
        return read(sources if len(sources) > 1 else name, **reading)
    words = {"match": "no-match"}
    given = ", ".join(
        f"--{words.get(word, word)}" for word, value in reading.items() if value not in (None, True, "district")
    )
    if given:
        raise ReadError(f"{name} is no file, and {given} says how to read one")
    table = estimate(*period.groups()) if period else load(name)
    if not isinstance(table, Flows):
        raise ReadError(f"{name} has no origins and destinations, so there is nothing to measure")
    return table


def _check_orientation(flows: Flows, matrix: pd.DataFrame) -> str:
    """Warn where those who gain people by migration shrink, if two censuses around the period say how places grew."""
    import warnings

    from .indicators import check_orientation

    years = re.findall(r"\d{4}", flows.period or "")
    if len(years) != 2:
        return ""
    codes = list(matrix.index)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", OrientationWarning)
        try:
            start, end = (find_population(codes, period=year, vintage=flows.vintage) for year in years)
            check_orientation(matrix, start, end)
        except IndicatorError:
            return ""
    return "".join(f"\nbeware: {warning.message}" for warning in told)


def _find_people(flows: Flows, codes: list[str]) -> pd.Series | None:
    try:
        return find_population(codes, period=flows.period, vintage=flows.vintage)
    except IndicatorError:
        return None


def _try_with(
    people: pd.Series | None, measure: Callable[..., pd.DataFrame], matrix: pd.DataFrame
) -> tuple[pd.DataFrame, str]:
    """Leave out what needs people, and say so, where one place has nobody or fewer than left it; the whole may not."""
    try:
        return measure(matrix, people), ""
    except IndicatorError as error:
        what = "rates by place" if measure is measure_places else "preference and velocity"
        return measure(matrix), f"\nno {what}: {in_one_line(error)}"


def _tell_pairs(flows: Flows, matrix: pd.DataFrame, people: pd.Series | None, format: str) -> tuple[str, str]:
    """Write the measures of the pairs, a row each."""
    pairs, note = _try_with(people, measure_pairs, matrix)
    if people is None:
        note = "\nno preference and velocity: they need the people of every place"
    if format == "csv":
        return pairs.assign(evidence=flows.evidence or "").to_csv(index=False, lineterminator="\n"), note
    if format == "json":
        known = {word: getattr(flows, word) for word in _KNOWN}
        units = {name: unit for name, unit in PAIR_UNITS.items() if name in pairs}
        rows = [{str(name): _plain(value) for name, value in row.items()} for row in pairs.to_dict("records")]
        return json.dumps({**known, "pairs": rows, "units": units}, ensure_ascii=False, indent=1) + "\n", note
    head = [f"# {word}: {getattr(flows, word)}" for word in _KNOWN if getattr(flows, word)]
    shown = pairs.to_string(index=False, float_format=lambda value: f"{value:,.{_DIGITS}g}", na_rep="–")
    return "\n".join([*head, shown]) + "\n", note


def _read_population(path: Path, codes: list[str]) -> pd.Series:
    """Read the people of the places from a file that may name others too."""
    import pandas as pd

    grid = read_grid(path)
    header = [cell.lower() for cell in grid.rows[0]]
    if not {"code", "people"} <= set(header):
        raise ReadError(f"{path.name} must be headed code,people; it is headed {','.join(grid.rows[0])}")
    code, people = header.index("code"), header.index("people")
    found: dict[str, float] = {}
    for line, cells in zip(grid.lines[1:], grid.rows[1:], strict=True):
        count = read_number(cells[people]) if len(cells) > max(code, people) else None
        if count is None:
            raise ReadError(f"{path.name} line {line}: the people are not a number")
        if cells[code] in found:
            raise ReadError(f"{path.name} line {line}: {cells[code]!r} is there twice")
        found[cells[code]] = count
    missing = [place for place in codes if place not in found]
    if missing:
        more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
        raise ReadError(f"{path.name} has no people for {', '.join(missing[:5])}{more}")
    return pd.Series({place: found[place] for place in codes}, dtype="float64")


def _write_table(flows: Flows, measures: list[Measure], places: pd.DataFrame) -> str:
    """Write what the figures are, then the whole table, a line each, then the places, a row each."""
    titles = max(len(measure.title) for measure in measures)
    figures = ["–" if math.isnan(m.value) else f"{m.value:,.{_DIGITS}g} {m.unit}".strip() for m in measures]
    width = max(len(figure) for figure in figures)
    lines = [f"# {word}: {getattr(flows, word)}" for word in _KNOWN if getattr(flows, word)]
    lines += [
        f"{measure.title:{titles}}  {figure:{width}}  {measure.sentence}"
        for measure, figure in zip(measures, figures, strict=True)
    ]
    if len(places):
        shown = places.rename(columns=_HEADS).rename_axis(None)
        lines += ["", shown.to_string(float_format=lambda value: f"{value:,.{_DIGITS}g}", na_rep="–")]
    return "\n".join(lines) + "\n"


def _write_csv(flows: Flows, measures: list[Measure], places: pd.DataFrame) -> str:
    import pandas as pd

    evidence = flows.evidence or ""
    whole = [(m.name, "", m.value, m.unit, evidence, m.sentence) for m in measures]
    each = [
        (name, place, value, PLACE_UNITS[str(name)], evidence, "")
        for name in places
        for place, value in places[name].items()
    ]
    columns = ["measure", "place", "value", "unit", "evidence", "sentence"]
    table = pd.DataFrame([*whole, *each], columns=columns)
    return table.to_csv(index=False, lineterminator="\n")


def _write_json(flows: Flows, measures: list[Measure], places: pd.DataFrame) -> str:
    whole = [
        {
            "name": m.name,
            "title": m.title,
            "value": _plain(m.value),
            "unit": m.unit,
            "sentence": m.sentence,
            "help": m.help,
        }
        for m in measures
    ]
    each = [
        {"place": str(place), **{str(name): _plain(value) for name, value in row.items()}}
        for place, row in places.iterrows()
    ]
    known = {word: getattr(flows, word) for word in _KNOWN}
    units = {str(name): PLACE_UNITS[str(name)] for name in places}
    return json.dumps({**known, "measures": whole, "places": each, "units": units}, ensure_ascii=False, indent=1) + "\n"


def _plain(value: Any) -> Any:
    """Give JSON its null where there is no figure."""
    return None if isinstance(value, float) and math.isnan(value) else value
