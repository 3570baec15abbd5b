"""Staff and the rota."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.helpline.records import Shift, Worker
from bot.store.loaded import NoSuchRow
from tests.store.conftest import CHILD, WORKER


@pytest.fixture
def worker(store):
    with store.begin() as work:
        number = work.identifiers.find_or_add(WORKER, "phone")
        added = work.workers.add(
            Worker(0, "Aýgül Test", number.id, "social_worker", ("tk", "ru"), ("mary", "lebap"), ("child",), capacity=3)
        )
        work.commit()
    return added


def test_a_worker_is_known_by_the_number(store, worker):
    with store.begin() as work:
        assert work.workers.by_identifier(worker.identifier_id) == worker
        assert work.workers.by_identifier(999) is None
        assert work.workers.get(worker.id) == worker
        assert work.workers.all() == [worker]


def test_what_changes_about_a_worker_is_kept(store, worker, clock):
    changed = replace(
        worker, on_duty=True, regions=("ahal",), pin_hash="argon2", pin_ok_until=clock.now(), suspended_at=clock.now()
    )
    with store.begin() as work:
        work.workers.save(changed)
        work.commit()
    with store.begin() as work:
        assert work.workers.get(worker.id) == changed


def test_a_number_is_one_workers_only(store, worker):
    with store.begin() as work, pytest.raises(IntegrityError):
        work.workers.add(replace(worker, id=0, name="Another Test"))


def test_who_is_no_worker_is_not_made_one(store, worker):
    with store.begin() as work:
        with pytest.raises(NoSuchRow):
            work.workers.get(999)
        with pytest.raises(NoSuchRow):
            work.workers.save(replace(worker, id=999, on_duty=True))
        assert work.identifiers.find(CHILD) is None


def test_the_rota_tells_which_shifts_touch_a_time(store, worker, clock):
    noon = clock.now()
    with store.begin() as work:
        morning = work.shifts.add(Shift(0, worker.id, noon - timedelta(hours=4), noon))
        day = work.shifts.add(Shift(0, worker.id, noon, noon + timedelta(hours=8)))
        night = work.shifts.add(Shift(0, worker.id, noon + timedelta(hours=8), noon + timedelta(hours=16)))
        work.commit()
    with store.begin() as work:
        assert work.shifts.between(noon, noon + timedelta(minutes=1)) == [day]
        assert work.shifts.between(noon - timedelta(hours=1), noon + timedelta(hours=9)) == [morning, day, night]
        work.shifts.remove(day.id)
        assert work.shifts.of(worker.id) == [morning, night]


def test_a_shift_begins_before_it_ends(store, worker, clock):
    with store.begin() as work, pytest.raises(IntegrityError, match="starts_before_it_ends"):
        work.shifts.add(Shift(0, worker.id, clock.now(), clock.now()))
