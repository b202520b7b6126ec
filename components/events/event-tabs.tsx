import { TabLinks } from "../ui/tab-links.tsx";

/** Events, and the HTTP calls that they came in. */
export function EventTabs({ current }: { readonly current: "/events" | "/requests" }) {
  return (
    <TabLinks
      label="Events and requests"
      current={current}
      tabs={[
        { href: "/events", text: "Events" },
        { href: "/requests", text: "Requests" },
      ]}
    />
  );
}
