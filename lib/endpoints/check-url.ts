import { isIP } from "node:net";
import { installation } from "#lib/platform/installation";
import { outbound } from "#lib/platform/outbound/outbound";
import { readTargetUrl, type Target } from "#lib/platform/outbound/target-url";
import { Problem } from "#lib/platform/problem";

const resolveWithinMs = 5_000;

/**
 * Refuses a URL that deliveries could or should not go to, before it is saved: its form, its scheme, where its name leads.
 * The address is looked at again whenever one is dialled; this is so that a mistake shows at once, with the reason.
 * `force` saves a name that cannot be looked up yet. Throws `Problem("bad_input")`.
 */
export async function refuseBadUrl(url: string, mode: "test" | "live", force: boolean): Promise<void> {
  const reading = readTargetUrl(url);
  if (!reading.ok) throw badUrl(reading.reason);
  const { target } = reading;
  const own = ownUrlProblem(target);
  if (own !== null) throw badUrl(own);
  const addresses = await addressesOf(target);
  if (addresses === null && !force) {
    throw badUrl(`The name ${target.hostname} cannot be looked up: it does not exist, or its name servers do not answer. With force=true it is saved all the same.`);
  }
  for (const address of addresses ?? []) {
    const kind = outbound().whyRefused(address);
    if (kind !== null) throw badUrl(addressProblem(target.hostname, address, kind));
  }
  if (mustEncrypt(target, mode, addresses)) throw badUrl(encryptionProblem);
}

export const encryptionProblem = "Live deliveries go over https only: use an https URL, make it an endpoint of mode test, or name its network in ALLOW_PRIVATE_TARGETS.";

/** Deliveries to ourselves would become events, and those deliveries again. */
export function ownUrlProblem(target: Target): string | null {
  const own = new URL(installation().publicUrl);
  return target.origin === own.origin ? "This is Countersign's own address: what it sent there would come back to it." : null;
}

export function addressProblem(hostname: string, address: string, kind: string): string {
  const what = hostname === address ? `${address} is` : `The name ${hostname} leads to ${address}, which is`;
  return `${what} ${kind}. Only public addresses are reached; ALLOW_PRIVATE_TARGETS names the exceptions.`;
}

/** Plain http is for tests, and for networks that somebody allowed by name. */
export function mustEncrypt(target: Target, mode: "test" | "live", addresses: readonly string[] | null): boolean {
  if (target.secure || mode === "test") return false;
  return addresses === null || !addresses.every((address) => outbound().isAllowListed(address));
}

/** Where the name leads; `null` when it cannot be looked up in time. */
export async function addressesOf(target: Target): Promise<readonly string[] | null> {
  if (isIP(target.hostname) !== 0) return [target.hostname];
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), resolveWithinMs);
  });
  try {
    const addresses = await Promise.race([outbound().resolve(target.hostname).catch(() => null), tooLate]);
    return addresses === null || addresses.length === 0 ? null : addresses;
  } finally {
    clearTimeout(timer);
  }
}

function badUrl(message: string): Problem {
  return new Problem("bad_input", `This URL cannot be used. ${message}`, { errors: [{ path: "url", message }] });
}
