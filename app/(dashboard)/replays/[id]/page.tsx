import { DeliveryTable } from "#components/deliveries/delivery-table";
import { RefreshWhile } from "#components/live/refresh-while";
import { ReplayActions } from "#components/replays/replay-actions";
import { ReplayFacts } from "#components/replays/replay-facts";
import { ReplayProgress } from "#components/replays/replay-progress";
import { PageHeader, Section } from "#components/ui/page-header";
import { StateBadge } from "#components/ui/state-badge";
import { TextLink } from "#components/ui/text-link";
import { may } from "#lib/access/may";
import { deliveriesQuery } from "#lib/deliveries/delivery-queries";
import { listDeliveries } from "#lib/deliveries/list-deliveries";
import { getReplay } from "#lib/deliveries/read-replays";
import type { Metadata } from "next";
import { replayAnswer } from "../../../../components/replays/replay-words.ts";
import { endpointNamesOf } from "../../../endpoint-names.ts";
import { found } from "../../../found.ts";
import { signedIn } from "../../../signed-in.ts";

export const metadata: Metadata = { title: "Replay" };

export default async function ReplayPage({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  const { id } = await params;
  const actor = await signedIn(`/replays/${id}`, "replays.read");
  const replay = await found(getReplay(actor, id));
  const [deliveries, names] = await Promise.all([listDeliveries(actor, deliveriesQuery.parse({ replayId: replay.id, limit: "10" })), endpointNamesOf(actor)]);
  return (
    <>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-2">
            Replay
            <StateBadge state={replay.state} />
          </span>
        }
        answer={replayAnswer(replay)}
        actions={may(actor, "replays.write") ? <ReplayActions replay={replay} isOwn={replay.createdBy === actor.name} /> : null}
      />
      <RefreshWhile active={replay.state === "running"} everyMs={1500} />
      <Section title="Progress">
        <ReplayProgress replay={replay} />
      </Section>
      <Section title="Deliveries" actions={<TextLink href={`/deliveries?replayId=${replay.id}`}>All its deliveries</TextLink>}>
        {deliveries.data.length === 0 ? <p className="text-soft">None was made yet.</p> : <DeliveryTable deliveries={deliveries.data} endpointNames={names} />}
      </Section>
      <Section title="Facts">
        <ReplayFacts replay={replay} endpointNames={names} />
      </Section>
    </>
  );
}
