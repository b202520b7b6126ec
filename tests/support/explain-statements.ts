import type { Pool } from "pg";
import { z } from "zod";

interface PlanNode {
  readonly "Node Type": string;
  readonly "Relation Name"?: string | undefined;
  readonly "Index Name"?: string | undefined;
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly "Rows Removed by Filter"?: number | undefined;
  readonly "Shared Hit Blocks": number;
  readonly "Shared Read Blocks": number;
  readonly Plans?: readonly PlanNode[] | undefined;
}

const planNode: z.ZodType<PlanNode> = z.lazy(() =>
  z.object({
    "Node Type": z.string(),
    "Relation Name": z.string().optional(),
    "Index Name": z.string().optional(),
    "Actual Rows": z.number(),
    "Actual Loops": z.number(),
    "Rows Removed by Filter": z.number().optional(),
    "Shared Hit Blocks": z.number(),
    "Shared Read Blocks": z.number(),
    Plans: z.array(planNode).optional(),
  }),
);
const explained = z.array(z.object({ "QUERY PLAN": z.array(z.object({ Plan: planNode })) }));

/** What statements did to the tables of payments. */
export interface Work {
  /** `Seq Scan on events_2026_11`, … */
  readonly wholeTables: string[];
  /** Rows that were looked at, found or not. */
  rows: number;
  /** Pages of 8 kB that were touched. */
  pages: number;
}

const watched = /^(transactions|deliveries|events_\d|requests_\d)/;

/** A pool that runs every statement a second time under EXPLAIN and adds up the work of it. */
export function explainStatements(pool: Pool): { readonly pool: Pool; readonly work: Work } {
  const work: Work = { wholeTables: [], rows: 0, pages: 0 };
  const query = async (text: string, values: unknown[] = []): Promise<unknown> => {
    if (/^\s*(select|with)/.test(text)) {
      const { rows } = await pool.query(`explain (analyze, buffers, timing off, format json) ${text}`, values);
      const plan = explained.parse(rows)[0]?.["QUERY PLAN"][0]?.Plan;
      if (plan !== undefined) addWork(plan, work);
      work.pages += (plan?.["Shared Hit Blocks"] ?? 0) + (plan?.["Shared Read Blocks"] ?? 0);
    }
    return pool.query(text, values);
  };
  return { pool: new Proxy(pool, { get: (target, name): unknown => (name === "query" ? query : Reflect.get(target, name)) }), work };
}

function addWork(node: PlanNode, work: Work): void {
  const table = node["Relation Name"];
  if (table !== undefined && watched.test(table)) {
    if (node["Node Type"] === "Seq Scan") work.wholeTables.push(`${node["Node Type"]} on ${table}`);
    work.rows += (node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0)) * node["Actual Loops"];
  }
  for (const child of node.Plans ?? []) addWork(child, work);
}
