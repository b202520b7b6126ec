import type { AttemptReading } from "#lib/providers/attempt-reading";
import { boundedName } from "#lib/providers/bounded-texts";
import { keyedHash } from "#lib/receiving/keyed-hash";
import type { Attempt } from "./attempt.ts";

export interface AttemptMoment {
  readonly atMs: number;
  /** IANA name: the zone of the settings. */
  readonly timeZone: string;
  /** The installation's key, with which cards are hashed. */
  readonly hashKey: Uint8Array;
}

/** What a validation request says, in the forms that rules compare with. Texts are cut to what a row can hold. */
export function readAttempt(reading: AttemptReading, { atMs, timeZone, hashKey }: AttemptMoment): Attempt {
  const { amount, country, bin, cardBrand, variables } = reading;
  return {
    amount,
    currency: amount?.currency ?? null,
    country,
    paymentMethod: kept(reading.paymentMethod),
    cardBrand,
    bin,
    lastFour: reading.lastFour,
    card: cardHash(reading, hashKey),
    customer: kept(reading.customer)?.toLowerCase() ?? null,
    emailDomain: kept(reading.emailDomain),
    avsAlert: kept(reading.avsAlert),
    verificationAlert: kept(reading.verificationAlert),
    intent: kept(reading.intent),
    variable1: kept(variables[0]),
    variable2: kept(variables[1]),
    variable3: kept(variables[2]),
    hour: hourIn(timeZone, atMs),
    orderId: kept(reading.orderId),
  };
}

/** A card as lists and velocity know it: keyed hash over first six, last four and expiry; `null` where digits are missing. */
export function cardHash({ bin, lastFour, cardExpiry }: Pick<AttemptReading, "bin" | "lastFour" | "cardExpiry">, hashKey: Uint8Array): string | null {
  if (bin === null || lastFour === null) return null;
  return Buffer.from(keyedHash(hashKey, "card", Buffer.from(JSON.stringify([bin, lastFour, cardExpiry])))).toString("hex");
}

/** Without what PostgreSQL refuses in a text, without blanks around it; nothing left is nothing said. */
function kept(text: string | null): string | null {
  const clean = text?.replaceAll("\0", "\u2400").toWellFormed().trim() ?? "";
  return clean === "" ? null : boundedName(clean);
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** The hour of the day in a zone, 0 to 23. */
export function hourIn(timeZone: string, atMs: number): number {
  let clock = clocks.get(timeZone);
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat("en", { timeZone, hour: "2-digit", hourCycle: "h23" });
    clocks.set(timeZone, clock);
  }
  return Number(clock.format(atMs));
}
