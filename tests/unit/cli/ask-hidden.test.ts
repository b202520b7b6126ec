import { EventEmitter } from "node:events";
import { expect, test } from "vitest";
import { askHidden } from "#lib/cli/ask-hidden";

class FakeKeyboard extends EventEmitter {
  readonly isTTY = true;
  readonly modes: boolean[] = [];
  setRawMode(mode: boolean): this {
    this.modes.push(mode);
    return this;
  }
  resume(): this {
    return this;
  }
  pause(): this {
    return this;
  }
}

async function typed(...chunks: string[]) {
  const keyboard = new FakeKeyboard();
  const shown: string[] = [];
  const asked = askHidden(keyboard, (text) => shown.push(text), "Password: ");
  for (const chunk of chunks) keyboard.emit("data", Buffer.from(chunk));
  return { line: await asked, shown: shown.join(""), modes: keyboard.modes, listeners: keyboard.listenerCount("data") };
}

test("what is typed comes back and is never shown, and the terminal is as it was", async () => {
  expect(await typed("correct horse", " battery\r")).toEqual({ line: "correct horse battery", shown: "Password: \n", modes: [true, false], listeners: 0 });
});

test("backspace takes back a whole character", async () => {
  expect((await typed("pässwört🔑\u007f\u007f\u007ft\r")).line).toBe("pässwöt");
});

test.each(["\u0003", "\u0004"])("%j gives up", async (key) => {
  expect((await typed("half", key)).line).toBeNull();
});
