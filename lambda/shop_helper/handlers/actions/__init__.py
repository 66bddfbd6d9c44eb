"""Acting for the customer: one dialog for every action, and the intents that lead into it.

`records` reads and writes what an action is about, `speaking` puts its steps into prompts, `dialog` asks, reads back
and writes, `answers` understands what is said to an open question, `around` lets every other handler be a digression.
"""
