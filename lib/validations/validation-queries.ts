import { z } from "zod";
import { momentText, pageQueryMembers, publicIdText, searchText } from "#lib/platform/page-query";
import { decisions } from "./validation-shape.ts";

const filters = {
  sourceId: publicIdText("source").optional(),
  mode: z.enum(["test", "live"]).optional(),
  from: momentText.optional(),
  to: momentText.optional(),
};

/** `GET /validations`. */
export const validationsQuery = z.strictObject({
  ...filters,
  action: z.enum(decisions).optional(),
  rule: searchText(100).optional().meta({ description: "The name of the rule that decided" }),
  ruleSetId: publicIdText("ruleSet").optional(),
  transactionId: publicIdText("transaction").optional(),
  requestId: publicIdText("request").optional(),
  fallbackUsed: z.enum(["true", "false"]).optional(),
  ...pageQueryMembers,
});
export type ValidationsQuery = z.output<typeof validationsQuery>;

/** `GET /validations/stats`. */
export const validationStatsQuery = z.strictObject(filters);
export type ValidationStatsQuery = z.output<typeof validationStatsQuery>;
