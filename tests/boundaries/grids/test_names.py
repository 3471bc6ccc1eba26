"""Names as producers give them, read to the last word."""

from __future__ import annotations

import pytest

from boundaries._errors import GridError
from boundaries.grids.names import parse_grid_name


@pytest.mark.parametrize(
    ("name", "product", "kind", "epoch", "crs", "resolution", "tile", "projected"),
    [
        ("pak_ppp_2020.tif", "worldpop-ppp", "people", 2020, "EPSG:4326", "3ss", "PAK", False),
        ("PAK_ppp_v2b_2010_UNadj.tif", "worldpop-ppp-unadj", "people", 2010, "EPSG:4326", "3ss", "PAK", False),
        (
            *("pak_ppp_2020_UNadj_constrained.tif", "worldpop-ppp-unadj-constrained", "people", 2020),
            *("EPSG:4326", "3ss", "PAK", False),
        ),
        (
            *("pak_ppp_2015_1km_Aggregated_UNadj.tif", "worldpop-ppp-unadj", "people", 2015),
            *("EPSG:4326", "30ss", "PAK", False),
        ),
        ("ppp_2020_1km_Aggregated.tif", "worldpop-ppp", "people", 2020, "EPSG:4326", "30ss", "", False),
        (
            *("pak_pop_2025_CN_100m_R2025A_v1.tif", "worldpop-r2025a-cn", "people", 2025),
            *("EPSG:4326", "3ss", "PAK", False),
        ),
        # R2025A came out in 2025: what it says of 2030 nobody has seen
        (
            *("pak_pop_2030_CN_1km_R2025A_UA_v1.tif", "worldpop-r2025a-cn-unadj", "people", 2030),
            *("EPSG:4326", "30ss", "PAK", True),
        ),
        ("global_pop_2026_UC_1km_R2024B_v1.tif", "worldpop-r2024b-uc", "people", 2026, "EPSG:4326", "30ss", "", True),
        (
            *("GHS_POP_E2020_GLOBE_R2023A_54009_100_V1_0_R6_C26.tif", "ghs-pop-r2023a", "people", 2020),
            *("ESRI:54009", "100", "R6_C26", False),
        ),
        (
            *("GHS_POP_E2025_GLOBE_R2023A_54009_1000_V1_0.zip", "ghs-pop-r2023a", "people", 2025),
            *("ESRI:54009", "1000", "", True),
        ),
        (
            *("GHS_BUILT_S_E2030_GLOBE_R2023A_4326_30ss_V1_0_R6_C26.tif", "ghs-built-s-r2023a", "built", 2030),
            *("EPSG:4326", "30ss", "R6_C26", True),
        ),
        (
            *("GHS_BUILT_S_E1975_GLOBE_R2022A_4326_3ss_V1_0.tif", "ghs-built-s-r2022a", "built", 1975),
            *("EPSG:4326", "3ss", "", False),
        ),
        (
            *("GHS_POP_E2015_GLOBE_R2019A_54009_250_V1_0_18_3.tif", "ghs-pop-r2019a", "people", 2015),
            *("ESRI:54009", "250", "18_3", False),
        ),
        ("kontur_population_PK_20231101.gpkg.gz", "kontur-population", "people", 2023, "H3", "", "PK", False),
        ("kontur_population_20231101_r6.gpkg", "kontur-population", "people", 2023, "H3", "6", "", False),
        ("pak_general_2020.csv", "hrsl", "people", 2020, "EPSG:4326", "1ss", "PAK", False),
        ("pak_general_2020_csv.zip", "hrsl", "people", 2020, "EPSG:4326", "1ss", "PAK", False),
        ("hrsl_pak_pop.tif", "hrsl", "people", 0, "EPSG:4326", "1ss", "PAK", False),
        ("population_pak_2018-10-01.tif", "hrsl", "people", 2018, "EPSG:4326", "1ss", "PAK", False),
        ("population_AS43_2018-10-01_geotiff.zip", "hrsl", "people", 2018, "EPSG:4326", "1ss", "AS43", False),
    ],
)
def test_names_of_every_product(name, product, kind, epoch, crs, resolution, tile, projected):
    info = parse_grid_name(f"some/folder/{name}")
    assert (info.product, info.kind, info.epoch, info.crs) == (product, kind, epoch, crs)
    assert (info.resolution, info.tile, info.projected) == (resolution, tile, projected)
    assert info.licence == "CC BY 4.0"
    assert info.source
    assert info.title


@pytest.mark.parametrize("name", ["", "photo.tif", "srtm_52_06.tif", "pak_ppp.tif", "population.tif", "GHS.tif"])
def test_other_names_are_nobodys(name):
    assert parse_grid_name(name) is None


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("pak_pd_2020_1km.tif", "people per km², which cannot be added up"),
        ("pak_f_25_2020.tif", "one group of people"),
        ("pak_T_F_2025_CN_100m_R2025A_v1.tif", "one group of people"),
        ("pak_women_2020.csv", "one group of people"),
        ("population_pak_children_under_five_2020.tif", "one group of people"),
        ("GHS_SMOD_E2020_GLOBE_R2023A_54009_1000_V2_0.tif", "classes or land shares"),
        ("GHS_BUILT_V_E2020_GLOBE_R2023A_54009_100_V1_0_R6_C26.tif", "volumes or heights"),
        ("GHS_BUILT_S_NRES_E2020_GLOBE_R2023A_54009_100_V1_0.tif", "non-residential part"),
        ("GHS_BUILT_LDS2014_GLOBE_R2018A_54009_250_V2_0.tif", "not read here; those of R2019A and later"),
    ],
)
def test_another_quantity_of_a_known_producer_is_refused_by_name(name, why):
    with pytest.raises(GridError, match=why):
        parse_grid_name(name)
