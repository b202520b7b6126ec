import { anchorInput, anchorText, parseAnchor } from "#lib/audit/anchor";
import { readAuditHead } from "#lib/audit/list-audit";
import { verifyAudit } from "#lib/audit/verify-audit";
import type { AuditVerification } from "#lib/audit/audit-shape";
import { cliActor } from "./cli-actor.ts";
import type { CliCall, CliCommand, CliOutcome } from "./cli-command.ts";
import type { Progress } from "./progress-bar.ts";
import { UsageError } from "./usage-error.ts";
import { withInstallation } from "./with-installation.ts";

export const verifyAuditCommand: CliCommand = {
  name: "verify-audit",
  summary: "check that nobody edited, removed, inserted or moved an entry of the audit",
  positionals: [],
  options: {
    anchor: { type: "string", value: "position:hash", help: "a head that was noted outside before; shows an end that was cut off" },
  },
  notes: ["Without --anchor it cannot tell a chain whose end was cut off, or that was written anew as a whole: note the head that it prints, somewhere else.", "It ends with 1 when an entry is bad, and names the first one."],
  run,
};

async function run({ options, progress }: CliCall): Promise<CliOutcome> {
  const given = options.text("anchor");
  const anchor = given === null ? null : anchorInput.safeParse(given);
  if (anchor?.success === false) throw new UsageError(`--anchor is "${given ?? ""}", but should be a head as it was printed: its position, a colon and 64 hex digits.`);
  const noted = anchor === null ? null : anchorText(parseAnchor(anchor.data));
  const { result, checked } = await withInstallation(() => walk(noted, progress));
  const head = result.intact ? result.after : null;
  return {
    exitCode: result.intact ? 0 : 1,
    lines: [result.says, ...(head === null ? [] : [`Head: ${head}`])],
    json: { intact: result.intact, checked, position: result.position, fault: result.fault, says: result.says, head },
  };
}

async function walk(anchor: string | null, progress: Progress): Promise<{ readonly result: AuditVerification; readonly checked: number }> {
  const { position: total } = await readAuditHead();
  let checked = 0;
  for (let after: string | null = null; ; ) {
    const result = await verifyAudit(cliActor(), { anchor, after }, 10_000);
    checked += result.checked;
    progress.update(checked, Math.max(total, 1));
    if (result.done) return { result, checked };
    after = result.after;
  }
}
