interface Asked<Row> {
  readonly token: string;
  readonly resolve: (row: Row | null) => void;
  readonly reject: (error: unknown) => void;
}

/** Two at a time leave the other connections to what is stored, however many strangers guess at tokens. */
const mostInFlight = 2;
const mostTokens = 500;

/**
 * Looks tokens up together: those that are asked for while others are looked for share the next query, so that a flood
 * of made-up tokens costs a query for hundreds of them. Each is looked for after it was asked for, never before.
 */
export class SourceLookup<Row> {
  private waiting: Asked<Row>[] = [];
  private inFlight = 0;
  private readonly read: (tokens: readonly string[]) => Promise<ReadonlyMap<string, Row>>;

  constructor(read: (tokens: readonly string[]) => Promise<ReadonlyMap<string, Row>>) {
    this.read = read;
  }

  /** `null`: there is none. Rejects with what the query rejected with. */
  find(token: string): Promise<Row | null> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ token, resolve, reject });
      // After everything that came in the same turn of the loop.
      if (this.waiting.length === 1 && this.inFlight < mostInFlight) setImmediate(() => this.next());
    });
  }

  private next(): void {
    if (this.waiting.length === 0 || this.inFlight >= mostInFlight) return;
    const asked = this.waiting.splice(0, mostTokens);
    this.inFlight += 1;
    void this.read([...new Set(asked.map(({ token }) => token))])
      .then(
        (rows) => {
          for (const { token, resolve } of asked) resolve(rows.get(token) ?? null);
        },
        (error: unknown) => {
          for (const { reject } of asked) reject(error);
        },
      )
      .finally(() => {
        this.inFlight -= 1;
        this.next();
      });
    if (this.waiting.length > 0) this.next();
  }
}
