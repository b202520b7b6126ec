/** The type of events that are sent to try an endpoint; no filter takes or refuses it. */
export const testEventType = "countersign.test";

/** A message in the normalised shape that is about no payment. `id` is `evt_…`. */
export function testMessage(id: string, at: string): string {
  return JSON.stringify({
    id,
    type: testEventType,
    providerType: testEventType,
    provider: "countersign",
    sourceId: null,
    mode: "test",
    occurredAt: at,
    receivedAt: at,
    data: { transaction: null, payload: { message: "This is a test from Countersign. Verify its signature, answer 2xx and change nothing." } },
  });
}
