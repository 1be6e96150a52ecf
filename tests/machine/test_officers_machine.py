"""Officers who know the truth: they correct lists, admit youth, and decide what they are asked; nobody is merged.

A Hypothesis state machine over real parts: CSV files on disk, the SQLite state, an upstream in memory. Every person
has an e-mail address that never changes, and the program recognises nobody by it: it tells the test who is who.
Whatever officers correct from night to night, once they have decided each question by the truth, the upstream holds
exactly the people of the lists, each once, each as what they are, and a second run sends nothing. All are fabricated.
"""

from __future__ import annotations

import csv
import os
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from adapters.upstream.memory import MemoryUpstream
from config.profile import load_profile
from config.secrets import write_key_file
from config.settings import Settings, load_settings
from sync.ports import RemotePerson
from sync.questions.openholds import WHO, HoldReport
from sync.values import Answer, ListKind
from yumsync.bootstrap import App, prepare

COLUMNS = {
    "full_name": "Họ và tên",
    "date_of_birth": "Ngày sinh",
    "national_id": "CCCD/CMND",
    "phone": "Số điện thoại",
    "email": "Email",
}
NAMES = ("Nguyễn Văn An", "Trần Thị Hòa", "K'Brểu")
CORRECTED = {"Nguyễn Văn An": "Nguyễn Văn Ân", "Trần Thị Hòa": "Trần Thị Hoa", "K'Brểu": "K'Brẻo"}
BIRTHS = ("17/05/2004", "18/05/2004", "01/12/2003")
LISTS = {
    "chi-doan-1": ("members", "Chi đoàn 1, Đoàn xã Mẫu"),
    "chi-doan-2": ("members", "Chi đoàn 2, Đoàn xã Mẫu"),
    "thanh-nien": ("youth", "Chi đoàn 1, Đoàn xã Mẫu"),
}
"""The youth list is the first branch's own: the same name and birth date there are the same person."""

EXAMPLES = 1000 if os.environ.get("YUMSYNC_PROFILE") == "long" else 50
ROUNDS = 6
"""Nights within which everything is decided and sent."""


@dataclass
class Life:
    """One person as the lists state them; `on` names the lists, `was_member` is what no list can undo."""

    number: int
    values: dict[str, str]
    on: list[str] = field(default_factory=list)
    unit: str = ""
    was_member: bool = False

    @property
    def email(self) -> str:
        return self.values["email"]

    @property
    def kinds(self) -> set[str]:
        return {LISTS[name][0] for name in self.on}


class Officers(RuleBasedStateMachine):
    """Three lists, an upstream, and officers who know who everybody is."""

    @initialize()
    def open(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="officers-"))
        lists = "".join(
            f'[[list]]\nname = "{name}"\nkind = "{kind}"\npath = "{name}.csv"\nunit = "{unit}"\ncomplete = true\n'
            for name, (kind, unit) in LISTS.items()
        )
        (self.folder / "yumsync.toml").write_text(f'[upstream]\nurl = "http://127.0.0.1:1"\n{lists}', "utf-8")
        write_key_file(self.folder / "yumsync.key")
        self.settings: Settings = load_settings(self.folder / "yumsync.toml")
        prepare(self.settings)
        self.upstream = MemoryUpstream(load_profile("standin").fields)
        self.lives: list[Life] = []
        self.emails: dict[str, str] = {}

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder)

    # ── what officers do to their lists ──────────────────────────────────────────────────────────────────

    def new_number(self, digits: int) -> str:
        """An ID nobody else ever had."""
        self.given = getattr(self, "given", 0) + 1
        return f"060204{self.given:06}" if digits == 12 else f"26{self.given:07}"

    @rule(
        name=st.sampled_from(NAMES),
        birth=st.sampled_from(BIRTHS),
        digits=st.sampled_from([0, 9, 12, 12]),
        on=st.sampled_from(tuple(LISTS)),
    )
    def join(self, name: str, birth: str, digits: int, on: str) -> None:
        """Two of one name and birth date in one branch each need a number of today: an officer knows that."""
        number = len(self.lives) + 1
        numbers = {len(other) for other in self.numbers_of(name, birth, LISTS[on][1])}
        if numbers and {digits, *numbers} != {12}:
            return
        values = {
            "full_name": name,
            "date_of_birth": birth,
            "national_id": self.new_number(digits) if digits else "",
            "phone": f"09{number:08}",
            "email": f"tv{number}@example.test",
        }
        self.lives.append(Life(number, values, [on], LISTS[on][1]))

    def draw(self, data: st.DataObject, *, once: bool = True) -> Life | None:
        """Somebody on a list. Who they are changes once between two runs, or nobody could tell."""
        some = [life for life in self.lives if life.on]
        life = data.draw(st.sampled_from(some)) if some else None
        if life is None or not once:
            return life
        for _ in range(ROUNDS):
            if self.is_confirmed(life):
                return life
            self.run()
            self.decide()
        return None

    def is_confirmed(self, life: Life) -> bool:
        """Whether the upstream holds what the lists say of who this is."""
        known = self.known(life)
        return known is not None and self.expected(life).items() <= known.record.items()

    @rule(data=st.data(), phone=st.integers(0, 99_999_999))
    def change_phone(self, data: st.DataObject, phone: int) -> None:
        life = self.draw(data, once=False)
        if life is not None:
            life.values["phone"] = f"03{phone:08}"

    @rule(data=st.data())
    def correct_name(self, data: st.DataObject) -> None:
        life = self.draw(data)
        if life is not None and self.alone(life, full_name=CORRECTED.get(life.values["full_name"], "")):
            life.values["full_name"] = CORRECTED.get(life.values["full_name"], life.values["full_name"])

    @rule(data=st.data(), birth=st.sampled_from(BIRTHS))
    def correct_birth_date(self, data: st.DataObject, birth: str) -> None:
        life = self.draw(data)
        if life is not None and self.alone(life, date_of_birth=birth):
            life.values["date_of_birth"] = birth

    @rule(data=st.data())
    def give_a_new_id(self, data: st.DataObject) -> None:
        """The old CMND becomes a number of today, a number is added, or a typing error is mended."""
        life = self.draw(data)
        if life is not None:
            life.values["national_id"] = self.new_number(12)

    def alone(self, life: Life, **changed: str) -> bool:
        """Whether nobody else has this name and birth date: then the change leaves who is who to be told."""
        values = {**life.values, **changed}
        return not self.numbers_of(values["full_name"], values["date_of_birth"], life.unit, life)

    def numbers_of(self, name: str, birth: str, unit: str, besides: Life | None = None) -> list[str]:
        """The numbers of people of a branch who are called so and were born then: on a list, or as confirmed last."""
        found = [
            life.values["national_id"]
            for life in self.lives
            if life is not besides
            and (life.values["full_name"], life.values["date_of_birth"], life.unit) == (name, birth, unit)
        ]
        day, month, year = birth.split("/")
        sought = name, f"{year}-{month}-{day}", unit
        for held in self.upstream.held.values():
            same = (held.record["full_name"], held.record["date_of_birth"], held.unit) == sought
            if same and (besides is None or held.record["email"] != besides.email):
                found.append(held.record.get("national_id") or held.record.get("previous_id") or "")
        return found

    @rule(data=st.data())
    def admit(self, data: st.DataObject) -> None:
        """A youth of the first branch is on its members' list from now on, and may stay on the youth list."""
        some = [life for life in self.lives if life.on == ["thanh-nien"]]
        if some:
            life = data.draw(st.sampled_from(some))
            life.on = ["chi-doan-1", *(["thanh-nien"] if data.draw(st.booleans()) else [])]

    @rule(data=st.data())
    def list_as_youth_too(self, data: st.DataObject) -> None:
        some = [life for life in self.lives if life.on == ["chi-doan-1"]]
        if some:
            data.draw(st.sampled_from(some)).on.append("thanh-nien")

    @rule(data=st.data())
    def strike_from_a_list(self, data: st.DataObject) -> None:
        life = self.draw(data)
        if life is not None:
            life.on.remove(data.draw(st.sampled_from(life.on)))

    @rule(data=st.data())
    def shuffle(self, data: st.DataObject) -> None:
        self.lives = data.draw(st.permutations(self.lives))

    # ── nights and mornings ──────────────────────────────────────────────────────────────────────────────

    def app(self) -> App:
        return App(self.settings, _upstream=self.upstream)

    def write_lists(self) -> None:
        self.placed: dict[tuple[str, int], Life] = {}
        for name in LISTS:
            lives = [life for life in self.lives if name in life.on]
            self.placed |= {(name, row): life for row, life in enumerate(lives, 2)}
            with (self.folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(COLUMNS.values())
                writer.writerows([life.values[each] for each in COLUMNS] for life in lives)

    @rule()
    def night(self) -> None:
        self.run()

    def run(self) -> tuple[int, set[str]]:
        """Cron runs; return how many operations were sent, and what is asked."""
        self.write_lists()
        with self.app() as app:
            report = app.sync()
            assert report.plan is not None
            assert report.delivery is not None
            assert not report.refused
            assert all(one.tally.balanced for one in report.plan.lists)
            asked = {hold.hold.key for hold in app.store.plans.holds()}
        for life in self.lives:
            known = self.known(life)
            life.was_member |= known is not None and known.kind is ListKind.MEMBERS
        return report.delivery.sent, asked

    @rule()
    def morning(self) -> None:
        """An officer decides each open question of who somebody is, by the truth."""
        self.decide()

    def decide(self) -> int:
        with self.app() as app:
            holds = app.holds()
            questions = [one for one in holds.all().holds if one.hold.code in WHO and one.decision is None]
            for one in questions:
                place = one.hold.place
                life = self.placed.get((place.list, place.row))
                if life is not None:
                    holds.decide(one.id, *self.truth(holds.one(one.id), life), "đã hỏi chi đoàn")
        return len(questions)

    def truth(self, report: HoldReport, life: Life) -> tuple[Answer, str]:
        """Who it is, where the upstream holds them; else somebody new."""
        same = [one for one in report.candidates if one.candidate.someone.record.get("email") == life.email]
        if same:
            return Answer.SAME_AS, same[0].id
        assert self.known(life) is None, "whom a row is about is not among those it could be about"
        return Answer.NEW, ""

    def known(self, life: Life) -> RemotePerson | None:
        found = [one for one in self.upstream.held.values() if one.record.get("email") == life.email]
        assert len(found) < 2, "somebody is held twice"
        return found[0] if found else None

    # ── what must hold ───────────────────────────────────────────────────────────────────────────────────

    @invariant()
    def nobody_is_merged_or_lost(self) -> None:
        """Whoever the upstream once held is there still, under the same code; nobody took another's place."""
        if not hasattr(self, "upstream"):
            return
        now = {code: str(one.record["email"]) for code, one in self.upstream.held.items()}
        assert len(set(now.values())) == len(now), "somebody is held twice"
        assert self.emails.items() <= now.items(), "somebody took another's place"
        self.emails = now

    @invariant()
    def nobody_leaves_the_union_by_a_list(self) -> None:
        for life in getattr(self, "lives", ()):
            known = self.known(life)
            if known is not None and life.was_member:
                assert known.kind is ListKind.MEMBERS

    def settle(self) -> None:
        """Nights and mornings go on until nobody asks who somebody is; then the upstream is as the lists say."""
        for _ in range(ROUNDS):
            sent, asked = self.run()
            if not self.decide() and not sent:
                break
        assert not [key for key in asked if key.partition(":")[0] in WHO], "the same question again and again"
        assert self.run() == (0, asked), "a second run over the same lists sends or asks otherwise"
        elsewhere = {"missing", "kind-changed", "list-empty", "list-shrunken"}
        assert {key.partition(":")[0] for key in asked} <= elsewhere
        for life in self.lives:
            if life.on:
                self.assert_held(life)

    @staticmethod
    def expected(life: Life) -> dict[str, str]:
        """What the upstream is to hold of who somebody is."""
        day, month, year = life.values["date_of_birth"].split("/")
        number = life.values["national_id"]
        where = "previous_id" if len(number) == 9 else "national_id"
        expected = {"full_name": life.values["full_name"], "date_of_birth": f"{year}-{month}-{day}"}
        return {**expected, **({where: number} if number else {})}

    def assert_held(self, life: Life) -> None:
        known = self.known(life)
        assert known is not None, "somebody on a list is not held"
        if life.kinds == {"youth"} and life.was_member:
            return  # held, and asked about: see above
        expected = {**self.expected(life), "phone": life.values["phone"]}
        assert {name: known.record.get(name) for name in expected} == expected
        assert known.kind.value == ("members" if "members" in life.kinds else "youth")


def test_officers_who_know_the_truth() -> None:
    run_state_machine_as_test(
        Settling,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )


class Settling(Officers):
    """The machine, brought to rest at the end of each story."""

    def teardown(self) -> None:
        try:
            if hasattr(self, "folder"):
                self.settle()
        finally:
            super().teardown()
