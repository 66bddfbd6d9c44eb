"""The one place that imports flask-ask-sdk, which does not import as installed.

Its verifier imports `certvalidator`, and that `oscrypto`, whose released version can't read the version of an OpenSSL
with a two-digit patch number (3.0.19). We verify with `cryptography` instead, so the three names that the import wants
are put in place for its duration, and taken away again. The SDK's own signature check then can't be used, and says so.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from ask_sdk_webservice_support.verifier import AbstractVerifier
    from flask_ask_sdk.skill_adapter import (
        VERIFY_SIGNATURE_APP_CONFIG,
        VERIFY_TIMESTAMP_APP_CONFIG,
        SkillAdapter,
    )

__all__ = ["VERIFY_SIGNATURE_APP_CONFIG", "VERIFY_TIMESTAMP_APP_CONFIG", "AbstractVerifier", "SkillAdapter"]


class CertificateValidator:
    """Stands where certvalidator's would."""

    def __init__(self, *_: object, **__: object) -> NoReturn:
        raise NotImplementedError("flask-ask-sdk's signature check is replaced by webservice.verifiers")


class ValidationError(Exception):
    """Never raised; the SDK names it in an `except`."""


class PathError(Exception):
    """Never raised; the SDK names it in an `except`."""


@contextmanager
def _stand_ins() -> Iterator[None]:
    validator, errors = ModuleType("certvalidator"), ModuleType("certvalidator.errors")
    vars(validator).update(CertificateValidator=CertificateValidator, errors=errors)
    vars(errors).update(ValidationError=ValidationError, PathError=PathError)
    made = {"certvalidator": validator, "certvalidator.errors": errors}
    before = {name: sys.modules[name] for name in made if name in sys.modules}
    sys.modules.update(made)
    try:
        yield
    finally:
        for name in made:
            del sys.modules[name]
        sys.modules.update(before)


if not TYPE_CHECKING:
    with _stand_ins():
        _adapter = importlib.import_module("flask_ask_sdk.skill_adapter")
        _verifier = importlib.import_module("ask_sdk_webservice_support.verifier")
    SkillAdapter = _adapter.SkillAdapter
    AbstractVerifier = _verifier.AbstractVerifier
    VERIFY_SIGNATURE_APP_CONFIG = _adapter.VERIFY_SIGNATURE_APP_CONFIG
    VERIFY_TIMESTAMP_APP_CONFIG = _adapter.VERIFY_TIMESTAMP_APP_CONFIG
