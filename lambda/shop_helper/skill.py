"""The composition root: settings in, the skill out. Every handler stands here, in the order they are tried."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from ask_sdk_core.skill import CustomSkill
from ask_sdk_core.skill_builder import CustomSkillBuilder

from shop_helper.alexa.handlers import (
    Bridge,
    CanFulfillIntentRequestHandler,
    CatchAllExceptionHandler,
    IntentRequestHandler,
    LaunchRequestHandler,
    SessionEndedRequestHandler,
    SilentRequestHandler,
    SkillDisabledRequestHandler,
    TouchHandler,
    UnknownIntentHandler,
)
from shop_helper.alexa.progressive import Progress
from shop_helper.alexa.screens import Screens
from shop_helper.handlers.actions.answers import ActionAnswers
from shop_helper.handlers.actions.around import InAction
from shop_helper.handlers.actions.dialog import ActionDialog
from shop_helper.handlers.actions.intents import (
    CaseIntentHandler,
    DescribeIntentHandler,
    PrivacyIntentHandler,
    RequestIntentHandler,
    cancelling,
    claiming,
)
from shop_helper.handlers.actions.records import Records
from shop_helper.handlers.articles import ArticleAnswers
from shop_helper.handlers.choices import AudienceHandler, NoHandler, SelectHandler, YesHandler
from shop_helper.handlers.conversation import (
    ChoicesHandler,
    FallbackHandler,
    HelpHandler,
    RepeatHandler,
    StopHandler,
    ThanksHandler,
    UpsetHandler,
)
from shop_helper.handlers.desk import Desk
from shop_helper.handlers.guard import Guarded
from shop_helper.handlers.handler import Handler
from shop_helper.handlers.items import ItemChoices
from shop_helper.handlers.launch import LaunchHandler
from shop_helper.handlers.moving_on import StepHandler
from shop_helper.handlers.orders import OrderAnswers, OrderIntentHandler
from shop_helper.handlers.questions import HelpQuestionHandler
from shop_helper.handlers.recovery import Recovery
from shop_helper.handlers.sales import SalesIntentHandler
from shop_helper.handlers.small_talk import AboutMeHandler, GreetingHandler, OffTopicHandler, UnsureHandler
from shop_helper.handlers.unanswered import Unanswered
from shop_helper.handlers.voice_code import VoiceCodeAnswers, VoiceCodeGate, VoiceCodeIntentHandler
from shop_helper.handlers.voice_code_setting import VoiceCodeSetting, VoiceCodeSettingHandler, notice
from shop_helper.identity import Identity, identity_for
from shop_helper.knowledge.base import COMPILED, KnowledgeBase
from shop_helper.knowledge.ranking import Ranker
from shop_helper.persistence.cases import CaseStore
from shop_helper.persistence.code_request import CodeRequests
from shop_helper.persistence.forgetting import Forgetting
from shop_helper.persistence.orders import OrderStore
from shop_helper.persistence.stores import stores
from shop_helper.persistence.visits import VisitStore
from shop_helper.persistence.voice_code import VoiceCode
from shop_helper.settings import Settings
from shop_helper.speech.wording import Wording
from shop_helper.turn import Reply, Turn

LOCALE = "en-US"


def handlers(
    knowledge: KnowledgeBase,
    store: OrderStore,
    cases: CaseStore,
    zone: ZoneInfo,
    note_unanswered: bool = True,
    visits: VisitStore | None = None,
    codes: VoiceCode | None = None,
    asks_code: bool = False,
    forgetting: Forgetting | None = None,
    code_requests: CodeRequests | None = None,
) -> list[Handler]:
    """One handler for each intent, and one for the launch (first). `asks_code`: who has a voice code is asked for it
    before a write, and codes can be set by voice; it takes `codes` and `code_requests`."""
    articles, declines = ArticleAnswers(knowledge), Recovery(knowledge)
    items = ItemChoices(store, zone)
    orders = OrderAnswers(knowledge, articles, items, zone)
    records = Records.of(knowledge, store, cases, zone, forgetting)
    gate = setting = None
    if asks_code and codes is not None and code_requests is not None:
        gate, setting = VoiceCodeGate(codes), VoiceCodeSetting(codes, code_requests, records.link)
    dialog = ActionDialog(articles, items, records, gate)
    answerers = orders.answerers()
    acting = {"order.cancel": cancelling(dialog)}
    if "guarantee.claim" in answerers:
        acting["guarantee.claim"] = claiming(dialog, articles, answerers["guarantee.claim"])
    desk = Desk(articles, {**answerers, **acting})
    unanswered = Unanswered(knowledge.vocabulary, note_unanswered)
    questions = HelpQuestionHandler(knowledge, desk, items, declines, unanswered)
    yes, no = YesHandler(desk, articles, knowledge, dialog, orders, items), NoHandler(items, unanswered)
    select = SelectHandler(items, desk, questions, declines, no)
    answers = ActionAnswers(dialog)
    looking_back: list[Handler] = [
        LaunchHandler(
            items, orders.words, zone, visits, cases, records.link, setting.resumed if setting else None
        ),
        OrderIntentHandler(knowledge, desk, items, questions, orders),
    ]
    others: list[Handler] = [
        CaseIntentHandler(dialog, articles),
        RequestIntentHandler(dialog, questions),
        DescribeIntentHandler(questions, select),
        SalesIntentHandler(articles, answerers),
        PrivacyIntentHandler(dialog),
        VoiceCodeIntentHandler(select, setting.unasked) if setting else VoiceCodeIntentHandler(select),
        VoiceCodeSettingHandler(setting),
        questions,
        select,
        yes,
        no,
        StepHandler(articles, knowledge, items, yes, no),
        AudienceHandler(desk, declines),
        RepeatHandler(articles),
        ChoicesHandler(knowledge),
        ThanksHandler(),
        UpsetHandler(),
        GreetingHandler(),
        AboutMeHandler(),
        OffTopicHandler(declines),
        UnsureHandler(),
        HelpHandler(),
        StopHandler(),
        FallbackHandler(declines),
    ]
    made = [InAction(handler, dialog, answers, looks_back=True) for handler in looking_back]
    made += [InAction(handler, dialog, answers) for handler in others]
    if gate is None or setting is None:
        return [Guarded(handler, knowledge, items) for handler in made]
    asked, chosen = VoiceCodeAnswers(gate, dialog, setting.forgot, notice), setting

    def code(turn: Turn) -> Reply | None:
        return asked.take(turn) or chosen.take(turn)

    return [Guarded(handler, knowledge, items, code) for handler in made]


def build_skill(
    settings: Settings,
    knowledge: KnowledgeBase | None = None,
    store: OrderStore | None = None,
    identity: Identity | None = None,
    cases: CaseStore | None = None,
) -> CustomSkill:
    """The skill, ready to be invoked. What is not given is made from the settings."""
    knowledge = knowledge or KnowledgeBase.load(COMPILED / f"{LOCALE}.json", Ranker.load())
    zone = ZoneInfo(settings.time_zone or knowledge.fact("marketplace.time_zone") or "UTC")
    wording = Wording(knowledge.prompts)
    screens = Screens(wording, {topic: article.title for topic, article in knowledge.articles.items()})
    progress = Progress(settings.progress_after_s, wording.of)
    bridge = Bridge(identity or identity_for(settings), wording, zone, screens, progress)
    kept = stores(settings, store, cases)
    launch, *rest = handlers(
        knowledge,
        kept.orders,
        kept.cases,
        zone,
        settings.note_unanswered,
        kept.visits,
        kept.codes,
        settings.voice_code,
        kept.forgetting,
        kept.code_requests,
    )
    records = Records.of(knowledge, kept.orders, kept.cases, zone, kept.forgetting)
    intents = frozenset(name for handler in rest for name in handler.intents)
    builder = CustomSkillBuilder()
    if settings.skill_id:
        builder.skill_id = settings.skill_id  # type: ignore[assignment]  # the SDK declares it as None only
    builder.add_request_handler(LaunchRequestHandler(bridge, launch))
    for handler in rest:
        builder.add_request_handler(IntentRequestHandler(bridge, handler))
    builder.add_request_handler(TouchHandler(bridge, rest))
    builder.add_request_handler(UnknownIntentHandler(bridge, rest[-1]))
    builder.add_request_handler(CanFulfillIntentRequestHandler(intents))
    builder.add_request_handler(SessionEndedRequestHandler(bridge, records.keep))
    builder.add_request_handler(SkillDisabledRequestHandler(bridge, records.forget_user))
    builder.add_request_handler(SilentRequestHandler())
    builder.add_exception_handler(CatchAllExceptionHandler(bridge))
    return builder.create()
