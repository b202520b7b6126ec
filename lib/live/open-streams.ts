/** The event streams that this process holds open, so that a stop can end them first. */
interface OpenStreams {
  readonly close: Set<() => void>;
  stopping: boolean;
}

const slot = Symbol.for("countersign.liveStreams");
// Next's copy of this module opens the streams, the server's copy closes them.
const held = globalThis as typeof globalThis & { [slot]?: OpenStreams };

function openStreams(): OpenStreams {
  return (held[slot] ??= { close: new Set(), stopping: false });
}

/** Remembers how to end a stream; returns the way to forget it. */
export function registerStream(close: () => void): () => void {
  const streams = openStreams();
  if (streams.stopping) close();
  streams.close.add(close);
  return () => streams.close.delete(close);
}

/** Ends every stream and every one that is opened after this; for the beginning of a stop. */
export function closeLiveStreams(): void {
  const streams = openStreams();
  streams.stopping = true;
  for (const close of streams.close) close();
}

/** For tests, which stop and start in one process. */
export function reopenLiveStreams(): void {
  openStreams().stopping = false;
}
