import { createWriteStream, type WriteStream } from "node:fs";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { parseInput } from "#lib/access/parse-input";
import { Problem } from "#lib/platform/problem";
import { exportFormats } from "#lib/transactions/export-formats";
import { type ExportQuery, exportQuery, exportTransactions } from "#lib/transactions/export-transactions";
import { cliActor } from "./cli-actor.ts";
import { CliError } from "./cli-error.ts";
import type { CliCall, CliCommand, CliOption, CliOutcome } from "./cli-command.ts";
import type { OptionValues } from "./option-values.ts";
import { UsageError } from "./usage-error.ts";
import { withInstallation } from "./with-installation.ts";

/** The filters of the API by their own names, as options. */
const filterNames = Object.keys(exportQuery.shape).filter((name) => !["format", "bom", "personal"].includes(name));
const optionOf = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const filterOptions = Object.fromEntries(filterNames.map((name): [string, CliOption] => [optionOf(name), { type: "string", value: "value", help: `the filter ${name} of GET /api/v1/transactions` }]));

export const exportCommand: CliCommand = {
  name: "export",
  summary: "write transactions to a file, as CSV or JSON Lines",
  positionals: [],
  options: {
    out: { type: "string", value: "file", help: "where to write; a file that exists is not overwritten" },
    format: { type: "string", value: "csv|jsonl", help: "csv unless given" },
    bom: { type: "boolean", help: "begin CSV with a byte order mark, by which spreadsheets know UTF-8" },
    personal: { type: "boolean", help: "with names and e-mail addresses of customers" },
    ...filterOptions,
  },
  notes: ["Example:", "  npm run cli -- export --out march.csv --from 2026-03-01T00:00:00Z --to 2026-04-01T00:00:00Z --status captured", "Stands in the audit."],
  run,
};

async function run({ options, progress }: CliCall): Promise<CliOutcome> {
  const file = options.required("out");
  const query = readQuery(options);
  const stream = await openNewFile(file);
  try {
    const rows = await withInstallation(() => write(query, stream, progress));
    return { exitCode: 0, lines: [`${String(rows)} ${rows === 1 ? "transaction" : "transactions"} written to ${file}.`], json: { file, format: query.format, rows } };
  } catch (error) {
    // A part must not be taken for the whole.
    stream.destroy();
    await rm(file, { force: true });
    throw error;
  }
}

/** Returns how many rows it wrote. */
async function write(query: ExportQuery, stream: WriteStream, progress: CliCall["progress"]): Promise<number> {
  const { total, pieces } = await exportTransactions(cliActor(), query);
  let rows = 0;
  const text = async function* (): AsyncGenerator<string, void, void> {
    for await (const piece of pieces) {
      rows += piece.rows;
      if (total !== null) progress.update(rows, Math.max(total, rows));
      yield piece.text;
    }
  };
  await pipeline(text(), stream);
  return rows;
}

function readQuery(options: OptionValues): ExportQuery {
  const filters = filterNames.flatMap((name) => {
    const value = options.text(optionOf(name));
    return value === null ? [] : [[name, value] as const];
  });
  const given = { ...Object.fromEntries(filters), format: options.choice("format", exportFormats), bom: String(options.flag("bom")), personal: String(options.flag("personal")) };
  try {
    return parseInput(exportQuery, given);
  } catch (error) {
    const [first] = error instanceof Problem ? error.errors : [];
    throw first === undefined ? error : new UsageError(`--${optionOf(first.path)} ${first.message}.`);
  }
}

async function openNewFile(file: string): Promise<WriteStream> {
  const stream = createWriteStream(file, { flags: "wx", mode: 0o600 });
  try {
    await once(stream, "open");
    return stream;
  } catch (error) {
    const taken = error instanceof Error && "code" in error && error.code === "EEXIST";
    throw new CliError(taken ? `${file} is there already: name another file, or move it away.` : `${file} cannot be written: ${error instanceof Error ? error.message : String(error)}.`);
  }
}
