import type { CliCommand } from "./cli-command.ts";

interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** Loaded when it is called: `send` needs no database. */
  readonly load: () => Promise<CliCommand>;
}

export const commands: readonly CommandEntry[] = [
  { name: "send", summary: "sign test webhooks as a provider does and post them", load: async () => (await import("./send.ts")).send },
];
