import { describe, expect, it } from "vitest";
import { overviewSentence } from "#lib/stats/overview-sentence";
import { judgeSource, type SourceTraffic } from "#lib/stats/source-health";
import { timeZoneInput, timeZoneName } from "#lib/platform/time-zone";

const now = Date.parse("2026-11-20T12:00:00Z");
const minuteMs = 60_000;
const ago = (minutes: number): number => now - minutes * minuteMs;
const traffic = (more: Partial<SourceTraffic>): SourceTraffic => ({
  status: "active",
  usableKeys: 1,
  takenAtMs: ago(1),
  rejectedAtMs: null,
  quarantinedAtMs: null,
  silenceAlarmMinutes: null,
  createdAtMs: ago(10_000),
  ...more,
});
const health = (more: Partial<SourceTraffic>): string => judgeSource(traffic(more), now).health;
const none = { accepted: 0, duplicate: 0, conflict: 0, rejected: 0, quarantined: 0 };

describe("the health of a source", () => {
  it("is ok while messages come in and are verified", () => {
    expect(health({})).toBe("ok");
    expect(health({ rejectedAtMs: ago(5) })).toBe("ok");
  });

  it("tells that the last message was refused, or set aside", () => {
    expect(health({ takenAtMs: ago(9), rejectedAtMs: ago(5) })).toBe("refusing");
    expect(health({ takenAtMs: null, rejectedAtMs: ago(5) })).toBe("refusing");
    expect(health({ takenAtMs: ago(9), quarantinedAtMs: ago(5) })).toBe("quarantining");
    expect(health({ takenAtMs: ago(9), rejectedAtMs: ago(6), quarantinedAtMs: ago(5) })).toBe("quarantining");
  });

  it("forgets a refusal after a day", () => {
    expect(health({ takenAtMs: ago(3_000), rejectedAtMs: ago(1_500) })).toBe("ok");
  });

  it("tells silence only where an alarm is set", () => {
    expect(health({ takenAtMs: ago(30) })).toBe("ok");
    expect(health({ takenAtMs: ago(30), silenceAlarmMinutes: 20 })).toBe("silent");
    expect(health({ takenAtMs: null, createdAtMs: ago(30), silenceAlarmMinutes: 20 })).toBe("silent");
    expect(health({ takenAtMs: null, createdAtMs: ago(10), silenceAlarmMinutes: 20 })).toBe("waiting");
  });

  it("tells a missing key before anything else, and an archive before that", () => {
    expect(health({ usableKeys: 0 })).toBe("no_key");
    expect(health({ usableKeys: 0, status: "archived" })).toBe("archived");
    expect(health({ status: "paused" })).toBe("paused");
  });
});

describe("the first sentence of the overview", () => {
  it("teaches when nothing is connected, and waits for the first message", () => {
    expect(overviewSentence({ sources: [], today: none }).sentence).toContain("create a source");
    expect(overviewSentence({ sources: [{ name: "Shop", health: "waiting" }], today: none })).toEqual({
      allRight: true,
      sentence: "No message has arrived yet. Waiting for the first one from Shop.",
    });
  });

  it("says that everything is all right, with the figures", () => {
    const sources = [{ name: "A", health: "ok" as const }];
    expect(overviewSentence({ sources, today: { ...none, accepted: 1 } }).sentence).toBe("Everything is all right: 1 message today.");
    expect(overviewSentence({ sources, today: { ...none, accepted: 1200, duplicate: 34, rejected: 2 } }).sentence).toBe("Everything is all right: 1\u202f234 messages today, and 2 refused.");
  });

  it("names the sources that are in trouble, at most three by name", () => {
    const refusing = ["A", "B", "C", "D", "E"].map((name) => ({ name, health: "refusing" as const }));
    expect(overviewSentence({ sources: refusing, today: none })).toEqual({ allRight: false, sentence: "5 sources refuse messages: A, B, C and 2 more." });
    expect(overviewSentence({ sources: [{ name: "A", health: "no_key" }, { name: "B", health: "silent" }], today: none }).sentence).toBe(
      "1 source has no key and refuses everything: A. 1 source has been silent for too long: B.",
    );
  });

  it("leaves archived sources out", () => {
    expect(overviewSentence({ sources: [{ name: "A", health: "archived" }], today: none }).sentence).toContain("Nothing is connected");
  });
});

describe("time zones", () => {
  it("are those that this machine knows", () => {
    expect(timeZoneName("Pacific/Chatham")).toBe("Pacific/Chatham");
    expect(timeZoneName("Mars/Olympus")).toBeNull();
    expect(timeZoneName("")).toBeNull();
  });

  it("come under the name of now, since PostgreSQL does not know every former one", () => {
    expect(timeZoneInput.parse("US/Pacific-New")).toBe("America/Los_Angeles");
    expect(timeZoneInput.parse("AET")).toBe("Australia/Sydney");
  });

  it("are names, not offsets, whose sign PostgreSQL reads the other way round", () => {
    for (const text of ["+05:30", "-0530", "+00"]) expect(timeZoneName(text), text).toBeNull();
  });
});
