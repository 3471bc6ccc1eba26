from flows import load
from flows.fragments import observed_flows


def test_a_flow_lies_between_the_men_s_and_the_women_s_share():
    table = observed_flows().table.set_index(["origin", "destination"])
    row = table.loc[("bahawalpur", "lahore")]
    # 46,500 left Bahawalpur for the rest of Punjab; 22.3 % of the men and 11.0 % of the women went to Lahore.
    assert row["high"] == round(46_500 * 0.223)
    assert row["low"] == round(46_500 * 0.110)
    assert row["people"] == round((round(46_500 * 0.223) + round(46_500 * 0.110)) / 2)


def test_three_origins_and_five_destinations_are_all_there_is():
    flows = observed_flows()
    assert len(flows) == 15
    assert (flows.kind, flows.evidence, flows.unit) == ("lifetime", "derived", "lifetime migrants")
    assert flows.caveat.startswith("Arithmetic on counted figures")


def test_the_printed_totals_and_shares_are_counted():
    assert load("lifetime_fragments_1998").evidence == "counted"
