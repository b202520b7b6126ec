import { describe, expect, test } from "vitest";
import { effectWords, eventAnswer } from "../../../components/events/event-words.ts";
import { outcomeAnswer } from "../../../components/requests/outcome-answer.ts";
import { sourceAnswer } from "../../../components/sources/source-answer.ts";

describe("the answer of a source", () => {
  const key = { id: "key_1", label: "a", fingerprint: "00000000", status: "active", activeFrom: "2026-01-01T00:00:00Z", expiresAt: null, lastVerifiedAt: null, verifiedCount: 0, verifiedLastDay: 0, safeToRetire: false, retirableFrom: null } as const;
  const source: Parameters<typeof sourceAnswer>[0] = { status: "active", keys: [key], lastMessageAt: "2026-11-20T12:00:00Z", createdAt: "2026-11-01T00:00:00Z" };
  const failure = (receivedAt: string, outcome = "rejected") => ({ outcome, receivedAt });

  test("a refusal after the last good message is what it says first", () => {
    expect(sourceAnswer(source, true, failure("2026-11-20T12:00:01Z"))).toBe("The last message was refused; its page says why and what to do.");
    expect(sourceAnswer(source, true, failure("2026-11-20T12:00:01Z", "quarantined"))).toBe("The last message was set aside; its page says why and what to do.");
    expect(sourceAnswer({ ...source, lastMessageAt: null }, true, failure("2026-11-20T12:00:01Z"))).toContain("refused");
  });

  test("a refusal before the last good message is over", () => {
    expect(sourceAnswer(source, true, failure("2026-11-20T11:59:59Z"))).toBe("Active. Messages arrive and are verified.");
    expect(sourceAnswer(source, true, undefined)).toBe("Active. Messages arrive and are verified.");
  });

  test("without a key that is what matters", () => {
    expect(sourceAnswer({ ...source, keys: [] }, true, failure("2026-11-20T12:00:01Z"))).toContain("no key");
  });
});

describe("what an event says", () => {
  const told: Omit<Parameters<typeof eventAnswer>[0], "provider" | "type"> = { state: "processed", references: ["ref-1"], seenCount: 1, hasConflict: false };

  test("is in our words where it has a type of ours, and in the provider's where it has none", () => {
    expect(eventAnswer({ ...told, provider: "adyen", type: "payment.authorized" }, "Adyen")).toMatch(/^Adyen says: payment authorized for ref-1\. /);
    expect(eventAnswer({ ...told, provider: "adyen", type: "adyen.balancePlatform.transfer.created" }, "Adyen")).toMatch(/^Adyen says: balancePlatform\.transfer\.created for ref-1\. /);
  });

  test("what the payment has from it names status and amounts as such", () => {
    const why = (["status", "authorized", "captured", "method"] as const).map((field) => ({ field, eventId: "evt_1", rule: "", sentence: "" }));
    expect(effectWords("evt_1", { foldedStatus: "captured", why })).toBe("The payment has from it: its status (captured), the amount authorized, the amount captured and the method.");
    expect(effectWords("evt_2", { foldedStatus: "captured", why })).toContain("comes from other events");
  });
});

describe("the answer of a request", () => {
  const stored = { outcome: "accepted", reason: null, eventIds: ["evt_1"] } as const;
  const answer = (answeredStatus: number): string => outcomeAnswer({ ...stored, eventIds: [...stored.eventIds], answeredStatus });

  test("says what the sender was told, also where its commit came after that", () => {
    expect(answer(200)).toBe("Verified and kept; it made one event. We answered 200.");
    expect(answer(503)).toBe("Verified and kept; it made one event. It was stored too late for our answer, which was 503: the sender comes again.");
  });
});
