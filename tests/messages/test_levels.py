from hypothesis import given
from hypothesis import strategies as st

from messages.levels import join_levels, split_levels

texts = st.text(st.characters(exclude_categories=["Cs"])) | st.text("|\\a")


@given(st.lists(texts, min_size=1).map(tuple))
def test_levels_come_back_whatever_the_names_hold(levels: tuple[str, ...]) -> None:
    assert split_levels(join_levels(levels)) == levels


def test_levels_read_as_people_write_them() -> None:
    assert join_levels(("vehicle", "truck")) == "vehicle|truck"
    assert split_levels("vehicle|truck") == ("vehicle", "truck")
    assert join_levels(("a|b", "c\\d")) == "a\\|b|c\\\\d"
