"""Checks a webhook with the library of Standard Webhooks: SECRET BODY-FILE NAME VALUE …; says whether it takes it."""

import sys

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

secret, path, *pairs = sys.argv[1:]
headers = dict(zip(pairs[::2], pairs[1::2]))
with open(path, "rb") as file:
    body = file.read()
try:
    Webhook(secret).verify(body, headers, json_parse=False)
    print("verified")
except WebhookVerificationError:
    print("refused")
