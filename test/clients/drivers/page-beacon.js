/** A page whose last events go out while it is left: nothing tells it what became of them. */
async ({ events, properties, url, writeKey }) => {
  const batch = events.map(event => ({ type: 'track', messageId: crypto.randomUUID(), userId: 'user-1', event, properties }));

  const taken = navigator.sendBeacon(`${url}/v1/b`, JSON.stringify({ batch, writeKey })); // a string goes as text/plain
  return taken ? [] : ['sendBeacon returned false'];
}
