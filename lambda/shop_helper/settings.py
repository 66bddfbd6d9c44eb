"""Environment → `Settings`. The only reader of the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from shop_helper.account_linking import AccountLinking
from shop_helper.errors import ConfigurationError

_ON = ("on", "yes", "true", "1")
_OFF = ("off", "no", "false", "0")


@dataclass(frozen=True)
class Settings:
    orders_table: str = "shop-helper-orders"
    """SHOP_HELPER_ORDERS_TABLE: name of the DynamoDB table."""
    cases_table: str = "shop-helper-cases"
    """SHOP_HELPER_CASES_TABLE: name of the table of cases and drafts."""
    customers_table: str = "shop-helper-customers"
    """SHOP_HELPER_CUSTOMERS_TABLE: what is kept of a customer, such as the voice code."""
    voice_code: bool = False
    """SHOP_HELPER_VOICE_CODE=on: a customer who has a voice code is asked for it before anything is changed."""
    dynamodb_endpoint: str | None = None
    """SHOP_HELPER_DYNAMODB_ENDPOINT: URL of another DynamoDB, e.g. DynamoDB Local."""
    region: str | None = None
    """AWS_REGION or AWS_DEFAULT_REGION."""
    skill_id: str | None = None
    """SHOP_HELPER_SKILL_ID: requests of any other skill are refused; None checks nothing."""
    session_key: str | None = field(default=None, repr=False)
    """SHOP_HELPER_SESSION_KEY: secret that the hashes of a session's owner are keyed with; None takes the skill id."""
    linking: AccountLinking = field(default_factory=AccountLinking)
    """SHOP_HELPER_IDENTITY and what belongs to it."""
    profile: str = "example"
    """SHOP_HELPER_PROFILE: the store profile, by its name in the package, or a file of one's own (docs/content.md)."""
    time_zone: str | None = None
    """SHOP_HELPER_TIME_ZONE: IANA name; None takes the store profile's."""
    knowledge_base_uri: str | None = None
    """KNOWLEDGE_BASE_URI: `s3://bucket/prefix` of a shared knowledge base; None uses the bundled one."""
    knowledge_check_s: float = 300
    """SHOP_HELPER_KNOWLEDGE_CHECK_S: seconds between two looks whether the shared one has changed."""
    progress_after_s: float | None = 1.5
    """SHOP_HELPER_PROGRESS_AFTER_S: seconds after which a turn that waits for account or orders says a word in between;
    off: never."""
    turn_limit_s: float | None = 6
    """SHOP_HELPER_TURN_LIMIT_S: seconds that the answer to a turn may take, whatever Lambda has left; off: any time."""
    note_unanswered: bool = True
    """SHOP_HELPER_NOTE_UNANSWERED=off: questions that could not be placed are not noted, not even scrubbed."""
    dead_letters_url: str | None = None
    """SHOP_HELPER_DEAD_LETTERS_URL: queue for events of the shop that can't be used."""
    event_bus: str | None = None
    """SHOP_HELPER_EVENT_BUS: name of the bus that what customers asked for is told on."""
    log_level: str = "INFO"
    """SHOP_HELPER_LOG_LEVEL."""

    @property
    def session_secret(self) -> str:
        """The same in every process of a deployment: a session's turns are answered by different ones."""
        return self.session_key or self.skill_id or ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Settings:
        """Raises ConfigurationError on a value that makes no sense."""
        return cls(
            orders_table=environment.get("SHOP_HELPER_ORDERS_TABLE") or cls.orders_table,
            cases_table=environment.get("SHOP_HELPER_CASES_TABLE") or cls.cases_table,
            customers_table=environment.get("SHOP_HELPER_CUSTOMERS_TABLE") or cls.customers_table,
            voice_code=_switch(environment, "SHOP_HELPER_VOICE_CODE", cls.voice_code),
            dynamodb_endpoint=environment.get("SHOP_HELPER_DYNAMODB_ENDPOINT") or None,
            region=environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION") or None,
            skill_id=environment.get("SHOP_HELPER_SKILL_ID") or None,
            session_key=environment.get("SHOP_HELPER_SESSION_KEY") or None,
            linking=AccountLinking.from_environment(environment, is_deployed(environment)),
            profile=(environment.get("SHOP_HELPER_PROFILE") or "").strip() or cls.profile,
            time_zone=environment.get("SHOP_HELPER_TIME_ZONE") or None,
            knowledge_base_uri=environment.get("KNOWLEDGE_BASE_URI") or None,
            knowledge_check_s=_seconds(environment, "SHOP_HELPER_KNOWLEDGE_CHECK_S", cls.knowledge_check_s),
            progress_after_s=_seconds_or_off(
                environment, "SHOP_HELPER_PROGRESS_AFTER_S", cls.progress_after_s
            ),
            turn_limit_s=_seconds_or_off(environment, "SHOP_HELPER_TURN_LIMIT_S", cls.turn_limit_s),
            note_unanswered=(environment.get("SHOP_HELPER_NOTE_UNANSWERED") or "on").lower() not in _OFF,
            dead_letters_url=environment.get("SHOP_HELPER_DEAD_LETTERS_URL") or None,
            event_bus=environment.get("SHOP_HELPER_EVENT_BUS") or None,
            log_level=(environment.get("SHOP_HELPER_LOG_LEVEL") or cls.log_level).upper(),
        )


def _switch(environment: Mapping[str, str], name: str, default: bool) -> bool:
    """A protection is never off because of a slip of the pen: only known words are taken."""
    text = (environment.get(name) or "").strip().lower()
    if text and text not in (*_ON, *_OFF):
        raise ConfigurationError(f"{name} is {text!r}; expected on or off")
    return text in _ON if text else default


def _seconds(environment: Mapping[str, str], name: str, default: float) -> float:
    text = environment.get(name) or str(default)
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1
    if not 0 < seconds < 1e9:
        raise ConfigurationError(f"{name} is {text!r}; expected a number of seconds above 0")
    return seconds


def _seconds_or_off(environment: Mapping[str, str], name: str, default: float | None) -> float | None:
    text = (environment.get(name) or "").strip().lower()
    if text in _OFF or (not text and default is None):
        return None
    return _seconds(environment, name, default or 0)


def is_deployed(environment: Mapping[str, str]) -> bool:
    return bool(environment.get("AWS_LAMBDA_FUNCTION_NAME")) and not environment.get("AWS_SAM_LOCAL")
