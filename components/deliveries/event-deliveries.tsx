import type { Delivery } from "#lib/deliveries/delivery-shape";
import { TextLink } from "../ui/text-link.tsx";
import { DeliveryTable } from "./delivery-table.tsx";

/** Where an event was sent; `endpointNames` holds all endpoints that there are. */
export function EventDeliveries({ deliveries, endpointNames }: { readonly deliveries: readonly Delivery[]; readonly endpointNames: ReadonlyMap<string, string> }) {
  if (deliveries.length > 0) return <DeliveryTable deliveries={deliveries} endpointNames={endpointNames} without="event" />;
  const none = endpointNames.size === 0;
  return (
    <p className="text-soft">
      {none ? "There is no endpoint to send it to. " : "No endpoint took it. "}
      <TextLink href="/endpoints">{none ? "Endpoints" : "See what each takes"}</TextLink>.
    </p>
  );
}
