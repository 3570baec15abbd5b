"""What a deployment chose reaches those who act by it."""

from __future__ import annotations

from datetime import date

from bot.settings import Settings
from bot.wiring import policy_of


def test_what_a_deployment_chose_reaches_the_desk() -> None:
    chosen = Settings(
        _env_file=None,  # type: ignore[call-arg]
        opens="08:30",
        closes="20:00",
        open_days="1,2,7",
        holidays="2027-01-01",
        safe_words="gök asman, тихий дождь",
        policy_reporting="policy.reporting",
    )
    policy = policy_of(chosen)
    assert (policy.hours.opens.hour, policy.hours.closes.hour) == (8, 20)
    assert policy.hours.weekdays == {0, 1, 6}
    assert date(2027, 1, 1) in policy.hours.holidays
    assert policy.safe_words == ("gök asman", "тихий дождь")
    assert policy.reporting == "policy.reporting"
