import { describe, expect, it } from "vitest";
import { personNameInput } from "#lib/access/email";
import { isOneLine } from "#lib/platform/is-one-line";
import { plainTextInput } from "#lib/sources/plain-text-input";

describe("a name", () => {
  it.each(["Shop", "Łódź – żółć", "متجر الكتب", "東京店", "👩‍💻 Ada", "<script>", "=1+1"])("may be %s", (text) => {
    expect(isOneLine(text)).toBe(true);
    expect(plainTextInput.safeParse(text).success).toBe(true);
    expect(personNameInput.safeParse(text).success).toBe(true);
  });

  it.each([
    ["a line end", "Shop\r\nBcc: eve@example.com"],
    ["a line end of Unicode", "Shop\u2028x"],
    ["a control character", "Shop\u001b[2J"],
    ["one of the second range", "Shop\u0085x"],
    ["a turn of direction", "Ada \u202enimda"],
    ["an isolated one", "Ada \u2066x"],
    ["NUL", "Ada\u0000"],
  ])("holds no %s", (_what, text) => {
    expect(isOneLine(text)).toBe(false);
    expect(plainTextInput.safeParse(text).success).toBe(false);
    expect(personNameInput.safeParse(text).success).toBe(false);
  });
});
