"""Read the small tables that stand beside the flows: yardsticks, corridors, tehsils, other names."""

from __future__ import annotations

import math

from boundaries.language import tr
from layers.cube import Cube
from layers.evidence import Check
from layers.measures_panel import Measured, MeasureSet
from layers.place_layer import mean_people
from layers.residual import Fitted
from layers.seasons import Corridor
from layers.tehsils import Tehsil
from layers.what_if import Levers


def load_checks(period: str) -> tuple[tuple[Check, ...], tuple[str, ...]]:
    """
    Hold the estimate of a period against the published yardsticks, in words of the language of the moment.

    Parameters
    ----------
    period
        Such as "1998-2023".

    Returns
    -------
    checks, sentences
        One comparison each, and the summary in words.
    """
    from flows.estimation import estimate_yardsticks
    from flows.yardsticks import count_sentences

    comparison = estimate_yardsticks(*period.split("-"))
    checks = [
        Check(
            row["title"],
            row["published_text"],
            row["estimated_text"],
            row["role"],
            row["verdict"],
            row["note"],
            # A flow's share is one number; what was counted of men and of women is taken in the middle.
            (float(row["published"]), float(row["estimated"])) if ">" in row["name"] else None,
        )
        for row in comparison.to_dict("records")
    ]
    # Without the single misses, which the list shows.
    return tuple(checks), tuple(count_sentences(comparison))


def load_corridors() -> tuple[Corridor, ...]:
    """
    Read the documented corridors of Balochistan.

    Returns
    -------
    corridors
        In the table's order; an origin that is a whole province is "".
    """
    import flows

    table = flows.load("balochistan_corridors").table
    return tuple(
        Corridor(
            "" if row.origin == "balochistan" else str(row.origin),
            str(row.destination),
            str(row.group),
            str(row.origin_name),
            str(row.destination_name),
            str(row.note),
        )
        for row in table.itertuples()
    )


def load_tehsils() -> tuple[Tehsil, ...]:
    """
    Read the growth of tehsils and where their seats are.

    Returns
    -------
    tehsils
        Every tehsil of the 2023 census; longitude and latitude are NaN where no seat is known.
    """
    from boundaries.tehsil_seats import load_tehsil_seats
    from flows.tehsil_growth import tehsil_growth

    growth = tehsil_growth()
    seats = {row["code"]: (row["lon"], row["lat"]) for row in load_tehsil_seats().to_dict("records")}
    nowhere = (math.nan, math.nan)
    return tuple(
        Tehsil(
            row["code"],
            row["name"],
            row["district"],
            *seats.get(row["code"], nowhere),
            float(row["people_2017"]),
            float(row["people_2023"]),
            # A change no growth explains is a redrawn line: not comparable, so it has no growth.
            math.nan if row["flag"] == "implausible" else float(row["growth"]),
        )
        for row in growth.to_dict("records")
    )


def load_levers(cube: Cube, fits: dict[str, Fitted]) -> Levers:
    """
    Read what a scenario needs beside the estimate.

    Parameters
    ----------
    cube, fits
        The flow units, and the gravity model of each period.

    Returns
    -------
    levers
        The measured decay, and the places that the carried scenarios find (`flows/data/scenarios.csv`); what these are
        is told in the language of the moment.
    """
    import pandas as pd

    from flows.models.what_if_presets import presets

    # Every code with figures, so that whichever boundary set is in use its units are found.
    everywhere = list(cube.home)
    towns = presets(pd.DataFrame(0.0, everywhere, everywhere))["intermediate-cities"]
    codes = list(cube.flow_units.codes)
    losing = {
        period: presets(pd.DataFrame(matrix.people, codes, codes))["investment-at-origin"]
        for period, matrix in cube.matrices.items()
    }
    starts = {"cities": towns, "origins": next(iter(losing.values()))}
    said = tr("It starts from “{title}”. {note}")
    return Levers(
        {period: max(-fit.beta, 0.0) for period, fit in fits.items()},
        tuple(dict.fromkeys(cube.home[code] for code in towns.attraction)),
        {period: tuple(codes.index(code) for code in preset.retention) for period, preset in losing.items()},
        {change: said.format(title=tr(preset.title), note=tr(preset.note)) for change, preset in starts.items()},
    )


def load_fits(cube: Cube) -> dict[str, Fitted]:
    """
    Fit a gravity model of size and distance to each period's estimate.

    Parameters
    ----------
    cube
        The estimates, and where the units are.

    Returns
    -------
    fits
        By period; doubly constrained, with a power of distance.
    """
    import pandas as pd

    from flows.models.gravity import gravity
    from flows.models.interaction import measure_distances
    from flows.models.local_fit import local_fit

    units = cube.flow_units
    codes = list(units.codes)
    distance = pd.DataFrame(measure_distances(units.nodes[:, 0], units.nodes[:, 1]), codes, codes)
    fits = {}
    for period, matrix in cube.matrices.items():
        fit = gravity(pd.DataFrame(matrix.people, codes, codes), distance, constraint="both", decay="power")
        local = local_fit(fit)
        fits[period] = Fitted(
            fit.fitted.to_numpy("float64"),
            fit.beta,
            {str(name): float(value) for name, value in fit.statistics.items()},
            local[["cpc_destination", "cpc_origin"]].to_numpy("float64").T,
        )
    return fits


def load_measures(cube: Cube) -> dict[str, MeasureSet]:
    """
    Take every measure of each period's estimate, and say it in the language of the moment.

    Parameters
    ----------
    cube
        The estimates, the people, and where the units are.

    Returns
    -------
    measures
        By period; populations are the mean of the two censuses.
    """
    import pandas as pd

    from flows.known_places import find_zonings
    from flows.measures import measure_flows
    from flows.models.interaction import measure_distances
    from flows.zonings import STEPS, measure_zonings

    units = cube.flow_units
    codes = list(units.codes)
    distance = pd.DataFrame(measure_distances(units.nodes[:, 0], units.nodes[:, 1]), codes, codes)
    found = {}
    for period, matrix in cube.matrices.items():
        moves = pd.DataFrame(matrix.people, codes, codes)
        people = pd.Series(mean_people(units, period), codes)
        measures = measure_flows(moves, people, distance, unit=matrix.unit)
        zonings = measure_zonings(moves, people, distance, zonings=find_zonings(codes))
        steps = zonings[zonings["zoning"] == STEPS].sort_values("zones")
        named = zonings[zonings["zoning"] != STEPS]
        columns = ["zones", "intensity", "effectiveness"]
        found[period] = MeasureSet(
            period,
            tuple(Measured(row.name, row.title, row.value, row.unit, row.sentence, row.help) for row in measures),
            tuple((int(row[0]), float(row[1]), float(row[2])) for row in steps[columns].to_numpy().tolist()),
            tuple(
                (str(row[0]), int(row[1]), float(row[2]), float(row[3]))
                for row in named[["zoning", *columns]].values.tolist()
            ),
            float(zonings.attrs["slope"]),
        )
    return found


def read_names() -> dict[str, list[str]]:
    """
    Collect what districts are called, for searching.

    Returns
    -------
    names
        Code of a district, and of the unit it belongs to → English, Urdu and other names, in the tables' order.
    """
    from boundaries.tables import read_table

    aliases: dict[str, list[str]] = {}
    for row in read_table("aliases.csv"):
        if row["level"] == "district":
            aliases.setdefault(row["code"], []).append(row["alias"])
    names: dict[str, list[str]] = {}
    for row in read_table("places.csv"):
        if row["level"] == "district":
            for code in {row["code"], row["unit"]} - {""}:
                names.setdefault(code, []).extend([row["name"], row["name_ur"], *aliases.get(row["code"], ())])
    return names
