import pytest

from shop_helper.dialog.people import Audience, Customer, Refusal, Refused
from shop_helper.identity.local import LocalIdentity, NoIdentity


def test_without_account_linking_no_token_is_believed() -> None:
    assert NoIdentity().identify("local:ana") == Refused(Refusal.NO_LINKING)
    assert NoIdentity().remembered("local:ana") is None


@pytest.mark.parametrize(
    ("token", "customer"),
    [
        ("local:ana", Customer("ana", frozenset({Audience.BUYER}))),
        ("local:farid:seller", Customer("farid", frozenset({Audience.SELLER}))),
        ("local:dev:buyer,seller", Customer("dev", frozenset({Audience.BUYER, Audience.SELLER}))),
        ("local:ana:king", Customer("ana", frozenset({Audience.BUYER}))),
        ("local:", None),
        ("ana", None),
        ("", None),
    ],
)
def test_the_local_identity_reads_its_own_tokens_only(token: str, customer: Customer | None) -> None:
    assert LocalIdentity().remembered(token) == customer
    assert isinstance(LocalIdentity().identify(token), Customer if customer else Refused)
