/** The event streams that this process holds open, so that a stop can end them first. */
interface OpenStreams {
  /** How to end each, and whose it is. */
  readonly close: Map<() => void, string>;
  stopping: boolean;
}

const slot = Symbol.for("countersign.liveStreams");
// Next's copy of this module opens the streams, the server's copy closes them.
const held = globalThis as typeof globalThis & { [slot]?: OpenStreams };

function openStreams(): OpenStreams {
  return (held[slot] ??= { close: new Map(), stopping: false });
}

/** Each stream reads the database on its own: more than anybody's open pages need would be a load on the door. */
export const mostStreamsEach = 50;

/** Whether this person or key may open one more in this process. */
export function hasStreamsLeft(owner: string): boolean {
  let open = 0;
  for (const other of openStreams().close.values()) if (other === owner) open += 1;
  return open < mostStreamsEach;
}

/** Remembers whose a stream is and how to end it; returns the way to forget it. */
export function registerStream(owner: string, close: () => void): () => void {
  const streams = openStreams();
  if (streams.stopping) close();
  streams.close.set(close, owner);
  return () => streams.close.delete(close);
}

/** Ends every stream and every one that is opened after this; for the beginning of a stop. */
export function closeLiveStreams(): void {
  const streams = openStreams();
  streams.stopping = true;
  for (const close of streams.close.keys()) close();
}

/** For tests, which stop and start in one process. */
export function reopenLiveStreams(): void {
  openStreams().stopping = false;
}
