"""The worker: answers, sends, reminds. Any number of them may run; PostgreSQL keeps them out of each other's way."""

from __future__ import annotations

from collections.abc import Callable

from bot.desk.chase import chase
from bot.desk.deliver import deliver
from bot.desk.desk import Desk
from bot.desk.respond import respond
from bot.desk.retain import retain
from bot.desk.sweep import sweep
from bot.logs import log, set_up_logs
from bot.providers.missed import collect_missed
from bot.providers.simulated import hand_over
from bot.settings import Settings
from bot.store.clock import StoreClock
from bot.store.jobs import Handlers, run_worker, tasks, worker_app
from bot.web.health import beat
from bot.wiring import House, open_house


def work(settings: Settings, dress: Callable[[Desk], Desk] = lambda desk: desk) -> None:
    """
    Do the work that waits, until SIGTERM.

    People are answered in threads: a turn is mostly waiting for Rasa and PostgreSQL. `dress` may wrap the desk's
    parts (so tests end the process at every step).
    """
    set_up_logs(settings.log_level, as_json=settings.in_production)
    talks = settings.worker_talks
    with open_house(settings, connections=talks + 4) as house:
        app = worker_app(house.url)
        tasks(app, handlers(house, dress(house.desk)))
        log.info("worker_started", count=talks)
        run_worker(app, talks=talks)
    log.info("worker_stopped")


def handlers(house: House, desk: Desk) -> Handlers:
    """Say what each job does."""
    simulated = "simulated" in desk.routes

    def deliver_and_hand_over() -> None:
        deliver(desk)
        if simulated:
            hand_over(desk)

    def sweep_and_beat() -> None:
        beat(desk.store)
        sweep(desk)
        if simulated:
            hand_over(desk)

    clock = house.clock
    return Handlers(
        respond=lambda identifier_id: respond(desk, identifier_id),
        deliver=deliver_and_hand_over,
        chase=lambda: chase(desk),
        sweep=sweep_and_beat,
        tick=clock.refresh if isinstance(clock, StoreClock) else lambda: None,
        collect=lambda: collect_missed(desk),
        retain=lambda: retain(desk),
    )
