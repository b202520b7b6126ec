import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { VerificationCode } from "#lib/endpoints/verification-code";

export interface SignedCase {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly secret: string;
}

/** How the snippets of a language are called: a program that takes the cases and prints a line of two words for each. */
interface Runner {
  /** Commands that succeed where its interpreter is on the machine, and new enough for the snippet. */
  readonly probes: readonly (readonly [string, ...string[]])[];
  readonly fileName: string;
  readonly program: string;
  readonly commands: readonly (readonly [string, ...string[]])[];
  /** The cases as the last words: one text of JSON, or a word for each. */
  readonly takes: "json" | "words";
  /** Where the snippet lies; left out: beside the program. */
  readonly snippetFolder?: string;
  readonly more?: readonly (readonly [string, string])[];
}

/** In Java and C#, which read no JSON by themselves: body, secret, then names and values of the headers, one to a line. */
const javaProgram = `import java.util.*;
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
}`;

const csharpProgram = `using System;
using System.Collections.Generic;
public static class Run
{
    public static void Main(string[] words)
    {
        foreach (var word in words)
        {
            var parts = word.Split('\\n');
            var headers = new Dictionary<string, string>();
            for (var at = 2; at + 1 < parts.Length; at += 2) headers[parts[at]] = parts[at + 1];
            var body = Convert.FromBase64String(parts[0]);
            Console.WriteLine(Countersign.VerifyWebhook(headers, body, parts[1]) + " " + Countersign.VerifyXSignature(headers, body, parts[1]));
        }
    }
}`;

const goProgram = `package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"run/countersign"
)

func main() {
	var cases []struct {
		Headers      map[string]string
		Body, Secret string
	}
	if err := json.Unmarshal([]byte(os.Args[1]), &cases); err != nil {
		panic(err)
	}
	for _, one := range cases {
		header := http.Header{}
		for name, value := range one.Headers {
			header.Set(name, value)
		}
		body, err := base64.StdEncoding.DecodeString(one.Body)
		if err != nil {
			panic(err)
		}
		fmt.Println(countersign.VerifyWebhook(header, body, one.Secret), countersign.VerifyXSignature(header, body, one.Secret))
	}
}`;

const runners: Record<VerificationCode["language"], Runner> = {
  node: {
    probes: [],
    fileName: "run.mjs",
    program: `import { verifyWebhook, verifyXSignature } from "./countersign.mjs";
for (const { headers, body, secret } of JSON.parse(process.argv[2])) {
  const bytes = Buffer.from(body, "base64");
  console.log(verifyWebhook(headers, bytes, secret), verifyXSignature(headers, bytes, secret));
}`,
    commands: [[process.execPath, "run.mjs"]],
    takes: "json",
  },
  python: {
    probes: [["python3", "-c", "''.removeprefix('')"]],
    fileName: "run.py",
    program: `import base64, json, sys
from countersign import verify_webhook, verify_x_signature
for case in json.loads(sys.argv[1]):
    given = (case["headers"], base64.b64decode(case["body"]), case["secret"])
    print(verify_webhook(*given), verify_x_signature(*given))`,
    commands: [["python3", "run.py"]],
    takes: "json",
  },
  php: {
    probes: [["php", "-r", "exit(PHP_VERSION_ID >= 70400 && function_exists('ctype_digit') && function_exists('json_decode') ? 0 : 1);"]],
    fileName: "run.php",
    program: `<?php
declare(strict_types=1);
require __DIR__ . '/countersign.php';
foreach (json_decode($argv[1], true) as $case) {
    $given = [$case['headers'], base64_decode($case['body']), $case['secret']];
    echo verifyWebhook(...$given) ? 'true' : 'false', ' ', verifyXSignature(...$given) ? 'true' : 'false', "\\n";
}`,
    commands: [["php", "run.php"]],
    takes: "json",
  },
  go: {
    probes: [["go", "env", "GOROOT"]],
    fileName: "main.go",
    program: goProgram,
    commands: [["go", "run", "."]],
    takes: "json",
    snippetFolder: "countersign",
    more: [["go.mod", "module run\n\ngo 1.19\n"]],
  },
  java: {
    // The class that came last of those it uses.
    probes: [["javac", "-version"], ["javap", "java.util.HexFormat"]],
    fileName: "Run.java",
    program: javaProgram,
    commands: [["javac", "-d", ".", "Countersign.java", "Run.java"], ["java", "-XX:TieredStopAtLevel=1", "-cp", ".", "Run"]],
    takes: "words",
  },
  ruby: {
    probes: [["ruby", "-r", "openssl", "-r", "json", "-e", "OpenSSL.method(:secure_compare)"]],
    fileName: "run.rb",
    program: `require "json"
require_relative "countersign"
JSON.parse(ARGV[0]).each do |one|
  given = [one["headers"], one["body"].unpack1("m0"), one["secret"]]
  puts "#{verify_webhook(*given)} #{verify_x_signature(*given)}"
end`,
    commands: [["ruby", "run.rb"]],
    takes: "json",
  },
  csharp: {
    probes: [["mcs", "--version"], ["mono", "--version"]],
    fileName: "Run.cs",
    program: csharpProgram,
    commands: [["mcs", "-out:run.exe", "Countersign.cs", "Run.cs"], ["mono", "run.exe"]],
    takes: "words",
  },
};

/** Whether what runs a language is on this machine. */
export function canRun(language: VerificationCode["language"]): boolean {
  return runners[language].probes.every(([command, ...words]) => spawnSync(command, words, { stdio: "ignore" }).status === 0);
}

/** What the snippet says of the cases, a line for each. */
export function runSnippet({ language, fileName, code }: VerificationCode, cases: readonly SignedCase[], folder: string): readonly string[] {
  const runner = runners[language];
  const at = path.join(folder, language);
  mkdirSync(path.join(at, runner.snippetFolder ?? ""), { recursive: true });
  writeFileSync(path.join(at, runner.snippetFolder ?? "", fileName), code);
  for (const [name, text] of [[runner.fileName, runner.program] as const, ...(runner.more ?? [])]) writeFileSync(path.join(at, name), text);
  let said = "";
  for (const [index, [command, ...words]] of runner.commands.entries()) {
    const given = index === runner.commands.length - 1 ? wordsOf(cases, runner.takes) : [];
    said = execFileSync(command, [...words, ...given], { cwd: at, encoding: "utf8" });
  }
  return said.trim().toLowerCase().split(/\r?\n/);
}

function wordsOf(cases: readonly SignedCase[], takes: "json" | "words"): readonly string[] {
  if (takes === "words") return cases.map(({ headers, body, secret }) => [body.toString("base64"), secret, ...Object.entries(headers).flat()].join("\n"));
  return [JSON.stringify(cases.map((one) => ({ ...one, body: one.body.toString("base64") })))];
}
