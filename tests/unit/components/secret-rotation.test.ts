import { describe, expect, test } from "vitest";
import type { EndpointSecret } from "#lib/endpoints/endpoint-shape";
import { secretRotation, secretRotationAnswer, signatureHeaders } from "../../../components/endpoints/secret-rotation.ts";
import { addStep, nothingYet, reverifyStep } from "../../../components/requests/reverify-plan.ts";

const secret = (id: string, status: EndpointSecret["status"]): EndpointSecret => ({ id, fingerprint: "0a1b2c3d", status, createdAt: "2026-11-20T12:00:00Z", expiresAt: null });

describe("the rotation of a secret", () => {
  test("has a former one as long as two sign", () => {
    const one = secretRotation([secret("a", "expired"), secret("b", "active")]);
    expect([one.step, one.former, one.newest?.id]).toEqual([1, [], "b"]);
    const two = secretRotation([secret("a", "expiring"), secret("b", "active")]);
    expect([two.step, two.former.map(({ id }) => id), two.newest?.id]).toEqual([2, ["a"], "b"]);
    expect(secretRotationAnswer(two)).toContain("2 secrets sign every delivery");
  });

  test("says in which headers each signature stands", () => {
    const of = (count: number, format: "normalized" | "original" = "normalized"): string[] => Array.from({ length: count }, (_, at) => signatureHeaders({ format }, at, count).join(" "));
    expect(of(1)).toEqual(["webhook-signature X-Signature"]);
    expect(of(3)).toEqual(["webhook-signature X-Signature", "webhook-signature", "webhook-signature X-Signature-Next"]);
    expect(of(2, "original")).toEqual(["countersign-signature", "countersign-signature"]);
  });
});

describe("verifying many again", () => {
  test("adds its steps up, every event once", () => {
    const steps = [
      { count: 150, tried: 100, released: 90, wouldPass: 0, failing: [{ reason: "signature_mismatch", count: 10 }], eventIds: ["evt_1", "evt_2"], nextCursor: "c" },
      { count: 50, tried: 50, released: 49, wouldPass: 0, failing: [{ reason: "signature_mismatch", count: 1 }], eventIds: ["evt_2", "evt_3"], nextCursor: null },
    ];
    const sum = steps.map(reverifyStep).reduce(addStep, nothingYet);
    expect(sum).toEqual({ total: 150, tried: 150, passed: 139, failing: new Map([["signature_mismatch", 11]]), eventIds: ["evt_1", "evt_2", "evt_3"] });
    expect(reverifyStep("nonsense")).toMatchObject({ count: 0, eventIds: [], nextCursor: null });
  });
});
