import { TabLinks } from "../ui/tab-links.tsx";

/** Events, the HTTP calls that they came in, and the search through all that these held. */
export function EventTabs({ current }: { readonly current: "/events" | "/requests" | "/events/search" }) {
  return (
    <TabLinks
      label="Events and requests"
      current={current}
      tabs={[
        { href: "/events", text: "Events" },
        { href: "/requests", text: "Requests" },
        { href: "/events/search", text: "Search in payloads" },
      ]}
    />
  );
}
