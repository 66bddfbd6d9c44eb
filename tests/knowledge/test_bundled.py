"""Which profile answers: the one that the setting names, found in the package or a file of one's own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from authoring.compile import write_knowledge
from shop_helper.errors import ConfigurationError, KnowledgeError
from shop_helper.knowledge import bundled

LOCALE = "en-US"
BIRCHWOOD = Path(__file__).parent.parent / "profiles" / "birchwood.yaml"


@pytest.fixture
def profiles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of its own, with the example profile in it."""
    shutil.copytree(bundled.PROFILES / "example", tmp_path / "example")
    monkeypatch.setattr(bundled.find, "__defaults__", (tmp_path,))
    monkeypatch.setattr(bundled.profile_names, "__defaults__", (tmp_path,))
    return tmp_path


def test_both_profiles_lie_in_the_package() -> None:
    assert {"amazon", "example"} <= set(bundled.profile_names(LOCALE))
    assert bundled.load("amazon", LOCALE).profile["name"] == "amazon"


def test_an_unknown_name_lists_those_there_are(profiles: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"SHOP_HELPER_PROFILE is 'exmple'; .* there are: example"):
        bundled.find("exmple", LOCALE)


def test_a_package_without_any_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="none: run `make build`"):
        bundled.find("example", LOCALE, tmp_path)


def test_a_file_of_ones_own_is_found_by_its_path_once_it_is_compiled(profiles: Path, tmp_path: Path) -> None:
    own = tmp_path / "mine.yaml"
    shutil.copy(BIRCHWOOD, own)
    with pytest.raises(ConfigurationError, match=r"not compiled yet; run `make build PROFILE=.*mine.yaml`"):
        bundled.find(str(own), LOCALE)
    made = write_knowledge(own, LOCALE, profiles / "mine")
    assert bundled.load(str(own), LOCALE).profile["name"] == "mine"
    assert bundled.load("mine", LOCALE).fact("marketplace.name") == "Birchwood"
    assert bundled.load(str(made), LOCALE).profile["name"] == "mine"


def test_a_file_changed_since_it_was_compiled_does_not_start(profiles: Path, tmp_path: Path) -> None:
    own = tmp_path / "mine.yaml"
    shutil.copy(BIRCHWOOD, own)
    write_knowledge(own, LOCALE, profiles / "mine")
    own.write_text(own.read_text(encoding="utf-8") + "# more\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="has changed since it was compiled; run `make build PROFILE="):
        bundled.load(str(own), LOCALE)


@pytest.mark.parametrize("path", ["no/such.yaml", "no/such.json"])
def test_a_file_that_is_not_there_is_named(path: str) -> None:
    with pytest.raises(ConfigurationError, match="there is no such file"):
        bundled.find(path, LOCALE)
