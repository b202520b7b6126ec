import { describe, expect, it } from "vitest";
import type { User } from "#lib/team/user-shape";
import { browserWords } from "../../../components/account/browser-words.ts";
import { teamAnswer } from "../../../components/team/team-answer.ts";

describe("a browser", () => {
  it.each([
    ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0", "Edge on Windows"],
    ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15", "Safari on macOS"],
    ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/141.0 Mobile/15E148 Safari/604.1", "Chrome on iPhone"],
    ["Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0", "Firefox on Linux"],
    ["Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36", "Chrome on Android"],
    ["curl/8.5.0", "Unknown browser"],
    ["", "Unknown browser"],
    [null, "Unknown browser"],
  ])("that says %s is called %s", (userAgent, words) => expect(browserWords(userAgent)).toBe(words));
});

describe("the team in a sentence", () => {
  const person = (state: User["state"], role: User["role"]): User => ({ id: "usr_1", email: "a@example.com", name: "Anna", role, state, you: false, createdAt: "2026-01-01T00:00:00.000Z", joinedAt: null, lastSeenAt: null, openSessions: 0, hasPassword: true, hasSingleSignOn: false, hasTotp: false, invitation: null });

  it("says who can sign in, and warns of a single admin", () => {
    expect(teamAnswer([person("active", "admin")])).toMatch(/^1 person can sign in\. Make a second person admin/);
    expect(teamAnswer([person("active", "admin"), person("active", "admin"), person("invited", "admin"), person("disabled", "viewer")])).toBe("2 people can sign in, 2 of them as admin. 1 invitation is open. 1 account is disabled.");
  });
});
