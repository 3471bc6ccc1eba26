"""Every column that a layer can have: its words, its unit, its HXL hashtag, its name in a Shapefile."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from boundaries.language import mark, tr
from layers.files.content import Column

PEOPLE: Final = mark("people")
YEARLY: Final = mark("people a year")
PER: Final = mark("per 1,000 a year")

COLUMNS: Final[dict[str, tuple[str, str, str, str]]] = {
    # Places and their names.
    "code": (mark("Code of the place"), "", "#adm2+code", "code"),
    "name": (mark("Name"), "", "#adm2+name", "name"),
    "name_ur": (mark("Name in Urdu"), "", "#adm2+name+i_ur", "name_ur"),
    "province": (mark("Code of the province"), "", "#adm1+code", "province"),
    "parts": (mark("Codes of the districts drawn that it is made of"), "", "#adm2+code+list", "parts"),
    "people_1998": (mark("People counted in 1998"), PEOPLE, "#population+total+v_1998", "people1998"),
    "people_2017": (mark("People counted in 2017"), PEOPLE, "#population+total+v_2017", "people2017"),
    "people_2023": (mark("People counted in 2023"), PEOPLE, "#population+total+v_2023", "people2023"),
    # Flows.
    "origin": (mark("Code of the place that people leave"), "", "#adm2+code+origin", "origin"),
    "destination": (mark("Code of the place that people go to"), "", "#adm2+code+dest", "dest"),
    "origin_name": (mark("Place that people leave"), "", "#adm2+name+origin", "orig_name"),
    "destination_name": (mark("Place that people go to"), "", "#adm2+name+dest", "dest_name"),
    "origin_name_ur": (mark("Place that people leave, in Urdu"), "", "#adm2+name+origin+i_ur", "orig_ur"),
    "destination_name_ur": (mark("Place that people go to, in Urdu"), "", "#adm2+name+dest+i_ur", "dest_ur"),
    "people": (mark("People who move"), YEARLY, "#population+migrants", "people"),
    "low": (mark("Low end of the range"), YEARLY, "#population+migrants+min", "low"),
    "high": (mark("High end of the range"), YEARLY, "#population+migrants+max", "high"),
    "before": (mark("People who move in the estimate"), YEARLY, "#population+migrants+before", "before"),
    "change": (mark("Scenario less estimate"), YEARLY, "#population+migrants+change", "change"),
    "expected": (mark("People who move by size and distance alone"), YEARLY, "#population+migrants+model", "expected"),
    "difference": (mark("Estimate less what size and distance give"), YEARLY, "#population+migrants+diff", "diff"),
    "season": (mark("What moves them: summer, winter, conflict or study"), "", "#cause+season", "season"),
    "month": (mark("Month"), "", "#meta+month", "month"),
    "note": (mark("What the source says"), "", "#description+note", "note"),
    "caution": (mark("What to be careful of"), "", "#description+caution", "caution"),
    "evidence": (mark("Kind of evidence"), "", "#meta+evidence", "evidence"),
    "people_evidence": (mark("Kind of evidence of the people counted"), "", "#meta+evidence+people", "evid_peopl"),
    "net_evidence": (mark("Kind of evidence of the net gain"), "", "#meta+evidence+net", "evid_net"),
    "before_evidence": (mark("Kind of evidence of the estimate"), "", "#meta+evidence+before", "evid_befor"),
    "unit": (mark("What the numbers count"), "", "#meta+unit", "unit"),
    "period": (mark("Period"), "", "#meta+period", "period"),
    "kind": (mark("Kind of movement"), "", "#meta+kind", "kind"),
    # Totals of places.
    "inflow": (mark("People who arrive"), YEARLY, "#population+arrivals", "inflow"),
    "inflow_low": (mark("People who arrive, low"), YEARLY, "#population+arrivals+min", "in_low"),
    "inflow_high": (mark("People who arrive, high"), YEARLY, "#population+arrivals+max", "in_high"),
    "outflow": (mark("People who leave"), YEARLY, "#population+leavers", "outflow"),
    "outflow_low": (mark("People who leave, low"), YEARLY, "#population+leavers+min", "out_low"),
    "outflow_high": (mark("People who leave, high"), YEARLY, "#population+leavers+max", "out_high"),
    "net": (mark("Net gain"), YEARLY, "#population+net", "net"),
    "net_low": (mark("Net gain, low"), YEARLY, "#population+net+min", "net_low"),
    "net_high": (mark("Net gain, high"), YEARLY, "#population+net+max", "net_high"),
    "net_rate": (mark("Net gain per 1,000 people"), PER, "#population+net+rate", "net_rate"),
    "inflow_rate": (mark("Arrivals per 1,000 people"), PER, "#population+arrivals+rate", "in_rate"),
    "outflow_rate": (mark("Leavers per 1,000 people"), PER, "#population+leavers+rate", "out_rate"),
    "inflow_before": (
        mark("People who arrive in the estimate"),
        YEARLY,
        "#population+arrivals+before",
        "in_before",
    ),
    "outflow_before": (mark("People who leave in the estimate"), YEARLY, "#population+leavers+before", "out_before"),
    "net_before": (mark("Net gain in the estimate"), YEARLY, "#population+net+before", "net_before"),
    "net_change": (mark("Net gain against the estimate"), YEARLY, "#population+net+change", "net_change"),
    "present": (mark("People present, more or fewer than usual"), PEOPLE, "#population+present+change", "present"),
    "value": (mark("The number that colours the place"), "", "#indicator+value", "value"),
    "shade": (mark("Class of colour on the screen"), "", "#meta+shade", "shade"),
    # Cells.
    "cell": (mark("H3 cell"), "", "#geo+h3", "cell"),
    "district": (mark("Code of the place that the cell belongs to"), "", "#adm2+code", "district"),
    "tehsil": (mark("Code of the tehsil"), "", "#adm3+code", "tehsil"),
    "tehsil_name": (mark("Tehsil"), "", "#adm3+name", "tehsil_nam"),
    "area_km2": (mark("Area"), mark("km²"), "#geo+area", "area_km2"),
    "growth": (mark("Growth"), mark("% a year"), "#population+growth", "growth"),
    "gain": (mark("Net gain per km²"), mark("people per km² a year"), "#population+net+density", "gain"),
    "density": (mark("People per km²"), mark("people per km²"), "#population+density", "density"),
    "built_share": (mark("Built-up land, part of the cell"), mark("%"), "#land+built+pct", "built_pct"),
    "urban_class": (mark("Urban class (Degree of Urbanisation)"), "", "#geo+class", "urb_class"),
    "urban_name": (mark("Urban class, in words"), "", "#geo+class+name", "urb_name"),
}
"""Name → words, unit, HXL hashtag, name of ten letters or fewer."""

EPOCHS: Final = {
    "people": (mark("People in {year}"), PEOPLE, "#population+total+v_{year}", "people{year}"),
    "built_km2": (mark("Built-up land in {year}"), mark("km²"), "#land+built+v_{year}", "built{year}"),
}
"""Columns of cells, one an epoch: those are years that a grid brings with it."""


def describe_columns(names: Iterable[str], *, unit: str = "", title: str = "") -> tuple[Column, ...]:
    """
    Describe the columns of a table in the language of the moment.

    Parameters
    ----------
    names
        Of `COLUMNS`, or a name of `EPOCHS` and a year.
    unit
        What the table's people count, where that is not people a year.
    title
        What `value` is here.

    Returns
    -------
    columns
        One a name, in order.
    """
    return tuple(_describe(name, unit, title) for name in names)


def _describe(name: str, unit: str, title: str) -> Column:
    if name in COLUMNS:
        words, counted, hxl, short = COLUMNS[name]
        counted = unit if counted == YEARLY and unit else counted
        return Column(name, title if name == "value" and title else tr(words), tr(counted), hxl, short)
    stem, _, year = name.rpartition("_")
    words, counted, hxl, short = EPOCHS[stem]
    return Column(name, tr(words).format(year=year), tr(counted), hxl.format(year=year), short.format(year=year))
