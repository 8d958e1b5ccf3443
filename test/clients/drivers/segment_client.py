from segment.analytics.client import Client

from assignment import events, properties, refused, url, write_key

client = Client(write_key, host=url, gzip=False, on_error=lambda error, batch: refused(error))

for event in events:
    client.track("user-1", event, properties)
client.shutdown()
