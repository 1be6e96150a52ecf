"""Profiles: the one that ships loads, and every problem of a bad one is told at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.profile import PROFILES, ContractProfile, ContractUnits, RequestsProfile, Retries, Timeouts, load_profile
from config.wording import LANGUAGES, Wording
from sync.errors import ConfigError
from sync.values import ASKED_FOR, Limits, OperationType

SMALLEST = 'name = "small"\nfields = ["full_name"]\n'


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "profile.toml"
    path.write_text(text, encoding="utf-8")
    return path


def contract(path: Path | str) -> ContractProfile:
    profile = load_profile(path)
    assert isinstance(profile, ContractProfile)
    return profile


@pytest.mark.parametrize("path", sorted(PROFILES.glob("*.toml")), ids=lambda path: path.stem)
def test_every_profile_that_ships_loads_under_its_own_name(path: Path) -> None:
    profile = load_profile(path.stem)
    assert profile.name == path.stem
    assert load_profile(path) == load_profile(str(path)) == profile


def test_the_stand_in_s_profile_names_the_sensitive_fields_itself() -> None:
    profile = contract("standin")
    assert {"ethnicity", "religion"} <= set(profile.fields)
    assert profile.limits == Limits(batch_size=500, body_bytes=4_000_000, concurrency=4)
    assert profile.honours_keys


def test_what_a_profile_leaves_out_has_a_default(tmp_path: Path) -> None:
    profile = contract(write(tmp_path, SMALLEST))
    assert (profile.limits, profile.timeouts, profile.retries) == (Limits(), Timeouts(), Retries())


def test_what_a_profile_states_counts(tmp_path: Path) -> None:
    text = (
        SMALLEST + "batch_size = 7\nhonours_keys = false\n[timeouts]\nread = 1.5\n[retries]\nattempts = 2\nbase = 0\n"
    )
    profile = contract(write(tmp_path, text))
    assert profile.limits == Limits(batch_size=7)
    assert profile.timeouts == Timeouts(read=1.5)
    assert profile.retries == Retries(attempts=2, base=0)
    assert not profile.honours_keys


def test_a_profile_says_how_units_are_read_or_that_they_are_not(tmp_path: Path) -> None:
    text = SMALLEST + '[units]\npath = "/api/cells"\nid = "id"\nname = "name"\nparent = "branch.id"\n'
    units = contract(write(tmp_path, text)).units
    assert units == ContractUnits(path="/api/cells", id="id", name="name", parent="branch.id")
    assert units.names == {"id": "id", "name": "name", "parent": "branch.id"}
    assert contract(write(tmp_path, SMALLEST)).units is None


def test_the_stand_in_is_asked_for_every_operation_and_told_no_reason() -> None:
    profile = load_profile("standin")
    assert profile.types == ASKED_FOR
    assert "reason" not in profile.movement_fields
    assert not any("phone" in name or "contact" in name for name in profile.movement_fields)


def test_a_profile_says_what_operations_are_called_and_which_facts_leave(tmp_path: Path) -> None:
    assert contract(write(tmp_path, SMALLEST)).operations == {OperationType.UPSERT: "upsert"}
    text = (
        SMALLEST
        + 'movement_fields = []\noutcome_path = "/api/v2/jobs/{id}"\n[operations]\nupsert = "save"\nexpel = "out"\n'
    )
    profile = contract(write(tmp_path, text))
    assert profile.operations == {OperationType.UPSERT: "save", OperationType.EXPEL: "out"}
    assert profile.types == {OperationType.UPSERT, OperationType.EXPEL}
    assert (profile.movement_fields, profile.outcome_path) == ((), "/api/v2/jobs/{id}")


def test_all_problems_of_operations_are_told_at_once(tmp_path: Path) -> None:
    text = """
        name = "x"
        fields = ["full_name"]
        movement_fields = ["origin", "origin"]
        outcome_path = "/v1/operations"
        [operations]
        strike_of = "strike_off"
        mature = ""
        expel = 5
        fly = "fly"
    """
    with pytest.raises(ConfigError) as caught:
        load_profile(write(tmp_path, text))
    assert [(problem.code, problem.details["key"]) for problem in caught.value.problems] == [
        ("profile-field-twice", "movement_fields"),
        ("config-wrong-type", "operations.expel"),
        ("config-unknown-key", "operations.fly"),
        ("config-empty", "operations.mature"),
        ("config-unknown-key-near", "operations.strike_of"),
        ("config-missing-key", "operations.upsert"),
        ("profile-path-without-id", "outcome_path"),
    ]


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    text = """
        fields = ["full_name", "full_name"]
        batchsize = 500
        concurrency = 0
        body_bytes = true
        honours_keys = "yes"
        [timeouts]
        read = "long"
        slow = 1
        [retries]
        attempts = 99
    """
    with pytest.raises(ConfigError) as caught:
        load_profile(write(tmp_path, text))
    assert (caught.value.code, caught.value.details) == ("profile-invalid", {"file": "profile.toml", "count": 9})
    assert [(problem.code, problem.details["key"]) for problem in caught.value.problems] == [
        ("config-unknown-key-near", "batchsize"),
        ("config-wrong-type", "body_bytes"),
        ("config-too-small", "concurrency"),
        ("profile-field-twice", "fields"),
        ("config-wrong-type", "honours_keys"),
        ("config-missing-key", "name"),
        ("config-too-large", "retries.attempts"),
        ("config-wrong-type", "timeouts.read"),
        ("config-unknown-key", "timeouts.slow"),
    ]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("fields = []", "config-empty"),
        ('fields = "full_name"', "config-wrong-type"),
        ("fields = [1]", "config-wrong-type"),
        ("", "config-missing-key"),
        ('fields = ["full_name"]\ntimeouts = 5', "config-wrong-type"),
        ('fields = ["full_name"]\npage_size = nan', "config-wrong-type"),
        ('fields = ["full_name"]\nretries.cap = nan', "config-wrong-type"),
        ('fields = ["full_name"]\nunits = "/v1/units"', "config-wrong-type"),
        ('fields = ["full_name"]\noperations = "upsert"', "config-wrong-type"),
        ('fields = ["full_name"]\noperations = {upsert = "u", away = "a"}', "config-missing-key"),
        ('fields = ["full_name"]\nmovement_fields = "reason"', "config-wrong-type"),
        ('fields = ["full_name"]\noutcome_path = "v1/{id}"', "profile-not-a-path"),
        ('fields = ["full_name"]\noutcome_path = 5', "config-wrong-type"),
        ('fields = ["full_name"]\nunits = {path = "/u", id = "id"}', "config-missing-key"),
        ('fields = ["full_name"]\nunits = {path = "/u", id = "id", name = 5}', "config-wrong-type"),
        ('fields = ["full_name"]\nunits = {path = "u", id = "id", name = "n"}', "profile-not-a-path"),
        (
            'fields = ["full_name"]\nunits = {path = "/u", id = "id", name = "n", cod = "c"}',
            "config-unknown-key-near",
        ),
    ],
)
def test_one_problem(tmp_path: Path, line: str, code: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_profile(write(tmp_path, f'name = "x"\n{line}\n'))
    assert [problem.code for problem in caught.value.problems] == [code]


def test_an_unknown_name_is_answered_with_those_there_are() -> None:
    with pytest.raises(ConfigError) as caught:
        load_profile("stand-in")
    assert caught.value.code == "config-wrong-choice"
    assert "standin" in str(caught.value.details["choices"])


@pytest.mark.parametrize(
    ("content", "code"), [(b"\xff\xfe", "config-not-text"), (b"name = ", "config-syntax"), (None, "profile-no-file")]
)
def test_a_file_that_cannot_be_read(tmp_path: Path, content: bytes | None, code: str) -> None:
    path = tmp_path / "profile.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigError) as caught:
        load_profile(str(path))
    assert caught.value.code == code


def test_a_path_is_looked_for_from_the_folder_that_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not from the working folder; an absolute path stands for itself, and a name is no path."""
    path = write(tmp_path, SMALLEST)
    monkeypatch.chdir("/")
    assert load_profile("profile.toml", tmp_path) == load_profile("./profile.toml", tmp_path) == load_profile(path)
    assert load_profile(str(path), Path("/nowhere")) == load_profile(path)
    assert load_profile("standin", tmp_path) == load_profile("standin")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert load_profile("~/profile.toml", Path("/nowhere")) == load_profile(path)


# ── profiles that describe requests ──────────────────────────────────────────────────────────────────────────

REQUESTS = """
name = "small"
speaks = "requests"
fields = ["full_name", "phone"]
person = { path = "/people/{reference}", reference = "id" }
people = { path = "/people" }
operations.upsert.steps = [{ method = "POST", path = "/people" }]
"""


def test_the_least_that_describes_requests(tmp_path: Path) -> None:
    profile = load_profile(write(tmp_path, REQUESTS))
    assert isinstance(profile, RequestsProfile)
    assert (profile.types, profile.honours_keys, profile.auth.kind) == ({OperationType.UPSERT}, False, "none")


def problems(tmp_path: Path, text: str) -> list[tuple[str, object]]:
    with pytest.raises(ConfigError) as caught:
        load_profile(write(tmp_path, text))
    return [(problem.code, problem.details["key"]) for problem in caught.value.problems]


def test_all_problems_of_requests_are_told_at_once(tmp_path: Path) -> None:
    text = """
        name = "x"
        speaks = "requests"
        fields = ["full_name"]
        movement_fields = ["decision_no"]
        auth = { kind = "login", path = "login", body = { word = "{secrets}", name = "{person}" } }
        answers = { data = "[", rules = [{ status = [99], words = "(", means = "maybe" }] }
        person = { path = "/people/{referenz}", reference = "id", find = [{ path = "/people", query = "all" }] }
        people = { path = "/people", query = { page = "{page}", who = "{person}" }, paging = "pages" }
        names = { full_name = "a..b" }
        values = { gender = { male = [1] } }
        dates = { write = "%d/%m" }
        rate = { requests = 0, seconds = 60 }
        [operations.upsert]
        [[operations.upsert.steps]]
        method = "GET"
        path = "/people"
        body = { "*" = "all", list = [{ unit = "{units}" }] }
        [[operations.upsert.steps]]
        when = "new"
        method = "PUT"
        path = "/people/{full_name}/{decision_no}/{on}"
        takes = { reference = "id" }
        [operations.matures]
        steps = []
    """
    assert problems(tmp_path, text) == [
        ("profile-not-an-expression", "answers.data"),
        ("config-wrong-choice", "answers.rules[1].means"),
        ("config-too-small", "answers.rules[1].status[1]"),
        ("profile-not-a-pattern", "answers.rules[1].words"),
        ("profile-unknown-placeholder", "auth.body.name"),
        ("profile-unknown-placeholder-near", "auth.body.word"),
        ("profile-not-a-path", "auth.path"),
        ("config-missing-key", "auth.token"),
        ("profile-not-a-date", "dates.write"),
        ("profile-not-a-name", "names.full_name"),
        ("config-unknown-key-near", "operations.matures"),
        ("config-empty", "operations.matures.steps"),
        ("config-wrong-choice", "operations.upsert.steps[1].body.*"),
        ("profile-unknown-placeholder-near", "operations.upsert.steps[1].body.list[1].unit"),
        ("config-wrong-choice", "operations.upsert.steps[1].method"),
        ("config-unknown-key-near", "operations.upsert.steps[2].takes"),
        ("config-wrong-choice", "people.paging"),
        ("profile-unknown-placeholder", "people.query.who"),
        ("config-wrong-type", "person.find[1].query"),
        ("profile-unknown-placeholder-near", "person.path"),
        ("config-too-small", "rate.requests"),
        ("config-wrong-type", "values.gender.male"),
    ]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('auth = { kind = "basic" }', ("config-wrong-choice", "auth.kind")),
        ("auth = { }", ("config-missing-key", "auth.kind")),
        ('auth = { kind = "header", header = {} }', ("config-unknown-key-near", "auth.header")),
        ('kinds = ["members", "others"]', ("config-wrong-choice", "kinds[2]")),
        ("bulk = 5", ("config-wrong-type", "bulk")),
        ("units = { path = '/u', id = 'id', name = 'n', nam = 'x' }", ("config-unknown-key-near", "units.nam")),
        ("workbook = {}", ("config-unknown-key", "workbook")),
        ("movement_fields = []\noperations.expel = {}", ("config-missing-key", "operations.expel.steps")),
        ('movement_fields = []\noperations.expel.like = "mature"', ("config-wrong-choice", "operations.expel.like")),
        ('movement_fields = []\noperations.expel.like = "out"', ("config-wrong-choice", "operations.expel.like")),
    ],
)
def test_one_problem_of_requests(tmp_path: Path, line: str, problem: tuple[str, str]) -> None:
    assert problems(tmp_path, f"{line}\n{REQUESTS}") == [problem]


def test_names_of_ours_that_nobody_knows_are_told_at_once(tmp_path: Path) -> None:
    """What is only read back has values too; a part of the name is no field of a record, nor is a movement's."""
    text = REQUESTS.replace('"phone"]', '"gendr", "family_name", "movement_date"]').replace(
        '"id" }', '"id", same = ["fone"] }'
    )
    tables = """
        names = { emial = "mail", phone = "tel" }
        values = { status = { active = 1 }, kind = { members = 1 }, reason = { x = "y" }, gendre = { male = 1 } }
        movement_fields = ["decision_no", "expected_return", "note", "decison_no", "on"]
    """
    assert problems(tmp_path, tables + text) == [
        ("profile-unknown-field-near", "fields[2]"),
        ("profile-unknown-field-near", "fields[3]"),
        ("profile-unknown-field", "fields[4]"),
        ("profile-unknown-field-near", "movement_fields[4]"),
        ("profile-unknown-field", "movement_fields[5]"),
        ("profile-unknown-field-near", "names.emial"),
        ("profile-unknown-field-near", "person.same[1]"),
        ("profile-unknown-field-near", "values.gendre"),
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("speaks", ["contract", "workbook"])
def test_an_unknown_field_is_told_with_the_one_that_was_meant(tmp_path: Path, lang: str, speaks: str) -> None:
    """Once, also where a workbook would need a column for it."""
    text = (PROFILES / f"{'standin' if speaks == 'contract' else speaks}.toml").read_text("utf-8")
    with pytest.raises(ConfigError) as caught:
        load_profile(write(tmp_path, text.replace('    "gender",', '    "gendr",')))
    [problem] = caught.value.problems
    said = Wording(lang).error(problem)
    assert "gendr" in said
    assert "gender" in said


def test_a_way_of_speaking_nobody_knows_is_the_only_problem_told(tmp_path: Path) -> None:
    assert problems(tmp_path, 'speaks = "soap"') == [("config-wrong-choice", "speaks")]


@pytest.mark.parametrize(("lang", "figure", "whole"), [("vi", "một số", "số nguyên"), ("en", "a number", "whole")])
def test_a_time_is_not_asked_to_be_whole(tmp_path: Path, lang: str, figure: str, whole: str) -> None:
    """Seconds may have parts; how many requests may not."""
    with pytest.raises(ConfigError) as caught:
        load_profile(write(tmp_path, f'rate = {{ requests = "x", seconds = "x" }}\n{REQUESTS}'))
    requests, seconds = map(Wording(lang).error, caught.value.problems)
    assert whole in requests
    assert figure in seconds
    assert whole not in seconds


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_unknown_placeholder_is_told_with_the_one_that_was_meant(tmp_path: Path, lang: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_profile(write(tmp_path, REQUESTS.replace("{reference}", "{referenz}")))
    [problem] = caught.value.problems
    assert "{referenz}" in Wording(lang).error(problem)
    assert "{reference}" in Wording(lang).error(problem)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_missing_profile_is_not_answered_with_making_a_configuration(tmp_path: Path, lang: str) -> None:
    """The configuration is there: the next step is to mend `upstream.profile` in it."""
    with pytest.raises(ConfigError) as caught:
        load_profile("none.toml", tmp_path)
    said = Wording(lang)
    assert str(tmp_path / "none.toml") in said.error(caught.value)
    advice = said.advice(caught.value.code, caught.value.details)
    assert "upstream.profile" in advice
    assert "init" not in advice
