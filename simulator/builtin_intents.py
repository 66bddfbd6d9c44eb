"""What people say to Alexa's built-in intents without a skill writing it down.

Amazon doesn't publish its lists; these are the obvious ones. A model that declares an intent gets them, and
its own samples besides; one it does not declare is not recognised. Data only.
"""

from __future__ import annotations

FALLBACK = "AMAZON.FallbackIntent"
YES, NO = "AMAZON.YesIntent", "AMAZON.NoIntent"

_ENGLISH: dict[str, str] = {
    "AMAZON.HelpIntent": "help|help me|i need help|can you help me|i need some help|help please",
    "AMAZON.StopIntent": "stop|off|shut up|stop it|stop talking|be quiet|quit",
    "AMAZON.CancelIntent": "cancel|never mind|forget it",
    "AMAZON.NavigateHomeIntent": "home|go home|go to the home screen|home screen|go to home",
    YES: "yes|yeah|yep|yup|sure|okay|correct|right|that is right|yes please|of course|certainly|absolutely|"
    "yes i do|yes i am|yes it is|sounds good|please do|do it",
    NO: "no|nope|nah|no thanks|no thank you|not really|no i do not|no i am not|no it is not|absolutely not|"
    "definitely not|no way",
    "AMAZON.RepeatIntent": "repeat|repeat that|say that again|say it again|again|repeat it|once more|"
    "can you repeat that|what did you say|pardon|sorry what was that",
    "AMAZON.NextIntent": "next|next one|the next one|skip|skip this|skip forward|next please",
    "AMAZON.PreviousIntent": "previous|previous one|go back|the previous one|back|the one before",
    "AMAZON.StartOverIntent": "start over|restart|start again|begin again|from the start|start from the beginning",
    "AMAZON.MoreIntent": "more|tell me more|show me more|more please",
    "AMAZON.PauseIntent": "pause|pause it|pause that",
    "AMAZON.ResumeIntent": "resume|continue|keep going|carry on",
    "AMAZON.LoopOnIntent": "loop on|turn the loop on|loop",
    "AMAZON.LoopOffIntent": "loop off|turn the loop off",
    "AMAZON.ShuffleOnIntent": "shuffle|shuffle on|turn shuffle on",
    "AMAZON.ShuffleOffIntent": "shuffle off|turn shuffle off|stop shuffling",
    "AMAZON.SelectIntent": "select|select this|select that one",
    "AMAZON.NavigateSettingsIntent": "settings|go to settings|open settings",
    "AMAZON.ScrollUpIntent": "scroll up",
    "AMAZON.ScrollDownIntent": "scroll down",
    "AMAZON.ScrollLeftIntent": "scroll left",
    "AMAZON.ScrollRightIntent": "scroll right",
    "AMAZON.PageUpIntent": "page up",
    "AMAZON.PageDownIntent": "page down",
}


def utterances(intent: str, locale: str) -> tuple[str, ...]:
    """What Alexa takes for a built-in intent by itself; empty for other intents and languages."""
    known = _ENGLISH if locale.lower().startswith("en") else {}
    said = known.get(intent, "")
    return tuple(said.split("|")) if said else ()
