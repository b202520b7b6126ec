/** `reached`: our own proof came back. `not_tried`: the address may not be called from here. */
export const roundTripOutcomes = ["reached", "other_server", "redirected", "dns", "refused", "tls", "timeout", "not_tried"] as const;
export type RoundTripOutcome = (typeof roundTripOutcomes)[number];

/** Over what kind of address it was reached. */
export const reaches = ["internet", "network", "machine"] as const;
export type Reach = (typeof reaches)[number];
