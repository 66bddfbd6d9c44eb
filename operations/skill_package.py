"""Assembles the `skill-package/` that the ASK CLI deploys: `skill.json`, `interaction_models/` and a store profile.

The words of the manifest are filled in from the profile, as prompts are; the model is opened by the profile's name. The
privacy notice is made beside the package (`skill-package-privacy.md`), to be published where --privacy-url says.

skill-package/
  skill.json                            the manifest, with this deployment's endpoint and privacy notice
  interactionModels/custom/<locale>.json
  assets/images/<locale>_smallIcon.png, <locale>_largeIcon.png
"""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from authoring.compile import DEFAULT_PROFILE
from authoring.facts import Profile, load_profile
from authoring.render import StoreWords, in_words_of
from operations.icons import SIZES, icon
from shop_helper.errors import ConfigurationError

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = ROOT / "skill.json"
MODELS = ROOT / "interaction_models"
NOTICE = ROOT / "operations" / "privacy.md"

_FUNCTION = re.compile(r"arn:aws[\w-]*:lambda:[a-z0-9-]+:\d{12}:function:[\w-]+(:[\w$-]+)?")
_ADDRESS = re.compile(r"https://[^\s/]+(/\S*)?")


@dataclass(frozen=True)
class Deployment:
    """What differs from one deployment to the next."""

    endpoint: str
    """ARN of the function, or the https address of the web service."""
    privacy_url: str
    """https address of the shop's privacy notice; certification asks for one."""

    def __post_init__(self) -> None:
        if not (_FUNCTION.fullmatch(self.endpoint) or _ADDRESS.fullmatch(self.endpoint)):
            raise ConfigurationError(
                f"--endpoint is {self.endpoint!r}; expected the function's ARN (an output of the deployed stack) "
                "or an https address"
            )
        if not _ADDRESS.fullmatch(self.privacy_url):
            raise ConfigurationError(
                f"--privacy-url is {self.privacy_url!r}; expected the https address of the shop's privacy notice"
            )


def assemble(
    out: Path,
    deployment: Deployment,
    profile_path: Path = DEFAULT_PROFILE,
    source: Path = MANIFEST,
    models: Path = MODELS,
) -> list[Path]:
    """Writes the package anew and returns its files. Raises ConfigurationError or ContentError; then `out` is
    as it was."""
    profile = load_profile(profile_path)
    manifest = filled(_read(source), deployment, profile)
    locales = sorted(manifest["manifest"]["publishingInformation"]["locales"])
    missing = [locale for locale in locales if not (models / f"{locale}.json").is_file()]
    if missing:
        raise ConfigurationError(
            f"{source.name} has {', '.join(missing)} but interaction_models/ has no such file"
        )
    if out.exists() and any(out.iterdir()) and not (out / "skill.json").is_file():
        raise ConfigurationError(f"{out} holds something else than a skill package; name an empty folder")
    shutil.rmtree(out, ignore_errors=True)
    written = []
    for locale in locales:
        model = _opened_as(StoreWords(profile).invocation, models / f"{locale}.json", manifest, locale)
        written.append(_write(out / "interactionModels" / "custom" / f"{locale}.json", model))
        for name, size in SIZES.items():
            written.append(_write(out / "assets" / "images" / f"{locale}_{name}Icon.png", icon(size)))
    written.append(_write(out / "skill.json", (json.dumps(manifest, indent=2) + "\n").encode()))
    notice = in_words_of(profile, NOTICE.read_text(encoding="utf-8"))
    return [*written, _write(out.with_name(f"{out.name}-privacy.md"), notice.encode())]


def own_notice(profile_path: Path) -> str:
    """Where the shop's own privacy notice is; empty for an independent helper, whose notice is its own to publish."""
    profile = load_profile(profile_path)
    address = profile.facts["url.privacy"].value
    return str(address) if address and StoreWords(profile).is_ours else ""


def filled(manifest: dict[str, Any], deployment: Deployment, profile: Profile) -> dict[str, Any]:
    """The manifest with this deployment's addresses and the words of this profile; the rest as it stands."""
    made: dict[str, Any] = _in_words_of(profile, manifest)
    body = made["manifest"]
    endpoint: dict[str, str] = {"uri": deployment.endpoint}
    if deployment.endpoint.startswith("https"):
        endpoint["sslCertificateType"] = "Trusted"
    body["apis"]["custom"]["endpoint"] = endpoint
    body["events"]["endpoint"] = dict(endpoint)
    for locale in body["privacyAndCompliance"]["locales"].values():
        locale["privacyPolicyUrl"] = deployment.privacy_url
    return made


def _in_words_of(profile: Profile, data: Any) -> Any:
    """Every text in it filled in."""
    match data:
        case str():
            return in_words_of(profile, data)
        case list():
            return [_in_words_of(profile, one) for one in data]
        case dict():
            return {name: _in_words_of(profile, one) for name, one in data.items()}
    return data


def _opened_as(name: str, path: Path, manifest: dict[str, Any], locale: str) -> bytes:
    """The model, opened by the name of this profile's skill; so are the manifest's example phrases."""
    model = _read(path)
    language = model["interactionModel"]["languageModel"]
    words = manifest["manifest"]["publishingInformation"]["locales"][locale]
    words["examplePhrases"] = [
        phrase.replace(language["invocationName"], name) for phrase in words["examplePhrases"]
    ]
    language["invocationName"] = name
    return (json.dumps(model, indent=2, ensure_ascii=False) + "\n").encode()


def _read(path: Path) -> dict[str, Any]:
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise ConfigurationError(f"{path.name} can't be read: {problem}") from problem
    return data


def _write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path
