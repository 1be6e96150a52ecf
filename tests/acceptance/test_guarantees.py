"""What cannot be guaranteed with a profile is told: by `doctor`, after a run, and by `status`."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.profile import PROFILES, load_profile
from sync.values import OperationType
from tests.support.records import by_record
from yumsync.guarantees import Guarantee, guarantee

HOLDS = "holds = { activityStatus = "


@pytest.mark.parametrize(
    ("name", "by"), [("standin", "keys"), ("rest", "back"), ("scim", "back"), ("workbook", "export")]
)
def test_with_the_profiles_that_ship_every_lost_answer_can_be_settled(name: str, by: str) -> None:
    assert guarantee(load_profile(name)) == Guarantee(by)


def test_an_operation_that_shows_nothing_is_named_in_doctor_after_a_run_and_by_status(tmp_path: Path) -> None:
    text = (PROFILES / "rest.toml").read_text("utf-8")
    blind = "\n".join(line for line in text.splitlines() if not line.startswith(HOLDS)) + "\n"
    assert blind != text
    with by_record(tmp_path) as (office, _):
        (tmp_path / "blind.toml").write_text(blind, "utf-8")
        assert {OperationType.MATURE, OperationType.STRIKE_OFF} <= set(
            guarantee(load_profile("blind.toml", tmp_path)).blind
        )
        office.write("a", [])
        before = [office.run(verb, lang="vi").out for verb in ("doctor", "sync", "status")]
        config = office.config.read_text("utf-8")
        office.config.write_text(config.replace('profile = "rest"', 'profile = "blind.toml"'), "utf-8")
        after = [office.run(verb, lang="vi").out for verb in ("doctor", "sync", "status")]
    assert "✓ Khi mất trả lời: đọc lại trên trung tâm rồi mới gửi tiếp" in before[0]
    assert "! Khi mất trả lời: đọc lại được hồ sơ; riêng Trưởng thành, " in after[0]
    for was, said in zip(before[1:], after[1:], strict=True):
        assert "không cho biết trung tâm đã làm hay chưa" not in was
        assert said.count("không cho biết trung tâm đã làm hay chưa: Trưởng thành, ") == 1
