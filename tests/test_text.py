"""Everything works with no internet: no code, style or page fetches from a registry, tile server or CDN."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TEXT = {".py", ".js", ".css", ".html", ".md", ".toml", ".txt", ".csv", ".sh", ".lock", ".json", ".geojson", ".yml", ""}
NOT_OURS = {".git", ".venv", "__pycache__", ".hypothesis", ".pytest_cache", ".mypy_cache", ".ruff_cache"}

ELSEWHERE = (
    # package registries and mirrors
    "registry.npmjs", "npmjs.com", "npmjs.org", "pypi.org", "pythonhosted.org", "yarnpkg", "conda.anaconda",
    # content delivery networks
    "unpkg.com", "jsdelivr", "cdnjs", "cloudflare", "googleapis.com", "gstatic.com", "skypack", "esm.sh", "cdn.plot.ly",
    # tiles and glyphs
    "tile.openstreetmap", "//tiles", "mapbox.com", "mapbox://", "maptiler", "cartocdn", "stadiamaps", "arcgisonline",
    "demotiles", "fonts.openmaptiles", "openfreemap",
)  # fmt: skip

# Addresses that code may name, and why. Only the ones of `boundaries/publishers.py` are ever asked, and only by
# `python -m boundaries install codab|osm`.
ALLOWED = {
    "app.py": ("http://{settings.host}",),
    "boundaries/publishers.py": ("https://data.humdata.org/", "https://raw.githubusercontent.com/AbuBakrCh/"),
    "boundaries/topojson.py": ("https://github.com/topojson/topojson-specification",),
    "layers/files/geopackage.py": ("http://mrcc.com/qgis.dtd",),  # the names by which QGIS finds its own
    "layers/files/kml.py": ("http://www.opengis.net/kml/2.2",),  # namespaces of the standards
    "layers/files/qml.py": ("http://mrcc.com/qgis.dtd", "http://www.opengis.net/ogc", "http://www.opengis.net/sld"),
    "layers/briefing/pdf.py": ("http://www.w3.org/2000/svg",),
    "layers/paper/sheet.py": ("http://www.w3.org/2000/svg",),
    "layers/legend.py": ("http://www.w3.org/2000/svg",),
    "assets/3-dialog.css": ("http://www.w3.org/2000/svg",),
    "layers/service/features.py": ("http://www.opengis.net/",),  # names of the standard's classes and systems
}


def text_files() -> list[Path]:
    files = (path for path in ROOT.rglob("*") if path.is_file() and path.suffix in TEXT)
    return sorted(path for path in files if not NOT_OURS & set(path.relative_to(ROOT).parts) and path != Path(__file__))


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("host", ELSEWHERE)
def test_no_file_names_a_registry_a_tile_server_or_a_cdn(host: str) -> None:
    assert [name(path) for path in text_files() if host in read(path).lower()] == []


def test_code_and_assets_name_no_other_address() -> None:
    """Prose may: sources in tables, licences of fonts, the README."""
    code = [ROOT / "app.py", ROOT / "Makefile", ROOT / "pyproject.toml"]
    code += [path for package in ("boundaries", "flows", "layers") for path in (ROOT / package).rglob("*.py")]
    code += [path for path in (ROOT / "assets").rglob("*") if path.suffix in {".js", ".css"}]
    found = {
        f"{name(path)}: {address}"
        for path in code
        for address in re.findall(r"(?:https?:)?//[a-z{][\w.{}-]*\.[^\s\"'`)<>]+", read(path))
        if not any(address.startswith(known) for known in ALLOWED.get(name(path), ()))
    }
    assert found == set()


@pytest.mark.parametrize("style", sorted((ROOT / "assets").glob("*.css")), ids=lambda path: path.name)
def test_styles_bring_their_fonts_from_here(style: Path) -> None:
    for address in re.findall(r"url\(([^)]*)\)", read(style)):
        plain = address.strip("'\"")
        assert plain.startswith("data:") or (style.parent / plain).is_file(), address


def test_every_font_has_its_licence_beside_it() -> None:
    families = {path.stem.removesuffix("-ext") for path in (ROOT / "assets" / "fonts").glob("*.woff2")}
    licences = {path.stem.removeprefix("OFL-") for path in (ROOT / "assets" / "fonts").glob("OFL-*.txt")}
    assert families == licences


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    places = re.compile(r"(?<![\w./:])/(?:work|home|root)/\w")
    assert [name(path) for path in text_files() if places.search(read(path))] == []
