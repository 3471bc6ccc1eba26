"""View units: the finest areas on which the censuses' units and a boundary set agree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from boundaries.tables import DATA, read_table


def join_places(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """
    Merge places and units until each place lies in one view unit and each unit too.

    Parameters
    ----------
    pairs
        ``(place, unit)`` for every unit a place has a part of; a place without figures has the unit "".

    Returns
    -------
    dict
        Place code to view unit code, in order of the places. A view unit of one unit has the unit's code; of
        several, the place's own code if it is no unit's (``karachi``), else the units' codes joined, those
        that are places of the set first (``thatta-sujawal``). A place without a unit is a view unit by
        itself.

    Notes
    -----
    The connected components of the graph of places and units, by union-find.
    """
    links = sorted(set(pairs))
    root: dict[tuple[str, str], tuple[str, str]] = {}

    def find(node: tuple[str, str]) -> tuple[str, str]:
        root.setdefault(node, node)
        while root[node] != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for place, unit in links:
        node = find(("place", place))
        if unit:
            root[find(("unit", unit))] = node
    groups: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
    for kind, code in list(root):
        groups.setdefault(find((kind, code)), ([], []))[kind == "unit"].append(code)
    names = {place: _group_code(sorted(places), sorted(units)) for places, units in groups.values() for place in places}
    return dict(sorted(names.items()))


def unit_pairs(codes: Iterable[str], *, set: str = "") -> list[tuple[str, str]]:  # noqa: A002
    """
    Tell which comparable units each district of a boundary set has a part of.

    Parameters
    ----------
    codes
        The districts of the set.
    set
        Name of the set. When the package carries a table for a set of that name with these very districts,
        the table decides; otherwise each part of a unit goes to the district that held it most recently.

    Returns
    -------
    list of tuple
        ``(district, unit)``, sorted; the unit is "" for a district without census figures.

    Notes
    -----
    `vintages.csv` cuts the country into parts that no census divides. A part belongs to the district of its
    own name if the set has it, else to its district of 2023, of 2017, of 1998, or of the bundled set, in
    this order: in a set without Torghar its people are Mansehra's.
    """
    wanted = sorted({*codes})
    carried = read_table(f"sets/{set}.csv") if (DATA / "sets" / f"{set}.csv").exists() else ()
    if {row["code"] for row in carried} == {*wanted}:
        return sorted({(row["code"], row["unit"]) for row in carried})
    lineage: dict[str, list[str]] = {}
    unit_of: dict[str, str] = {}
    for vintage in ("2023", "2017", "1998"):
        for row in read_table("vintages.csv"):
            if row["vintage"] == vintage:
                lineage.setdefault(row["part"], [row["part"]]).append(row["code"])
                unit_of[row["part"]] = row["unit"]
    for row in read_table("sets/bundled.csv"):
        if row["part"]:
            lineage[row["part"]].append(row["code"])
    pairs = {
        (holder, unit_of[part])
        for part, holders in lineage.items()
        if (holder := next((code for code in holders if code in wanted), ""))
    }
    unit_of_place = {row["code"]: row["unit"] for row in read_table("places.csv") if row["level"] == "district"}
    without = {*wanted} - {place for place, _ in pairs}
    return sorted(pairs | {(code, unit_of_place.get(code, "")) for code in without})


def missing_units(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """
    Find the comparable units that no place of a boundary set has a part of.

    Parameters
    ----------
    pairs
        From `unit_pairs`.

    Returns
    -------
    dict
        Code to English name of each missing unit, in order of the codes; all of them when there is no pair.
    """
    held = {unit for _, unit in pairs}
    return {row["code"]: row["name"] for row in read_table("units.csv") if row["code"] not in held}


def group_names(members: Mapping[str, str], pairs: Sequence[tuple[str, str]]) -> dict[str, tuple[str, str, str]]:
    """
    Name the view units.

    Parameters
    ----------
    members
        Place to view unit, from `join_places`.
    pairs
        The same pairs.

    Returns
    -------
    dict
        View unit to English name, Urdu name and province code: those of the unit or place of that code, else
        the names of its units joined.
    """
    units = {row["code"]: (row["name"], row["name_ur"], row["province"]) for row in read_table("units.csv")}
    division = {row["code"]: row["parent"] for row in read_table("places.csv") if row["level"] == "division"}
    places = {
        row["code"]: (row["name"], row["name_ur"], division.get(row["parent"], ""))
        for row in read_table("places.csv")
        if row["level"] == "district"
    }
    inside: dict[str, set[str]] = {}
    for place, unit in pairs:
        if unit:
            inside.setdefault(members[place], set()).add(unit)
    result = {}
    for code in sorted(set(members.values())):
        if code in units or code in places:
            result[code] = units.get(code) or places[code]
        elif code in inside:
            parts = [units[unit] for unit in sorted(inside[code], key=lambda unit: code.find(unit))]
            english, urdu = (" and ".join(p[0] for p in parts), " اور ".join(p[1] for p in parts))
            result[code] = (english, urdu, parts[0][2])
        else:
            result[code] = (code, "", "")
    return result


def _group_code(places: list[str], units: list[str]) -> str:
    if not units:
        return places[0]
    if len(units) == 1:
        return units[0]
    if len(places) == 1 and places[0] not in units:
        return places[0]
    return "-".join([u for u in units if u in places] + [u for u in units if u not in places])
