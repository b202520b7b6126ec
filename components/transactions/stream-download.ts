import { textMember } from "../api-call.ts";

type Chunk = Uint8Array<ArrayBuffer>;

export type Download = { readonly ok: true; readonly parts: readonly Blob[] } | { readonly ok: false; readonly stopped: boolean; readonly detail: string };

/** After so many bytes what came is handed to the browser, which may put it on the disk. */
const bytesPerPart = 8_000_000;

/** Reads an address to its end, telling of every piece. Never throws: what went wrong comes back in words. */
export async function streamDownload(url: string, signal: AbortSignal, onStart: (total: number | null) => void, onChunk: (chunk: Chunk) => void): Promise<Download> {
  const parts: Blob[] = [];
  try {
    const response = await fetch(url, { credentials: "same-origin", signal });
    if (!response.ok || response.body === null) return { ok: false, stopped: false, detail: await refusalOf(response) };
    onStart(totalOf(response));
    let waiting: Chunk[] = [];
    let waitingBytes = 0;
    for (const reader = response.body.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      onChunk(value);
      waiting.push(value);
      waitingBytes += value.length;
      if (waitingBytes < bytesPerPart) continue;
      parts.push(new Blob(waiting));
      [waiting, waitingBytes] = [[], 0];
    }
    return { ok: true, parts: [...parts, new Blob(waiting)] };
  } catch {
    if (signal.aborted) return { ok: false, stopped: true, detail: "The export was stopped; nothing was saved." };
    return { ok: false, stopped: false, detail: "The export broke off before its end; nothing was saved. Try again, or narrow the time range." };
  }
}

/** How many rows will come, where the server could say so. */
function totalOf(response: Response): number | null {
  const text = response.headers.get("x-total-count") ?? "";
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

async function refusalOf(response: Response): Promise<string> {
  const body: unknown = await response.json().catch(() => null);
  return textMember(body, "detail") ?? `The server answered ${String(response.status)}. Try again in a moment.`;
}

const lineEnd = 10;
const quote = 34;

/** Counts the rows of a file as it comes, piece by piece. In a CSV a line may end inside of quotes, and the first one names the columns. */
export function rowCounter(format: "csv" | "jsonl"): (chunk: Uint8Array) => number {
  let lines = 0;
  let isQuoted = false;
  return (chunk) => {
    for (const byte of chunk) {
      if (byte === quote && format === "csv") isQuoted = !isQuoted;
      else if (byte === lineEnd && !isQuoted) lines += 1;
    }
    return format === "csv" ? Math.max(0, lines - 1) : lines;
  };
}

/** Gives a file to the person as a download. Browser only. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads it after the click: letting it go at once would break off the download in some.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
