import type { z } from "zod";
import type { AttemptReading } from "./attempt-reading.ts";
import type { PaymentReading } from "./payment-reading.ts";

/** The ids that `/api/v1/sources` takes; `registry.ts` lists their adapters. */
export const providerIds = ["adyen", "praxis", "prahsys", "gateway", "stripe", "standard-webhooks"] as const;
export type ProviderId = (typeof providerIds)[number];

export type Mode = "test" | "live";
export type MessageKind = "notification" | "validation";

/** Header names in lower case; lines of one name joined by `", "`, as every HTTP stack may do. */
export type HeaderMap = ReadonlyMap<string, string>;

/** A key as the merchant saved it; `secret` passed `checkKey` then. */
export interface VerificationKey {
  readonly id: string;
  readonly secret: string;
}

/** Everything a verdict depends on. Nothing else may be read: no clock, no environment. */
export interface VerifyInput<Settings> {
  readonly kind: MessageKind;
  readonly settings: Settings;
  readonly mode: Mode;
  /** Every key that is valid now, oldest first. */
  readonly keys: readonly VerificationKey[];
  readonly headers: HeaderMap;
  /** The exact bytes of the request. */
  readonly body: Uint8Array;
  /** Unix seconds at which the request arrived. */
  readonly nowSeconds: number;
}

/** Why a request was refused: nobody who has a key vouches for it. Answered 401. */
export type RefusalReason =
  | "no_usable_key"
  | "signature_missing"
  | "signature_malformed"
  | "signature_mismatch"
  | "timestamp_missing"
  | "timestamp_malformed"
  | "timestamp_out_of_tolerance"
  | "header_families_mixed"
  | "body_not_signable";

/** Why a request that was signed with our key cannot be used as it stands. Kept, and released by `reverify`. */
export type QuarantineReason =
  | "malformed_json"
  | "no_items"
  | "other_merchant"
  | "other_application"
  | "unsupported_version"
  | "unsupported_message"
  | "wrong_mode"
  | "duplicate_members"
  | "not_canonical";

/** One fact in a request, as far as the door needs it. */
export interface VerifiedItem {
  /**
   * What makes a repeat of it recognisable within the source, as text parts.
   * `null`: the provider gives no identity and the bytes of the body stand for it.
   */
  readonly identity: readonly string[] | null;
  /** The bytes that two copies must share, else the repeat is a conflict: the signed text, or the body. */
  readonly content: Uint8Array;
  /** The payment's reference, where the answer depends on whether a person has closed it. */
  readonly payment?: string | null;
}

/** Only adapters make these, so that nothing unverified can be stored as an event. */
export type Verdict =
  | { readonly outcome: "verified"; readonly keyId: string; readonly items: readonly [VerifiedItem, ...VerifiedItem[]] }
  | { readonly outcome: "quarantined"; readonly keyId: string; readonly reason: QuarantineReason }
  | { readonly outcome: "refused"; readonly reason: RefusalReason };

/** What happened to a request, as far as the provider's answer depends on it. */
export type AnswerOutcome =
  | { readonly kind: "stored"; readonly eventIds: readonly string[] }
  | { readonly kind: "refused" }
  | { readonly kind: "quarantined"; readonly reason: QuarantineReason }
  | { readonly kind: "closed_by_hand"; readonly eventIds: readonly string[] }
  | { readonly kind: "unavailable" };

export interface AnswerInput<Settings> {
  readonly settings: Settings;
  readonly outcome: AnswerOutcome;
  /** The secret that verified the request; `null` when none did, and then nothing is signed. */
  readonly secret: string | null;
  readonly nowSeconds: number;
}

/** A decision on a validation, to be put into the provider's words. */
export interface DecisionToAnswer {
  /** 0 lets the payment go ahead, a positive one declines it. */
  readonly status: number;
  /** What the customer reads. */
  readonly description: string;
  /** The secret that verified the request. */
  readonly secret: string;
  readonly nowSeconds: number;
}

/** How a provider asks before a payment is tried. */
export interface ValidationExchange {
  /** What a request says, from its body; `null` where it cannot be read. */
  readonly read: (body: Uint8Array) => AttemptReading | null;
  readonly answer: (decision: DecisionToAnswer) => Answer;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface ReadInput<Settings> {
  readonly settings: Settings;
  readonly mode: Mode;
  readonly headers: HeaderMap;
  readonly body: Uint8Array;
  /** Which of the request's items, from 0. */
  readonly itemIndex: number;
}

/** What the worker writes onto an event. Depends on the message and the settings alone, never on any state. */
export interface NormalisedEvent {
  /** Our own name for it, such as `payment.completed`; the same over all providers. */
  readonly type: string;
  /** The provider's own name for it. */
  readonly providerType: string;
  /** The provider's time, or `null` when the message has none. */
  readonly occurredAt: Date | null;
  /** What a person would search by: payment, operation, order, customer references; no duplicates. */
  readonly references: readonly string[];
  /** What a reader should know, such as `duplicate_members` or `unknown_shape`. */
  readonly flags: readonly string[];
}

/** All that is taken from one event, by one look at its bytes. */
export interface ReadEvent {
  readonly event: NormalisedEvent;
  readonly payment: PaymentReading;
}

/** How keys of a provider look, for forms and for messages. */
export interface KeyFormat {
  /** One sentence: "64 hexadecimal digits from the Customer Area". */
  readonly description: string;
  readonly example: string;
  /** True where the merchant chooses the key, so that we can make one. */
  readonly merchantChooses: boolean;
}

export type KeyCheck =
  | { readonly ok: true; /** The text to keep: trimmed. */ readonly secret: string; readonly warnings: readonly string[] }
  | { readonly ok: false; /** What was found and what a key looks like. */ readonly message: string };

/** One step in the provider's own back office. */
export interface SetupStep {
  readonly title: string;
  readonly text: string;
}

/** What was signed, so that a failed verification can be explained. Made from an untrusted request. */
export interface SignedReading {
  /** The text or bytes that this provider signs, as this request gives them. */
  readonly signedBytes: Uint8Array;
  /** The signatures found in the request, as text. */
  readonly given: readonly string[];
  /** The digest as this provider would write it for this key; `null` where the key cannot be used. */
  readonly digest: (secret: string) => string | null;
  /** Words for the formula: "base64(HMAC-SHA256(hex-decoded key, the eight fields joined by colons))". */
  readonly formula: string;
  /** The time that the sender signed, in Unix seconds; `null` where none is signed or it cannot be read. */
  readonly timestampSeconds: number | null;
  /** Other texts that senders sign by mistake, to recognise them; never accepted. */
  readonly alternatives: readonly SignedAlternative[];
}

/** A text that would be signed under a usual misreading of the provider's rules. */
export interface SignedAlternative {
  readonly code: string;
  /** What the sender did, as a sentence. */
  readonly sentence: string;
  /** What to do about it. */
  readonly next: string;
  readonly signedBytes: Uint8Array;
}

/** One provider's way of signing, naming and answering. Pure: no I/O, clock, environment or randomness. */
export interface Provider<Settings = unknown> {
  readonly id: ProviderId;
  readonly name: string;
  readonly settings: z.ZodType<Settings>;
  readonly keyFormat: (settings: Settings) => KeyFormat;
  readonly takesValidations: boolean;
  /** Where it takes validations. */
  readonly validations?: ValidationExchange;
  /** How long the provider may go on sending with a former key, in hours; for "safe to retire". */
  readonly retryHorizonHours: number;
  /** Names of JSON members that hold references, amounts or times: never masked as card numbers. */
  readonly unmaskedMembers: ReadonlySet<string>;
  /** Steps in the provider's back office, for the source page. */
  readonly setup: (settings: Settings) => readonly SetupStep[];
  readonly checkKey: (secret: string, settings: Settings) => KeyCheck;
  /** A new secret from at least 32 random bytes; only where the merchant chooses the key. */
  readonly generateKey: ((random: Uint8Array, settings: Settings) => string) | null;
  readonly verify: (input: VerifyInput<Settings>) => Verdict;
  readonly answer: (input: AnswerInput<Settings>) => Answer;
  /** From the message and the settings alone. */
  readonly read: (input: ReadInput<Settings>) => ReadEvent;
  /** True where `read` looks at the headers; elsewhere they may be left out. */
  readonly readsHeaders?: boolean;
  /** True where a message keeps its signature although its status was changed. */
  readonly leavesStatusUnsigned?: boolean;
  readonly readings: (input: VerifyInput<Settings>) => readonly SignedReading[];
}

/**
 * Keeps the settings' type inside one adapter and gives it away as the common shape, which parses them first.
 * Settings are parsed once per object, so a caller that keeps the object pays nothing. Throws when they do not parse.
 */
export function defineProvider<Settings>(provider: Provider<Settings>): Provider {
  const parsed = new WeakMap<object, Settings>();
  const settingsOf = (settings: unknown): Settings => {
    const known = typeof settings === "object" && settings !== null ? parsed.get(settings) : undefined;
    if (known !== undefined) return known;
    const result = provider.settings.parse(settings);
    if (typeof settings === "object" && settings !== null) parsed.set(settings, result);
    return result;
  };
  const withSettings = <Input extends { readonly settings: unknown }>(input: Input) => ({ ...input, settings: settingsOf(input.settings) });
  const { generateKey, ...rest } = provider;
  return {
    ...rest,
    keyFormat: (settings) => provider.keyFormat(settingsOf(settings)),
    setup: (settings) => provider.setup(settingsOf(settings)),
    checkKey: (secret, settings) => provider.checkKey(secret, settingsOf(settings)),
    generateKey: generateKey === null ? null : (random, settings) => generateKey(random, settingsOf(settings)),
    verify: (input) => provider.verify(withSettings(input)),
    answer: (input) => provider.answer(withSettings(input)),
    read: (input) => provider.read(withSettings(input)),
    readings: (input) => provider.readings(withSettings(input)),
  };
}
