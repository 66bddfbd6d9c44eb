"""The vocabulary of danger: words grouped into concepts ("fire", "body", "weapon"), as people say them.

A concept stands for any of its words, so that what was learned of "the charger is smoking" also holds for "the
humidifier is smoking". `concepts_of` also takes a word that is misspelled, misheard by a letter, or cut in two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

CONCEPTS: dict[str, str] = {
    # people
    "ME": "i i'm im i've ive i'll i'd me my myself mine we we're we've us our",
    "CHILD": "son daughter kid kids child children baby baby's babies toddler infant newborn preemie boy girl "
        "grandson "
    "granddaughter grandbaby grandkid grandchild nephew niece twins godson teenager teen student stepson "
    "stepdaughter",
    "ADULT": "husband wife mom mother mommy mama mum dad father daddy papa grandma grandpa grandmother grandfather "
    "granny nana gramps brother sister friend roommate neighbor boyfriend girlfriend uncle aunt cousin coworker "
    "partner fiance fiancee lady woman man guy patient buddy elderly",
    "THEY": "he she he's she's they they're him her them somebody someone somebody's someone's everybody everyone",
    "ABUSER": "ex stepdad stepfather stepmom landlord caretaker boss aide pimp intruder burglar burglars "
        "stranger prowler "
    "creep dude men stalker attacker robber robbers gang shooter thug",
    "PET": "dog cat puppy kitten parrot rabbit pet ferret hamster",
    "SCAMMER": "scammer scammers caller agent irs microsoft hacker hackers officer recruiter impersonator",
    # self-harm
    "SELFKILL": "suicide suicidal kys unalive",
    "DIE": "die dead dying death died dies",
    "KILL": "kill killed killing kills murder shoot shot strangle",
    "HARM": "hurt hurts hurting harm harming harms",
    "SELF": "myself himself herself yourself themselves",
    "LIFE": "life live living alive exist existing lives",
    "END": "end ending ended finish over done",
    "MEANS": "rope noose razor razors bridge ledge roof pistol gun rifle shotgun tracks blade overpass balcony belt",
    "BETTER": "burden hopeless worthless pointless worth better miss goodbye",
    "DESPAIR": "depressed depression alone lonely hopeless numb empty tired desperate",
    # body and illness
    "BODY": "hand hands finger fingers thumb arm arms leg legs foot feet face chest back neck head eye eyes "
        "wrist wrists "
    "ankle knee hip toe toes lip lips shoulder fingertip mouth scalp ear ears belly thigh palm forehead chin elbow "
    "shin ribs skin throat tongue jaw heart lungs lung stomach tummy jaw nose windpipe airway spine skull bone "
    "tooth teeth cheek cheeks eyelid eyelids fingernail hair body",
    "BREATH": "breathe breathing breath breathes breathed air gasping wheezing suffocating inhaler oxygen breath",
    "CHOKE": "choke choking choked chokes gagging gag gags",
    "FAINT": "unconscious unresponsive collapsed collapse fainted faint limp passed keeled blacked convulsing "
    "seizing twitching floppy comatose coma responding conscious responsive awake wake waking woken",
    "ATTACK": "seizure seizures stroke heartattack anaphylaxis overdose overdosed overdosing od'd asthma "
        "contractions "
    "labor hemorrhage concussion aneurysm miscarriage miscarrying drowning drowned stung bitten bit electrocuted",
    "BLOOD": "blood bleed bleeding bleeds bled gushing squirting spurting hemorrhaging",
    "SICK": "vomiting vomit throwing puking dizzy nauseous lightheaded sweating sweaty clammy pale gray blue purple "
    "swelling swollen swell swelled hives rash numb tingling drooping droopy slurred slurring fever drooling "
    "confused "
    "cramping shaking shivering stiff pulse headache headaches woozy sleepy foaming",
    "PAIN": "pain pains painful hurting hurts ache aching aches burning tight crushing squeezing pounding racing",
    "FALL": "fell fall fallen slipped tumbled tripped stairs",
    "MEDIC": "ambulance paramedics paramedic hospital doctor er cpr heimlich narcan epi epipen defibrillator "
        "stitches "
    "medics emt",
    "CALL911": "911 emergency police cops sheriff firefighters fireman firemen",
    "MEDICINE": "pills pill medication medications medicine meds insulin tylenol advil xanax oxy oxys fentanyl "
        "heroin "
    "opioids antidepressants painkillers tablets dose doses edibles vodka alcohol meth melatonin gummies aspirin "
    "ibuprofen adderall nitroglycerin vitamins supplement",
    "POISON": "bleach antifreeze poison detergent pods pod turpentine ammonia gasoline cleaner chemical chemicals "
    "chlorine lye acid fumes mothballs peroxide lighter thinner remover kerosene descaler fluid pesticide bait",
    # swallowing
    "SWALLOW": "swallow swallowed swallows swallowing swallered ingested ate eaten eat eats drank drunk drink gulped "
    "chewed licked inhaled gobbled",
    "OBJECT": "battery batteries magnet magnets magnetic marble marbles coin coins penny quarter screw screws "
        "bead beads "
    "lego legos nail pin needle tack tacks thumbtack earring glass cap balloon eraser piece pieces styrofoam "
    "staple key ring bolt stone pebble cell",
    "LODGED": "stuck lodged trapped caught jammed wedged pinned",
    "GONE": "gone missing lost disappeared vanished",
    # fire
    "FIRE": "fire fires flame flames burning burn burns burned burnt blaze ablaze inferno blazing",
    "SMOKE": "smoke smoking smokes smoldering smoky fumes",
    "SPARK": "spark sparks sparking arcing zapping shocked zapped shocking shocks zap electrocute electrical shock",
    "BLAST": "explode exploded exploding explodes explosion burst bursting blew blow blowing blown popped "
        "popping erupted "
    "shattered shatter detonated",
    "MELT": "melt melting melted melts scorch scorched scorching glowing sizzling overheating overheated overheats "
    "hissing bulging swelling ballooning venting crackling buzzing",
    "HOT": "hot boiling scalding red",
    "SMELL": "smell smells smelling smelled stink stinks stinking reeks odor whiff",
    "GAS": "gas propane carbon monoxide co butane sulfur eggs",
    "GADGET": "toaster charger laptop phone tablet heater fryer microwave dryer lamp blanket scooter bike hoverboard "
    "battery oven stove outlet plug cord vape drone vacuum kettle iron cooker dishwasher washer fan tv speaker "
    "headphones earbuds watch lights humidifier monitor generator fridge freezer router adapter camera pot blender "
    "warmer grill smoker breaker fuse ceiling treadmill printer console razor mower furnace boiler wire wires wiring "
    "socket bulb switch computer machine strip pad bank device gadget appliance engine",
    "HOUSE": "house kitchen garage bedroom room apartment basement trailer curtains curtain couch bed mattress "
        "carpet roof "
    "porch deck shed attic bathroom wall counter backyard building rug hallway closet door window floor upstairs "
    "downstairs home",
    "ALARM": "alarm detector alarms",
    # injury
    "CUT": "cut cuts cutting sliced slice gash gashed slashed stabbed stab chopped slit severed pierced impaled",
    "CRUSH": "crushed smashed broke broken fractured dislocated shattered sprained mangled scalded blistered blister "
    "blisters blistering peeling infected burned injured injury injuries wound wounded scarred bruised concussed",
    "PRODUCT": "ladder knife table scooter chair crib dresser bookshelf trampoline swing stroller chainsaw saw drill "
    "trimmer stool mirror vase jar skillet cream lotion dye shampoo glue cleaner opener lid blade toy product item "
    "straightener processor slicer cutter wheelchair walker recliner treadmill bunk bottle candle firework",
    # threat
    "WEAPON": "gun guns knife weapon pistol rifle bat machete crowbar armed gunpoint knifepoint axe shotgun",
    "HIT": "hit hits hitting beat beats beating punched punch slapped slaps kicked kicks choked strangled attacked "
    "attacking raped rape assaulted molested abused abuses grabbed shoved robbed mugged kidnapped hostage groped",
    "THREATEN": "threatened threatening threatens threat threats stalking stalked blackmail harassing",
    "FOLLOW": "following followed follows chasing chased tailing watching hunting",
    "BREAKIN": "breaking broke break intruder burglar burglars prowler banging pounding",
    "HIDE": "hiding locked trapped scared afraid terrified escape whisper quiet safe unsafe",
    # fraud
    "SCAM": "scam scammed scammer scamming conned swindled defrauded phished phishing tricked fraud hacked hijacked "
    "drained stolen stole fake hustled catfished ripped",
    "GAVE": "gave give given told tell read sent send wired wire transferred zelled venmoed paid paypaled typed "
        "entered "
    "mailed handed texted emailed dictated confirmed clicked downloaded installed deposited bought logged let",
    "SECRET": "password passwords pin pins code codes social ssn account routing license passport card cards numbers "
    "number login details info information",
    "MONEY": "money dollars dollar bucks cash savings zelle venmo bitcoin crypto wire grand hundred thousand "
        "deposit check "
    "checking",
    "REMOTE": "remote access anydesk teamviewer screen computer mouse link website",
    # what speaks against danger
    "SHOP": "order orders ordered ship shipping shipped deliver delivery delivered package packages return "
        "returns returned "
    "refund refunds sell sells carry stock buy buying purchase price prices deal deals sale discount coupon cart "
    "list "
    "subscription membership account exchange track tracking warranty brand reorder wish checkout size color",
    "ASKS": "do does can could would should is are how what what's which where where's when who why",
    "MEDIA": "book books movie movies film game games song album dvd novel series show poster vinyl playstation xbox "
    "season costume documentary paperback author band video episode comic audiobook ray stream",
    "PREVENT": "prevent prevention protect avoid safe safety childproof resistant proof fireproof test recall legal "
    "allowed case bag holder organizer cutter extinguisher stick tablet costume poster kit gel",
    "IF": "if ever would might someday hypothetically suppose",
    "PAST": "yesterday ago years last year used formerly once",
    "IDIOM": "laughing lol joke kidding haha literally figuratively",
    "NOW": "now tonight right just still already keeps help please hurry quick omg god",
    "NOT": "not no never n't isn't aren't wasn't won't can't cannot don't doesn't didn't nothing nobody none stopped "
    "stop without ain't hasn't haven't couldn't",
    "WANT": "want wanna wants need going gonna about ready wish",
}  # fmt: skip

_BY_WORD: dict[str, tuple[str, ...]] = {}
for _concept, _said in CONCEPTS.items():
    for _word in _said.split():
        if _concept not in _BY_WORD.get(_word, ()):
            _BY_WORD[_word] = (*_BY_WORD.get(_word, ()), _concept)

_SHORTEST_MISSPELLED = 5
"""Letters of a word that is looked for with a letter wrong; shorter ones are too like each other."""

_MISSPELLED: dict[str, str] = {}
for _word in _BY_WORD:
    if len(_word) >= _SHORTEST_MISSPELLED and _word.isalpha():
        for _at in range(len(_word)):
            _MISSPELLED.setdefault(_word[:_at] + _word[_at + 1 :], _word)


def concepts_of(words: str) -> list[tuple[str, ...]]:
    """For each word that stands for something, in their order, the concepts it may stand for."""
    return [found for found in map(_concepts, _joined(re.findall(r"[a-z']+|\d+", words.lower()))) if found]


def _joined(said: list[str]) -> Iterator[str]:
    """Words, with "swal lowed" put together again."""
    at = 0
    while at < len(said):
        pair = said[at] + said[at + 1] if at + 1 < len(said) else ""
        if len(pair) >= _SHORTEST_MISSPELLED and pair in _BY_WORD and said[at] not in _BY_WORD:
            yield pair
            at += 2
        else:
            yield said[at]
            at += 1


def _concepts(word: str) -> tuple[str, ...]:
    found = _BY_WORD.get(word) or _BY_WORD.get(word.removesuffix("'s"))
    if found or len(word) < _SHORTEST_MISSPELLED:
        return found or ()
    near = _MISSPELLED.get(word) or next(
        (
            other
            for at in range(len(word))
            if (other := word[:at] + word[at + 1 :]) in _BY_WORD
            or (other := _MISSPELLED.get(other, "")) in _BY_WORD
        ),
        "",
    )
    return _BY_WORD.get(near, ())
