"""Environment → `WebSettings`: what the web service needs beside the skill's own settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from shop_helper.errors import ConfigurationError

_SWITCH = {"on": True, "off": False}


@dataclass(frozen=True)
class WebSettings:
    host: str = "127.0.0.1"
    """SHOP_HELPER_WEB_HOST: address to listen on."""
    port: int = 8080
    """SHOP_HELPER_WEB_PORT; 0 takes a free one."""
    verify: bool = True
    """SHOP_HELPER_WEB_VERIFY=off: requests are not verified; only on loopback."""
    threads: int = 32
    """SHOP_HELPER_WEB_THREADS: turns at once; more wait their turn."""
    roots: Path | None = None
    """SHOP_HELPER_WEB_ROOTS: PEM file of the roots that are trusted for Alexa's certificate; None takes certifi's."""
    example: bool = True
    """The example world answers, unless SHOP_HELPER_DYNAMODB_ENDPOINT or SHOP_HELPER_REAL_AWS=1 chooses a store."""
    skill_id: str | None = None
    """SHOP_HELPER_SKILL_ID, which the skill itself checks."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> WebSettings:
        """Raises ConfigurationError on what makes no sense, and on what would let anybody in."""
        roots = environment.get("SHOP_HELPER_WEB_ROOTS")
        chosen = (
            environment.get("SHOP_HELPER_DYNAMODB_ENDPOINT") or environment.get("SHOP_HELPER_REAL_AWS") == "1"
        )
        made = cls(
            host=environment.get("SHOP_HELPER_WEB_HOST") or cls.host,
            port=_number(environment, "SHOP_HELPER_WEB_PORT", cls.port, 0, 65_535),
            verify=_switch(environment, "SHOP_HELPER_WEB_VERIFY"),
            threads=_number(environment, "SHOP_HELPER_WEB_THREADS", cls.threads, 1, 512),
            roots=Path(roots) if roots else None,
            example=not chosen,
            skill_id=environment.get("SHOP_HELPER_SKILL_ID") or None,
        )
        made._check(environment.get("SHOP_HELPER_IDENTITY") or "")
        return made

    @property
    def is_loopback(self) -> bool:
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False

    def _check(self, identity: str) -> None:
        if not self.verify and not self.is_loopback:
            raise ConfigurationError(
                f"SHOP_HELPER_WEB_VERIFY=off answers anybody, so it is refused on {self.host}; "
                "listen on 127.0.0.1, or leave verification on"
            )
        if self.verify and not self.example and not self.skill_id:
            raise ConfigurationError(
                "SHOP_HELPER_SKILL_ID is not set; Alexa signs every skill's requests, so without it anybody's "
                "skill could ask this one; set it to the id in the Alexa developer console"
            )
        if self.verify and not self.example and identity.lower() == "local":
            raise ConfigurationError("SHOP_HELPER_IDENTITY=local is for the example world and for tests only")


def _switch(environment: Mapping[str, str], name: str) -> bool:
    text = (environment.get(name) or "on").strip().lower()
    if text not in _SWITCH:
        raise ConfigurationError(f"{name} is {text!r}; expected on or off")
    return _SWITCH[text]


def _number(environment: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = environment.get(name) or str(default)
    if not (text.isascii() and text.isdigit()) or not least <= int(text) <= most:
        raise ConfigurationError(f"{name} is {text!r}; expected a whole number from {least} to {most}")
    return int(text)
