import { installation } from "#lib/platform/installation";
import { cardHash } from "./read-attempt.ts";

/** A card as people may write it on a list. */
export interface WrittenCard {
  readonly bin: string;
  readonly lastFour: string;
  /** Two digits, a slash, four digits: as providers write it. */
  readonly expiry: string;
}

const form = /^([0-9]{6})[^0-9/]+([0-9]{4})[^0-9/]+(0?[1-9]|1[0-2])\s*\/\s*(20[0-9]{2}|[0-9]{2})$/;

/** Reads `411111 1111 12/2028`, `411111******1111 12/28`; `null` where it is not that. */
export function readCardText(text: string): WrittenCard | null {
  const [, bin, lastFour, month, year] = form.exec(text.trim()) ?? [];
  if (bin === undefined || lastFour === undefined || month === undefined || year === undefined) return null;
  return { bin, lastFour, expiry: `${month.padStart(2, "0")}/${year.length === 2 ? `20${year}` : year}` };
}

/** What people see of it afterwards. */
export function cardLabel({ bin, lastFour, expiry }: WrittenCard): string {
  return `${bin}······${lastFour} ${expiry}`;
}

/** What rules compare it with: the keyed hash that an attempt with this card has. */
export function cardValue({ bin, lastFour, expiry }: WrittenCard): string {
  const value = cardHash({ bin, lastFour, cardExpiry: expiry }, installation().hashKey);
  if (value === null) throw new Error("a card whose digits are known has no hash");
  return value;
}
