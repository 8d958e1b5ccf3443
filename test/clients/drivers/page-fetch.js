/** A page that reads the replies of another origin, and does what they say. */
async ({ authorization, events, properties, url }) => {
  const body = JSON.stringify(events.map(event => ({ type: 'track', messageId: crypto.randomUUID(), userId: 'user-1', event, properties })));
  const headers = { 'Content-Type': 'application/json', 'Authorization': authorization };

  let reply;
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    reply = await fetch(`${url}/events`, { method: 'POST', keepalive: true, headers, body }).catch(error => error);
    if (reply.ok) {
      return [];
    }
    if (![429, 503, undefined].includes(reply.status)) {
      break;
    }
    await new Promise(resolve => setTimeout(resolve, 1_000 * (reply.headers?.get('Retry-After') ?? 1)));
  }
  return [reply instanceof Error ? String(reply) : `${reply.status} ${reply.statusText}`];
}
