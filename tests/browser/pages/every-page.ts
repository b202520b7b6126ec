import type { ApiClient } from "../api-client.ts";
import { validationPages } from "./validation-pages.ts";

/** Every page that there is, full: the paths need one source with an event and a refused request, and an endpoint. */
export async function fullPages(api: ApiClient): Promise<readonly string[]> {
  const source = await api.createSource({ provider: "stripe", name: "Every page", settings: {}, secret: "whsec_of_every_page_0123456789abcdef" });
  // Nobody listens there: deliveries that fail show more than those that succeed.
  const endpoint = await api.createEndpoint({ url: "http://127.0.0.1:9/hooks", description: "Every page", sourceIds: [source.id] });
  for (let count = 0; count < 3; count += 1) await api.send(source);
  await api.send(source, { tampered: true });
  await api.addKey(source, "whsec_of_every_page_that_is_rotated_0123456789");
  const [event] = await api.events(source);
  const [request] = await api.requests(source);
  const [transaction] = await api.transactions(source, 3);
  const [delivery] = await api.attempted(endpoint, 3);
  const replay = await api.replay(event ?? "", endpoint);
  const sandbox = await api.openCheckout(source);
  return [
    ...(await validationPages(api)),
    "/endpoints?mode=test", "/endpoints/new", `/endpoints/${endpoint}`, `/endpoints/${endpoint}/edit`, "/deliveries", `/deliveries/${delivery ?? ""}`, "/replays", `/replays/${replay}`, "/queue",
    "/", "/transactions?mode=test", `/transactions/${transaction?.id ?? ""}`, "/transactions?q=nothing-has-this-reference&anomaly=any", "/transactions/rebuilds",
    `/customers/${encodeURIComponent(transaction?.customer.reference ?? "")}`, "/events?mode=test", "/events/search?mode=test", "/events/search?mode=test&text=amount", "/events/search?text=nothing-holds-this", `/events/${event ?? ""}`, "/requests?mode=test", `/requests/${request ?? ""}`, "/sources?mode=test", `/sources/${source.id}`, `/sources/${source.id}/connect`, `/sources/${source.id}/rotate`, `/sources/${source.id}/rotate-url`, `/endpoints/${endpoint}/rotate`, "/requests/reverify", `/requests/reverify?sourceId=${source.id}`,
    "/sandbox", `/sandbox/sessions/${sandbox.paid}?misbehave=duplicate`, `/sandbox/sessions/${sandbox.paid}/pay`, `/sandbox/sessions/${sandbox.open}`, `/sandbox/sessions/${sandbox.open}/pay`, "/sources/new", "/sources/new?provider=gateway", "/sources/new?provider=adyen", "/api-keys", "/settings/retention", "/settings/retention?requestsDays=30", "/audit", "/audit/1", "/audit?action=source.*", "/team", "/alerts", "/alerts?state=resolved", "/settings", "/account", "/docs", "/no-such-page", "/events/evt_00000000-0000-7000-8000-000000000000",
  ];
}

/** What nobody is signed in for. */
export const emptyPages: readonly string[] = ["/sign-in", "/setup", "/setup?token=none", "/invite/none"];
