import { type Connection, pairsOf, type PaymentName, sameSource } from "./stored-messages.sql.ts";

/** A transaction's row, as far as folding again needs it. */
export interface StoredTransaction extends PaymentName {
  readonly id: string;
  readonly kind: string;
  readonly foldedStatus: string;
  readonly dispute: string;
  readonly unlinked: boolean;
  /** JSON as text; `null` where it was not asked for. */
  readonly details: string | null;
  readonly resolution: StoredResolution | null;
  readonly anomalies: readonly StoredAnomaly[];
}

export interface StoredResolution {
  readonly status: string;
  readonly note: string | null;
  readonly by: string | null;
  readonly at: Date;
}

export interface StoredAnomaly {
  readonly code: string;
  /** As `writeEvidence` wrote it. */
  readonly evidence: string;
  readonly raisedAt: Date;
  readonly acknowledgedAt: Date | null;
  readonly acknowledgedBy: string | null;
}

type Row = Omit<StoredTransaction, "resolution" | "anomalies"> & {
  readonly resolutionStatus: string | null;
  readonly resolutionNote: string | null;
  readonly resolutionBy: string | null;
  readonly resolutionAt: Date | null;
};

/** The transactions of these names, locked, so that nobody closes or acknowledges them meanwhile; with their anomalies. */
export async function loadTransactions(on: Connection, names: readonly PaymentName[], withDetails: boolean): Promise<StoredTransaction[]> {
  const { rows } = await on.query<Row>({
    name: "load-transactions",
    text: `select t.id, t.source_id as "sourceId", t.reference, t.kind, t.folded_status as "foldedStatus", t.dispute, t.unlinked,
        case when $3 then t.details::text end as details, t.resolution_status as "resolutionStatus", t.resolution_note as "resolutionNote",
        t.resolution_by as "resolutionBy", t.resolution_at as "resolutionAt"
      from unnest($1::uuid[], $2::text[]) n(source_id, reference) join transactions t on t.reference = n.reference and ${sameSource("t")}
      order by t.id for no key update of t`,
    values: [...pairsOf(names), withDetails],
  });
  if (rows.length === 0) return [];
  const anomalies = Map.groupBy(await loadAnomalies(on, rows.map(({ id }) => id)), ({ transactionId }) => transactionId);
  return rows.map(({ resolutionStatus: status, resolutionNote: note, resolutionBy: by, resolutionAt: at, ...row }) => ({
    ...row,
    resolution: status === null ? null : { status, note, by, at: at ?? new Date(0) },
    anomalies: anomalies.get(row.id) ?? [],
  }));
}

async function loadAnomalies(on: Connection, transactionIds: readonly string[]): Promise<(StoredAnomaly & { readonly transactionId: string })[]> {
  const { rows } = await on.query<StoredAnomaly & { transactionId: string }>({
    name: "load-anomalies",
    text: `select transaction_id as "transactionId", code, evidence::text as evidence, raised_at as "raisedAt", acknowledged_at as "acknowledgedAt", acknowledged_by as "acknowledgedBy"
      from transaction_anomalies where transaction_id = any($1::uuid[])`,
    values: [transactionIds],
  });
  return rows;
}
