export const { url, writeKey, authorization, events, properties } = JSON.parse(process.env.TELEMETRY_ASSIGNMENT);

/** Passes on what the client says of events that it gives up. */
export function refused(reason) {
  console.log(`refused: ${String(reason?.message ?? reason).replace(/\s+/g, ' ')}`);
}
