import { type ReactNode, Suspense } from "react";

/** Readings faster than this come in one piece: a skeleton that flashes by only delays the page. */
const usualPatienceMs = 150;

interface StreamedProps<Value> {
  readonly read: () => Promise<Value>;
  readonly skeleton: ReactNode;
  /** For how long the page waits for it; less where the rest of the page is what people came for. */
  readonly patienceMs?: number;
  /** `isLate`: the skeleton was shown, and what comes instead of it must leave everything else where it is. */
  readonly children: (value: Value, isLate: boolean) => ReactNode;
}

/** Draws what is being read; when that takes long, sends the page with a skeleton first. Server only. */
export async function Streamed<Value>({ read, skeleton, patienceMs = usualPatienceMs, children }: StreamedProps<Value>) {
  // Begun here, where its failure is awaited from the first moment.
  const reading = read();
  const soon = await Promise.race([reading.then((value) => ({ value })), new Promise<null>((resolve) => setTimeout(() => resolve(null), patienceMs))]);
  if (soon !== null) return children(soon.value, false);
  return (
    <Suspense fallback={skeleton}>
      <Late reading={reading} draw={children} />
    </Suspense>
  );
}

async function Late<Value>({ reading, draw }: { readonly reading: Promise<Value>; readonly draw: (value: Value, isLate: boolean) => ReactNode }) {
  return draw(await reading, true);
}
