"""Sends a webhook as the library of Standard Webhooks signs it: SECRET URL ID AGE-IN-SECONDS BODY; tells status and answer."""

import sys
import urllib.error
import urllib.request
from datetime import datetime, timedelta, timezone

from standardwebhooks.webhooks import Webhook

secret, url, name, age, body = sys.argv[1:]
moment = datetime.now(tz=timezone.utc) - timedelta(seconds=float(age))
headers = {
    "content-type": "application/json",
    "webhook-id": name,
    "webhook-timestamp": str(int(moment.timestamp())),
    "webhook-signature": Webhook(secret).sign(name, moment, body),
}
request = urllib.request.Request(url, body.encode(), headers, method="POST")
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
try:
    with opener.open(request) as answer:
        print(answer.status, answer.read().decode())
except urllib.error.HTTPError as error:
    print(error.code, error.read().decode())
