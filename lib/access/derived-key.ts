import { createHmac } from "node:crypto";
import { installation } from "#lib/platform/installation";

export type KeyPurpose = "csrf" | "cursor" | "sign-in-subject" | "device-cookie";

/** 32 bytes for one purpose, from the session secret: knowing one tells nothing about another. */
export function derivedKey(purpose: KeyPurpose): Buffer {
  return createHmac("sha256", installation().sessionSecret).update(`countersign ${purpose}`, "utf8").digest();
}
