"""The audit, the marks, the locks and the clock."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import DBAPIError

from bot.store.clock import StoreClock, SystemClock
from bot.store.store import SqlStore, lock_number

# ── audit ────────────────────────────────────────────────────────────────────────────────────────────


def note(store, clock):
    with store.begin() as work:
        work.audit.note("worker:1", "read", "case:7", clock.now(), {"reason": "shift"})
        work.commit()


@pytest.mark.parametrize("statement", ["UPDATE audit SET actor = 'x'", "DELETE FROM audit", "TRUNCATE audit"])
def test_nobody_changes_the_audit(store, clock, rows, statement):
    note(store, clock)
    with store.engine.begin() as connection, pytest.raises(DBAPIError, match="never changed"):
        connection.exec_driver_sql(statement)
    assert rows("SELECT actor, verb, subject, details FROM audit") == [
        ("worker:1", "read", "case:7", {"reason": "shift"})
    ]


def test_the_retention_job_may_delete_what_is_past_its_day_and_says_so(store, clock, rows):
    note(store, clock)
    with store.engine.begin() as connection:
        connection.exec_driver_sql("SET LOCAL goldaw.retention = 'on'")
        connection.exec_driver_sql("DELETE FROM audit")
    assert rows("SELECT count(*) FROM audit") == [(0,)]


def test_not_even_the_retention_job_may_rewrite(store, clock):
    note(store, clock)
    with store.engine.begin() as connection:
        connection.exec_driver_sql("SET LOCAL goldaw.retention = 'on'")
        with pytest.raises(DBAPIError, match="never changed"):
            connection.exec_driver_sql("UPDATE audit SET actor = 'x'")


def test_the_leave_to_delete_ends_with_its_transaction(store, clock):
    note(store, clock)
    with store.engine.connect() as connection:
        with connection.begin():
            connection.exec_driver_sql("SET LOCAL goldaw.retention = 'on'")
        with connection.begin(), pytest.raises(DBAPIError, match="never changed"):
            connection.exec_driver_sql("DELETE FROM audit")


# ── marks ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("value", [1.5, "2026-11-16T07:00:00+00:00", {"since": 3, "told": [1, 2]}, [], False])
def test_a_mark_is_what_json_can_carry(store, value):
    with store.begin() as work:
        work.marks.put("outage", "something else")
        work.marks.put("outage", value)
        work.commit()
    with store.begin() as work:
        assert work.marks.get("outage") == value


def test_a_mark_that_is_dropped_is_gone(store):
    with store.begin() as work:
        work.marks.put("outage", 1)
        work.marks.drop("outage")
        work.marks.drop("never there")
        assert work.marks.get("outage") is None


def test_marks_are_found_by_how_their_names_begin(store):
    with store.begin() as work:
        for name in ("erase.1", "erase.2", "erase_3", "outage"):
            work.marks.put(name, name)
        assert work.marks.named("erase.") == {"erase.1": "erase.1", "erase.2": "erase.2"}
        assert work.marks.named("erase_") == {"erase_3": "erase_3"}


def test_a_count_misses_nobody_who_counts_at_the_same_time(store):
    def count(_: int) -> int:
        with store.begin() as work:
            total = work.marks.count("refused", 2)
            work.commit()
        return total

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(count, range(8))) == list(range(2, 18, 2))


# ── locks ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_lock_is_for_one_at_a_time(store):
    with (
        store.hold("person", 7) as first,
        store.hold("person", 7) as second,
        store.hold("person", 8) as another,
        store.hold("deliver") as elsewhere,
    ):
        assert (first, second, another, elsewhere) == (True, False, True, True)
    with store.hold("person", 7) as again:
        assert again


def test_who_did_not_get_the_lock_does_not_free_it(store):
    with store.hold("person", 7):
        with store.hold("person", 7):
            pass
        with store.hold("person", 7) as third:
            assert not third


def test_a_lock_is_freed_when_the_work_fails(store):
    with pytest.raises(ZeroDivisionError), store.hold("person", 7):
        1 / 0  # noqa: B018
    with store.hold("person", 7) as again:
        assert again


def test_more_drains_than_connections_do_not_starve_each_other(database_url, store):
    small = SqlStore(database_url, store.seal, store.lookup, connections=1)

    def drain(person: int) -> bool:
        with small.hold("person", person) as mine, small.begin() as work:
            work.marks.get("anything")
            time.sleep(0.02)
        return mine

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(drain, range(8)))
    small.close()


def test_a_killed_process_loses_its_lock(database_url, store):
    program = (
        "import sys, time\n"
        "from bot.store.store import SqlStore, lock_number\n"
        "from bot.store.sealing import Lookup, Seal\n"
        "store = SqlStore(sys.argv[1], Seal([b'k' * 32]), Lookup([b'k' * 32]))\n"
        "with store.hold('person', 7) as mine:\n"
        "    print(mine, flush=True)\n"
        "    time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program, database_url], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "True\n"
        with store.hold("person", 7) as mine:
            assert not mine
        other.kill()
    give_up_at = time.monotonic() + 60
    while time.monotonic() < give_up_at:
        with store.hold("person", 7) as mine:
            if mine:
                return
    pytest.fail("the lock outlived its holder")


def test_locks_of_different_names_have_different_numbers():
    numbers = {lock_number(name, key) for name in ("person", "deliver", "chase") for key in range(1000)}
    assert len(numbers) == 3000


# ── clock ────────────────────────────────────────────────────────────────────────────────────────────


def ahead(clock, seconds=0):
    """Say whether a clock is not less, and not more than so many seconds before the real time."""
    before, now, after = datetime.now(UTC), clock.now(), datetime.now(UTC)
    return before <= now - timedelta(seconds=seconds), now - timedelta(seconds=seconds) <= after


def test_the_service_goes_by_real_time_until_it_is_moved(store):
    for clock in (StoreClock(store), SystemClock()):
        assert ahead(clock) == (True, True)


def test_all_processes_travel_together(store):
    here, there = StoreClock(store), StoreClock(store)
    there.now()
    here.advance(3600)
    here.advance(1800)
    there.refresh()
    for clock in (here, there):
        assert ahead(clock, seconds=5400) == (True, True)


def test_a_process_sees_the_jump_within_half_a_second(store):
    here, there = StoreClock(store), StoreClock(store)
    there.now()
    here.advance(3600)
    time.sleep(0.51)
    assert there.now() - datetime.now(UTC) > timedelta(minutes=59)


def test_jumps_at_the_same_time_add_up(store):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: StoreClock(store).advance(10), range(8)))
    assert ahead(StoreClock(store), seconds=80) == (True, True)
