"""Reads an event with the library of CloudEvents: BODY-FILE CONTENT-TYPE; writes what it is, a line each."""

import json
import sys

from cloudevents.core.bindings.http import HTTPMessage, from_http_event

path, content_type = sys.argv[1:]
with open(path, "rb") as file:
    event = from_http_event(HTTPMessage(headers={"content-type": content_type}, body=file.read()))
for value in (event.get_specversion(), event.get_id(), event.get_source(), event.get_type(), event.get_subject()):
    print(value)
print(event.get_time().isoformat())
print(json.dumps(event.get_data(), sort_keys=True))
