"""`python -m simulator`: talk to the skill on this machine, without Alexa."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NoReturn

from simulator import show
from simulator.accuracy import INVENTED, SENTENCES, SentenceError, judge, models_of, read_sentences, table
from simulator.check.command import main as check
from simulator.conversations import ConversationError, read_conversation
from simulator.device import Answer, Device
from simulator.endpoint import Handler
from simulator.entry_point import EntryPointError
from simulator.envelope import DeviceKind
from simulator.evaluate import evaluate, report
from simulator.local import LocalSkill, LocalSkillError, local_skill
from simulator.model import ModelError, load_model
from simulator.other_skill import OtherSkill, other_skill
from simulator.page import PORT, ServeError
from simulator.questions import Question, QuestionError, read_questions
from simulator.record import record_of
from simulator.recording import Recording, replay
from simulator.sweep import points, svg
from simulator.terminal import talk
from simulator.world import EXAMPLE_CUSTOMER, World

_DESCRIPTION = """\
Talks to the skill on this machine. A stand-in plays Alexa's part: it reads the interaction
model, works out intent and slots, calls the real handler and shows what would be heard.
It is not Alexa: on an Echo, other words may be understood, and other words misunderstood.

Orders come from the example world in a DynamoDB inside the process, unless
SHOP_HELPER_DYNAMODB_ENDPOINT or SHOP_HELPER_REAL_AWS=1 chooses a real one."""

_EXAMPLES = """\
examples:
  python -m simulator                                  a conversation; :help lists its commands
  python -m simulator --customer ben                   the same as someone else
  python -m simulator say "can I return this item?"    one question
  python -m simulator say "where is my order" "the kettle" --why
                                                       several turns of one session, explained
  python -m simulator record tests/conversations/new.yaml
                                                       a conversation, written down; replay plays it again
  python -m simulator serve                            a web page with voice, cards and screens
  python -m simulator --handler my_skill.handler --model models/en-US.json
                                                       the same with any other skill
  python -m simulator evaluate questions.jsonl         how many are answered rightly
  python -m simulator evaluate questions.jsonl --json  one object per line, for other tools

A question file has one object per line, {"text": "…", "topic": "returns.can_i_return"};
topic null: must be declined; "accept": [more ids that are right]."""


_REFUSED = (
    ModelError,
    EntryPointError,
    ConversationError,
    SentenceError,
    QuestionError,
    LocalSkillError,
    ServeError,
)
Run = Callable[[argparse.Namespace, LocalSkill], int]
"""A command: its options, and the skill; gives the exit status."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0, 1 when the skill failed to answer, 2 for what can't be done as asked."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["check"]:
        return check(given[1:])
    options = parser().parse_args(given)
    try:
        if options.needs_no_skill:
            return _accuracy(options)
        with _skill(options) as skill:
            return int(options.run(options, skill))
    except BrokenPipeError:
        raise
    except (*_REFUSED, ValueError, OSError) as problem:
        print(f"{options.program}: {problem}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="python -m simulator",
        description=_DESCRIPTION,
        epilog=_EXAMPLES,
        parents=[_who_and_where()],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.set_defaults(
        customer=None,
        handler=None,
        model=None,
        locale="en-US",
        device="speaker",
        voice_code=False,
        run=_talk,
        program=made.prog,
        needs_no_skill=False,
    )
    commands = made.add_subparsers(
        title="commands (none: a conversation)",
        metavar="serve | say | record | replay | evaluate | accuracy | check",
    )

    def command(name: str, run: Run, about: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, parents=[_who_and_where()], help=about)
        added.set_defaults(run=run)
        return added

    page = command("serve", _serve, "the same as a web page, on this machine")
    page.add_argument("--port", type=int, default=PORT, metavar="N", help=f"0: a free one (default: {PORT})")
    say = command("say", _say, "one turn, or several of one session, and what happened")
    several = "a sentence; several quoted ones are said one after another"
    say.add_argument("text", metavar="TEXT", nargs="+", help=several)
    say.add_argument("--why", action="store_true", help="what was recognised, which topic, how long it took")
    say.add_argument("--json", action="store_true", help="one JSON object per turn instead")
    judged = command("evaluate", _evaluate, "how well a file of questions is answered")
    judged.add_argument("file", metavar="FILE.jsonl", help="questions with their topics; `-`: standard input")
    judged.add_argument("--json", action="store_true", help="one JSON object per question, not the figures")
    curve = "also draw what other confidence thresholds would give"
    judged.add_argument("--sweep", metavar="OUT.svg", help=curve)
    measure = commands.add_parser("accuracy", help="how well labelled sentences are recognised")
    measure.set_defaults(needs_no_skill=True)
    tests = "sentences with their intents (default: the ones of the tests)"
    measure.add_argument("file", metavar="FILE.jsonl", nargs="?", type=Path, default=SENTENCES, help=tests)
    models = "where the models that it names are"
    measure.add_argument("--models", metavar="DIR", type=Path, default=INVENTED, help=models)
    keep = command("record", _record, "a conversation that is written to a file as it goes")
    keep.add_argument("file", metavar="FILE.yaml", type=Path, help="must not be there yet")
    again = command("replay", _replay, "conversation files once more, and what goes otherwise now")
    again.add_argument("files", metavar="FILE.yaml", type=Path, nargs="+")
    again.add_argument("--accept", action="store_true", help="write down what is answered now")
    commands.add_parser("check", help="the rules of certification on any skill (see check --help)")
    return made


def _who_and_where() -> argparse.ArgumentParser:
    """Options that may stand before and behind the command, so none of them has a default of its own."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument(
        "--customer",
        metavar="NAME",
        help=f"who is talking, of the example world; `none`: no account is linked (default: {EXAMPLE_CUSTOMER})",
    )
    common.add_argument(
        "--handler",
        metavar="MODULE.FUNCTION",
        help="another skill's Lambda handler; its customers are access tokens",
    )
    common.add_argument("--model", metavar="FILE.json", help="that skill's interaction model")
    common.add_argument(
        "--locale", metavar="L", help="language, as interaction_models/L.json (default: en-US)"
    )
    common.add_argument(
        "--voice-code",
        action="store_true",
        help="with the voice code switched on: ana's is 7391 (as SHOP_HELPER_VOICE_CODE=on)",
    )
    common.add_argument(
        "--device",
        choices=[kind.value for kind in DeviceKind],
        help="speaker, round (small screen) or large (screen) (default: speaker)",
    )
    return common


@contextmanager
def _skill(options: argparse.Namespace) -> Iterator[LocalSkill]:
    if (options.handler is None) != (options.model is None):
        raise ValueError("--handler and --model go together: another skill needs both")
    if options.handler is not None:
        yield other_skill(options.handler, options.model)
        return
    settings = {"SHOP_HELPER_VOICE_CODE": "on"} if options.voice_code else {}
    with local_skill() as skill, skill.with_settings(settings):
        yield skill


def make_device(
    handler: Handler, world: World, customer: str | None, kind: DeviceKind, locale: str
) -> Device:
    """Raises ValueError for a customer or a locale that isn't there."""
    if isinstance(handler, OtherSkill):
        return Device(handler, handler.model, customer=customer, device=kind)
    if customer is not None and customer not in world.customers:
        people = "\n".join(f"  {example.id}: {example.story}" for example in world.customers.values())
        raise ValueError(
            f"there is no example customer {customer!r}; there are\n{people}\n  none: no account is linked"
        )
    try:
        return Device(handler, load_model(locale), customer=customer, device=kind, locale=locale)
    except ModelError as problem:
        raise ValueError(str(problem)) from problem


def _device(options: argparse.Namespace, skill: LocalSkill) -> Device:
    asked = options.customer
    if asked is None and not isinstance(skill, OtherSkill):
        asked = EXAMPLE_CUSTOMER
    customer = None if asked in ("none", "nobody", "") else asked
    return make_device(skill, skill.world, customer, DeviceKind(options.device), options.locale)


def _talk(options: argparse.Namespace, skill: LocalSkill) -> int:
    talk(partial(make_device, skill, skill.world), _device(options, skill))
    return 0


def _say(options: argparse.Namespace, skill: LocalSkill) -> int:
    device = _device(options, skill)
    texts: list[str] = options.text
    turns = texts if any(" " in text for text in texts) else [" ".join(texts)]
    failed = False
    for text in turns:
        answer = device.say(text)
        failed |= bool(answer.problem or answer.errors)
        print(
            json.dumps(_turn_json(text, answer), ensure_ascii=False)
            if options.json
            else _turn_text(text, answer, options)
        )
    device.close()
    return int(failed)


def _serve(options: argparse.Namespace, skill: LocalSkill) -> int:
    from simulator.page.server import about, page_app, serve

    first = _device(options, skill)
    told = about(skill, first.model.invocation, first.customer, first.account.kind, first.locale, os.environ)
    print(f"{show.STAND_IN}\n")
    serve(
        page_app(skill, partial(make_device, skill, skill.world), told),
        options.port,
        lambda text: print(text, flush=True),
    )
    return 0


def _record(options: argparse.Namespace, skill: LocalSkill) -> int:
    if options.file.exists():
        raise ValueError(f"{options.file} is there already; name another file, or delete it")
    device = _device(options, skill)
    recording = Recording(device, about=f"recorded on {device.instant():%Y-%m-%d}")
    try:
        talk(None, device)
    finally:
        if len(recording):
            recording.write(options.file)
            print(f"{len(recording)} turns are in {options.file}", file=sys.stderr)
    return 0


def _replay(options: argparse.Namespace, skill: LocalSkill) -> int:
    differ = False
    for conversation in [read_conversation(path) for path in options.files]:
        skill.start_over()
        locale = conversation.locale or options.locale
        kind = DeviceKind(conversation.device)
        device = make_device(skill, skill.world, conversation.customer, kind, locale)
        recording = Recording(device, conversation.about, conversation.settings)
        with skill.with_settings(conversation.settings):
            otherwise = list(replay(conversation, device))
        print("\n".join(otherwise) or f"{conversation.name}: as written, {len(recording)} turns")
        if otherwise and options.accept:
            recording.write(Path(conversation.name))
            print(f"{conversation.name}: written anew")
        differ |= bool(otherwise) and not options.accept
    return int(differ)


def _turn_text(text: str, answer: Answer, options: argparse.Namespace) -> str:
    lines = [f"> {text}", show.heard(answer)]
    return "\n".join([*lines, show.why(answer)] if options.why else lines)


def _turn_json(text: str, answer: Answer) -> dict[str, object]:
    rest = {
        "reprompt": answer.reprompt,
        "card": answer.card,
        "ms": round(answer.ms, 1),
        "problem": answer.problem,
    }
    return {**record_of(text, answer), **rest, "errors": list(answer.errors)}


def _evaluate(options: argparse.Namespace, skill: LocalSkill) -> int:
    questions = _questions(options.file)
    results = []
    for result in evaluate(questions, lambda: _device(options, skill)):
        results.append(result)
        if options.json:
            print(json.dumps(result.as_json(), ensure_ascii=False))
    if not options.json:
        print(report(results))
    if options.sweep:
        Path(options.sweep).write_text(
            svg(points(results), "What a confidence threshold gives"), encoding="utf-8"
        )
    return 0


def _accuracy(options: argparse.Namespace) -> int:
    sentences = read_sentences(options.file)
    if not sentences:
        raise SentenceError(f"{options.file} holds no sentences")
    print(table(judge(sentences, models_of(sentences, options.models))))
    return 0


def _questions(file: str) -> list[Question]:
    if file == "-":
        return read_questions(sys.stdin, "standard input")
    with Path(file).open(encoding="utf-8") as lines:
        return read_questions(lines, file)


def run() -> NoReturn:
    """Also quiet when what it is piped into has heard enough."""
    try:
        sys.exit(main())
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)


if __name__ == "__main__":
    run()
