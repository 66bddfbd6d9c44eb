"""The same skill served over HTTP, for an Echo without Lambda: flask-ask-sdk in front of `lambda_function.handler`.

    python -m webservice          or `make serve`; docs/webservice.md

Imports point one way: `settings`, `refusal ← certificates ← chains ← verifiers ← app ← server`.
"""
