import time

import requests
from snowplow_tracker import Emitter, StructuredEvent, Tracker

from assignment import events, properties, refused, url, write_key

session = requests.Session()
session.auth = (write_key, "")
unsent = []


def failed(sent_count, payloads):
    unsent[:] = payloads


emitter = Emitter(url, batch_size=len(events), session=session, on_success=lambda _: unsent.clear(), on_failure=failed)
tracker = Tracker("matrix", emitter)

for event in events:
    tracker.track(StructuredEvent(category="matrix", action=event, label="".join(properties["texts"])))
idle_since = time.monotonic()
while unsent and time.monotonic() - idle_since < 3:
    if emitter.retry_timer.is_active():
        idle_since = time.monotonic()
    time.sleep(0.1)
if unsent:
    refused(f"on_failure is called with {len(unsent)} events")
