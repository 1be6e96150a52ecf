"""A destination means one unit of ours, or none, or it is not certain which."""

from __future__ import annotations

import pytest

from sync.movements.destinations import meant

HERE, BESIDE = "Chi đoàn 1, Đoàn phường Phú Thủy", "Chi đoàn 2, Đoàn phường Phú Thủy"
FAR, ELSEWHERE = "Chi đoàn 2, Đoàn xã Hòa Thắng", "Chi đoàn 5, Đoàn xã Hòa Thắng"
OURS = (HERE, BESIDE, FAR, ELSEWHERE)


@pytest.mark.parametrize(
    "text", [BESIDE, "chi đoàn 2 - đoàn phường phú thuỷ", "Chi đoàn 2 (Đoàn phường Phú Thủy)", "Chi đoàn 2"]
)
def test_it_is_the_one_beside_the_sender(text: str) -> None:
    assert meant(text, [HERE], OURS) == (BESIDE,)
    assert meant(text, ["Đoàn phường Phú Thủy"], OURS) == (BESIDE,)


def test_a_name_that_lies_only_elsewhere_is_not_certain() -> None:
    assert len(meant("Chi đoàn 5", [HERE], OURS)) > 1
    assert meant("Chi đoàn 2", ["Chi đoàn 9, Đoàn xã X"], OURS) == (BESIDE, FAR)


@pytest.mark.parametrize("text", ["", "Chi đoàn 9", "Huế", "Chi đoàn", "Đoàn phường Phú Thủy", "Chi đoàn 22"])
def test_what_names_none_of_ours_means_none(text: str) -> None:
    assert meant(text, [HERE], OURS) == ()
