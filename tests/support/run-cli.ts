import { runCli } from "#lib/cli/run-cli";

export interface CliRun {
  readonly code: number;
  readonly out: string;
  readonly complaints: string;
}

/** Runs a command line in this process, without a terminal. */
export async function cli(...words: readonly string[]): Promise<CliRun> {
  const out: string[] = [];
  const complaints: string[] = [];
  const code = await runCli(words, {
    out: (text) => void out.push(text),
    complain: (text) => void complaints.push(text),
    screen: {
      isTTY: false,
      columns: 80,
      write: () => {
        throw new Error("a progress bar was drawn where there is no terminal");
      },
    },
    now: () => Date.now(),
  });
  return { code, out: out.join("\n"), complaints: complaints.join("\n") };
}
