import os
import threading
import time

from amplitude import Amplitude, BaseEvent

from assignment import events, properties, refused, url, write_key

answered = threading.Semaphore(0)


def tell(event, code, message):
    if code != 200:
        refused(f"{code} {message}")
    answered.release()


client = Amplitude(write_key)
client.configuration.server_url = f"{url}/2/httpapi"
client.configuration.flush_interval_millis = 500
client.configuration.flush_max_retries = 3
client.configuration.callback = tell

for event in events:
    client.track(BaseEvent(event, user_id="user-1", event_properties=properties))
deadline = time.monotonic() + 8
for _ in events:
    answered.acquire(timeout=max(0, deadline - time.monotonic()))
os._exit(0)  # threads of the client keep the process alive when it misses an answer
