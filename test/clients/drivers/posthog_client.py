from posthog import Posthog

from assignment import events, properties, refused, url, write_key

posthog = Posthog(write_key, host=url, on_error=lambda error, batch: refused(error))

for event in events:
    posthog.capture(event, distinct_id="user-1", properties=properties)
posthog.shutdown()
