import { maskPersonal } from "#lib/events/mask-personal";
import type { Prisma } from "#lib/platform/database/client";
import { idTime, publicId } from "#lib/platform/ids";
import { z } from "zod";
import { decisions, handOverOutcomes, type StoredReading, storedReading, type Validation, type VelocityReading } from "./validation-shape.ts";

export type ValidationRecord = Prisma.ValidationGetPayload<object>;

/** How much of a decision somebody sees: viewers no URLs, nobody personal fields without having asked for them. */
export interface ValidationView {
  readonly detailed: boolean;
  readonly unmasked: boolean;
}

const storedInput = z.record(z.string(), z.unknown());
const shadowActions = ["approve", "decline", "handOver"] as const;

/** A recorded decision as the API says it. */
export function presentValidation(record: ValidationRecord, { detailed, unmasked }: ValidationView): Validation {
  const { shadowRuleSetId, shadowVersion, shadowAction } = record;
  const shadow = shadowActions.find((action) => action === shadowAction);
  const outcome = handOverOutcomes.find((one) => one === record.handOverOutcome);
  return {
    id: publicId("validation", record.id),
    sourceId: publicId("source", record.sourceId),
    requestId: publicId("request", record.requestId),
    at: new Date(idTime(record.id)).toISOString(),
    ruleSetId: record.ruleSetId === null ? null : publicId("ruleSet", record.ruleSetId),
    version: record.version,
    rule: record.rule,
    action: decisions.find((one) => one === record.action) ?? "decline",
    answer: { status: record.answerStatus, description: record.answerDescription },
    velocity: z.array(storedReading).parse(record.velocity).map(readingOf),
    handOver: outcome === undefined ? null : { url: detailed ? record.handOverUrl : null, outcome, statusCode: record.handOverStatus, durationMs: record.handOverMs ?? 0 },
    fallbackUsed: record.fallbackUsed,
    repeatCount: record.repeatCount,
    durationMs: record.durationMs,
    transactionId: record.transactionId === null ? null : publicId("transaction", record.transactionId),
    shadow: shadowRuleSetId === null || shadowVersion === null || shadow === undefined ? null : { ruleSetId: publicId("ruleSet", shadowRuleSetId), version: shadowVersion, rule: record.shadowRule, action: shadow },
    input: inputOf(record.input, unmasked),
  };
}

function readingOf({ value, ...velocity }: StoredReading): VelocityReading {
  return { ...velocity, value: typeof value === "number" && Number.isSafeInteger(value) ? value : BigInt(value) };
}

function inputOf(stored: unknown, unmasked: boolean): Validation["input"] {
  const input = storedInput.parse(unmasked ? stored : JSON.parse(maskPersonal(JSON.stringify(stored))));
  const large = largeAmount.safeParse(input["amount"]);
  return large.success ? { ...input, amount: { ...large.data, amountMinor: BigInt(large.data.amountMinor) } } : input;
}

/** Kept as text, since it is beyond JavaScript's exact numbers; the API says it as a number with all its digits. */
const largeAmount = z.looseObject({ amountMinor: z.string().regex(/^-?[0-9]+$/) });
