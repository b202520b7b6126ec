import type { Endpoint } from "#lib/endpoints/endpoint-shape";
import { endpointName, disabledWords } from "../endpoints/endpoint-words.ts";
import { Notice } from "../ui/notice.tsx";
import { TextLink } from "../ui/text-link.tsx";

/** Endpoints that take nothing, loudly: what is wrong with each, and the way to it. */
export function EndpointAlarm({ endpoints }: { readonly endpoints: readonly Endpoint[] }) {
  if (endpoints.length === 0) return null;
  return (
    <Notice tone="bad" title={endpoints.length === 1 ? "An endpoint takes nothing" : `${String(endpoints.length)} endpoints take nothing`}>
      <ul className="flex flex-col gap-1">
        {endpoints.slice(0, 10).map((endpoint) => (
          <li key={endpoint.id}>
            <TextLink href={`/endpoints/${endpoint.id}`}>{endpointName(endpoint)}</TextLink>: {troubleWords(endpoint)}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function troubleWords({ status, circuit, disabledReason }: Endpoint): string {
  if (status === "disabled") return `we disabled it. ${disabledWords[disabledReason ?? "failing"].what}`;
  return circuit === "open" ? "it keeps failing, so that only single tries are sent. Deliveries wait." : "it is being tried again after it kept failing. Deliveries wait.";
}
