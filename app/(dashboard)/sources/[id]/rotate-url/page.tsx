import { FormerUrlTable } from "#components/sources/former-url-table";
import { EndFormerUrls, RotateUrl } from "#components/sources/rotate-url";
import { SetupSteps } from "#components/sources/setup-steps";
import { Steps } from "#components/sources/steps";
import { ButtonLink } from "#components/ui/button";
import { CodeBlock } from "#components/ui/code-block";
import { PageHeader, Section } from "#components/ui/page-header";
import { TimeText } from "#components/ui/time-text";
import { getSource } from "#lib/sources/get-source";
import type { Metadata } from "next";
import { setupOf } from "../../../../../components/sources/setup-of.ts";
import { urlRotation } from "../../../../../components/sources/url-rotation.ts";
import { found } from "../../../../found.ts";
import { signedIn } from "../../../../signed-in.ts";

export const metadata: Metadata = { title: "New URL" };

export default async function RotateUrlPage({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  const { id } = await params;
  const actor = await signedIn(`/sources/${id}/rotate-url`, "sources.write");
  const source = await found(getSource(actor, id));
  const { providerName, steps } = setupOf(source);
  const former = source.previousTokens;
  const { step, answer } = urlRotation(source, providerName, Date.now());
  return (
    <>
      <PageHeader title={`Change the URL of ${source.name}`} answer={answer} actions={<ButtonLink href={`/sources/${source.id}`}>Go to the source</ButtonLink>} />
      <Steps current={step} steps={["Make the new URL", "Both are taken", "End the former one"]} />
      <Section title="1. Make the new URL">
        {former.length === 0 ? <p className="max-w-[75ch] text-soft">Do this when the URL was seen by somebody who should not know it, or once a year.</p> : <p className="text-soft">Made. It is the one below.</p>}
        <RotateUrl sourceId={source.id} look={former.length === 0 ? "primary" : "plain"} />
      </Section>
      <Section title="2. Both are taken">
        <CodeBlock text={source.webhookUrl ?? ""} what="URL" label="Present URL, to register" wrap />
        {former.length === 0 ? null : <FormerUrlTable urls={former} />}
        {source.lastMessageAt === null ? null : (
          <p className="text-sm text-soft">
            Last message at any of them <TimeText at={source.lastMessageAt} />. This page shows where messages arrive, as they arrive.
          </p>
        )}
        <details className="max-w-[75ch]">
          <summary className="cursor-pointer text-sm font-medium">Where to register it at {providerName}</summary>
          <div className="pt-3">
            <SetupSteps steps={steps} />
          </div>
        </details>
      </Section>
      <Section title="3. End the former one">
        {former.length === 0 ? (
          <p className="text-soft">There is none.</p>
        ) : (
          <>
            <p className="max-w-[75ch] text-soft">{former.length === 1 ? "It ends by itself at its time." : "They end by themselves at their time."} End {former.length === 1 ? "it" : "them"} now when nothing comes there any more.</p>
            <EndFormerUrls sourceId={source.id} count={former.length} />
          </>
        )}
      </Section>
    </>
  );
}
