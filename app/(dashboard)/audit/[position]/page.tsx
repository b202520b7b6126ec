import { DifferenceTable } from "#components/audit/difference-table";
import { CodeBlock } from "#components/ui/code-block";
import { Facts, PageHeader, Section } from "#components/ui/page-header";
import { ShortId } from "#components/ui/short-id";
import { TextLink } from "#components/ui/text-link";
import { TimeText } from "#components/ui/time-text";
import { getAuditEntry } from "#lib/audit/list-audit";
import type { Metadata } from "next";
import { actorKind, differencesOf, otherDetails, subjectHref, verbWords } from "../../../../components/audit/audit-words.ts";
import { found } from "../../../found.ts";
import { hrefWith } from "../../../search-params.ts";
import { signedIn } from "../../../signed-in.ts";

export const metadata: Metadata = { title: "Audit entry" };

export default async function AuditEntryPage({ params }: { readonly params: Promise<{ readonly position: string }> }) {
  const { position } = await params;
  const viewer = await signedIn(`/audit/${position}`, "audit.read");
  const { actor, subject, details, ...entry } = await found(getAuditEntry(viewer, position));
  const differences = differencesOf(details);
  const others = otherDetails(details);
  const href = subjectHref(subject);
  return (
    <>
      <PageHeader title={`Entry ${String(entry.position)}: ${entry.action}`} answer={<><strong className="font-medium text-ink">{actor.name}</strong>: {verbWords(entry.action)}, <TimeText at={entry.at} as="both" />.</>} />
      <div className="grid gap-6 lg:grid-cols-2">
        <Section title="Who and what">
          <Facts
            rows={[
              { name: "Who", value: <>{actor.name} <span className="text-soft">{actorKind(actor.type)}</span></> },
              ...(actor.id === null ? [] : [{ name: "Their id", value: <ShortId id={actor.id} /> }]),
              { name: "From", value: actor.address ?? <span className="text-soft">no network address</span> },
              { name: "Action", value: <TextLink href={hrefWith("/audit", { action: entry.action })}>{entry.action}</TextLink> },
              { name: "To what", value: subject.id === null ? subject.type : <span className="flex flex-wrap items-center gap-2">{subject.type} <ShortId id={subject.id} {...(href === null ? {} : { href })} /></span> },
              ...(subject.id === null ? [] : [{ name: "", value: <TextLink href={hrefWith("/audit", { subject: subject.id })}>All that happened to it</TextLink> }]),
              ...(actor.id === null ? [] : [{ name: "", value: <TextLink href={hrefWith("/audit", { actor: actor.id })}>All that they did</TextLink> }]),
            ]}
          />
        </Section>
        {others.length === 0 ? null : (
          <Section title="Details">
            <Facts rows={others.map(({ name, value }) => ({ name, value: <span className="break-words whitespace-pre-wrap">{value}</span> }))} />
          </Section>
        )}
      </div>
      {differences === null ? null : (
        <Section title="What changed">{differences.length === 0 ? <p className="text-soft">Nothing differs between before and after.</p> : <DifferenceTable differences={differences} />}</Section>
      )}
      <Section title="In the chain">
        <CodeBlock text={entry.previousHash} what="hash before" label="The hash before it" wrap />
        <CodeBlock text={entry.hash} what="hash" label="Its own hash, which the next entry carries" wrap />
      </Section>
    </>
  );
}
