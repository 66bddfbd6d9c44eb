"""A whole skill that breaks every rule there is, each in one place: its handler (`handler`), its models (`models`).

python -m tests.check.broken_skill FOLDER       writes the models, and says how to have them checked
"""
