import type { Conditions } from "./conditions.ts";

export interface PageFilter {
  readonly sourceId?: string | undefined;
  readonly mode?: string | undefined;
  readonly limit: number;
}

/**
 * The newest rows of `events` or `requests` that meet the conditions, as a subquery. By source or by mode it takes the
 * newest of each source from that source's own index: the bounds on `source_id` and the order by it leave the planner
 * no other way, which would be a walk by id through everything that other sources sent.
 */
export function newestPage(table: "events" | "requests", columns: string, conditions: Conditions, { sourceId, mode, limit }: PageFilter): string {
  const rows = conditions.value(limit);
  if (sourceId === undefined && mode === undefined) return `select ${columns} from ${table} ${conditions.where()} order by id desc limit ${rows}`;
  const ofEach = conditions.where("source_id >= sources.id", "source_id <= sources.id");
  const which = [
    ...(sourceId === undefined ? [] : [`sources.id = ${conditions.value(sourceId)}::uuid`]),
    ...(mode === undefined ? [] : [`sources.mode = ${conditions.value(mode)}`]),
  ];
  return `select found.* from sources, lateral (
      select ${columns} from ${table} ${ofEach} order by source_id desc, id desc limit ${rows}
    ) found where ${which.join(" and ")} order by found.id desc limit ${rows}`;
}
