import type { Endpoint } from "#lib/endpoints/endpoint-shape";
import { Notice } from "../ui/notice.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { TimeText } from "../ui/time-text.tsx";
import { disabledWords } from "./endpoint-words.ts";

/** What a person should do about an endpoint that takes nothing; nothing where all is well. */
export function EndpointTrouble({ endpoint: { id, status, disabledReason, circuit, failingSince } }: { readonly endpoint: Endpoint }) {
  if (status === "disabled" && disabledReason !== null && disabledReason !== "by_hand") {
    return (
      <Notice tone="bad" title="We disabled this endpoint">
        <p>
          {disabledWords[disabledReason].what} {disabledWords[disabledReason].next}
        </p>
      </Notice>
    );
  }
  if (status === "enabled" && circuit !== "closed") {
    return (
      <Notice tone="bad" title="It takes nothing at the moment">
        <p>
          Deliveries wait and are not lost. Single tries find out whether it is back; then they go out by themselves.
          {failingSince === null ? null : (
            <>
              {" "}
              Nothing was taken since <TimeText at={failingSince} as="both" />; after five days of this it is disabled.
            </>
          )}{" "}
          <TextLink href={`/deliveries?endpointId=${id}&status=pending`}>See what its last answers were</TextLink>.
        </p>
      </Notice>
    );
  }
  return null;
}
