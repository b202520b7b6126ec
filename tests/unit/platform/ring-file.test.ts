import { readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { listenerName, listenerOpens } from "#lib/platform/database/listener-name";
import { fileKeyRing, readRingFile, replaceRingFile, ringFileOf } from "#lib/platform/ring-file";
import { generateKeyRingText, generateKeyText } from "#lib/platform/seal";
import { temporaryFolder } from "#tests/support/temporary-folder";

const folder = temporaryFolder();
afterAll(() => folder.remove());
const file = ringFileOf(folder.path);
const binding = { purpose: "source_key", rowId: "1" } as const;

describe("a key ring in a file", () => {
  test("seals under a key that was put in later, and opens what others sealed under it", () => {
    const old = generateKeyRingText();
    writeFileSync(file, old);
    const [sealing, opening] = [fileKeyRing(file), fileKeyRing(file)];
    const before = sealing.seal("before", binding);
    replaceRingFile(file, `${generateKeyText(["k1"])},${old}`);
    const after = sealing.seal("after", binding);
    expect(after).toMatch(/^v1\.k2\./);
    expect([opening.open(after, binding), opening.open(before, binding)]).toEqual(["after", "before"]);
  });

  test("is replaced whole, for its owner alone, and never by what is no ring", () => {
    const text = readRingFile(file);
    expect(() => replaceRingFile(file, "k1:short")).toThrow("id:base64");
    expect(readRingFile(file)).toBe(text);
    replaceRingFile(file, text);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(path.dirname(file))).toEqual([path.basename(file)]);
  });

  test("goes on opening what it had read under a key that was taken out of the file", () => {
    const [ring, former] = [fileKeyRing(file), readRingFile(file)];
    const before = ring.seal("before", binding);
    replaceRingFile(file, generateKeyText(ring.keyIds()));
    expect(ring.seal("after", binding)).toMatch(/^v1\.k3\./);
    expect(ring.open(before, binding)).toBe("before");
    expect(() => fileKeyRing(file).open(before, binding)).toThrow("not in ENCRYPTION_KEYS");
    replaceRingFile(file, former);
  });

  test("goes on with what it read when the file is gone", () => {
    const ring = fileKeyRing(file);
    const sealed = ring.seal("kept", binding);
    rmSync(file);
    expect(ring.open(ring.seal("kept", binding), binding)).toBe("kept");
    expect(ring.open(sealed, binding)).toBe("kept");
  });
});

describe("the name of a listening connection", () => {
  test("tells which master keys its process opens, and fits", () => {
    const name = listenerName(["k2", "a-rather-long-name-of-a-key", "k1", "x", "y", "z"]);
    expect(name.length).toBeLessThanOrEqual(63);
    expect([listenerOpens(name, "k2"), listenerOpens(name, "k3"), listenerOpens("countersign pages", "k2")]).toEqual([true, false, null]);
    expect(listenerOpens(listenerName([]), "k2")).toBe(false);
  });
});
