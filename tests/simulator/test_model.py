"""Models that can't be used are refused with file, place and what was expected."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from simulator.entities import EntityError
from simulator.model import Model, ModelError, load_model
from simulator.recogniser import recogniser_for


def with_body(**body: Any) -> dict[str, Any]:
    return {"interactionModel": {"languageModel": {"invocationName": "test it", "intents": [], **body}}}


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ([], "the file: expected an object"),
        ({"interactionModel": {}}, "languageModel: expected an object"),
        (with_body(invocationName=3), "invocationName"),
        (with_body(intents={}), "intents: expected a list"),
        (with_body(intents=[{"samples": []}]), r"intents\[0\]"),
        (with_body(intents=[{"name": "A", "samples": "hello"}]), "samples: expected a list"),
        (with_body(intents=[{"name": "A"}, {"name": "A"}]), "A is there twice"),
        (with_body(intents=[{"name": "A", "slots": [{"name": "s", "type": "NONE"}]}]), "unknown type NONE"),
        (with_body(types=[{"name": "T", "values": [{"name": {}}]}]), r"T.values\[0\].name"),
    ],
)
def test_a_mistake_is_named_by_its_place(data: Any, place: str) -> None:
    with pytest.raises(ModelError, match=place):
        Model.from_data(data, "en-US")


def test_a_file_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    (tmp_path / "en-GB.json").write_text("{}")
    with pytest.raises(ModelError, match=r"xx-XX\.json does not exist; there are en-GB"):
        load_model("xx-XX", tmp_path)


def test_broken_json_is_named_by_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "en-US.json").write_text('{\n  "a": \n}')
    with pytest.raises(ModelError, match=r"en-US.json:3: not valid JSON"):
        Model.load(tmp_path / "en-US.json")


def test_a_model_is_read_once(library: Model) -> None:
    assert recogniser_for(library) is recogniser_for(library)


def entity(name: str, *synonyms: str) -> dict[str, Any]:
    return {"id": name, "name": {"value": name, "synonyms": list(synonyms)}}


@pytest.mark.parametrize(
    ("directive", "problem"),
    [
        ({"updateBehavior": "ADD"}, "expected REPLACE or CLEAR"),
        (
            {"updateBehavior": "REPLACE", "types": [{"name": "NONE", "values": []}]},
            "no slot type of the model",
        ),
        (
            {
                "updateBehavior": "REPLACE",
                "types": [{"name": "BOOK", "values": [entity(f"v{n}", "s") for n in range(51)]}],
            },
            "at most 100",
        ),
    ],
)
def test_entities_that_alexa_would_refuse_are_refused(
    library: Model, directive: dict[str, Any], problem: str
) -> None:
    with pytest.raises(EntityError, match=problem):
        recogniser_for(library).entities.for_session().update(directive)


def test_a_hundred_entities_are_taken_and_cleared_again(library: Model) -> None:
    entities = recogniser_for(library).entities.for_session()
    values = [entity(f"v{n}", f"s{n}") for n in range(50)]
    entities.update({"updateBehavior": "REPLACE", "types": [{"name": "BOOK", "values": values}]})
    assert entities.is_dynamic("BOOK")
    entities.update({"updateBehavior": "CLEAR"})
    assert not entities.is_dynamic("BOOK")
