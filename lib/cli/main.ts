import { systemClock } from "#lib/platform/clock";
import { runCli } from "./run-cli.ts";

process.exitCode = await runCli(process.argv.slice(2), {
  out: (text) => void process.stdout.write(`${text}\n`),
  complain: (text) => void process.stderr.write(`${text}\n`),
  screen: {
    isTTY: process.stderr.isTTY,
    columns: process.stderr.columns || 80,
    write: (text) => void process.stderr.write(text),
  },
  now: () => systemClock.now(),
});
