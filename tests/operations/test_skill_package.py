"""The package that the ASK CLI deploys: complete, with this deployment's addresses, and its phrases are true."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import pytest

from authoring.compile import packaged, profile_file
from authoring.facts import load_profile
from operations.__main__ import main
from operations.skill_package import MANIFEST, MODELS, Deployment, assemble
from shop_helper.errors import ConfigurationError

ARN = "arn:aws:lambda:us-east-1:123456789012:function:shop-helper:live"
NOTICE = "https://shop.example/privacy"
PROFILES = [*packaged(), *(Path(__file__).parent.parent / "profiles").glob("*.yaml")]
MANIFEST_DATA = json.loads(MANIFEST.read_text(encoding="utf-8"))["manifest"]


def manifest_of(profile: Path, folder: Path) -> Any:
    assemble(folder / "p", Deployment(ARN, NOTICE), profile)
    return json.loads((folder / "p" / "skill.json").read_text(encoding="utf-8"))["manifest"]


def test_the_package_holds_what_the_ask_cli_looks_for(tmp_path: Path) -> None:
    out = tmp_path / "skill-package"
    *files, notice = assemble(out, Deployment(ARN, NOTICE))
    names = {path.relative_to(out).as_posix() for path in files}
    assert notice == tmp_path / "skill-package-privacy.md"
    assert names == {
        "skill.json",
        "interactionModels/custom/en-US.json",
        "assets/images/en-US_smallIcon.png",
        "assets/images/en-US_largeIcon.png",
    }
    manifest = json.loads((out / "skill.json").read_text())["manifest"]
    assert manifest["apis"]["custom"]["endpoint"] == {"uri": ARN}
    assert manifest["events"]["endpoint"] == {"uri": ARN}
    assert manifest["privacyAndCompliance"]["locales"]["en-US"]["privacyPolicyUrl"] == NOTICE
    for locale in manifest["publishingInformation"]["locales"].values():
        for key in ("smallIconUri", "largeIconUri"):
            assert (out / locale[key].removeprefix("file://")).is_file()


@pytest.mark.parametrize(("name", "side"), [("small", 108), ("large", 512)])
def test_icons_are_png_of_the_size_the_store_asks_for(tmp_path: Path, name: str, side: int) -> None:
    assemble(tmp_path / "p", Deployment(ARN, NOTICE))
    picture = (tmp_path / "p" / "assets" / "images" / f"en-US_{name}Icon.png").read_bytes()
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", picture[16:24]) == (side, side)


def test_a_web_service_is_an_endpoint_too(tmp_path: Path) -> None:
    assemble(tmp_path / "p", Deployment("https://skill.shop.example/alexa", NOTICE))
    body = json.loads((tmp_path / "p" / "skill.json").read_text())["manifest"]
    assert body["apis"]["custom"]["endpoint"]["sslCertificateType"] == "Trusted"


@pytest.mark.parametrize("endpoint", ["", "shop-helper", "http://shop.example", "arn:aws:s3:::bucket"])
def test_an_endpoint_that_alexa_could_not_call_is_refused(endpoint: str) -> None:
    with pytest.raises(ConfigurationError, match="--endpoint"):
        Deployment(endpoint, NOTICE)


def test_a_folder_with_other_things_in_it_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"")
    arguments = ["skill-package", "--endpoint", ARN, "--privacy-url", NOTICE, "--out", str(tmp_path)]
    assert main(arguments) == 2
    assert "something else" in capsys.readouterr().err
    assert (tmp_path / "holiday.jpg").exists()


def test_manifest_and_models_have_the_same_languages() -> None:
    locales = set(MANIFEST_DATA["publishingInformation"]["locales"])
    assert locales == {path.stem for path in MODELS.glob("*.json")}
    assert locales == set(MANIFEST_DATA["privacyAndCompliance"]["locales"])


@pytest.mark.parametrize("profile", PROFILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("locale", sorted(MANIFEST_DATA["publishingInformation"]["locales"]))
def test_words_keep_to_the_stores_lengths(locale: str, profile: Path, tmp_path: Path) -> None:
    words = manifest_of(profile, tmp_path)["publishingInformation"]["locales"][locale]
    assert "{" not in json.dumps(list(words.values()))
    assert 2 <= len(words["name"]) <= 50
    assert len(words["summary"]) <= 160
    assert len(words["description"]) <= 4000
    assert len(words["examplePhrases"]) == 3
    assert len(words["keywords"]) <= 30


@pytest.mark.parametrize("profile", PROFILES, ids=lambda path: path.stem)
def test_the_package_is_the_chosen_shops(profile: Path, tmp_path: Path) -> None:
    """Its name is nobody else's; an independent helper says that it is one, in the store and in its notice."""
    facts = load_profile(profile).facts
    name, skill = facts["marketplace.name"].value, facts["marketplace.skill_name"].value or "Shop Helper"
    words = manifest_of(profile, tmp_path)["publishingInformation"]["locales"]["en-US"]
    model = json.loads((tmp_path / "p" / "interactionModels" / "custom" / "en-US.json").read_text())
    notice = (tmp_path / "p-privacy.md").read_text(encoding="utf-8")
    assert words["name"] == skill
    assert model["interactionModel"]["languageModel"]["invocationName"] == skill.lower()
    assert all(skill.lower() in phrase for phrase in words["examplePhrases"])
    assert name in words["description"]
    assert skill in notice
    assert name in notice
    independent = not facts["marketplace.operated_by_store"].value
    assert ("isn't made, run or checked by" in words["description"]) == independent
    assert ("neither makes, runs nor checks it" in notice) == independent
    if independent:
        assert name.lower() not in words["name"].lower()
    for other in ("Amazon", "Harbor Market", "Birchwood", "Juniper Lane"):
        assert other == name or other not in words["description"] + words["summary"] + notice


def test_a_shops_own_notice_is_taken_from_its_profile(tmp_path: Path) -> None:
    arguments = ["skill-package", "--endpoint", ARN, "--out", str(tmp_path / "p")]
    assert main([*arguments, "--profile", "example"]) == 0
    manifest = json.loads((tmp_path / "p" / "skill.json").read_text())["manifest"]
    address = load_profile(profile_file("example")).facts["url.privacy"].value
    assert manifest["privacyAndCompliance"]["locales"]["en-US"]["privacyPolicyUrl"] == address
    assert main([*arguments, "--profile", "amazon"]) == 2, "an independent helper's notice isn't the shop's"


def test_an_unknown_profile_lists_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["skill-package", "--endpoint", ARN, "--privacy-url", NOTICE, "--profile", "nope"]) == 2
    assert "there are: amazon, example" in capsys.readouterr().err
