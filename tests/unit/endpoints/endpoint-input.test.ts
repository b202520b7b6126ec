import { describe, expect, it } from "vitest";
import { defaultScheduleSeconds } from "#lib/deliveries/schedule";
import { endpointChanges, newEndpointInput } from "#lib/endpoints/endpoint-input";
import { defaultRetrySchedule, retryWindowSeconds } from "#lib/endpoints/retry-schedule";

const url = "https://shop.example.com/webhooks";

function pathsOf(input: Readonly<Record<string, unknown>>): string[] {
  return (newEndpointInput.safeParse({ url, ...input }).error?.issues ?? []).map(({ path }) => path.join("."));
}

describe("a new endpoint", () => {
  it("needs a URL alone: live events of all types and sources, normalised", () => {
    expect(newEndpointInput.parse({ url })).toEqual({ url, description: "", types: [], sourceIds: [], mode: "live", format: "normalized", headers: {}, ratePerSecond: null, maxInFlight: 64, retry: {} });
  });

  it.each([
    ["types.0", { types: ["payment.**"] }],
    ["types.0", { types: ["*.completed"] }],
    ["types.0", { types: [""] }],
    ["sourceIds.0", { sourceIds: ["end_0197"] }],
    ["mode", { mode: "both" }],
    ["secret", { secret: "whsec_short" }],
    ["secret", { secret: "a plain text" }],
    ["ratePerSecond", { ratePerSecond: 0 }],
    ["maxInFlight", { maxInFlight: 1.5 }],
    ["retry.schedule", { retry: { schedule: [] } }],
    ["retry.schedule", { retry: { schedule: [86_400, 1] } }],
    ["retry.schedule.0", { retry: { schedule: [0] } }],
    ["description", { description: "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD" }],
    ["headers.host", { headers: { host: "a" } }],
    ["headers.Content-Length", { headers: { "Content-Length": "1" } }],
    ["headers.webhook-id", { headers: { "webhook-id": "a" } }],
    ["headers.X-Signature", { headers: { "X-Signature": "a" } }],
    ["headers.countersign-attempt", { headers: { "countersign-attempt": "9" } }],
    ["headers.transfer-encoding", { headers: { "transfer-encoding": "chunked" } }],
    ["headers.x a", { headers: { "x a": "a" } }],
    ["headers.x-a", { headers: { "x-a": "one\r\nx-b: two" } }],
    ["headers.x-a", { headers: { "x-a": "Zoë" } }],
    ["headers.X-A", { headers: { "x-a": "1", "X-A": "2" } }],
    ["headers", { headers: Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`x-${String(at)}`, "1"])) }],
    ["", { unknown: 1 }],
  ])("refuses a wrong %s by its name", (path, input) => {
    expect(pathsOf(input)).toEqual([path]);
  });

  it("takes headers that receivers ask for", () => {
    expect(pathsOf({ headers: { Authorization: "Bearer abc", "x-api-key": "k", "x-empty": "" } })).toEqual([]);
  });

  it("reads the same when it is read twice, as routes and commands do", () => {
    const once = newEndpointInput.parse({ url, types: ["*"], sourceIds: ["src_01970000-0000-7000-8000-000000000000"], headers: { "x-a": "1" }, retry: { schedule: [1, 2] } });
    expect(newEndpointInput.parse(once)).toEqual(once);
    const changes = endpointChanges.parse({ headers: { "x-a": "1" }, retry: { schedule: null }, status: "paused" });
    expect(endpointChanges.parse(changes)).toEqual(changes);
  });
});

describe("the default schedule", () => {
  it("is the one that deliveries follow, and fits into the window in which attempts are made", () => {
    expect(defaultRetrySchedule).toEqual(defaultScheduleSeconds);
    expect(defaultRetrySchedule.reduce((sum, delay) => sum + delay, 0)).toBeLessThanOrEqual(retryWindowSeconds);
  });
});
