"""Lists kept in SQLite, PostgreSQL and MariaDB: the same people from each, read for real and never written."""

from __future__ import annotations

import dataclasses
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url

from adapters.lists import ListSpec, database
from sync.errors import ListError
from sync.values import Cell
from tests.lists.writers import data, raws, read, spec
from tests.support import servers

ROOT = Path(__file__).parents[2]
PEOPLE = (
    "CREATE TABLE people (full_name varchar(80), date_of_birth date, national_id varchar(12))",
    "INSERT INTO people VALUES ('Nguyễn Thử An', '2004-02-01', '001204000001')",
    "INSERT INTO people VALUES ('Trần Mẫu', NULL, '001304000002')",
)


@dataclass
class Place:
    """A database of one kind that holds two people: its URL, and what runs statements on it with all rights."""

    kind: str
    url: str
    folder: Path
    run: Callable[..., None]

    def spec(self, query: str = "SELECT * FROM people", **changed: object) -> ListSpec:
        made = spec(self.folder, self.url, query=query)
        return dataclasses.replace(made, **changed)  # type: ignore[arg-type]

    def rows(self, query: str = "SELECT * FROM people") -> list[list[Cell]]:
        """The rows of the query's one table."""
        (table,), findings = read(self.spec(query))
        assert [finding for finding in findings if finding.severity == "error"] == []
        return [cells for _, cells in data(table)]

    def refused(self, query: str, **changed: object) -> ListError:
        """What reading the query to its end is refused with."""
        with pytest.raises(ListError) as caught:
            _read_to_the_end(self.spec(query, **changed))
        assert caught.value.place is not None
        assert caught.value.place.list == "thử"
        return caught.value


def _read_to_the_end(of: ListSpec) -> None:
    for table in read(of)[0]:
        data(table)


@pytest.fixture(params=["sqlite", "postgresql", "mariadb"], name="place")
def make_place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A new database of each kind."""
    name = f"list_{os.getpid()}_{abs(hash(request.node.name))}"
    if request.param == "sqlite":
        url, administrator = "sqlite:///list.db", f"sqlite:///{tmp_path / 'list.db'}"
    else:
        letters = "CHARACTER SET utf8mb4" if request.param == "mariadb" else ""
        server = {"postgresql": servers.postgresql, "mariadb": servers.mariadb}[request.param](request.config)
        servers.administer(server, f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name} {letters}")
        url = administrator = make_url(server).set(database=name).render_as_string(hide_password=False)
    place = Place(request.param, url, tmp_path, lambda *statements: servers.administer(administrator, *statements))
    place.run(*PEOPLE)
    return place


def test_the_same_people_come_from_each(place: Place) -> None:
    an, tran = sorted(place.rows(), key=str)
    born: Cell = "2004-02-01" if place.kind == "sqlite" else date(2004, 2, 1)
    assert an == ["Nguyễn Thử An", born, "001204000001"]
    assert tran == ["Trần Mẫu", "", "001304000002"]
    like = place.rows("-- người họ Trần\nSELECT * FROM people WHERE full_name LIKE 'Trần%' -- hết\n;")
    assert like == [tran]
    assert place.rows("WITH one AS (SELECT * FROM people) (SELECT * FROM one)" if place.kind != "sqlite" else
                      "WITH one AS (SELECT * FROM people) SELECT * FROM one") == place.rows()  # fmt: skip


def test_a_join_that_gives_columns_twice_is_told_by_their_names(place: Place) -> None:
    """Not as two tables on a sheet; a column nobody uses may come twice."""
    join = "SELECT {} FROM people a JOIN people b ON a.national_id = b.national_id"
    tables, findings = read(place.spec(join.format("a.*, b.*")))
    assert tables == []
    (one,) = [finding for finding in findings if finding.severity == "error"]
    assert (one.code, str(one.details["columns"]).split(", ")) == (
        "list-query-column-twice",
        ["full_name", "date_of_birth", "national_id"],
    )
    assert len(place.rows(join.format("a.*, 1 AS color_of_hat, 2 AS color_of_hat"))) == 2


def test_rows_are_known_again_whatever_stands_in_columns_nobody_uses(place: Place) -> None:
    place.run("ALTER TABLE people ADD updated_at varchar(20)", "UPDATE people SET updated_at = 'hôm qua'")
    (table,), _ = read(place.spec())
    before, salt = raws(table), table.salt
    assert data(table)[0][1][3] == "hôm qua"
    place.run("UPDATE people SET updated_at = 'hôm nay'")
    (table,), _ = read(place.spec())
    assert (raws(table), table.salt) == (before, salt)
    place.run("UPDATE people SET full_name = 'Nguyễn Thử Ân' WHERE national_id = '001204000001'")
    (table,), _ = read(place.spec())
    assert len(set(raws(table)) & set(before)) == 1


# ── it cannot write ──────────────────────────────────────────────────────────────────────────────────────

NO_SELECT = (
    "INSERT INTO people VALUES ('x', NULL, '1')",
    "DELETE FROM people",
    "DELETE FROM people RETURNING *",
    "UPDATE people SET full_name = 'x'",
    "DROP TABLE people",
    "CREATE TABLE other (a int)",
    "/* vô hại */ DELETE FROM people",
    "-- SELECT\nDELETE FROM people",
    "(DELETE FROM people)",
)
INSIDE = {
    "sqlite": (
        "WITH gone AS (SELECT 1) DELETE FROM people RETURNING *",
        "WITH new AS (SELECT 1) INSERT INTO people SELECT 'x', NULL, '1' RETURNING *",
        "VACUUM INTO 'copy.db'",
        "ATTACH 'other.db' AS other",
        "PRAGMA query_only = OFF",
        "SELECT load_extension('x')",
        "SELECT * FROM pragma_journal_mode('wal')",
    ),
    "postgresql": (
        "WITH gone AS (DELETE FROM people RETURNING *) SELECT * FROM gone",
        "SELECT forget()",
        "SELECT * FROM people, forget()",
        "SELECT nextval('counter') AS full_name, national_id FROM people",
        "SELECT * INTO other FROM people",
        "SELECT set_config('transaction_read_only', 'off', false), forget()",
        "SELECT * FROM people FOR UPDATE",
    ),
    "mariadb": (
        "SELECT forget()",
        "SELECT full_name, national_id, forget() FROM people",
        "SELECT * FROM people INTO OUTFILE '/tmp/yumsync-must-not-be'",
        "SELECT * FROM people INTO /* */ DUMPFILE '/tmp/yumsync-must-not-be'",
        "/*!50000 DELETE FROM people */",
        "/*M! DELETE FROM people */",
        "SELECT NEXT VALUE FOR counter AS full_name, national_id FROM people",
    ),
}
FUNCTIONS = {
    "sqlite": (),
    "postgresql": (
        "CREATE SEQUENCE counter",
        "CREATE FUNCTION forget() RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM people; RETURN 1; END $$",
    ),
    "mariadb": (
        "CREATE SEQUENCE counter",
        "CREATE FUNCTION forget() RETURNS int BEGIN DELETE FROM people; RETURN 1; END",
    ),
}
MORE_THAN_ONE = (
    "SELECT * FROM people; DELETE FROM people",
    "SELECT * FROM people; COMMIT; DELETE FROM people",
)


def test_a_query_that_writes_is_refused_and_changes_nothing(place: Place) -> None:
    place.run(*FUNCTIONS[place.kind])
    before = place.rows()
    for query in (*NO_SELECT, *INSIDE[place.kind]):
        found = place.refused(query)
        assert found.code in {"list-query-writes", "list-query"}, query
        if query in NO_SELECT:
            assert found.code == "list-query-writes", query
    for query in MORE_THAN_ONE:
        assert place.refused(query).code == "list-query", query
    assert place.rows() == before
    assert not Path("/tmp/yumsync-must-not-be").exists()  # noqa: S108 (a name that must not come to be)


def test_a_function_that_writes_says_that_the_query_writes(place: Place) -> None:
    if place.kind == "sqlite":
        pytest.skip("SQLite has no functions that write")
    place.run(*FUNCTIONS[place.kind])
    assert place.refused("SELECT full_name, national_id, forget() FROM people").code == "list-query-writes"


def test_the_connection_itself_cannot_write(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a look at the query lets pass is still held by the database."""
    monkeypatch.setattr(database, "_FIRST", frozenset({"select", "insert", "delete", "update", "drop", "create"}))
    before = place.rows()
    for query in NO_SELECT[:6]:
        assert place.refused(query).code in {"list-query-writes", "list-query"}, query
    assert place.rows() == before


def test_reading_sqlite_leaves_no_trace(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "list.db")) as connection:
        connection.executescript(";".join(PEOPLE))
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.iterdir()}
    (table,), _ = read(spec(tmp_path, "sqlite:///list.db", query="SELECT * FROM people"))
    assert len(data(table)) == 2
    assert {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.iterdir()} == before


def test_each_lock_of_sqlite_holds_without_the_others(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "list.db")) as connection:
        connection.executescript(";".join(PEOPLE))
    of = spec(tmp_path, "sqlite:///list.db", query="SELECT 1")
    with closing(database.open_sqlite(database.target(of), of, database.Patience(60))) as connection:
        for statement in (
            "PRAGMA user_version",
            "ATTACH 'x.db' AS x",
            "CREATE TEMP TABLE t (a)",
            "DELETE FROM people",
        ):
            with pytest.raises(sqlite3.DatabaseError, match="not authorized"):
                connection.execute(statement)
        connection.set_authorizer(None)
        with pytest.raises(sqlite3.OperationalError, match="too many attached"):
            connection.execute("ATTACH 'x.db' AS x")
        with pytest.raises(sqlite3.OperationalError, match="too many attached"):
            connection.execute("VACUUM INTO 'copy.db'")
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            connection.execute("DELETE FROM people")
        connection.execute("PRAGMA query_only = OFF")
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            connection.execute("DELETE FROM people")


def test_full_text_search_and_json_are_reading_too(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "list.db")) as connection:
        connection.execute("CREATE VIRTUAL TABLE people USING fts5(full_name, national_id)")
        connection.execute("INSERT INTO people VALUES ('Lê Giả', '001204000001')")
        connection.commit()
    query = "SELECT p.* FROM people p, json_each('[1]') WHERE people MATCH 'Giả'"
    (table,), _ = read(spec(tmp_path, "sqlite:///list.db", query=query))
    assert [cells for _, cells in data(table)] == [["Lê Giả", "001204000001"]]


def test_a_sqlite_file_with_odd_characters_in_its_name(tmp_path: Path) -> None:
    name = "danh sách #1? 100%.db"
    with closing(sqlite3.connect(tmp_path / name)) as connection:
        connection.executescript(";".join(PEOPLE))
    url = f"sqlite:///{name.replace('%', '%25').replace('?', '%3F')}"
    (tmp_path / "danh sách #1").write_bytes(b"")
    (table,), _ = read(spec(tmp_path, url, query="SELECT * FROM people"))
    assert len(data(table)) == 2


# ── types ────────────────────────────────────────────────────────────────────────────────────────────────

TYPES: dict[str, Sequence[tuple[str, Cell]]] = {
    "sqlite": (
        ("NULL", ""),
        ("1204000001", 1204000001),
        ("1.5", 1.5),
        ("9e999", "inf"),
        ("x'4cc3aa'", "Lê"),
        ("'2004-05-17'", "2004-05-17"),
    ),
    "postgresql": (
        ("NULL", ""),
        ("DATE '2004-05-17'", date(2004, 5, 17)),
        ("TIMESTAMP '2004-05-17 00:00'", datetime(2004, 5, 17)),  # noqa: DTZ001 (a cell has no zone)
        ("TIMESTAMPTZ '2004-05-16 17:00Z'", datetime(2004, 5, 17)),  # noqa: DTZ001
        ("(TIMESTAMPTZ '2004-05-16 17:00Z')::date", date(2004, 5, 17)),
        ("TIME '07:30'", "07:30:00"),
        ("INTERVAL '1 day'", timedelta(days=1)),
        ("1204000001::numeric(12,0)", 1204000001),
        ("12.50::numeric", "12.50"),
        ("123456789012345678901234567890::numeric", "123456789012345678901234567890"),
        ("'Infinity'::numeric", "Infinity"),
        ("'NaN'::numeric", "NaN"),
        ("'NaN'::float8", "nan"),
        ("9223372036854775807", 9223372036854775807),
        ("true", True),
        ("'Lê'::bytea", "Lê"),
        ("'\\xff'::bytea", "\ufffd"),
        ('\'{"b": 1, "a": "Lê"}\'::json', '{"a":"Lê","b":1}'),
        ("ARRAY['a', 'b']", '["a","b"]'),
        ("'0f8fad5b-d9cb-469f-a165-70867728950e'::uuid", "0f8fad5b-d9cb-469f-a165-70867728950e"),
        ("'127.0.0.1'::inet", "127.0.0.1"),
        ("'001204000001'::char(14)", "001204000001  "),
    ),
    "mariadb": (
        ("NULL", ""),
        ("DATE '2004-05-17'", date(2004, 5, 17)),
        ("TIMESTAMP '2004-05-17 00:00:00'", datetime(2004, 5, 17)),  # noqa: DTZ001
        ("FROM_UNIXTIME(1084726800)", datetime(2004, 5, 17)),  # noqa: DTZ001
        ("TIME '07:30:00'", timedelta(hours=7, minutes=30)),
        ("CAST(1204000001 AS DECIMAL(12,0))", 1204000001),
        ("CAST(12.5 AS DECIMAL(5,2))", "12.50"),
        ("18446744073709551615", 18446744073709551615),
        ("CAST('Lê' AS BINARY(6))", "Lê"),
        ("JSON_OBJECT('a', 'Lê')", '{"a": "Lê"}'),
        ("CAST('0f8fad5b-d9cb-469f-a165-70867728950e' AS UUID)", "0f8fad5b-d9cb-469f-a165-70867728950e"),
        ("1 = 1", 1),
    ),
}


def test_values_of_every_type_are_cells(place: Place) -> None:
    if place.kind == "mariadb":
        place.run("SET GLOBAL sql_mode = ''", "ALTER TABLE people MODIFY date_of_birth date NULL")
    for expression, expected in TYPES[place.kind]:
        (table,), _ = read(place.spec(f"SELECT 'Lê Giả' AS full_name, {expression} AS date_of_birth"))
        ((_, cells),) = data(table)
        found = str(cells[1]) if expression.startswith("TIME '07:30'") and place.kind == "postgresql" else cells[1]
        assert (found, type(found)) == (expected, type(expected)), expression
        assert len(raws(table)) == 1


def test_not_a_number_is_not_nothing(place: Place) -> None:
    if place.kind != "postgresql":
        pytest.skip("only PostgreSQL keeps one")
    (table,), _ = read(
        place.spec("SELECT 'Lê Giả' AS full_name, v AS date_of_birth FROM (VALUES ('NaN'::float8), (NULL)) AS t(v)")
    )
    assert len(set(raws(table))) == 2


def test_a_zero_date_reaches_cleaning_as_it_stands(place: Place) -> None:
    if place.kind != "mariadb":
        pytest.skip("only MySQL and MariaDB keep one")
    place.run("SET STATEMENT sql_mode = '' FOR INSERT INTO people VALUES ('Lê Giả', '0000-00-00', '1')")
    assert place.rows("SELECT * FROM people WHERE national_id = '1'") == [["Lê Giả", "0000-00-00", "1"]]


def test_letters_that_are_none_are_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "list.db")) as connection:
        connection.executescript(";".join(PEOPLE))
        connection.execute("INSERT INTO people VALUES (CAST(x'4cea20476961' AS TEXT), '2004-01-01', '1')")
        connection.commit()
    place = Place("sqlite", "sqlite:///list.db", tmp_path, lambda *_: None)
    assert place.refused("SELECT * FROM people").code == "list-database-text"


# ── how much, how long ───────────────────────────────────────────────────────────────────────────────────

MANY = {
    "sqlite": "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t LIMIT {}) SELECT {} FROM t",
    "postgresql": "SELECT {1} FROM generate_series(1, {0}) AS t(n)",
    "mariadb": "SELECT {1} FROM (SELECT seq AS n FROM seq_1_to_{0}) AS t",
}
WIDE = {
    "sqlite": "'Lê Giả' AS full_name, n AS national_id, printf('%400s', n) AS hometown",
    "postgresql": "'Lê Giả' AS full_name, n AS national_id, lpad(n::text, 400) AS hometown",
    "mariadb": "'Lê Giả' AS full_name, n AS national_id, lpad(n, 400) AS hometown",
}
READER = """
import resource, sys
from pathlib import Path
from tests.lists.writers import read, spec
of = spec(Path(sys.argv[1]), sys.argv[2], query=sys.argv[3])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
(table,), _ = read(of)
for chunk in table.chunks():
    last = chunk.numbers[-1]
print(last, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_memory_stays_flat_over_many_rows(place: Place) -> None:
    """80 MB of rows, and twice as much as Python's texts, in a process that grows by a few pieces of them."""
    query = MANY[place.kind].format(200_000, WIDE[place.kind])
    done = subprocess.run(
        [sys.executable, "-c", READER, str(place.folder), place.url, query],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    rows, grown = map(int, done.stdout.split())
    assert rows == 200_000
    assert grown < 60, f"grew by {grown} MiB"


def test_rows_that_hold_pictures_come_a_few_at_a_time(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "list.db")) as connection:
        connection.execute("CREATE TABLE people (full_name, national_id, anh)")
        picture = bytes(1_000_000)
        connection.executemany("INSERT INTO people VALUES ('Lê Giả', ?, ?)", ((n, picture) for n in range(100)))
        connection.commit()
    (table,), _ = read(spec(tmp_path, "sqlite:///list.db", query="SELECT * FROM people"))
    pieces = [len(chunk.raws) for chunk in table.chunks()]
    assert sum(pieces) == 100
    assert max(pieces[1:]) < 20


ENDLESS = {
    "sqlite": "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM t) SELECT max(n) AS ten, 1 AS cccd FROM t",
    "postgresql": "SELECT 'x' AS full_name, pg_sleep(60)::text AS cccd",
    "mariadb": "SELECT 'x' AS full_name, SLEEP(60) AS cccd",
}


def test_a_query_without_end_is_given_up(place: Place) -> None:
    assert place.refused(ENDLESS[place.kind], query_seconds=1).code == "list-database-busy"


def test_a_locked_file_is_busy(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "list.db", isolation_level=None)) as connection:
        connection.executescript(";".join(PEOPLE))
        connection.execute("BEGIN EXCLUSIVE")
        place = Place("sqlite", "sqlite:///list.db", tmp_path, lambda *_: None)
        assert place.refused("SELECT * FROM people", query_seconds=1).code == "list-database-busy"


def test_columns_that_change_between_header_and_rows(place: Place) -> None:
    (table,), _ = read(place.spec())
    place.run("ALTER TABLE people RENAME COLUMN national_id TO member_code")
    with pytest.raises(ListError) as caught:
        data(table)
    assert caught.value.code == "list-changing"


def test_reading_may_stop_half_way(place: Place) -> None:
    (table,), _ = read(place.spec(MANY[place.kind].format(3_000_000, WIDE[place.kind])))
    chunks = table.chunks()
    assert next(iter(chunks)).numbers[0] == 1
    chunks.close()  # type: ignore[attr-defined]
    assert len(place.rows()) == 2


# ── how it is reached ────────────────────────────────────────────────────────────────────────────────────


def test_a_wrong_password_is_told_without_the_password(place: Place) -> None:
    if place.kind == "sqlite":
        pytest.skip("a file asks for none")
    url = make_url(place.url).set(username="nobody", password="geheim").render_as_string(hide_password=False)
    found = dataclasses.replace(place, url=url).refused("SELECT * FROM people")
    assert found.code == "list-database"
    assert "geheim" not in f"{found} {found.place} {found.details}"
    assert "nobody" not in f"{found} {found.place} {found.details}"


@pytest.mark.parametrize(
    "option", ["init_command=DELETE", "local_infile=1", "client_flag=65536", "read_default_file=x"]
)
def test_an_option_that_could_undo_reading_only_is_refused(tmp_path: Path, option: str) -> None:
    for scheme in ("mysql", "mariadb", "mysql+pymysql", "postgresql", "postgres", "sqlite"):
        place = Place(scheme, f"{scheme}://127.0.0.1/x?{option}", tmp_path, lambda *_: None)
        found = place.refused("SELECT 1")
        assert (found.code, found.details["option"]) == ("list-url-option", option.partition("=")[0])


@pytest.mark.parametrize(
    ("url", "remote"),
    [
        ("postgresql://127.0.0.1/x", False),
        ("postgresql://localhost:5432/x", False),
        ("postgresql:///x?host=/run/postgresql", False),
        ("postgresql:///x", False),
        ("mysql://[::1]/x", False),
        ("postgresql://db.example.test/x", True),
        ("mysql://192.0.2.7/x", True),
        ("postgresql:///x?host=localhost,db.example.test", True),
        ("postgresql:///x?host=localhost&host=db.example.test", True),
    ],
)
def test_which_databases_are_on_another_machine(url: str, remote: bool) -> None:
    assert database.is_remote(make_url(url)) is remote


def test_another_machine_must_speak_tls(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The servers of the tests speak none: what is on this machine is read, what is not is refused."""
    if place.kind == "sqlite":
        pytest.skip("a file is on this machine")
    monkeypatch.setattr(database, "is_remote", lambda _: True)
    monkeypatch.setattr(database, "_is_local", lambda _: False)
    for tls in ("verify", "encrypt"):
        assert place.refused("SELECT * FROM people", tls=tls).code == "list-database-tls"
    (table,), _ = read(place.spec(tls="off"))
    assert len(data(table)) == 2


@pytest.mark.parametrize("mode", ["disable", "allow", "prefer"])
def test_a_url_may_not_ask_for_clear_text(tmp_path: Path, mode: str) -> None:
    place = Place("postgresql", f"postgresql://db.example.test/x?sslmode={mode}", tmp_path, lambda *_: None)
    found = place.refused("SELECT 1")
    assert (found.code, found.details["option"]) == ("list-url-option", "sslmode")
