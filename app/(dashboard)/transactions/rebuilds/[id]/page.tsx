import { RebuildProgress } from "#components/rebuilds/rebuild-progress";
import { Notice } from "#components/ui/notice";
import { Facts, PageHeader, Section } from "#components/ui/page-header";
import { StateBadge } from "#components/ui/state-badge";
import { TextLink } from "#components/ui/text-link";
import { TimeText } from "#components/ui/time-text";
import { may } from "#lib/access/may";
import { getRebuild } from "#lib/transactions/list-rebuilds";
import type { Metadata } from "next";
import { filterHref, filterWords, rebuildAnswer } from "../../../../../components/rebuilds/rebuild-words.ts";
import { found } from "../../../../found.ts";
import { signedIn } from "../../../../signed-in.ts";

export const metadata: Metadata = { title: "Rebuild" };

export default async function RebuildPage({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  const { id } = await params;
  const actor = await signedIn(`/transactions/rebuilds/${id}`, "transactions.read");
  const rebuild = await found(getRebuild(actor, id));
  return (
    <>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-2">
            Rebuild
            <StateBadge state={rebuild.state} />
          </span>
        }
        answer={rebuildAnswer(rebuild)}
      />
      {rebuild.error === null ? null : (
        <Notice tone="warn" title="What went wrong last">
          <p>{rebuild.error}</p>
        </Notice>
      )}
      <Section title="Progress">
        <RebuildProgress id={rebuild.id} isRunning={rebuild.state === "running"} done={rebuild.done} total={rebuild.total} canCancel={may(actor, "transactions.rebuild")} />
      </Section>
      <Section title="Facts">
        <Facts
          rows={[
            { name: "Filter", value: <TextLink href={filterHref(rebuild.filter)}>{filterWords(rebuild.filter)}</TextLink> },
            { name: "Changed", value: String(rebuild.changed) },
            { name: "Could not be folded", value: String(rebuild.failed) },
            { name: "Started by", value: rebuild.createdBy },
            { name: "Started", value: <TimeText at={rebuild.createdAt} as="both" /> },
            { name: "Ended", value: rebuild.finishedAt === null ? "Not yet" : <TimeText at={rebuild.finishedAt} as="both" /> },
          ]}
        />
      </Section>
    </>
  );
}
