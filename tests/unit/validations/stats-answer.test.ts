import { expect, test } from "vitest";
import type { ValidationStats } from "#lib/validations/validation-stats-shape";
import { statsAnswer } from "../../../components/validations/validation-words.ts";

const stats = (parts: Partial<ValidationStats>): ValidationStats => ({ from: "", to: "", total: 10, complete: true, approved: 8, declined: 2, approveRate: 0.8, fallbacks: 0, withoutRules: 0, handedOver: 0, repeats: 0, p50Ms: 1, p99Ms: 1, byRule: [], ...parts });

test.each([
  [{}, "8 of 10 were approved in the last 24 hours; each by the rules."],
  [{ withoutRules: 10, approved: 10 }, "10 of 10 were approved in the last 24 hours; all while no version of the rules was active."],
  [{ withoutRules: 3 }, "8 of 10 were approved in the last 24 hours; 3 while no version of the rules was active."],
  [{ fallbacks: 1, withoutRules: 3 }, "8 of 10 were approved in the last 24 hours; 1 by the fallback, because deciding broke or your own URL did not answer, and 3 while no version of the rules was active."],
])("figures say who decided: %j", (parts, sentence) => {
  expect(statsAnswer(stats(parts), true)).toBe(sentence);
});
