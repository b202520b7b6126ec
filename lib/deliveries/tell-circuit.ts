import { writeAudited } from "#lib/access/command";
import { wakeAlerts } from "#lib/alerts/wake-alerts.sql";
import { announceEndpoint } from "#lib/endpoints/announce-endpoint.sql";

const worker = { type: "worker", name: "worker" } as const;

/** Puts in the audit that an endpoint's circuit opened or closed, and tells every process. */
export async function tellCircuit(endpointId: string, circuit: "open" | "closed"): Promise<void> {
  await writeAudited(worker, async ({ tx }) => {
    await announceEndpoint(tx, endpointId);
    await wakeAlerts(tx);
    const action = circuit === "open" ? "endpoint.circuit_open" : "endpoint.circuit_close";
    return { output: null, audit: { action, subjectType: "endpoint", subjectId: endpointId, details: {} } };
  });
}
