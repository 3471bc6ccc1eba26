"""The boundary sets that can be installed by name: who publishes them, where, and what to say of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from boundaries._errors import DownloadError
from boundaries.download import fetch_json
from boundaries.publish import WORLDVIEW, SetInfo

__all__ = ["PUBLISHERS", "Publisher", "find_resource", "info_for"]


@dataclass(frozen=True)
class Publisher:
    """
    One publisher's boundary set.

    Attributes
    ----------
    info
        What to say of the set.
    url
        Address of the file, or of the dataset's description when ``resources`` names the files wanted.
    file
        Name to keep the download under.
    sha256
        Hash of the file when the address names one fixed version.
    resources
        Endings of a resource's file name in an HDX (CKAN) dataset, the most wanted first.
    """

    info: SetInfo
    url: str
    file: str
    sha256: str | None = None
    resources: tuple[str, ...] = ()


PUBLISHERS = {
    "codab": Publisher(
        info=SetInfo(
            set="codab",
            title="OCHA common operational boundaries (COD-AB)",
            vintage="2022-09-09",
            licence="Creative Commons Attribution for IGOs (CC BY-IGO), by HDX",
            source="OCHA, WFP and ITOS: Pakistan subnational administrative boundaries (COD-AB), by HDX",
            credit="Boundaries: OCHA / WFP / ITOS, COD-AB Pakistan, via HDX",
            accuracy="Survey lines as kept by the humanitarian agencies; simplified for the screen.",
            worldview=WORLDVIEW,
            tolerance=0.006,
        ),
        url="https://data.humdata.org/api/3/action/package_show?id=cod-ab-pak",
        file="cod-ab-pak.zip",
        resources=(".gpkg", ".gpkg.zip", ".geojson.zip", ".gdb.zip", ".shp.zip", "_shp.zip", ".zip"),
    ),
    "osm": Publisher(
        info=SetInfo(
            set="osm",
            title="OpenStreetMap districts of the 2023 census",
            vintage="2023",
            licence="Open Database Licence 1.0 (ODbL), share-alike",
            source="OpenStreetMap extract of 2026-08-01, dissolved to the districts of the 2023 census",
            credit="Boundaries © OpenStreetMap contributors",
            accuracy="Lines drawn by volunteers; some in Balochistan differ from the areas in the census.",
            worldview=WORLDVIEW,
            tolerance=0.006,
        ),
        url=(
            "https://raw.githubusercontent.com/AbuBakrCh/pakistan-map/"
            "c004fc69bae6f67ea94b3117d9ba61a0c04e8b83/data/bundle/geography.topojson.json"
        ),
        file="pakistan-map-c004fc69.topojson",
        sha256="3ab805699df97f749459dcbebf380ac7190e3e58d4d44b4942cdc5a4c47d73e3",
    ),
}


def info_for(name: str, words: Mapping[str, str | None]) -> SetInfo:
    """
    Gather what to say of a set.

    Parameters
    ----------
    name
        Name of the set.
    words
        ``title``, ``vintage``, ``licence``, ``source`` in the reader's words; they replace the publisher's.
        Where neither says anything it is "not stated".
    """
    given = {key: value for key, value in words.items() if value}
    base = PUBLISHERS[name].info if name in PUBLISHERS else _plain_info(name, given)
    return SetInfo(**{**asdict(base), **given})


def _plain_info(name: str, given: Mapping[str, str]) -> SetInfo:
    return SetInfo(
        set=name,
        title=f"Boundary set {name}",
        vintage="not stated",
        licence="not stated",
        source="not stated",
        credit=f"Boundaries: {given.get('source') or given.get('title') or name}",
        accuracy="Not stated by whoever installed it.",
        worldview="As in the installed file.",
        tolerance=0.006,
    )


def find_resource(publisher: Publisher) -> tuple[str, str]:
    """
    Find the address and file name of a publisher's current file.

    Parameters
    ----------
    publisher
        One of `PUBLISHERS`, or one like it.

    Returns
    -------
    tuple of str
        Address and file name.

    Raises
    ------
    DownloadError
        When the dataset's description cannot be had or lists no file of a wanted kind; the message lists what
        it has.

    Notes
    -----
    HDX runs CKAN; ``package_show`` of its action API lists a dataset's resources. Their addresses change
    with each edition, so they are looked up, not stored.
    """
    if not publisher.resources:
        return publisher.url, publisher.file
    answer = fetch_json(publisher.url)
    try:
        urls = [str(item["url"]) for item in answer["result"]["resources"]]
    except (KeyError, TypeError) as error:
        raise DownloadError(f"{publisher.url} did not answer with a CKAN dataset") from error
    for ending in publisher.resources:
        for url in urls:
            if url.lower().endswith(ending):
                return url, url.rpartition("/")[2]
    names = ", ".join(url.rpartition("/")[2] for url in urls) or "nothing"
    raise DownloadError(f"no file of a kind that can be read in {publisher.url}: it lists {names}")
