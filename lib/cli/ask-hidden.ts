export interface Keyboard {
  readonly setRawMode: (mode: boolean) => unknown;
  readonly resume: () => unknown;
  readonly pause: () => unknown;
  readonly on: (event: "data", listener: (chunk: Buffer | string) => void) => unknown;
  readonly off: (event: "data", listener: (chunk: Buffer | string) => void) => unknown;
}

/** One line from a terminal without showing it. Ctrl-C and Ctrl-D give `null`. */
export async function askHidden(keyboard: Keyboard, write: (text: string) => void, prompt: string): Promise<string | null> {
  write(prompt);
  keyboard.setRawMode(true);
  keyboard.resume();
  try {
    return await new Promise((resolve) => {
      let typed = "";
      const onData = (chunk: Buffer | string): void => {
        const next = take(typed, String(chunk));
        if (typeof next === "string") {
          typed = next;
          return;
        }
        keyboard.off("data", onData);
        resolve(next.line);
      };
      keyboard.on("data", onData);
    });
  } finally {
    keyboard.setRawMode(false);
    keyboard.pause();
    write("\n");
  }
}

/** What stands on the line after these keys, or the line once it is complete. */
function take(typed: string, keys: string): string | { readonly line: string | null } {
  let line = typed;
  for (const key of keys) {
    if (key === "\r" || key === "\n") return { line };
    if (key === "\u0003" || key === "\u0004") return { line: null };
    if (key === "\u007f" || key === "\b") line = Array.from(line).slice(0, -1).join("");
    else if (key >= " ") line += key;
  }
  return line;
}
