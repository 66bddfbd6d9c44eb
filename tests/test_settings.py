"""Settings come from the environment; what makes no sense is refused with the name and what was expected."""

import pytest

from shop_helper.account_linking import AccountLinking, IdentityProvider
from shop_helper.errors import ConfigurationError
from shop_helper.settings import Settings


def test_an_empty_environment_gives_the_defaults() -> None:
    assert Settings.from_environment({}) == Settings()


def test_empty_values_count_as_not_set() -> None:
    assert Settings.from_environment({"SHOP_HELPER_SKILL_ID": "", "SHOP_HELPER_LOG_LEVEL": ""}) == Settings()


def test_what_is_set_is_taken() -> None:
    settings = Settings.from_environment(
        {
            "SHOP_HELPER_ORDERS_TABLE": "orders",
            "SHOP_HELPER_DYNAMODB_ENDPOINT": "http://localhost:8000",
            "AWS_REGION": "eu-west-1",
            "SHOP_HELPER_SKILL_ID": "amzn1.ask.skill.x",
            "SHOP_HELPER_SESSION_KEY": "a secret",
            "SHOP_HELPER_IDENTITY": "local",
            "SHOP_HELPER_PROFILE": "amazon",
            "SHOP_HELPER_TIME_ZONE": "Europe/Berlin",
            "SHOP_HELPER_LOG_LEVEL": "debug",
            "SHOP_HELPER_NOTE_UNANSWERED": "off",
            "KNOWLEDGE_BASE_URI": "s3://words",
            "SHOP_HELPER_KNOWLEDGE_CHECK_S": "60",
        }
    )
    assert settings == Settings(
        orders_table="orders",
        dynamodb_endpoint="http://localhost:8000",
        region="eu-west-1",
        skill_id="amzn1.ask.skill.x",
        session_key="a secret",
        linking=AccountLinking(IdentityProvider.LOCAL),
        profile="amazon",
        time_zone="Europe/Berlin",
        log_level="DEBUG",
        note_unanswered=False,
        knowledge_base_uri="s3://words",
        knowledge_check_s=60,
    )


def test_the_secret_of_sessions_is_never_shown_and_falls_back_to_the_skills_id() -> None:
    settings = Settings(skill_id="amzn1.ask.skill.x", session_key="a secret")
    assert settings.session_secret == "a secret"
    assert "a secret" not in repr(settings)
    assert Settings(skill_id="amzn1.ask.skill.x").session_secret == "amzn1.ask.skill.x"


@pytest.mark.parametrize("seconds", ["soon", "0", "-3", "nan", "inf"])
def test_an_interval_that_is_none_is_refused(seconds: str) -> None:
    with pytest.raises(
        ConfigurationError, match=r"SHOP_HELPER_KNOWLEDGE_CHECK_S is .*; expected a number of seconds"
    ):
        Settings.from_environment({"SHOP_HELPER_KNOWLEDGE_CHECK_S": seconds})


def test_an_unknown_identity_provider_is_refused() -> None:
    with pytest.raises(
        ConfigurationError, match="SHOP_HELPER_IDENTITY is 'magic'; expected one of none, local"
    ):
        Settings.from_environment({"SHOP_HELPER_IDENTITY": "magic"})


def test_the_local_identity_is_refused_in_a_deployed_lambda_and_only_there() -> None:
    deployed = {"SHOP_HELPER_IDENTITY": "local", "AWS_LAMBDA_FUNCTION_NAME": "shop"}
    with pytest.raises(ConfigurationError, match="refused in AWS"):
        Settings.from_environment(deployed)
    assert (
        Settings.from_environment(deployed | {"AWS_SAM_LOCAL": "true"}).linking.provider
        is IdentityProvider.LOCAL
    )
