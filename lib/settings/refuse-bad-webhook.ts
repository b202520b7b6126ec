import { addressesOf, addressProblem, mustEncrypt, ownUrlProblem } from "#lib/endpoints/check-url";
import { outbound } from "#lib/platform/outbound/outbound";
import { readTargetUrl } from "#lib/platform/outbound/target-url";
import { Problem } from "#lib/platform/problem";

/** Refuses a URL that alerts could or should not go to, before it is saved. Throws `Problem("bad_input")`. */
export async function refuseBadWebhook(url: string): Promise<void> {
  const reading = readTargetUrl(url);
  if (!reading.ok) throw badUrl(reading.reason);
  const { target } = reading;
  const own = ownUrlProblem(target);
  if (own !== null) throw badUrl(own);
  const addresses = await addressesOf(target);
  if (addresses === null) throw badUrl(`The name ${target.hostname} cannot be looked up: it does not exist, or its name servers do not answer.`);
  for (const address of addresses) {
    const kind = outbound().whyRefused(address);
    if (kind !== null) throw badUrl(addressProblem(target.hostname, address, kind));
  }
  if (mustEncrypt(target, "live", addresses)) throw badUrl("Alerts go over https only: use an https URL, or name its network in ALLOW_PRIVATE_TARGETS.");
}

function badUrl(message: string): Problem {
  return new Problem("bad_input", `This URL cannot be used. ${message}`, { errors: [{ path: "alertChannels.webhookUrl", message }] });
}
