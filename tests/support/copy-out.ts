import type pg from "pg";

/** What `pg` calls on whoever speaks its protocol for one statement. */
class CopyOut {
  readonly text: Promise<string>;
  private readonly chunks: Buffer[] = [];
  private readonly sql: string;
  private settle: { readonly done: (text: string) => void; readonly fail: (error: Error) => void } | null = null;

  constructor(sql: string) {
    this.sql = sql;
    this.text = new Promise((done, fail) => (this.settle = { done, fail }));
  }

  submit(connection: pg.Connection): void {
    connection.query(this.sql);
  }

  handleCopyData({ chunk }: { readonly chunk: Buffer }): void {
    this.chunks.push(Buffer.from(chunk));
  }

  handleError(error: Error): void {
    this.settle?.fail(error);
  }

  handleReadyForQuery(): void {
    this.settle?.done(Buffer.concat(this.chunks).toString("utf8"));
  }

  handleCommandComplete(): void {
    // The end of it is ReadyForQuery.
  }
}

/** Everything that a table holds, as COPY writes it: the text of all columns, bytes as hexadecimal digits. */
export async function copyOut(pool: pg.Pool, table: string): Promise<string> {
  const client = await pool.connect();
  try {
    return await client.query(new CopyOut(`copy (select * from ${table}) to stdout`)).text;
  } finally {
    client.release();
  }
}

/** Every table of a database by its quoted name, those of the queue and of migrations too. */
export async function everyTable(pool: pg.Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ name: string }>(
    "select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE' order by 1",
  );
  return rows.map(({ name }) => name);
}
