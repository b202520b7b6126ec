import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { verificationCode, type VerificationCode } from "#lib/endpoints/verification-code";
import { signDelivery } from "#lib/signing/sign-delivery";
import { encodeWebhookSecret } from "#lib/signing/standard-webhooks";
import { temporaryFolder } from "#tests/support/temporary-folder";

const [oldest, newest, foreign] = [1, 2, 3].map((seed) => encodeWebhookSecret(Buffer.alloc(32, seed)));
if (oldest === undefined || newest === undefined || foreign === undefined) throw new Error("no secrets");
const body = Buffer.from('{"id":"evt_1","name":"Zoë 🎉"}', "utf8");
const nowSeconds = Math.floor(Date.now() / 1000);
const delivery = { id: "evt_0197", timestampSeconds: nowSeconds, body, secrets: [oldest], format: "normalized" } as const;
const signed = signDelivery(delivery);
const rotating = signDelivery({ ...delivery, secrets: [oldest, newest] });

interface Case {
  readonly what: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly secret: string;
  /** What verifyWebhook and verifyXSignature must say. */
  readonly expected: readonly [boolean, boolean];
}

const cases: readonly Case[] = [
  { what: "a delivery", headers: signed, body, secret: oldest, expected: [true, true] },
  { what: "the old secret while it is changed", headers: rotating, body, secret: oldest, expected: [true, true] },
  { what: "the new secret while it is changed", headers: rotating, body, secret: newest, expected: [true, true] },
  { what: "another secret", headers: rotating, body, secret: foreign, expected: [false, false] },
  { what: "another body", headers: signed, body: Buffer.from("{}"), secret: oldest, expected: [false, false] },
  { what: "another id", headers: { ...signed, "webhook-id": "evt_2" }, body, secret: oldest, expected: [false, true] },
  { what: "an old message", headers: signDelivery({ ...delivery, timestampSeconds: nowSeconds - 400 }), body, secret: oldest, expected: [false, true] },
  { what: "no headers", headers: {}, body, secret: oldest, expected: [false, false] },
  { what: "nonsense", headers: { "webhook-id": "a", "webhook-timestamp": "soon", "webhook-signature": "v1 v1, ,", "x-signature": "é" }, body, secret: oldest, expected: [false, false] },
  { what: "half a signature", headers: { ...signed, "webhook-signature": (signed["webhook-signature"] ?? "").slice(0, 20), "x-signature": (signed["x-signature"] ?? "").slice(0, 20) }, body, secret: oldest, expected: [false, false] },
];

const folder = temporaryFolder();
afterAll(() => folder.remove());

/** How the snippets of a language are called: a program that reads the cases and prints a line of two words for each. */
interface Runner {
  readonly command: string;
  readonly fileName: string;
  readonly program: string;
  readonly run: () => string;
}

const runners: Partial<Record<VerificationCode["language"], Runner>> = {
  node: {
    command: process.execPath,
    fileName: "run.mjs",
    program: `import { verifyWebhook, verifyXSignature } from "./countersign.mjs";
for (const { headers, body, secret } of JSON.parse(process.argv[2])) {
  const bytes = Buffer.from(body, "base64");
  console.log(verifyWebhook(headers, bytes, secret), verifyXSignature(headers, bytes, secret));
}`,
    run: () => runIn(process.execPath, ["run.mjs", asJson()]),
  },
  python: {
    command: "python3",
    fileName: "run.py",
    program: `import base64, json, sys
from countersign import verify_webhook, verify_x_signature
for case in json.loads(sys.argv[1]):
    given = (case["headers"], base64.b64decode(case["body"]), case["secret"])
    print(verify_webhook(*given), verify_x_signature(*given))`,
    run: () => runIn("python3", ["run.py", asJson()]).toLowerCase(),
  },
  java: {
    command: "javac",
    fileName: "Run.java",
    program: `import java.util.*;
public class Run {
    public static void main(String[] words) throws Exception {
        for (String word : words) {
            String[] parts = word.split("\\n", -1);
            Map<String, String> headers = new HashMap<>();
            for (int at = 2; at + 1 < parts.length; at += 2) headers.put(parts[at], parts[at + 1]);
            byte[] body = Base64.getDecoder().decode(parts[0]);
            System.out.println(Countersign.verifyWebhook(headers, body, parts[1]) + " " + Countersign.verifyXSignature(headers, body, parts[1]));
        }
    }
}`,
    run: () => {
      runIn("javac", ["-d", ".", "Countersign.java", "Run.java"]);
      return runIn("java", ["-XX:TieredStopAtLevel=1", "-cp", ".", "Run", ...cases.map((one) => [one.body.toString("base64"), one.secret, ...Object.entries(one.headers).flat()].join("\n"))]);
    },
  },
};

function runIn(command: string, words: readonly string[]): string {
  return execFileSync(command, words, { cwd: folder.path, encoding: "utf8" });
}

function asJson(): string {
  return JSON.stringify(cases.map((one) => ({ ...one, body: one.body.toString("base64") })));
}

/** Node always; the others where their interpreter is on the machine. */
const runnable = verificationCode.flatMap((snippet) => {
  const runner = runners[snippet.language];
  return runner !== undefined && spawnSync(runner.command, ["--version"]).status === 0 ? [{ snippet, runner }] : [];
});

describe("the code to verify what we send", () => {
  it.each(runnable.map(({ snippet, runner }) => [snippet.name, snippet, runner] as const))("in %s says of real deliveries what it must", (_name, snippet, runner) => {
    writeFileSync(path.join(folder.path, snippet.fileName), snippet.code);
    writeFileSync(path.join(folder.path, runner.fileName), runner.program);
    const said = runner.run().trim().split(/\r?\n/);
    expect(cases.map(({ what }, at) => `${what}: ${said[at] ?? ""}`)).toEqual(cases.map(({ what, expected }) => `${what}: ${expected.join(" ")}`));
  }, 30_000);

  it("runs at least in Node", () => {
    expect(runnable.map(({ snippet }) => snippet.language)).toContain("node");
  });

  it("is there for every language, compares in constant time and looks at both headers", () => {
    expect(verificationCode.map(({ language }) => language)).toEqual(["node", "python", "php", "go", "java", "ruby", "csharp"]);
    for (const { code, name } of verificationCode) {
      expect(code, name).toMatch(/timingSafeEqual|compare_digest|hash_equals|hmac\.Equal|MessageDigest\.isEqual|secure_compare|FixedTimeEquals/);
      for (const header of ["webhook-signature", "webhook-timestamp", "x-signature", "x-signature-next"]) expect(code.toLowerCase(), name).toContain(header);
    }
  });
});
