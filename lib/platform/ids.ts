import { randomFillSync } from "node:crypto";

/** The prefixes of `contract.md` §5, by noun. Databases hold the bare UUIDv7; prefixes are for people and APIs. */
export const idPrefixes = {
  source: "src",
  key: "key",
  request: "req",
  event: "evt",
  transaction: "txn",
  endpoint: "end",
  endpointChange: "chg",
  endpointSecret: "sec",
  delivery: "dlv",
  attempt: "att",
  replay: "rpl",
  ruleSet: "rul",
  validation: "val",
  validationList: "lst",
  user: "usr",
  session: "ses",
  apiKey: "tok",
  rebuild: "rbd",
  view: "viw",
  erasure: "ers",
  alert: "alr",
  sandboxSession: "sbx",
} as const;

export type IdNoun = keyof typeof idPrefixes;

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const randomPool = Buffer.alloc(4096);
let randomUsed = randomPool.length;
let lastMs = 0;
let sequence = 0;

/**
 * A UUIDv7 (RFC 9562) whose order is the order of making within this process:
 * 48 bits of milliseconds, 12 bits of sequence, 62 bits of randomness.
 */
export function newId(nowMs: number = Date.now()): string {
  if (nowMs > lastMs) {
    lastMs = nowMs;
    sequence = 0;
  } else if (sequence < 0xfff) {
    sequence += 1;
  } else {
    lastMs += 1;
    sequence = 0;
  }
  return layOut(lastMs, sequence, randomBytes8());
}

/** The first possible UUIDv7 of a moment: the bound of a time range over ids. */
export function firstIdAt(ms: number): string {
  return layOut(Math.max(0, Math.floor(ms)), 0, "8000000000000000");
}

/** A new id of the same moment and place in the order as another: for what began with it. */
export function idBeside(uuid: string): string {
  return uuid.slice(0, 19) + randomBytes8().replace(/^(.{4})/, "$1-");
}

/** The moment a UUIDv7 was made, in milliseconds. */
export function idTime(uuid: string): number {
  return Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16);
}

/** `evt_0197…`: what people and scripts see. */
export function publicId(noun: IdNoun, uuid: string): string {
  return `${idPrefixes[noun]}_${uuid}`;
}

/** The bare UUID of a public id of that noun, or `null` for anything else. */
export function parsePublicId(noun: IdNoun, text: string): string | null {
  const prefix = `${idPrefixes[noun]}_`;
  if (!text.startsWith(prefix)) return null;
  const uuid = text.slice(prefix.length);
  return uuidPattern.test(uuid) ? uuid : null;
}

function randomBytes8(): string {
  if (randomUsed + 8 > randomPool.length) {
    randomFillSync(randomPool);
    randomUsed = 0;
  }
  const at = randomUsed;
  randomUsed += 8;
  const first = randomPool[at] ?? 0;
  return (((first & 0x3f) | 0x80).toString(16) + randomPool.toString("hex", at + 1, at + 8));
}

function layOut(ms: number, seq: number, tail16: string): string {
  const time = ms.toString(16).padStart(12, "0");
  const low = seq.toString(16).padStart(3, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${low}-${tail16.slice(0, 4)}-${tail16.slice(4)}`;
}
