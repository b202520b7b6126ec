import { writeJson } from "#lib/platform/raw-json";
import { log } from "#lib/platform/log";
import type { LiveFrame } from "./live-frames.ts";

const retryMs = 2_000;

/** Server-sent events (HTML standard, section 9.2) from frames. `onEnd` runs once, whichever side ends it. */
export function eventStream(frames: AsyncGenerator<LiveFrame, void, void>, onEnd: () => void): Response {
  const encoder = new TextEncoder();
  let ended = false;
  const end = (): void => {
    if (ended) return;
    ended = true;
    onEnd();
  };
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(`retry: ${retryMs}\n\n`)),
    pull: async (controller) => {
      try {
        const next = await frames.next();
        // The listener may have gone while we waited; the stream is closed then.
        if (ended) return;
        if (next.done === true) {
          end();
          controller.close();
        } else {
          controller.enqueue(encoder.encode(frameText(next.value)));
        }
      } catch (error) {
        // The listener reconnects and resumes; what went wrong is for us to know.
        log().warn({ err: error }, "an event stream broke");
        end();
        controller.close();
      }
    },
    cancel: async () => {
      end();
      await frames.return();
    },
  });
  return new Response(body, {
    headers: { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store, no-transform", "x-accel-buffering": "no" },
  });
}

/** Data is one line, since JSON escapes line breaks. */
export function frameText(frame: LiveFrame): string {
  if (frame.kind === "beat") return ": beat\n\n";
  return `id: ${frame.id}\nevent: ${frame.kind}\ndata: ${writeJson(frame.data)}\n\n`;
}
