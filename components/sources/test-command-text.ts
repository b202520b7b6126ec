export interface TestCommandInput {
  readonly provider: string;
  readonly url: string;
  readonly mode: "test" | "live";
  /** `null`: the reader puts theirs in. */
  readonly secret: string | null;
  /** Settings without a default, or that differ from it: the message must fit them. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** `npm run cli -- send …`, which signs a message as this source expects it. */
export function testCommand({ provider, url, mode, secret, settings }: TestCommandInput): string {
  const parts = ["npm run cli -- send", provider, "--url", shellQuote(url), "--key", secret === null ? "'PASTE-YOUR-KEY'" : shellQuote(secret)];
  if (mode === "live") parts.push("--mode live");
  for (const [name, value] of Object.entries(settings)) parts.push("--setting", shellQuote(`${name}=${Array.isArray(value) ? value.join(",") : String(value)}`));
  return parts.join(" ");
}

/** One word for a POSIX shell, quoted where it needs it. */
export function shellQuote(text: string): string {
  return /^[\w./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
