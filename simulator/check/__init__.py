"""Certification as code: the platform's rules and those of voice design, for any Alexa skill.

`model_rules` reads an interaction model; `response_rules`, `turn_rules` and `speech_rules` read one turn;
`conversation_rules` and `walk` drive a handler through the stand-in. Nothing here knows a particular skill.
"""
