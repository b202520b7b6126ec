import type { EndpointPerformance } from "#lib/deliveries/endpoint-performance";
import type { Endpoint } from "#lib/endpoints/endpoint-shape";
import { type Column, DataTable, RowLink } from "../ui/data-table.tsx";
import { formatMs } from "../ui/duration-format.ts";
import { successPercent } from "./endpoint-answer.ts";
import { EndpointBadges } from "./endpoint-badges.tsx";
import { endpointName, sourcesWords, typesWords } from "./endpoint-words.ts";
import { HealthStrip } from "./health-strip.tsx";

interface EndpointTableProps {
  readonly endpoints: readonly Endpoint[];
  readonly performances: ReadonlyMap<string, EndpointPerformance>;
  readonly sourceNames: ReadonlyMap<string, string>;
}

/** Where events are sent, each with how it fared in the last 24 hours. */
export function EndpointTable({ endpoints, performances, sourceNames }: EndpointTableProps) {
  const columns: readonly Column<Endpoint>[] = [
    { key: "name", header: "Endpoint", track: "minmax(12rem,2fr)", onPhone: "title", cell: (endpoint) => <NameCell endpoint={endpoint} /> },
    { key: "state", header: "State", track: "max-content", onPhone: "title", cell: (endpoint) => <EndpointBadges endpoint={endpoint} /> },
    { key: "takes", header: "Takes", track: "minmax(8rem,1.4fr)", cell: (endpoint) => <TakesCell endpoint={endpoint} sourceNames={sourceNames} /> },
    { key: "health", header: "Last 24 hours", track: "max-content", onPhone: "title", cell: ({ id }) => <HealthStrip steps={performances.get(id)?.steps ?? []} /> },
    { key: "success", header: "Success", track: "max-content", align: "end", cell: ({ id }) => <SuccessCell performance={performances.get(id)} /> },
    { key: "latency", header: "Average", track: "max-content", align: "end", cell: ({ id }) => <LatencyCell performance={performances.get(id)} /> },
  ];
  return <DataTable label="Endpoints" rows={endpoints} rowKey={({ id }) => id} columns={columns} />;
}

function NameCell({ endpoint }: { readonly endpoint: Endpoint }) {
  const { id, url, description } = endpoint;
  return (
    <span className="flex min-w-0 items-baseline gap-2 max-md:flex-col max-md:gap-0">
      <span className="shrink-0">
        <RowLink href={`/endpoints/${id}`}>{endpointName(endpoint)}</RowLink>
      </span>
      {url === null ? null : (
        <span className="mono max-w-full truncate text-soft" title={url}>
          {description === "" ? pathOf(url) : url.replace(/^https?:\/\//, "")}
        </span>
      )}
    </span>
  );
}

/** What its name, the host, leaves out. */
function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
}

function TakesCell({ endpoint: { types, sourceIds }, sourceNames }: { readonly endpoint: Endpoint; readonly sourceNames: ReadonlyMap<string, string> }) {
  return (
    <span className="truncate text-sm" title={types.join("\n")}>
      {typesWords(types)} <span className="text-soft">{sourcesWords(sourceIds, sourceNames)}</span>
    </span>
  );
}

function SuccessCell({ performance }: { readonly performance: EndpointPerformance | undefined }) {
  if (performance === undefined) return null;
  const { succeeded, failed } = performance;
  const none = succeeded + failed === 0;
  return <span className={none ? "text-soft" : failed === 0 ? "" : "text-warn"}>{successPercent(performance)}</span>;
}

function LatencyCell({ performance }: { readonly performance: EndpointPerformance | undefined }) {
  const ms = performance?.averageMs ?? null;
  return ms === null ? <span className="text-soft">–</span> : <>{formatMs(ms)}</>;
}
