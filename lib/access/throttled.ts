import { addressSubject, beginAttempt, deviceSubject, emailSubject, forgiveAll, forgiveAttempt, personSubject } from "./sign-in-throttle.sql.ts";

export type Throttled<Outcome> = { readonly outcome: Outcome } | { readonly retryAt: Date };

/**
 * Tries a password for an email address, unless too many tries failed for it or from that address. A browser that is known
 * to the email address has a count of its own in place of the one that strangers share. `null` is a failed try.
 */
export async function throttled<Outcome>(who: { readonly email: string; readonly address: string | null; readonly device: string | null }, attempt: () => Promise<Outcome | null>): Promise<Throttled<Outcome | null>> {
  const [account, address] = [who.device === null ? emailSubject(who.email) : deviceSubject(who.device), addressSubject(who.address)];
  // The address first: one that must wait leaves no trace under the names that it tries.
  const addressRetryAt = await beginAttempt(address);
  if (addressRetryAt !== null) return { retryAt: addressRetryAt };
  const retryAt = await beginAttempt(account);
  if (retryAt !== null) {
    await forgiveAttempt(address);
    return { retryAt };
  }
  const outcome = await attempt();
  if (outcome !== null) await Promise.all([forgiveAll(account), forgiveAttempt(address)]);
  return { outcome };
}

/** The same for somebody who is signed in. */
export async function throttledPerson<Outcome>(userId: string, attempt: () => Promise<Outcome | null>): Promise<Throttled<Outcome | null>> {
  const person = personSubject(userId);
  const retryAt = await beginAttempt(person);
  if (retryAt !== null) return { retryAt };
  const outcome = await attempt();
  if (outcome !== null) await forgiveAll(person);
  return { outcome };
}

/** In words that name no account. */
export function tooManyAttempts(retryAt: Date, nowMs: number = Date.now()): { readonly detail: string; readonly retryAfterSeconds: number } {
  const retryAfterSeconds = Math.max(1, Math.ceil((retryAt.getTime() - nowMs) / 1000));
  const [amount, unit] = retryAfterSeconds < 60 ? [retryAfterSeconds, "second"] : [Math.ceil(retryAfterSeconds / 60), "minute"];
  return { detail: `Too many attempts failed. Try again in ${String(amount)} ${unit}${amount === 1 ? "" : "s"}.`, retryAfterSeconds };
}
