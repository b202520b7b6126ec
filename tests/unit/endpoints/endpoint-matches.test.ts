import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { endpointMatches, typeMatches } from "#lib/endpoints/endpoint-matches";

const everything = { types: [], sourceIds: [], mode: "live" } as const;
const event = { type: "payment.completed", sourceId: "a", mode: "live" } as const;

describe("the filters of an endpoint", () => {
  it.each([
    ["payment.completed", "payment.completed", true],
    ["payment.completed", "payment.completed.late", false],
    ["payment.*", "payment.completed", true],
    ["payment.*", "payment", false],
    ["payment.*", "payments.completed", false],
    ["adyen.*", "adyen.SOME_CODE", true],
    ["*", "anything", true],
    ["Payment.Completed", "payment.completed", false],
  ])("%s takes %s: %s", (filter, type, taken) => {
    expect(typeMatches(filter, type)).toBe(taken);
  });

  it("take everything of their mode when they are empty", () => {
    expect(endpointMatches(everything, event)).toBe(true);
    expect(endpointMatches(everything, { ...event, mode: "test" })).toBe(false);
  });

  it("must all agree", () => {
    expect(endpointMatches({ ...everything, types: ["refund.*", "payment.*"], sourceIds: ["b", "a"] }, event)).toBe(true);
    expect(endpointMatches({ ...everything, types: ["refund.*"], sourceIds: ["a"] }, event)).toBe(false);
    expect(endpointMatches({ ...everything, types: ["payment.*"], sourceIds: ["b"] }, event)).toBe(false);
  });

  it("take nothing that could not be read", () => {
    expect(endpointMatches({ ...everything, types: ["*"] }, { ...event, type: null })).toBe(false);
  });

  it("take with one more type at least what they took before", () => {
    const type = fc.constantFrom("payment.completed", "payment.failed", "refund.completed", "adyen.X", "contact.created");
    const filter = fc.constantFrom("payment.*", "payment.completed", "refund.*", "*", "adyen.*");
    fc.assert(
      fc.property(fc.array(filter, { minLength: 1 }), filter, type, (types, more, of) => {
        const took = endpointMatches({ ...everything, types }, { ...event, type: of });
        expect(endpointMatches({ ...everything, types: [...types, more] }, { ...event, type: of }) || !took).toBe(true);
      }),
    );
  });
});
