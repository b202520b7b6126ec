export interface TestCommandInput {
  readonly provider: string;
  readonly url: string;
  /** `null`: the reader puts theirs in. */
  readonly secret: string | null;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** `npm run cli -- send …` with the settings that the message has to carry to be taken. */
export function testCommand({ provider, url, secret, settings }: TestCommandInput): string {
  const parts = ["npm run cli -- send", provider, "--url", shellQuote(url), "--key", secret === null ? "'PASTE-YOUR-KEY'" : shellQuote(secret)];
  if (Object.keys(settings).length > 0) parts.push("--settings", shellQuote(JSON.stringify(settings)));
  return parts.join(" ");
}

/** One word for a POSIX shell. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
