"""What the skill does for a customer, as pure rules.

`draft` what is known so far, `problems` words → what went wrong, `eligibility` what is allowed and why not,
`steps` what comes next in the dialog, `changes` what is written once the customer has said yes.
"""
