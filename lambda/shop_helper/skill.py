"""The composition root: settings in, the skill out."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from ask_sdk_core.skill import CustomSkill
from ask_sdk_core.skill_builder import CustomSkillBuilder

from shop_helper.actions.codes import Codes
from shop_helper.actions.engine import ActionEngine
from shop_helper.actions.offers import Offers
from shop_helper.actions.repository import ActionRepository
from shop_helper.actions.voice_code import VoiceCodeAnswers, VoiceCodeApproval
from shop_helper.actions.voice_code_setting import VoiceCodeSetting, notice
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
)
from shop_helper.alexa.progressive import Progress
from shop_helper.alexa.screens import Screens
from shop_helper.conversation.recovery import Recovery
from shop_helper.dialog.move import Tell
from shop_helper.dialog.records import Context
from shop_helper.dialog.reply import Outcome, Reply
from shop_helper.domain.actions.draft import ActionKind, Draft
from shop_helper.identity import identity_for
from shop_helper.knowledge import bundled
from shop_helper.knowledge.base import KnowledgeBase
from shop_helper.knowledge.ranking import Ranker
from shop_helper.lookup import RecordLookup
from shop_helper.owner import Owners
from shop_helper.persistence.stores import Stores, stores
from shop_helper.pipeline import Pipeline
from shop_helper.ports import Identity
from shop_helper.settings import Settings
from shop_helper.speech.evidence import evidence
from shop_helper.speech.wording import Wording
from shop_helper.topics.articles import ArticleAnswers
from shop_helper.topics.cases import CaseAnswers
from shop_helper.topics.danger import DangerAnswers
from shop_helper.topics.launch import LaunchAnswers
from shop_helper.topics.orders import OrderAnswers, TopicHandler
from shop_helper.topics.router import TopicRouter
from shop_helper.understanding.danger import DangerSense, Sense
from shop_helper.understanding.evidence import Listener
from shop_helper.understanding.intents import INTENTS
from shop_helper.understanding.reader import Reader
from shop_helper.understanding.unanswered import Unanswered

LOCALE = "en-US"


def build_pipeline(
    settings: Settings,
    knowledge: KnowledgeBase,
    kept: Stores,
    wording: Wording,
    zone: ZoneInfo,
    sense: Sense | None = None,
) -> Pipeline:
    """Every step of a turn, made once. `sense` finds people in danger; None: the trained one."""
    articles = ArticleAnswers(knowledge)
    repository = ActionRepository.of(knowledge, kept.orders, kept.cases, zone, kept.erasure)
    uses_codes = settings.voice_code
    approval = VoiceCodeApproval(kept.codes) if uses_codes else None
    engine = ActionEngine(articles, repository, approval)
    codes = Codes()
    if approval is not None:
        setting = VoiceCodeSetting(kept.codes, kept.code_requests, repository.link)
        codes = Codes(VoiceCodeAnswers(approval, engine, setting.forgot, notice), setting)
    orders = OrderAnswers(knowledge, articles, zone)
    launch = LaunchAnswers(
        orders.words, zone, kept.visits, kept.cases, repository.link, evidence, codes.resumed
    )
    acting: dict[str, TopicHandler] = {"order.cancel": engine.cancel_if_possible}
    if "guarantee.claim" in orders.topic_handlers():
        acting["guarantee.claim"] = _claiming(engine, articles, orders.topic_handlers()["guarantee.claim"])
    router = TopicRouter(knowledge, articles, orders, CaseAnswers(articles), launch, acting)
    listener = Listener(knowledge, router.needs_of)
    return Pipeline(
        listener=listener,
        reader=Reader(knowledge, listener, zone),
        lookup=RecordLookup(kept.orders, kept.cases),
        router=router,
        engine=engine,
        offers=Offers(knowledge, repository),
        codes=codes,
        recovery=Recovery(knowledge),
        repository=repository,
        unanswered=Unanswered(knowledge.vocabulary, settings.note_unanswered),
        wording=wording,
        zone=zone,
        danger=DangerAnswers(knowledge),
        sense=sense or DangerSense.load(meaning=knowledge.meaning),
        owners=Owners(settings.session_secret),
    )


def _claiming(engine: ActionEngine, articles: ArticleAnswers, article: TopicHandler) -> TopicHandler:
    """The question about the guarantee is answered by its article, then by what the order says: the claim is offered,
    or it is said what stands against it."""

    def answer(context: Context, asked: Tell) -> Reply:
        if asked.mention.in_general:
            return articles.answer(context, asked.topic)
        reply = article(context, asked)
        if reply.item is None or reply.outcome is not Outcome.ANSWERED:
            return reply
        return engine.offer(context, reply, Draft(ActionKind.CLAIM).about(reply.item))

    return answer


def build_skill(
    settings: Settings,
    knowledge: KnowledgeBase | None = None,
    identity: Identity | None = None,
    kept: Stores | None = None,
) -> CustomSkill:
    """The skill, ready to be invoked. What is not given is made from the settings."""
    knowledge = knowledge or bundled.load(settings.profile, LOCALE, Ranker.load())
    zone = ZoneInfo(settings.time_zone or knowledge.fact("marketplace.time_zone") or "UTC")
    wording = Wording(knowledge.prompts)
    screens = Screens(wording, {topic: article.title for topic, article in knowledge.articles.items()}, zone)
    progress = Progress(settings.progress_after_s, wording.ssml_of)
    kept = kept or stores(settings)
    pipeline = build_pipeline(settings, knowledge, kept, wording, zone)
    asked, topics = identity or identity_for(settings), knowledge.articles.keys()
    bridge = Bridge(asked, pipeline.owners, pipeline, screens, progress, topics, settings.turn_limit_s)
    builder = CustomSkillBuilder()
    builder.add_request_handler(LaunchRequestHandler(bridge))
    builder.add_request_handler(IntentRequestHandler(bridge))
    builder.add_request_handler(TouchHandler(bridge))
    builder.add_request_handler(CanFulfillIntentRequestHandler(frozenset(INTENTS)))
    builder.add_request_handler(SessionEndedRequestHandler(bridge, pipeline.keep_draft))
    builder.add_request_handler(SkillDisabledRequestHandler(bridge, pipeline.forget_user))
    builder.add_request_handler(SilentRequestHandler())
    builder.add_exception_handler(CatchAllExceptionHandler(bridge))
    return builder.create()
