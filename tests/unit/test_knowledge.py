"""The knowledge kept as data: complete, consistent, and digested."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from config import knowledge as knowledge_module
from config.headers import load_headers
from config.knowledge import load_code_lists, load_fields, load_knowledge
from sync.errors import ConfigError
from sync.text.tidying import match_key

DOMAIN_FIELDS = [
    "row_no", "member_code", "student_code", "full_name", "date_of_birth", "gender", "ethnicity", "religion",
    "hometown", "permanent_address", "birth_place", "national_id", "id_issue_date", "id_issue_place",
    "education_level", "professional_level", "political_theory_level", "it_level", "language_level",
    "union_join_date", "union_join_place", "admission_resolution_no", "card_no", "book_no", "party_join_date",
    "occupation", "membership_type", "training_status", "rating", "reward", "discipline", "position", "association",
    "honorary", "email", "phone", "unit", "movement_type", "movement_date", "decision_no", "reason", "destination",
    "origin",
]  # fmt: skip


def test_every_field_of_the_domain_is_known() -> None:
    """And every code list a field names is there."""
    fields = load_fields()
    assert set(DOMAIN_FIELDS) <= set(fields)
    assert {spec.codes for spec in fields.values() if spec.type == "code"} <= set(load_code_lists())
    assert {name for name, spec in fields.items() if spec.required} == {"full_name", "date_of_birth", "unit"}
    assert {name for name, spec in fields.items() if spec.sensitive} == {"ethnicity", "religion"}


def test_every_field_a_header_can_name_is_known() -> None:
    """A column that is recognised has a type."""
    headers = load_headers()
    named = {meaning.field for meaning in headers.phrases.values()} | {m.field for m in headers.splits.values()}
    assert named <= set(load_fields())


def test_the_code_lists_are_the_centres() -> None:
    """Sizes and ids as in its export, its typing errors kept."""
    lists = load_code_lists()
    sizes = {name: len(codes.ids) for name, codes in lists.items()}
    assert sizes == {
        "ethnicity": 61, "religion": 14, "id_issue_place": 64, "education_level": 4, "professional_level": 7,
        "political_theory_level": 5, "it_level": 2, "language_level": 6, "occupation": 6, "position": 41,
        "association": 2, "gender": 2,
    }  # fmt: skip
    assert lists["ethnicity"].ids["Kinh"] == 5
    assert lists["position"].ids["Phó chủ nhiệm Ủu ban Kiểm tra"] == 248
    assert lists["id_issue_place"].ids["Bình Thuận"] == 60


@pytest.mark.parametrize("name", sorted(load_code_lists()))
def test_no_word_leads_away_from_a_label_it_spells(name: str) -> None:
    """A synonym, whole or without its joints, never takes a label's own key."""
    codes = load_code_lists()[name]
    for label in codes.ids:
        assert codes.words[match_key(label)] == label


def test_provinces_and_prefixes() -> None:
    """The 63 old codes, all of which begin with a zero; 21 retired prefixes lead to mobile numbers."""
    rules = load_knowledge().identifiers
    assert len(rules.provinces) == 63
    assert all(re.fullmatch(r"0\d\d", code) for code in rules.provinces)
    assert len(rules.old_prefixes) == 21
    assert all(new[0] == "0" and new[1] in rules.mobile_digits for new in rules.old_prefixes.values())


def test_policy_defaults_are_the_domains() -> None:
    """The table of policy values, as far as cleaning decides by it."""
    policy = load_knowledge().policy
    assert (policy.id_mismatch, policy.restore_zero) == ("warn", "propose")
    join = policy.join
    assert (join.min_error, join.min_warn, join.max_warn, join.max_error) == (15, 16, 30, 31)


def test_policy_values_may_be_set_otherwise() -> None:
    """By dotted key."""
    knowledge = load_knowledge({"national_id.restore_zero": "apply", "text.empty_words": ("x",), "join.check": False})
    assert knowledge.identifiers.restore_zero
    assert knowledge.policy.empty_words == ("x",)
    assert not knowledge.policy.join.check


def test_every_problem_of_a_policy_is_told_at_once() -> None:
    """Each names its key."""
    with pytest.raises(ConfigError) as caught:
        load_knowledge(
            {
                "national_id.mismatch": "perhaps",
                "no.such": 1,
                "join.check": 1,
                "date.earliest_year": "1900",
                "text.max_length": 0,
                "text.empty_words": 5,
            }
        )
    assert [(problem.code, problem.details["key"]) for problem in caught.value.problems] == [
        ("config-wrong-choice", "policy.national_id.mismatch"),
        ("config-unknown-key", "policy.no.such"),
        ("config-wrong-type", "policy.join.check"),
        ("config-wrong-type", "policy.date.earliest_year"),
        ("config-too-small", "policy.text.max_length"),
        ("config-wrong-type", "policy.text.empty_words"),
    ]


def test_the_digest_changes_with_whatever_could_change_an_outcome(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A policy value, a data file, the cleaning version; and nothing else."""
    plain = load_knowledge().digest
    assert load_knowledge().digest == plain
    assert load_knowledge({"national_id.mismatch": "warn"}).digest == plain
    assert load_knowledge({"national_id.mismatch": "off"}).digest != plain
    with monkeypatch.context() as patch:
        patch.setattr(knowledge_module, "CLEANING_VERSION", 10_000)
        assert load_knowledge().digest != plain
    for source in sorted(knowledge_module._CODELISTS.iterdir()):
        (tmp_path / source.name).write_bytes(source.read_bytes())
    monkeypatch.setattr(knowledge_module, "_CODELISTS", tmp_path)
    assert load_knowledge().digest == plain
    phones = tmp_path / "phones.toml"
    phones.write_text(phones.read_text(encoding="utf-8").replace('0199 = "059"', '0199 = "058"'), encoding="utf-8")
    assert load_knowledge().digest != plain
