import { ErasedNotice } from "#components/requests/erased-notice";
import { CopyAsCurl } from "#components/requests/copy-as-curl";
import { ExplanationView } from "#components/requests/explanation-view";
import { HeaderTable } from "#components/requests/header-table";
import { KeptBody } from "#components/requests/kept-body";
import { RequestFacts } from "#components/requests/request-facts";
import { ReverifyButton } from "#components/requests/reverify-button";
import { VerifiedBy } from "#components/requests/verified-by";
import { PageHeader, Section } from "#components/ui/page-header";
import { StateBadge } from "#components/ui/state-badge";
import { may } from "#lib/access/may";
import { getRequest } from "#lib/events/get-request";
import type { Metadata } from "next";
import { outcomeAnswer } from "../../../../components/requests/outcome-answer.ts";
import { signedTexts } from "../../../../components/requests/signed-text.ts";
import { found } from "../../../found.ts";
import { signedIn } from "../../../signed-in.ts";
import { sourceOf } from "../../../source-of.ts";

/** A body up to this size comes with the page; a larger one is fetched by whoever wants to see it. */
const bodyWithPageBytes = 64 * 1024;

export const metadata: Metadata = { title: "Request" };

export default async function RequestPage({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  const { id } = await params;
  const actor = await signedIn(`/requests/${id}`, "requests.read");
  const request = await found(getRequest(actor, id));
  const source = await sourceOf(actor, request.sourceId);
  const failed = request.outcome === "rejected" || request.outcome === "quarantined";
  const canUnmask = may(actor, "personal.read");
  const url = source?.webhookUrl ?? null;
  return (
    <>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-2">
            Request {source === null ? "" : `to ${source.name}`}
            <StateBadge state={request.outcome} />
          </span>
        }
        answer={outcomeAnswer(request)}
        actions={
          <>
            {failed && request.bodyKept && may(actor, "requests.reverify") ? <ReverifyButton requestId={request.id} /> : null}
            {url !== null && request.bodyKept && canUnmask ? <CopyAsCurl requestId={request.id} url={url} headers={request.headers} /> : null}
          </>
        }
      />
      {request.explanation === null ? null : (
        <Section title="Why it was refused">
          <ExplanationView explanation={request.explanation} />
        </Section>
      )}
      <Section title="Facts">
        <RequestFacts request={request} />
      </Section>
      {request.keyId === null ? null : (
        <Section title="How it was verified">
          <VerifiedBy source={source} keyId={request.keyId} signed={source === null ? [] : signedTexts(source, request)} masked={request.masked} />
        </Section>
      )}
      <ErasedNotice at={request.erasedAt} />
      <Section title="Body">
        {request.bodyKept ? <KeptBody requestId={request.id} bytes={request.bytes} body={request.bytes > bodyWithPageBytes ? null : { text: request.body, base64: request.bodyBase64 }} canUnmask={canUnmask} /> : <p className="text-soft">Not kept: so many requests were refused in this hour that only their number is stored.</p>}
      </Section>
      <Section title="Headers">
        <HeaderTable headers={request.headers} />
      </Section>
    </>
  );
}
