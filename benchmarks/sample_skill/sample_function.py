"""The smallest skill as the SDK's own samples make it: a handler, and a DynamoDB client made at import."""

import boto3
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_core.skill_builder import CustomSkillBuilder
from ask_sdk_core.utils import is_request_type
from ask_sdk_model import Response

client = boto3.client("dynamodb", region_name="us-east-1")
builder = CustomSkillBuilder()


@builder.request_handler(can_handle_func=is_request_type("LaunchRequest"))
def launch(handler_input: HandlerInput) -> Response:
    return handler_input.response_builder.speak("Hello.").ask("What next?").response


handler = builder.lambda_handler()
