import { describe, expect, it } from "vitest";
import { isUnavailable } from "#lib/platform/database/is-unavailable";

const withCode = (code: string): Error => Object.assign(new Error("refused"), { code });

describe("errors that a later try may not meet", () => {
  it.each(["ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EPIPE", "ENOTFOUND", "08006", "08001", "57P01", "57P02", "57P03", "53300", "53100", "57014", "55P03", "25006", "58030", "P1001", "P1017", "P2024"])("%s", (code) => {
    expect(isUnavailable(withCode(code))).toBe(true);
  });

  it.each(["timeout exceeded when trying to connect", "Connection terminated unexpectedly", "Connection terminated due to connection timeout", "Query read timeout"])("pg's own sentence: %s", (message) => {
    expect(isUnavailable(new Error(message))).toBe(true);
  });

  it("wrapped as a cause, in an aggregate, or in Prisma's metadata", () => {
    expect(isUnavailable(new Error("outer", { cause: withCode("ECONNREFUSED") }))).toBe(true);
    expect(isUnavailable(new AggregateError([withCode("ECONNREFUSED")]))).toBe(true);
    expect(isUnavailable(Object.assign(new Error("x"), { meta: { driverAdapterError: { cause: { kind: "DatabaseNotReachable" } } } }))).toBe(true);
  });
});

describe("errors that every try would meet", () => {
  it.each(["23505", "23514", "42601", "42P01", "22P02", "40001", "P2002", "P2025", "ENOENT"])("%s", (code) => {
    expect(isUnavailable(withCode(code))).toBe(false);
  });

  it("and things that are no errors, or turn in circles", () => {
    const circle: { cause?: unknown } = {};
    circle.cause = circle;
    for (const thing of [null, undefined, "ECONNREFUSED", 7, {}, circle]) expect(isUnavailable(thing)).toBe(false);
  });
});
