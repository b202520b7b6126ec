import type { Endpoint } from "#lib/endpoints/endpoint-shape";
import { CopyButton } from "../ui/copy-button.tsx";
import { formatCount } from "../ui/money-format.ts";
import { Facts } from "../ui/page-header.tsx";
import { ShortId } from "../ui/short-id.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { TimeText } from "../ui/time-text.tsx";
import { scheduleText } from "./endpoint-form-model.ts";

/** What an endpoint takes, how it is sent to, and since when. */
export function EndpointFacts({ endpoint, sourceNames }: { readonly endpoint: Endpoint; readonly sourceNames: ReadonlyMap<string, string> }) {
  const { url, types, sourceIds, format, headerNames, ratePerSecond, maxInFlight, retry, lastSuccessAt, lastFailureAt } = endpoint;
  const retries = retry.schedule.length === 1 ? "Once" : `${String(retry.schedule.length)} times`;
  return (
    <Facts
      rows={[
        ...(url === null ? [] : [{ name: "URL", value: <Url url={url} /> }]),
        { name: "Id", value: <ShortId id={endpoint.id} whole /> },
        { name: "Takes", value: types.length === 0 ? `Every type of ${endpoint.mode} events` : <span className="font-mono text-xs">{types.join(", ")}</span> },
        { name: "Sources", value: sourceIds.length === 0 ? "All" : <Sources sourceIds={sourceIds} sourceNames={sourceNames} /> },
        { name: "Format", value: format === "original" ? "Original: the provider’s bytes and headers as received" : "Normalized: one shape for all providers" },
        ...(url === null ? [] : [{ name: "Own headers", value: headerNames.length === 0 ? "None" : <span className="font-mono text-xs">{headerNames.join(", ")}</span> }]),
        { name: "Limits", value: `${ratePerSecond === null ? "Any rate" : `${formatCount(ratePerSecond)} per second`}, ${formatCount(maxInFlight)} at once` },
        { name: "Tried again", value: `${retries}: after ${scheduleText(retry.schedule)}` },
        { name: "Last taken", value: lastSuccessAt === null ? "Never yet" : <TimeText at={lastSuccessAt} as="both" /> },
        { name: "Last failure", value: lastFailureAt === null ? "Never yet" : <TimeText at={lastFailureAt} as="both" /> },
        { name: "Created", value: <TimeText at={endpoint.createdAt} as="exact" /> },
      ]}
    />
  );
}

function Url({ url }: { readonly url: string }) {
  return (
    <span className="flex items-center gap-1">
      <span className="mono break-all">{url}</span>
      <CopyButton text={url} what="URL" className="icon-small" />
    </span>
  );
}

function Sources({ sourceIds, sourceNames }: { readonly sourceIds: readonly string[]; readonly sourceNames: ReadonlyMap<string, string> }) {
  return (
    <span className="flex flex-wrap gap-x-3">
      {sourceIds.map((id) => (
        <TextLink key={id} href={`/sources/${id}`}>
          {sourceNames.get(id) ?? "A deleted source"}
        </TextLink>
      ))}
    </span>
  );
}
