import { log } from "#lib/platform/log";

/** For so long a reader may take nothing before it counts as gone. */
const stalledMs = 120_000;

/**
 * A body from pieces of text, made as fast as it is read. `onEnd` runs once, whichever side ends it. What goes wrong
 * breaks the body off, so that nobody takes a part for the whole.
 */
export function textStream(pieces: AsyncGenerator<{ readonly text: string }, void, void>, onEnd: () => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let stalled: NodeJS.Timeout | undefined;
  let ended = false;
  const end = (): void => {
    clearTimeout(stalled);
    if (ended) return;
    ended = true;
    onEnd();
  };
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      clearTimeout(stalled);
      try {
        let next = await pieces.next();
        while (!ended && next.done !== true && next.value.text === "") next = await pieces.next();
        if (ended) return;
        if (next.done === true) {
          end();
          controller.close();
          return;
        }
        controller.enqueue(encoder.encode(next.value.text));
        stalled = setTimeout(() => {
          end();
          controller.error(new Error("the reader of an export took nothing for two minutes"));
          void pieces.return();
        }, stalledMs).unref();
      } catch (error) {
        log().warn({ err: error }, "an export broke off");
        end();
        controller.error(error);
      }
    },
    cancel: async () => {
      end();
      await pieces.return();
    },
  });
}
