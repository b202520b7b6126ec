import type { CliCommand } from "./cli-command.ts";

interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** Loaded when it is called: `send` needs no database. */
  readonly load: () => Promise<CliCommand>;
}

export const commands: readonly CommandEntry[] = [
  { name: "doctor", summary: "say what is wrong with this installation, and what to do about it", load: async () => (await import("./doctor.ts")).doctor },
  { name: "create-admin", summary: "make an account that may do everything", load: async () => (await import("./create-admin.ts")).createAdminCommand },
  { name: "create-source", summary: "make a source: the URL that a provider account sends to", load: async () => (await import("./create-source.ts")).createSourceCommand },
  { name: "create-api-key", summary: "make a key for scripts; it is shown this once", load: async () => (await import("./create-api-key.ts")).createApiKeyCommand },
  { name: "rotate-master-key", summary: "seal every secret anew under a new master key", load: async () => (await import("./rotate-master-key.ts")).rotateMasterKeyCommand },
  { name: "verify-audit", summary: "check that nobody edited, removed, inserted or moved an entry of the audit", load: async () => (await import("./verify-audit.ts")).verifyAuditCommand },
  { name: "listen", summary: "forward events to a URL on this machine, resuming where it stopped", load: async () => (await import("./listen.ts")).listen },
  { name: "replay", summary: "send events again, or to a new endpoint what it missed", load: async () => (await import("./replay.ts")).replay },
  { name: "send", summary: "sign test webhooks as a provider does and post them", load: async () => (await import("./send.ts")).send },
  { name: "receiver", summary: "be a merchant's server: take deliveries, check their signature, fail on request", load: async () => (await import("./receiver.ts")).receiver },
  { name: "export", summary: "write transactions to a file, as CSV or JSON Lines", load: async () => (await import("./export.ts")).exportCommand },
];
