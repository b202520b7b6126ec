import { z } from "zod";
import type { AttemptReading } from "#lib/providers/attempt-reading";
import { boundedName } from "#lib/providers/bounded-texts";
import { keyedHash } from "#lib/receiving/keyed-hash";
import { maskCards } from "#lib/receiving/mask-cards";
import type { Attempt } from "./attempt.ts";

export interface AttemptMoment {
  readonly atMs: number;
  /** IANA name: the zone of the settings. */
  readonly timeZone: string;
  /** The installation's key, with which cards are hashed. */
  readonly hashKey: Uint8Array;
}

/** What a validation request says, in the forms that rules compare with. Texts are cut to what a row can hold, and card numbers in them overwritten. */
export function readAttempt(reading: AttemptReading, { atMs, timeZone, hashKey }: AttemptMoment): Attempt {
  const { amount, country, bin, cardBrand, variables } = reading;
  const free = masked([reading.paymentMethod, reading.emailDomain, reading.avsAlert, reading.verificationAlert, reading.intent, ...variables].map(kept));
  const [paymentMethod = null, emailDomain = null, avsAlert = null, verificationAlert = null, intent = null, variable1 = null, variable2 = null, variable3 = null] = free;
  return {
    amount,
    currency: amount?.currency ?? null,
    country,
    paymentMethod,
    cardBrand,
    bin,
    lastFour: reading.lastFour,
    card: cardHash(reading, hashKey),
    customer: kept(reading.customer)?.toLowerCase() ?? null,
    emailDomain,
    avsAlert,
    verificationAlert,
    intent,
    variable1,
    variable2,
    variable3,
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

const texts = z.array(z.string().nullable());
const noMembers: ReadonlySet<string> = new Set();

/** As bodies are masked before they are stored. */
function masked(free: readonly (string | null)[]): readonly (string | null)[] {
  const { body, masked: found } = maskCards(Buffer.from(JSON.stringify(free), "utf8"), noMembers);
  return found ? texts.parse(JSON.parse(Buffer.from(body).toString("utf8"))) : free;
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
