import { bodyVariants } from "./body-variants.ts";
import { equalBytes } from "./digest.ts";
import type { ExplainableInput, ExplainableReading, ExplainRequest, Mistake } from "./explanation.ts";
import { isAmong, lenientDigests, type MacVariant, macOf, macVariants, macWithKey } from "./mac-variants.ts";

const largeBytes = 128 * 1024;
/** A page that explains must not keep the door waiting: so many bytes are hashed with one variant, over all keys, the newest first. */
const ownKeysBytes = 4 * 1024 * 1024;
const foreignKeysBytes = 32 * 1024 * 1024;
const changedBody = "Verify over the raw bytes as sent: look at proxies and middleware in front of this server, or at the sender's own code.";

/** The usual mistake that explains a failed verification, `null` when none of them fits. */
export function findMistake<Input extends ExplainableInput>(request: ExplainRequest<Input>, reading: ExplainableReading): Mistake | null {
  const active = request.knownKeys.filter(({ state }) => state === "active" || state === "expiring").map(({ secret }) => secret).slice(-mostKeys(ownKeysBytes, reading));
  const candidates = reading.given.flatMap(lenientDigests);
  return (
    wrongTime(request, reading, active) ??
    formerKey(request, reading) ??
    foreignKey(request, reading) ??
    firstOf(active, (secret) => changedKey(reading, secret) ?? changedFormat(reading, secret, candidates)) ??
    firstOf(active, (secret) => otherText(reading, secret, candidates)) ??
    otherBody(request, reading, active) ??
    emptyKey(reading, active, candidates)
  );
}

function mostKeys(bytes: number, { signedBytes }: ExplainableReading): number {
  return Math.max(2, Math.floor(bytes / (signedBytes.length + 1)));
}

/** True when the digest of this secret is among those received, exactly as the provider writes it. */
export function matchesGiven(reading: ExplainableReading, secret: string): boolean {
  const digest = reading.digest(secret);
  return digest !== null && reading.given.some((given) => equalBytes(Buffer.from(given), Buffer.from(digest)));
}

function firstOf(secrets: readonly string[], find: (secret: string) => Mistake | null): Mistake | null {
  for (const secret of secrets) {
    const mistake = find(secret);
    if (mistake !== null) return mistake;
  }
  return null;
}

function wrongTime<Input extends ExplainableInput>({ reason, input }: ExplainRequest<Input>, reading: ExplainableReading, active: readonly string[]): Mistake | null {
  const signed = reading.timestampSeconds;
  if (reason !== "timestamp_out_of_tolerance" || signed === null) return null;
  if (signed > 100_000_000_000) return { code: "timestamp_in_milliseconds", sentence: "The signed time is in milliseconds.", next: "Have the sender write Unix seconds." };
  if (!active.some((secret) => matchesGiven(reading, secret))) return null;
  const minutes = Math.round((signed - input.nowSeconds) / 60);
  const distance = Math.abs(minutes) < 120 ? `${Math.abs(minutes)} minutes` : `${Math.round(Math.abs(minutes) / 60)} hours`;
  if (minutes > 0) return { code: "clock_off", sentence: `The key fits, but the signed time is ${distance} in the future: one of the two clocks is wrong.`, next: "Set both clocks by NTP." };
  return {
    code: "clock_off",
    sentence: `The key fits, but the signed time is ${distance} old: the message was late or sent again, or a clock is wrong.`,
    next: "If it was held back on the way, the sender's next try will pass. If every message is as old, set the clocks by NTP.",
  };
}

function formerKey<Input extends ExplainableInput>({ knownKeys }: ExplainRequest<Input>, reading: ExplainableReading): Mistake | null {
  const former = knownKeys.find(({ state, secret }) => (state === "expired" || state === "revoked") && matchesGiven(reading, secret));
  if (former === undefined) return null;
  const { state } = former;
  return {
    code: "former_key",
    sentence: `The sender still signs with a key of this source that ${state === "expired" ? "has expired" : "was revoked"}.`,
    next: state === "expired" ? "Extend the old key until the provider has switched, then verify the request again." : "Give the sender the present key. If the old one may still be trusted, save it again with an expiry.",
  };
}

function foreignKey<Input extends ExplainableInput>({ foreignKeys = [] }: ExplainRequest<Input>, reading: ExplainableReading): Mistake | null {
  const foreign = foreignKeys.slice(0, mostKeys(foreignKeysBytes, reading)).find(({ secret }) => matchesGiven(reading, secret));
  if (foreign === undefined) return null;
  return {
    code: "key_of_another_source",
    sentence: `This is signed with a key of the source "${foreign.sourceName}".`,
    next: "The sender uses the URL of the wrong source, or the key was saved at the wrong one.",
  };
}

const keyChanges: readonly (readonly [sentence: string, change: (secret: string) => string])[] = [
  ["The sender's key has a line end after it.", (secret) => `${secret}\n`],
  ["The sender's key has a blank after it.", (secret) => `${secret} `],
  ["The sender's key has a blank before it.", (secret) => ` ${secret}`],
  ["The key saved here has blanks around it.", (secret) => secret.trim()],
  ["The sender's key is in lower case.", (secret) => secret.toLowerCase()],
  ["The sender's key is in upper case.", (secret) => secret.toUpperCase()],
  ["The sender's key has quotation marks around it.", (secret) => `"${secret}"`],
];

function changedKey(reading: ExplainableReading, secret: string): Mistake | null {
  const found = keyChanges.find(([, change]) => change(secret) !== secret && matchesGiven(reading, change(secret)));
  return found === undefined ? null : { code: "key_changed", sentence: found[0], next: "Copy the key again, without anything around it." };
}

/** The way in which this provider makes its digest, found by trying; `null` when the secret cannot be used at all. */
function homeVariant(reading: ExplainableReading, secret: string): MacVariant | null {
  const digest = reading.digest(secret);
  if (digest === null) return null;
  const own = lenientDigests(digest);
  return macVariants.find((variant) => isAmong(macOf(variant, secret, reading.signedBytes), own)) ?? null;
}

function changedFormat(reading: ExplainableReading, secret: string, candidates: readonly Uint8Array[]): Mistake | null {
  if (candidates.length === 0) return cutDigest(reading, secret);
  const home = homeVariant(reading, secret);
  const tried = home !== null && reading.signedBytes.length > largeBytes ? macVariants.filter(({ construction }) => construction === home.construction) : macVariants;
  const found = tried.find((variant) => isAmong(macOf(variant, secret, reading.signedBytes), candidates));
  if (found === undefined) return cutDigest(reading, secret);
  if (home === null) return { code: "key_unusable", sentence: "The sender signs with this key, but read in another way than this provider reads its keys.", next: "Check the form of the key and the settings of this source." };
  return differenceOf(found, home);
}

/** `found` made the received digest, `home` is the provider's way. */
function differenceOf(found: MacVariant, home: MacVariant): Mistake {
  if (found.construction !== home.construction) {
    return { code: `${found.construction}_instead_of_${home.construction}`, sentence: `The sender made ${constructionWords[found.construction]} instead of ${constructionWords[home.construction]}.`, next: "Make the digest as the formula says." };
  }
  if (found.hash !== home.hash) return { code: "other_hash", sentence: `The sender used ${found.hash.toUpperCase()} instead of ${home.hash.toUpperCase()}.`, next: "Use the hash that the formula names." };
  if (found.keyForm !== home.keyForm) {
    return { code: "key_decoded_differently", sentence: `The sender used the key ${keyWords[found.keyForm]} instead of ${keyWords[home.keyForm]}.`, next: "Turn the key into bytes as the formula says." };
  }
  return { code: "digest_written_differently", sentence: "The digest is right, but written in another way: upper case, another alphabet, a prefix, or several values in one.", next: "Write the digest exactly as the formula says." };
}

const constructionWords: Readonly<Record<MacVariant["construction"], string>> = {
  hmac: "an HMAC",
  secret_last: "a plain hash with the secret at the end",
  secret_first: "a plain hash with the secret in front",
};

const keyWords: Readonly<Record<MacVariant["keyForm"], string>> = {
  text: "as text",
  text_without_prefix: "as text without its prefix",
  hex: "decoded from hexadecimal",
  base64: "decoded from base64",
};

function cutDigest(reading: ExplainableReading, secret: string): Mistake | null {
  const digest = reading.digest(secret);
  if (digest === null || !reading.given.some((given) => isCut(given, digest))) return null;
  return { code: "digest_cut", sentence: "The digest begins right, but it is cut or has something after it.", next: "Look for a limit on header lengths, and for code that shortens the value." };
}

/** Half of a digest is asked for, so that nobody can find it out bit by bit. */
function isCut(given: string, digest: string): boolean {
  const enough = Math.ceil(digest.length / 2);
  return given !== digest && given.length >= enough && (digest.startsWith(given) || given.startsWith(digest));
}

function otherText(reading: ExplainableReading, secret: string, candidates: readonly Uint8Array[]): Mistake | null {
  const home = homeVariant(reading, secret);
  if (home === null) return null;
  const found = reading.alternatives.find(({ signedBytes }) => isAmong(macOf(home, secret, signedBytes), candidates));
  return found === undefined ? null : { code: found.code, sentence: found.sentence, next: found.next };
}

function otherBody<Input extends ExplainableInput>({ readings, input }: ExplainRequest<Input>, reading: ExplainableReading, secrets: readonly string[]): Mistake | null {
  for (const { code, sentence, body } of bodyVariants(input.body)) {
    const changed = readings({ ...input, body });
    // Where fields are signed, the layout of the body does not matter.
    const differs = changed.some(({ signedBytes }) => !equalBytes(signedBytes, reading.signedBytes));
    if (differs && changed.some((candidate) => secrets.some((secret) => matchesGiven(candidate, secret)))) return { code, sentence, next: changedBody };
  }
  return null;
}

function emptyKey(reading: ExplainableReading, active: readonly string[], candidates: readonly Uint8Array[]): Mistake | null {
  const homes = active.map((secret) => homeVariant(reading, secret)).filter((home) => home !== null);
  const found = homes.some(({ construction, hash }) => isAmong(macWithKey(construction, hash, new Uint8Array(0), reading.signedBytes), candidates));
  if (!found) return null;
  return { code: "empty_key", sentence: "The sender signed with an empty key.", next: "The sender's setting for the key is not set or could not be decoded. If this is not your own test, somebody is trying to forge messages." };
}
