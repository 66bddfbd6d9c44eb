"""The errors of Shop Helper.

    ShopHelperError
    ├── ConfigurationError     a setting is missing or makes no sense; raised while starting
    ├── ContentError           an article, prompt, profile or model is wrong: file, line, remedy
    │   └── KnowledgeError     a compiled knowledge base cannot be used (missing, broken, other schema)
    ├── RequestError           an envelope that no answer can be made from
    ├── EventFailedError       the work of a skill event failed; the only error that leaves the entry point
    ├── IdentityError          the identity provider did not answer, or not sensibly; never leaves `identity`
    └── StoreError             the order or case store did not answer
        ├── ConflictError      the record changed since it was read
        └── UncertainError     a write may have been made or not, and the store can't be asked

Outcomes that are to be expected ("can't be returned", "no such order") are return values, not errors.
"""

from __future__ import annotations


class ShopHelperError(Exception):
    """Root of every error that this package raises."""


class ConfigurationError(ShopHelperError):
    """A setting is missing or makes no sense."""


class ContentError(ShopHelperError):
    """Something a writer has to mend. `str()` is `file:line: what is wrong; what to do`."""

    def __init__(self, path: str, line: int | None, problem: str) -> None:
        self.path, self.line, self.problem = path, line, problem
        super().__init__(f"{path}:{line}: {problem}" if line else f"{path}: {problem}")


class KnowledgeError(ContentError):
    """A compiled knowledge base that cannot be used."""


class RequestError(ShopHelperError):
    """An envelope that no answer can be made from."""


class EventFailedError(ShopHelperError):
    """The work of a skill event failed: Alexa has to deliver it again."""


class IdentityError(ShopHelperError):
    """The identity provider did not answer, or not sensibly."""


class StoreError(ShopHelperError):
    """The store did not answer, or refused."""


class ConflictError(StoreError):
    """The record changed since it was read."""


class UncertainError(StoreError):
    """A write may have been made or not, and the store can't be asked. Repeating it does no harm."""
