import { z } from "zod";
import { publicId } from "#lib/platform/ids";
import type { Outbound } from "#lib/platform/outbound/outbound";
import { writeJson } from "#lib/platform/raw-json";
import { parseLexicalJson } from "#lib/signing/lexical-json";
import { signDelivery } from "#lib/signing/sign-delivery";
import { decodeUtf8 } from "#lib/signing/utf8-text";
import { approval, type Candidate, neutralDecline, type Said } from "./candidate.ts";
import { customerText } from "./rule-set-shape.ts";
import type { handOverOutcomes } from "./validation-shape.ts";

export type HandOverOutcome = (typeof handOverOutcomes)[number];

/** How asking the merchant ended. `said`: only where the answer was whole and right. */
export interface HandOverResult {
  readonly outcome: HandOverOutcome;
  readonly statusCode: number | null;
  readonly durationMs: number;
  readonly said: Said | null;
}

/** What the merchant's URL may answer, with status 200: nothing else counts. */
export const handOverAnswer = z.discriminatedUnion("action", [
  z.strictObject({ action: z.literal("approve") }),
  z.strictObject({ action: z.literal("decline"), status: z.number().int().min(1).max(2_147_483_647).default(1), description: customerText.default(neutralDecline.description) }),
]);

export interface Question {
  readonly url: string;
  /** Oldest first; at least one. */
  readonly secrets: readonly [string, ...string[]];
  readonly nowSeconds: number;
  /** For all of it, from looking the name up to the last byte of the answer. */
  readonly withinMs: number;
}

/** Asks the merchant's own server about an attempt, signed as deliveries are. Never rejects. */
export async function handOver(outbound: Outbound, candidate: Candidate, { url, secrets, nowSeconds, withinMs }: Question): Promise<HandOverResult> {
  const body = Buffer.from(writeJson(questionOf(candidate, withinMs)), "utf8");
  const id = publicId("validation", candidate.id);
  const result = await outbound.send({
    method: "POST",
    url,
    headers: { "content-type": "application/json", accept: "application/json", "user-agent": "Countersign", ...signDelivery({ id, timestampSeconds: nowSeconds, body, secrets, format: "normalized" }) },
    body,
    deadlineMs: withinMs,
  });
  const told = (outcome: HandOverOutcome, said: Said | null = null): HandOverResult => ({ outcome, statusCode: result.statusCode, durationMs: result.durationMs, said });
  if (result.error !== null) return told(result.error);
  if (result.statusCode !== 200) return told("wrong_status");
  if (result.truncated) return told("too_large");
  const said = readAnswer(result.body);
  return said === null ? told("malformed") : told("answered", said);
}

/** The body of a question, as the API's document describes it. */
export function questionOf({ id, sourceId, mode, atMs, attempt }: Candidate, withinMs: number): Readonly<Record<string, unknown>> {
  return { id: publicId("validation", id), sourceId: publicId("source", sourceId), mode, at: new Date(atMs).toISOString(), answerWithinMs: Math.floor(withinMs), attempt };
}

/** `null` for whatever is not exactly one of the two answers. */
export function readAnswer(body: Uint8Array): Said | null {
  const text = decodeUtf8(body);
  const lexical = text === null ? null : parseLexicalJson(text);
  // A member that stands twice says two things.
  if (text === null || lexical?.ok !== true || lexical.duplicates.length > 0) return null;
  const parsed = handOverAnswer.safeParse(JSON.parse(text.replace(/^\uFEFF/, "")));
  if (!parsed.success) return null;
  return parsed.data.action === "approve" ? approval : parsed.data;
}
