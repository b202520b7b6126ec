import type { AvsResult, CvcResult } from "#lib/providers/card-checks";

type Tone = "good" | "warn" | "bad" | "neutral";

interface CheckWords {
  readonly tone: Tone;
  readonly text: string;
}

/** What the address check says, for people who have never seen its codes. */
export const avsWords: Readonly<Record<AvsResult, CheckWords>> = {
  match: { tone: "good", text: "Address and postal code are those that the bank knows" },
  address_only: { tone: "warn", text: "The address fits, the postal code does not or was not looked at" },
  postal_only: { tone: "warn", text: "The postal code fits, the address does not or was not looked at" },
  no_match: { tone: "bad", text: "Neither address nor postal code fits" },
  not_checked: { tone: "neutral", text: "Not checked" },
  unavailable: { tone: "neutral", text: "The bank could not check it" },
  unknown: { tone: "neutral", text: "The provider answered with a code that has no known meaning" },
};

/** The same for the three or four digits on the card. */
export const cvcWords: Readonly<Record<CvcResult, CheckWords>> = {
  match: { tone: "good", text: "The code is right" },
  no_match: { tone: "bad", text: "The code is wrong" },
  not_checked: { tone: "neutral", text: "Not checked" },
  not_supplied: { tone: "warn", text: "The customer gave no code" },
  unavailable: { tone: "neutral", text: "The bank could not check it" },
  unknown: { tone: "neutral", text: "The provider answered with a code that has no known meaning" },
};
