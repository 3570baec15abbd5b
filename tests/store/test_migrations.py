"""Migrations: numbered, reversible, the same as the tables, and rows survive them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from procrastinate.schema import SchemaManager

from bot.helpline.records import CaseAction
from bot.settings import ROOT
from bot.store import migrate
from bot.store.engine import make_engine
from bot.store.tables import metadata
from tests.store.conftest import CHILD

STEPS = [step.revision for step in ScriptDirectory.from_config(migrate.configuration()).walk_revisions()][::-1]


def test_migrations_make_the_tables_that_the_code_expects(store):
    def ours(_: object, name: str | None, kind: str, *__: object) -> bool:
        return not (kind == "table" and (name or "").startswith("procrastinate_"))

    with store.engine.connect() as connection:
        options = {"include_object": ours, "compare_server_default": True}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []


def test_partial_indexes_are_as_the_tables_say(store, rows):
    """Alembic does not compare the condition of an index; a wrong one is a slow outbox or two cases of one code."""
    made = dict(rows("SELECT indexname, indexdef FROM pg_indexes WHERE indexdef LIKE '%% WHERE %%'"))
    expected = {
        "ix_message_due": "(status = 'due'::text)",
        "ix_message_due_at": "(status = 'due'::text)",
        "ix_message_waiting": "(status = ANY (ARRAY['waiting'::text, 'in_hand'::text]))",
        "ix_message_stuck": "(status = ANY (ARRAY['sending'::text, 'unknown'::text]))",
        "uq_case_open_code": "(status <> 'closed'::text)",
        "ix_case_next_step_at": "(status <> 'closed'::text)",
    }
    assert {name: made[name].split(" WHERE ")[1] for name in expected} == expected


def test_migrations_are_numbered_in_one_line():
    assert [f"{place:04}" for place in range(1, len(STEPS) + 1)] == STEPS


def test_a_new_database_is_brought_to_the_newest_tables(empty_database_url):
    assert migrate.current(empty_database_url) is None
    migrate.migrate(empty_database_url)
    migrate.migrate(empty_database_url)
    assert migrate.current(empty_database_url) == migrate.head() == STEPS[-1]


def test_two_processes_may_migrate_at_once(empty_database_url):
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(migrate.migrate, [empty_database_url] * 3))
    assert migrate.current(empty_database_url) == migrate.head()


@pytest.mark.parametrize("step", STEPS[:-1])
def test_rows_are_carried_down_and_up_again(desk, store, rows, database_url, step):
    case, text_id = desk.case(), desk.hears("Salam", "m1")
    with store.begin() as work:
        work.cases.note(CaseAction(case.id, desk.clock.now(), "system", "opened"))
        work.audit.note("system", "opened", "case:1", desk.clock.now())
        work.marks.put("outage", 1)
        work.commit()
    names = sorted(metadata.tables)
    before = {name: rows(f'SELECT * FROM "{name}"') for name in names}
    store.close()
    migrate.migrate_down(database_url, step)
    assert migrate.current(database_url) == step
    migrate.migrate(database_url)
    assert {name: rows(f'SELECT * FROM "{name}"') for name in names} == before
    with store.begin() as work:
        assert work.messages.get(text_id).text == "Salam"
        assert work.identifiers.find(CHILD) is not None


def test_going_all_the_way_down_leaves_nothing_behind(database_url):
    migrate.migrate_down(database_url, "base")
    engine = make_engine(database_url)
    with engine.connect() as connection:
        left = connection.exec_driver_sql(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname NOT LIKE 'alembic%%' "
            "UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace "
            "UNION ALL SELECT typname FROM pg_type WHERE typnamespace = 'public'::regnamespace "
            "AND typname NOT LIKE '%%alembic%%'"
        ).all()
    engine.dispose()
    assert left == []
    migrate.migrate(database_url)
    assert migrate.current(database_url) == migrate.head()


def test_the_job_queue_is_the_one_that_the_installed_library_expects():
    newest = max((ROOT / "migrations" / "sql").glob("procrastinate_*.sql"), key=_version)
    assert newest.read_text(encoding="utf-8") == SchemaManager.get_schema(), (
        "procrastinate has another schema now: write a migration from procrastinate/sql/migrations, "
        "and lay its new schema.sql beside the old one under migrations/sql"
    )


def _version(path: Path) -> list[int]:
    return [int(part) for part in path.stem.split("_")[1].split(".")]
