import { TabLinks } from "../ui/tab-links.tsx";

/** What was sent, what was sent again on demand, and what waits; the last for admins. */
export function DeliveryTabs({ current, withQueue }: { readonly current: "/deliveries" | "/replays" | "/queue"; readonly withQueue: boolean }) {
  return (
    <TabLinks
      label="Deliveries, replays and the queue"
      current={current}
      tabs={[{ href: "/deliveries", text: "Deliveries" }, { href: "/replays", text: "Replays" }, ...(withQueue ? [{ href: "/queue", text: "Queue" }] : [])]}
    />
  );
}
