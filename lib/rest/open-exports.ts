import { Problem } from "#lib/platform/problem";

/** Exports that this process writes at this moment, by whose they are. */
const open: string[] = [];
const mostAtOnce = 4;
const mostEach = 2;

/** Takes a place for an export; returns the way to give it back, which may be called twice. Throws `Problem("too_many")`. */
export function beginExport(owner: string): () => void {
  if (open.filter((other) => other === owner).length >= mostEach || open.length >= mostAtOnce) {
    throw new Problem("too_many", "Enough exports are being written already. Wait until one of them ends, then try again.", { retryAfterSeconds: 15 });
  }
  open.push(owner);
  let ended = false;
  return () => {
    if (ended) return;
    ended = true;
    open.splice(open.indexOf(owner), 1);
  };
}
