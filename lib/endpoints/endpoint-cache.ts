import type { OpenEndpoint } from "./open-endpoint.ts";

/** Told by LISTEN when an endpoint changed; while it hears, what was read may live long. */
export interface EndpointChanges {
  readonly isListening: () => boolean;
  readonly onChange: (drop: () => void) => void;
}

export interface Endpoints {
  /** Oldest first, paused and disabled ones included. */
  readonly all: readonly OpenEndpoint[];
  readonly byId: ReadonlyMap<string, OpenEndpoint>;
}

const maxAgeListeningMs = 30_000;
/** A change must take effect within a second even while the listener is away. */
const maxAgeDeafMs = 500;

/** All endpoints, opened, per process. One reading at a time. */
export class EndpointCache {
  private read: { readonly endpoints: Endpoints; readonly atMs: number; readonly generation: number } | null = null;
  private reading: Promise<Endpoints> | null = null;
  private generation = 0;
  private readonly load: () => Promise<readonly OpenEndpoint[]>;
  private readonly changes: EndpointChanges;
  private readonly nowMs: () => number;

  constructor(load: () => Promise<readonly OpenEndpoint[]>, changes: EndpointChanges, nowMs: () => number) {
    this.load = load;
    this.changes = changes;
    this.nowMs = nowMs;
    changes.onChange(() => this.drop());
  }

  /** Rejects when they have to be read and cannot be. */
  get(): Promise<Endpoints> | Endpoints {
    const known = this.read;
    if (known !== null && known.generation === this.generation && this.nowMs() - known.atMs < (this.changes.isListening() ? maxAgeListeningMs : maxAgeDeafMs)) return known.endpoints;
    return (this.reading ??= this.readAgain());
  }

  /** What this process knows is no longer true. */
  drop(): void {
    this.generation += 1;
    this.reading = null;
  }

  private readAgain(): Promise<Endpoints> {
    const { generation } = this;
    const reading = this.load()
      .then((all) => {
        const endpoints = { all, byId: new Map(all.map((endpoint) => [endpoint.id, endpoint])) };
        // A change that arrives while we read may be missed by that read: the generation makes it stale at once.
        this.read = { endpoints, atMs: this.nowMs(), generation };
        return endpoints;
      })
      .finally(() => {
        if (this.reading === reading) this.reading = null;
      });
    return reading;
  }
}
