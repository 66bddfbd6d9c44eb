"""Commands for the people who run Shop Helper; never deployed.

They use the settings of the environment, as the skill does, and the AWS credentials of whoever calls them.
"""
