import type { Endpoint, EndpointSecret } from "#lib/endpoints/endpoint-shape";

/** Where the rotation of an endpoint's secret stands. */
export interface SecretRotation {
  readonly step: 1 | 2;
  /** Secrets that sign now, oldest first. */
  readonly signing: readonly EndpointSecret[];
  readonly newest: EndpointSecret | null;
  readonly former: readonly EndpointSecret[];
}

export function secretRotation(secrets: Endpoint["secrets"]): SecretRotation {
  const signing = secrets.filter(({ status }) => status === "active" || status === "expiring");
  const former = signing.slice(0, -1);
  return { signing, former, newest: signing.at(-1) ?? null, step: former.length === 0 ? 1 : 2 };
}

/** In which headers the signature of the secret at this place stands. */
export function signatureHeaders({ format }: Pick<Endpoint, "format">, at: number, count: number): readonly string[] {
  if (format === "original") return ["countersign-signature"];
  return ["webhook-signature", ...(at === 0 ? ["X-Signature"] : []), ...(count > 1 && at === count - 1 ? ["X-Signature-Next"] : [])];
}

export function secretRotationAnswer({ signing, former }: SecretRotation): string {
  if (former.length === 0) return "One secret signs. A new one signs beside it until the time that you choose, so that no delivery is refused.";
  return `${String(signing.length)} secrets sign every delivery. Change the secret on your server, then end the former ${former.length === 1 ? "one" : "ones"}.`;
}
