"""How a layer looks, in the words of QGIS (QML) and of the OGC (SLD 1.0)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as Xml

if TYPE_CHECKING:
    from layers.files.content import Layer, Look, Style

DOCTYPE: Final = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"

SYMBOLS: Final = {
    "polygon": ("fill", "SimpleFill"),
    "line": ("line", "SimpleLine"),
    "point": ("marker", "SimpleMarker"),
}

PLACEMENTS: Final = {"point": "6", "polygon": "1", "line": "2"}
"""Round a point, over a polygon, along a line."""

OGC: Final = "http://www.opengis.net/ogc"
SLD: Final = "http://www.opengis.net/sld"


def write_qml(layer: Layer) -> str:
    """
    Write a layer's style for QGIS 3.

    Parameters
    ----------
    layer
        With a style.

    Returns
    -------
    qml
        The very colours and classes of the screen; widths and sizes in pixels.
    """
    style = layer.style
    assert style is not None
    root = Xml.Element("qgis", version="3.28.0", styleCategories="Symbology|Labeling", labelsEnabled=_flag(style.label))
    if style.column:
        renderer = Xml.SubElement(root, "renderer-v2", type="categorizedSymbol", attr=style.column, symbollevels="0")
        categories = Xml.SubElement(renderer, "categories")
        for position, look in enumerate(style.looks):
            Xml.SubElement(
                categories,
                "category",
                symbol=str(position),
                value=str(look.value),
                label=look.label,
                render="true",
                type="long",
            )
    else:
        renderer = Xml.SubElement(root, "renderer-v2", type="singleSymbol", symbollevels="0")
    symbols = Xml.SubElement(renderer, "symbols")
    for position, look in enumerate(style.looks):
        _add_symbol(symbols, str(position), look, layer.kind)
    if style.label:
        _add_labels(root, style, layer.kind)
    Xml.SubElement(root, "layerGeometryType").text = {"point": "0", "line": "1", "polygon": "2"}[layer.kind]
    return DOCTYPE + Xml.tostring(root, encoding="unicode")


def _flag(given: object) -> str:
    return "1" if given else "0"


def _add_symbol(symbols: Xml.Element, name: str, look: Look, kind: str) -> None:
    symbol, drawing = SYMBOLS[kind]
    element = Xml.SubElement(symbols, "symbol", type=symbol, name=name, alpha=f"{look.opacity:g}", clip_to_extent="1")
    layer = Xml.SubElement(element, "layer", {"class": drawing, "enabled": "1", "locked": "0", "pass": "0"})
    options = Xml.SubElement(layer, "Option", type="Map")
    for key, value in _list_options(look, kind).items():
        Xml.SubElement(options, "Option", name=key, type="QString", value=value)


def _list_options(look: Look, kind: str) -> dict[str, str]:
    stroke = "solid" if look.line and look.width else "no"
    if kind == "line":
        return {
            "line_color": _write_rgb(look.line),
            "line_style": "dash" if look.dashed else "solid",
            "line_width": f"{look.width:g}",
            "line_width_unit": "Pixel",
            "capstyle": "flat",
            "joinstyle": "round",
        }
    options = {
        "color": _write_rgb(look.fill),
        "outline_color": _write_rgb(look.line or look.fill),
        "outline_style": stroke,
        "outline_width": f"{look.width:g}",
        "outline_width_unit": "Pixel",
        "joinstyle": "round",
    }
    if kind == "point":
        return {**options, "name": "circle", "size": f"{look.size:g}", "size_unit": "Pixel"}
    return {**options, "style": "solid" if look.fill else "no"}


def _write_rgb(colour: str) -> str:
    if not colour:
        return "0,0,0,0"
    return ",".join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5)) + ",255"


def _add_labels(root: Xml.Element, style: Style, kind: str) -> None:
    settings = Xml.SubElement(Xml.SubElement(root, "labeling", type="simple"), "settings", calloutType="simple")
    text = Xml.SubElement(
        settings,
        "text-style",
        fieldName=style.label,
        fontSize="9",
        fontSizeUnit="Point",
        textColor="29,43,51,255",
        textOpacity="1",
    )
    Xml.SubElement(
        text, "text-buffer", bufferDraw="1", bufferSize="1", bufferSizeUnits="MM", bufferColor="255,255,255,230"
    )
    Xml.SubElement(settings, "placement", placement=PLACEMENTS[kind], dist="1", distUnits="MM")
    Xml.SubElement(settings, "rendering", drawLabels="1", obstacle="1")


def write_sld(layer: Layer) -> str:
    """
    Write a layer's style for programs other than QGIS.

    Parameters
    ----------
    layer
        With a style.

    Returns
    -------
    sld
        A rule a look.
    """
    style = layer.style
    assert style is not None
    root = Xml.Element("StyledLayerDescriptor", {"version": "1.0.0", "xmlns": SLD, "xmlns:ogc": OGC})
    named = Xml.SubElement(root, "NamedLayer")
    Xml.SubElement(named, "Name").text = layer.name
    rules = Xml.SubElement(Xml.SubElement(named, "UserStyle"), "FeatureTypeStyle")
    for look in style.looks:
        rule = Xml.SubElement(rules, "Rule")
        Xml.SubElement(rule, "Title").text = look.label
        if style.column:
            equal = Xml.SubElement(Xml.SubElement(rule, "ogc:Filter"), "ogc:PropertyIsEqualTo")
            Xml.SubElement(equal, "ogc:PropertyName").text = style.column
            Xml.SubElement(equal, "ogc:Literal").text = str(look.value)
        _add_symboliser(rule, look, layer.kind)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, encoding="unicode")


def _add_symboliser(rule: Xml.Element, look: Look, kind: str) -> None:
    if kind == "line":
        _add_parts(Xml.SubElement(rule, "LineSymbolizer"), look, fill=False)
    elif kind == "polygon":
        _add_parts(Xml.SubElement(rule, "PolygonSymbolizer"), look, fill=True)
    else:
        graphic = Xml.SubElement(Xml.SubElement(rule, "PointSymbolizer"), "Graphic")
        sign = Xml.SubElement(graphic, "Mark")
        Xml.SubElement(sign, "WellKnownName").text = "circle"
        _add_parts(sign, look, fill=True)
        Xml.SubElement(graphic, "Size").text = f"{look.size:g}"


def _add_parts(parent: Xml.Element, look: Look, *, fill: bool) -> None:
    if fill and look.fill:
        _add_values(Xml.SubElement(parent, "Fill"), {"fill": look.fill, "fill-opacity": f"{look.opacity:g}"})
    if look.line and look.width:
        values = {"stroke": look.line, "stroke-width": f"{look.width:g}", "stroke-opacity": f"{look.opacity:g}"}
        dashes = {"stroke-dasharray": "7 4"} if look.dashed else {}
        _add_values(Xml.SubElement(parent, "Stroke"), {**values, **dashes})


def _add_values(parent: Xml.Element, values: dict[str, str]) -> None:
    for name, value in values.items():
        Xml.SubElement(parent, "CssParameter", name=name).text = value
