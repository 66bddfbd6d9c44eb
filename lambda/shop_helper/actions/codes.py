"""The voice code dialog: each turn goes to the question it answers."""

from __future__ import annotations

from dataclasses import dataclass

from shop_helper.actions.voice_code import VoiceCodeAnswers
from shop_helper.actions.voice_code_setting import VoiceCodeSetting, switched_off
from shop_helper.dialog.reading import Act, CodeReading, Reading
from shop_helper.dialog.records import Context, Unavailable
from shop_helper.dialog.reply import Reply
from shop_helper.dialog.safety_questions import (
    CodeOnceMore,
    NewCode,
    OldCode,
    OneTimeNumber,
    ResendNumber,
    VoiceCode,
)
from shop_helper.dialog.writing import Finding, UnsettledWrite


@dataclass(frozen=True)
class Codes:
    """Answers about voice codes. Both fields are None if the shop uses no voice codes."""

    answers: VoiceCodeAnswers | None = None
    setting: VoiceCodeSetting | None = None

    def answer(self, context: Context, reading: Reading, said: CodeReading) -> Reply | None:
        """Return the reply to a turn about voice codes; None for any other matter."""
        if self.answers is None or self.setting is None:
            return switched_off() if reading.act in (Act.SET_CODE, Act.FORGOT_CODE) else None
        match context.session.open_question:
            case VoiceCode():
                reply = self.answers.answer(context, reading, said)
            case OldCode() | OneTimeNumber() | ResendNumber() | NewCode() | CodeOnceMore() as question:
                reply = self.setting.answer(context, question, reading, said)
            case _:
                reply = None
        if reply is not None:
            return reply
        match reading.act:
            case Act.SET_CODE:
                return self.setting.begin(context)
            case Act.FORGOT_CODE:
                return self.setting.forgot(context)
            case Act.GIVE_CODE:
                return self.setting.unasked(context, said)
        return None

    def resumed(self, context: Context) -> Reply | Unavailable | None:
        """Return the question for a number that was sent, for the launch."""
        return self.setting.resumed(context) if self.setting is not None else None

    def look(self, context: Context, unsettled: UnsettledWrite) -> Finding | None:
        return self.setting.look(context, unsettled) if self.setting is not None else None
