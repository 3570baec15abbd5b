"""Settings: everything a deployment may choose, from the environment (or `.env`). Secrets never show in a repr."""

from __future__ import annotations

import base64
from datetime import date, time
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
DEVELOPMENT_KEY = base64.b64encode(b"goldaw development key, not safe"[:32]).decode()


class UnsafeSettings(RuntimeError):
    """Production was asked to start with settings that could harm somebody."""


class Settings(BaseSettings):
    """
    The settings of one process.

    Every field is an environment variable of the same name in capitals; lists are comma-separated.
    """

    model_config = SettingsConfigDict(env_file=ROOT / ".env", extra="ignore", frozen=True)

    environment: Literal["development", "production"] = "development"
    data_dir: Path = ROOT / ".goldaw"
    log_level: str = "INFO"
    host: str = "127.0.0.1"
    port: int = 8000
    web_processes: int = Field(default=2, ge=1)
    web_threads: int = Field(default=24, ge=2)  # browsers that wait for news hold one each
    worker_talks: int = Field(default=16, ge=1)  # people answered at the same time by one worker process

    database_url: SecretStr | None = None  # None: an embedded PostgreSQL under data_dir
    seal_keys: Annotated[tuple[SecretStr, ...], NoDecode] = (SecretStr(DEVELOPMENT_KEY),)
    lookup_keys: Annotated[tuple[SecretStr, ...], NoDecode] = (SecretStr(DEVELOPMENT_KEY),)
    secret_key: SecretStr = SecretStr("goldaw-development-session-key")

    provider: Literal["simulated", "twilio", "kannel"] = "simulated"
    simulator: bool = False
    public_base_url: str = "http://127.0.0.1:8000"
    trusted_proxies: int = 0
    twilio_account_sid: str = ""
    twilio_auth_tokens: Annotated[tuple[SecretStr, ...], NoDecode] = ()
    twilio_from: str = ""
    twilio_messaging_service_sid: str = ""
    twilio_api_base: str | None = None
    twilio_timeout_s: float = 10.0
    twilio_validity_s: int = 3600  # how long a text may wait in Twilio's queue before it is given back as expired
    twilio_webhook_options: str = ""  # "rc=3&rp=all": what stands behind the # of the webhook addresses at Twilio
    twilio_content_retention: Literal["", "retain", "discard"] = ""  # needs Twilio's message redaction
    twilio_address_retention: Literal["", "retain", "obfuscate"] = ""
    kannel_url: str = "http://127.0.0.1:13013"  # where smsbox listens (sendsms-port)
    kannel_username: str = ""
    kannel_password: SecretStr = SecretStr("")
    kannel_from: str = ""
    kannel_secret: SecretStr = SecretStr("")  # stands in the addresses that Kannel calls; it signs nothing itself
    kannel_calls: str = "http://127.0.0.1:8000"  # where Kannel reaches us: this machine or the inner network
    kannel_timeout_s: float = 10.0
    segments_per_second: float = 1.0

    rasa_url: str = "http://127.0.0.1:5005"
    rasa_token: SecretStr = SecretStr("")
    actions_url: str = "http://127.0.0.1:5055/webhook"
    assistant_timeout_s: float = 10.0

    keep_days: str = ""  # by class, where a deployment chooses others: "talk=30, case=730"
    smtp_host: str = ""  # without one, an agency's link is shown to the worker to pass on
    smtp_port: int = 587
    smtp_username: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_from: str = ""

    opens: time = time(9)  # in Ashgabat's time
    closes: time = time(18)
    open_days: Annotated[tuple[int, ...], NoDecode] = (1, 2, 3, 4, 5, 6)  # 1 is Monday
    holidays: Annotated[tuple[date, ...], NoDecode] = ()
    safe_words: Annotated[tuple[str, ...], NoDecode] = ("ak gar", "белый снег")  # what nobody writes by chance
    daily_segment_cap: int = 40
    default_language: Literal["tk", "ru"] = "tk"
    simple_letters: bool = False
    emergency_numbers_tested_on: date | None = None
    policy_reporting: str = ""  # the deployment's own words on duties to report, id of a reviewed text
    organisation: str = ""

    @field_validator(
        "seal_keys", "lookup_keys", "twilio_auth_tokens", "open_days", "holidays", "safe_words", mode="before"
    )
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @property
    def in_production(self) -> bool:
        """Say whether real people may text this service."""
        return self.environment == "production"


Seconds = Annotated[float, Field(ge=0)]
