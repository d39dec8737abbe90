from outputs.boundaries import ORDER, rank


def test_the_reporting_boundary_comes_first_and_the_study_area_last() -> None:
    assert (ORDER[0], ORDER[-1]) == ("urban_extent", "study_area")


def test_boundaries_rank_in_order_and_others_after_them() -> None:
    assert [rank(boundary) for boundary in ORDER] == list(range(len(ORDER)))
    assert rank("zone") == rank("anything") == len(ORDER)
