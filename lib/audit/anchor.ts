import { z } from "zod";
import type { ChainHead } from "./verify.ts";

/** A head of the chain as people note it: `24:9f86d081…`, its position and its hash in hex. */
export function anchorText({ position, hash }: ChainHead): string {
  return `${position.toString()}:${Buffer.from(hash).toString("hex")}`;
}

export const anchorInput = z
  .string()
  .trim()
  .max(100)
  .regex(/^[1-9][0-9]{0,17}:[0-9a-fA-F]{64}$/, { error: "A head as it was noted: its position, a colon and 64 hex digits." });

/** What an anchor names; its text fits `anchorInput`. */
export function parseAnchor(text: string): ChainHead {
  const [position, hash] = anchorInput.parse(text).split(":");
  return { position: BigInt(position ?? "0"), hash: Buffer.from(hash ?? "", "hex") };
}
