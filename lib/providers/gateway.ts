import { asBuffer, hmac, toBase64, toHex, utf8Bytes } from "#lib/signing/digest";
import { decodeBase64, decodeHex, decodeLowerHex } from "#lib/signing/strict-decoding";
import { isWithinTolerance, parseUnixSeconds } from "#lib/signing/timestamp";
import { readEventFrom } from "./event-reading.ts";
import { type GatewayProfile, gatewayProfile } from "./gateway-profile.ts";
import { genericAnswer } from "./generic-answer.ts";
import { commonUnmaskedMembers, readGenericEvent, readGenericId, readGenericType } from "./generic-events.ts";
import { keptKey, refusedKey, strayCharacters } from "./key-checks.ts";
import { readPayload } from "./payload.ts";
import { defineProvider, type HeaderMap, type KeyCheck, type SetupStep, type SignedReading, type Verdict, type VerifyInput } from "./provider.ts";
import { findMatchingKey, quarantined, refused, usableKeys, verified } from "./verdict.ts";
import { identityText, ownMember, readNative } from "./whole-body.ts";

/** A gateway that signs with an HMAC in a header, described by a profile; by default hex HMAC-SHA256 of the body in X-Signature. */
export const gateway = defineProvider<GatewayProfile>({
  id: "gateway",
  name: "Generic gateway",
  settings: gatewayProfile,
  keyFormat: ({ keyEncoding }) => ({ ...keyFormats[keyEncoding], merchantChooses: true }),
  takesValidations: false,
  retryHorizonHours: 48,
  unmaskedMembers: commonUnmaskedMembers,
  setup,
  checkKey,
  generateKey,
  verify,
  answer: ({ outcome }) => genericAnswer(outcome),
  read: ({ body, settings }) => readEventFrom("gateway", readGenericEvent(body, settings)),
  readings,
});

const keyFormats = {
  utf8: { description: "Any text, at least 16 characters; its UTF-8 bytes are the key", example: "gw_demo_secret_9b1d7c" },
  hex: { description: "Pairs of hexadecimal digits; the decoded bytes are the key", example: "9b1d7c5f2c44782def547aaa06c91043" },
  base64: { description: "Base64 with padding; the decoded bytes are the key", example: "mx18XyxEeC3vVHqqBskQQw==" },
} as const;

function verify(input: VerifyInput<GatewayProfile>): Verdict {
  const { settings, headers, body } = input;
  const keys = usableKeys(input.keys, (secret) => decodeKey(secret, settings));
  if (keys.length === 0) return refused("no_usable_key");
  const given = headers.get(settings.header.toLowerCase());
  if (given === undefined || given === "") return refused("signature_missing");
  const digest = decodeSignature(given, settings);
  if (digest === null) return refused("signature_malformed");
  const timestamp = timestampOf(headers, settings);
  if (timestamp !== null) {
    if (timestamp === "") return refused("timestamp_missing");
    const seconds = parseUnixSeconds(timestamp);
    if (seconds === null) return refused("timestamp_malformed");
    if (!isWithinTolerance(seconds, input.nowSeconds, settings.toleranceSeconds)) return refused("timestamp_out_of_tolerance");
  }
  const prefix = signedPrefix(timestamp);
  const keyId = findMatchingKey(keys, (key) => hmac(settings.algorithm, key, prefix, body), [digest]);
  if (keyId === null) return refused("signature_mismatch");
  const read = readNative(body);
  if (!read.ok) return quarantined(keyId, "malformed_json");
  return verified(keyId, { identity: identityOf(read.value, body, settings), content: body });
}

/** Never from a header: those are not signed, and one captured body with new values would make endless events. */
function identityOf(native: unknown, body: Uint8Array, settings: GatewayProfile): readonly string[] | null {
  if (typeof native !== "object" || native === null) return null;
  if (settings.idPath !== null || settings.typePath !== null) {
    const payload = readPayload(body);
    const id = payload === null ? null : readGenericId(payload.value, settings);
    const type = payload === null ? null : readGenericType(payload.value, settings).type;
    return id === null || type === null ? null : [type, id];
  }
  const type = ownMember(native, "event") ?? ownMember(native, "type");
  const id = identityText(native, "id", body) ?? identityText(native, "event_id", body);
  return typeof type !== "string" || type === "" || id === null ? null : [type, id];
}

/** The time's text, empty where its header is missing; `null` where none is signed. */
function timestampOf(headers: HeaderMap, settings: GatewayProfile): string | null {
  return settings.timestampHeader === null ? null : (headers.get(settings.timestampHeader.toLowerCase()) ?? "");
}

function signedPrefix(timestamp: string | null): Uint8Array {
  return utf8Bytes(timestamp === null ? "" : `${timestamp}.`);
}

function decodeSignature(given: string, { prefix, encoding, algorithm }: GatewayProfile): Uint8Array | null {
  if (!given.startsWith(prefix)) return null;
  const text = given.slice(prefix.length);
  const bytes = encoding === "hex" ? decodeLowerHex(text) : decodeBase64(text);
  return bytes?.length === (algorithm === "sha256" ? 32 : 64) ? bytes : null;
}

function decodeKey(secret: string, { keyEncoding }: GatewayProfile): Uint8Array | null {
  if (keyEncoding === "utf8") return utf8Bytes(secret);
  return keyEncoding === "hex" ? decodeHex(secret) : decodeBase64(secret);
}

function checkKey(secret: string, settings: GatewayProfile): KeyCheck {
  const key = secret.trim();
  const { description } = keyFormats[settings.keyEncoding];
  if (key === "") return refusedKey(`This key is empty. A key of this source is: ${description}.`);
  const bytes = decodeKey(key, settings);
  if (bytes === null || bytes.length === 0) return refusedKey(`This key is not ${settings.keyEncoding}. A key of this source is: ${description}.`);
  const stray = strayCharacters(key);
  const warnings = stray === null ? [] : [`This key ${stray}. That is possible, but more often a mistake in copying.`];
  return keptKey(key, bytes.length < 16 ? [...warnings, "This key has fewer than 16 characters. Use a longer one where the gateway lets you."] : warnings);
}

function generateKey(random: Uint8Array, { keyEncoding }: GatewayProfile): string {
  const bytes = random.subarray(0, 32);
  if (keyEncoding === "hex") return toHex(bytes);
  return keyEncoding === "base64" ? toBase64(bytes) : `gw_${asBuffer(bytes).toString("base64url")}`;
}

function readings(input: VerifyInput<GatewayProfile>): readonly SignedReading[] {
  const { settings, headers, body } = input;
  const given = headers.get(settings.header.toLowerCase());
  const timestamp = timestampOf(headers, settings);
  const prefix = signedPrefix(timestamp);
  const digest = (secret: string) => {
    const key = decodeKey(secret, settings);
    if (key === null || key.length === 0) return null;
    const mac = hmac(settings.algorithm, key, prefix, body);
    return settings.prefix + (settings.encoding === "hex" ? toHex(mac) : toBase64(mac));
  };
  const text = timestamp === null ? "exact body" : "time + \".\" + exact body";
  const formula = `${settings.prefix}${settings.encoding}(HMAC-${settings.algorithm.toUpperCase()}(key as ${settings.keyEncoding}, text = ${text})), in the header ${settings.header}`;
  const bodyAlone = {
    code: "body_alone",
    sentence: "The sender signed the body alone, without the time.",
    next: "Leave the timestamp header out of the profile, or have the sender sign the time too.",
    signedBytes: body,
  };
  return [
    {
      signedBytes: timestamp === null ? body : Buffer.concat([prefix, body]),
      given: given === undefined ? [] : [given],
      digest,
      formula,
      timestampSeconds: timestamp === null ? null : parseUnixSeconds(timestamp),
      alternatives: timestamp === null ? [] : [bodyAlone],
    },
  ];
}

function setup({ header }: GatewayProfile): readonly SetupStep[] {
  return [
    { title: "Register the URL", text: "Paste the URL of this source in the gateway's dashboard, or register it through the gateway's API." },
    { title: "Share the key", text: `Save the gateway's webhook secret here, or give the gateway the one generated here. It signs every message in the header ${header}.` },
    { title: "Match the profile", text: "If the gateway's page describes another hash, encoding or prefix, set it in the settings of this source. Nothing is tried automatically." },
    { title: "Mind the 24 hours", text: "The gateway retries for up to 24 hours with growing pauses, then gives up." },
  ];
}
