import { describe, expect, it } from "vitest";
import { scanSource } from "./rules/scan-source.ts";

describe("the scanner under the architecture tests", () => {
  it.each([
    ['a("b // c"); d', 'a("      "); d'],
    ["a(); // b", "a();     "],
    ["a(); /* b\n c */ d", "a();     \n      d"],
    ["`a ${b(`c ${d}`)} e` + f", "`  ${b(`  ${d}`)}  ` + f"],
    ["x = `a ${{ b: 1 }.b} c`;", "x = `  ${{ b: 1 }.b}  `;"],
    ["const a = /\"[/']/g; b", "const a = /     /g; b"],
    ["a / b / c", "a / b / c"],
    ["<p>Don't</p>; a('b')", "<p>Don't</p>; a(' ')"],
    ["<br />; a", "<br />; a"],
    ["'a\\'b' + c", "'    ' + c"],
  ])("blanks what is not code in %s", (text, code) => expect(scanSource(text)).toBe(code));

  it("keeps every offset and every line", () => {
    const text = 'const a = "ä😀"; // b\n`c\n${d}`;\n';
    expect(scanSource(text)).toHaveLength(text.length);
    expect(scanSource(text).split("\n")).toHaveLength(text.split("\n").length);
  });
});
