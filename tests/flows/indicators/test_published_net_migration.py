"""Net migration by survival ratios and by vital statistics, against the worked examples of the manuals.

Greater Bombay 1941–1951: United Nations, Manual VI, "Methods of Measuring Internal Migration" (1970), table 24; its
reverse and average figures as the R package migest prints them. Manila 1960–1970, women: United Nations, "Preparing
Migration Data for Subnational Population Projections" (1992), table 6. Alabama 1960–1970: Bogue, Hinze and White,
"Techniques of Estimating Net Migration" (1982).
"""

from __future__ import annotations

import pandas as pd
import pytest

from flows import IndicatorError
from flows.indicators import net_migration_by_survival_ratio, net_migration_by_vital_statistics

# age in 1941; people of 1941; survival ratio; people of 1951, ten years older; net migration as printed
BOMBAY = [
    ("0-4", 77135, 0.9087, 132870, 62777),
    ("5-9", 85434, 0.9573, 170227, 88441),
    ("10-14", 79185, 0.9471, 263971, 188975),
    ("15-19", 82603, 0.9308, 253964, 177077),
    ("20-24", 126247, 0.9223, 195373, 78935),
    ("25-29", 155344, 0.9161, 151259, 8948),
    ("30-34", 138843, 0.9047, 118383, -7228),
    ("35-39", 109356, 0.885, 76421, -20359),
    ("40-44", 81626, 0.8548, 65897, -3877),
    ("45-49", 47062, 0.8122, 32265, -5959),
    ("50-54", 36908, 0.7535, 22248, -5562),
    ("55-59", 15134, 0.6726, 9655, -524),
    ("60+", 25094, 0.3866, 10100, 399),
]
REVERSE = [69085, 92386, 199530, 190242, 85585, 9768, -7990, -23005, -4535, -7337, -7382, -779, 1031]
AVERAGE = [65931, 90413, 194252, 183659, 82260, 9358, -7609, -21682, -4206, -6648, -6472, -652, 715]

# age in 1970; people of 1960; census survival ratio of the country; people of 1970; net migration as printed
MANILA = [
    ("10-14", 80275, 1.11722489, 79489, -10196),
    ("15-19", 70875, 0.991546373, 101410, 31134),
    ("20-24", 63250, 0.972851893, 90410, 28877),
    ("25-29", 85618, 0.889259325, 56055, -20082),
    ("30-34", 75793, 0.841306949, 44648, -19117),
    ("35-39", 60037, 0.95707411, 36963, -20497),
    ("40-44", 34813, 0.951292085, 28873, -4244),
    ("45-49", 31927, 0.904155634, 23678, -5189),
    ("50-54", 24297, 0.929513107, 19063, -3521),
    ("55-59", 20207, 0.796608568, 14484, -1613),
    ("60-64", 13714, 0.876984438, 10205, -1822),
    ("65-69", 9366, 0.83518443, 6405, -1417),
    ("70-74", 7921, 0.711583081, 3746, -1890),
    ("75+", 11114, 0.562446761, 4779, -1472),
]

# White men of Alabama: age in 1970; people (or births) of 1960; ratio; people of 1970; forward and average as printed
ALABAMA = [
    ("0-4", 110365, 0.95543, 105503, 57, 59),
    ("5-9", 126116, 0.946771, 120884, 1481, 1523),
    ("10-14", 126346, 1.001957, 128656, 2063, 2061),
    ("15-19", 119571, 1.005171, 118485, -1704, -1698),
    ("20-24", 117525, 0.98894, 102296, -13929, -14006),
    ("25-29", 94148, 0.97319, 85778, -5846, -5925),
    ("30-34", 72012, 0.984673, 74046, 3138, 3163),
    ("35-39", 70867, 0.980141, 71636, 2176, 2198),
    ("40-44", 75168, 0.971848, 75179, 2127, 2158),
    ("45-49", 76872, 0.948254, 73602, 708, 728),
    ("50-54", 72068, 0.932638, 67679, 466, 483),
    ("55-59", 69002, 0.885191, 60807, -273, -289),
    ("60-64", 60654, 0.845482, 52073, 791, 864),
    ("65-69", 49127, 0.750479, 38786, 1917, 2236),
    ("70-74", 37344, 0.674688, 26632, 1436, 1782),
    ("75-79", 32063, 0.536572, 17418, 214, 307),
    ("80+", 51294, 0.295727, 16029, 860, 1884),
]

# Alabama by race and sex: people of 1960 and 1970, births and deaths between; net migration as printed
VITAL = {
    "non-white women": (515483, 483882, 126886, 51449, -107038),
    "non-white men": (467648, 426452, 131767, 58845, -114118),
    "white women": (1159548, 1298342, 224034, 86880, 1640),
    "white men": (1124061, 1235489, 236481, 123220, -1833),
}

# What rounds to the printed person; the manuals rounded the survivors first.
A_PERSON = 1.0


def net(rows: list[tuple], method: str) -> pd.Series:
    ages = [row[0] for row in rows]
    start, survival, end = (pd.Series([row[at] for row in rows], index=ages) for at in (1, 2, 3))
    return net_migration_by_survival_ratio(start, end, survival, method=method)  # type: ignore[arg-type]


@pytest.mark.parametrize("rows", [BOMBAY, MANILA, ALABAMA], ids=["Bombay", "Manila", "Alabama"])
def test_forward_as_printed(rows: list[tuple]) -> None:
    assert net(rows, "forward").to_numpy() == pytest.approx([row[4] for row in rows], abs=A_PERSON)


def test_greater_bombay_gained_562_043_people_over_ten() -> None:
    assert net(BOMBAY, "forward").sum() == pytest.approx(562_043, abs=len(BOMBAY) / 2)


def test_reverse_and_average_of_bombay_as_printed() -> None:
    assert net(BOMBAY, "reverse").to_numpy() == pytest.approx(REVERSE, abs=A_PERSON)
    assert net(BOMBAY, "average").to_numpy() == pytest.approx(AVERAGE, abs=A_PERSON)


def test_average_of_alabama_as_printed() -> None:
    # The book rounds at each step, and losses always up: one person more.
    printed = [row[5] for row in ALABAMA]
    assert net(ALABAMA, "average").to_numpy() == pytest.approx(printed, abs=A_PERSON + 1)
    assert net(ALABAMA, "average").sum() == pytest.approx(-2472, abs=len(ALABAMA))


def test_vital_statistics_of_alabama_as_printed() -> None:
    table = pd.DataFrame.from_dict(VITAL, orient="index", columns=["start", "end", "births", "deaths", "printed"])
    found = net_migration_by_vital_statistics(table["start"], table["end"], table["births"], table["deaths"])
    assert found.to_dict() == table["printed"].to_dict()


def test_survivors_in_percent_are_refused() -> None:
    ages = pd.Series({"0-4": 77135}), pd.Series({"0-4": 132870}), pd.Series({"0-4": 90.87})
    with pytest.raises(IndicatorError, match="share"):
        net_migration_by_survival_ratio(*ages)
