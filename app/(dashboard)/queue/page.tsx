import { DeliveryTabs } from "#components/deliveries/delivery-tabs";
import { RefreshWhile } from "#components/live/refresh-while";
import { QueueTable } from "#components/queue/queue-table";
import { QueueTiles } from "#components/queue/queue-tiles";
import { PageHeader, Section } from "#components/ui/page-header";
import { getQueue } from "#lib/deliveries/get-queue";
import type { Metadata } from "next";
import { queueAnswer } from "../../../components/queue/queue-answer.ts";
import { endpointNamesOf } from "../../endpoint-names.ts";
import { signedIn } from "../../signed-in.ts";

export const metadata: Metadata = { title: "Queue" };

export default async function QueuePage() {
  const actor = await signedIn("/queue", "queue.read");
  const [queue, names] = await Promise.all([getQueue(actor), endpointNamesOf(actor)]);
  return (
    <>
      <PageHeader title="Queue" answer={queueAnswer(queue, Date.now())} />
      <DeliveryTabs current="/queue" withQueue />
      <RefreshWhile active />
      <QueueTiles queue={queue} />
      <Section title="By endpoint">
        {queue.endpoints.length === 0 ? <p className="text-soft">There is no endpoint: nothing is queued for sending.</p> : <QueueTable endpoints={queue.endpoints} endpointNames={names} />}
      </Section>
    </>
  );
}
