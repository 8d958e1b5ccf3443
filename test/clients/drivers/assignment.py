import json
import os

_assignment = json.loads(os.environ["TELEMETRY_ASSIGNMENT"])
url = _assignment["url"]
write_key = _assignment["writeKey"]
events = _assignment["events"]
properties = _assignment["properties"]


def refused(reason):
    """Passes on what the client says of events that it gives up."""
    print("refused: " + " ".join(str(reason).split()), flush=True)
