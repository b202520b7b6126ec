import { RequestTable } from "#components/requests/request-table";
import { AddKey } from "#components/sources/add-key";
import { KeyTable } from "#components/sources/key-table";
import { KeyWarningNotices } from "#components/sources/key-warning-notices";
import { SetupSteps } from "#components/sources/setup-steps";
import { SourceActions } from "#components/sources/source-actions";
import { SourceFacts } from "#components/sources/source-facts";
import { SourceUrls } from "#components/sources/source-urls";
import { TestSource } from "#components/sources/test-source";
import { ButtonLink } from "#components/ui/button";
import { Notice } from "#components/ui/notice";
import { PageHeader, Section } from "#components/ui/page-header";
import { ModeBadge, StateBadge } from "#components/ui/state-badge";
import { TextLink } from "#components/ui/text-link";
import { TimeText } from "#components/ui/time-text";
import { may } from "#lib/access/may";
import { listRequests } from "#lib/events/list-requests";
import { requestsQuery } from "#lib/events/list-queries";
import { getSource } from "#lib/sources/get-source";
import { activeRuleSet } from "#lib/validations/list-rule-sets";
import type { Metadata } from "next";
import { isVerifying, keyWarnings } from "../../../../components/sources/key-rotation.ts";
import { providerForm } from "../../../../components/sources/provider-form.ts";
import { setupOf } from "../../../../components/sources/setup-of.ts";
import { sourceAnswer } from "../../../../components/sources/source-answer.ts";
import { shortWords } from "../../../../components/validations/rule-set-words.ts";
import { providerById } from "#lib/providers/registry";
import { changePublicUrl } from "../../../change-public-url.ts";
import { found } from "../../../found.ts";
import { type Person, signedIn } from "../../../signed-in.ts";
import { scenariosOf } from "../../../source-scenarios.ts";

export const metadata: Metadata = { title: "Source" };

export default async function SourcePage({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  const { id } = await params;
  const actor = await signedIn(`/sources/${id}`, "sources.read");
  const source = await found(getSource(actor, id));
  const failures = await latestFailures(actor, source.id);
  const details = may(actor, "sources.readDetails");
  const { providerName, steps, keyFormat } = setupOf(source);
  const { schema } = providerForm(providerById(source.provider));
  const scenarios = may(actor, "sources.test") ? scenariosOf(source) : [];
  const { takesValidations } = providerById(source.provider);
  const activeRules = takesValidations && may(actor, "validationRules.read") ? await activeRuleSet(actor, source.id) : null;
  return (
    <>
      <PageHeader
        title={source.name}
        answer={
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
            {providerName}
            <ModeBadge mode={source.mode} />
            <StateBadge state={source.status} />
            <span>{sourceAnswer(source, details, failures[0])}</span>
            {source.lastMessageAt === null ? null : (
              <span>
                Last message <TimeText at={source.lastMessageAt} />.
              </span>
            )}
          </span>
        }
        actions={
          <>
            <ButtonLink href={`/events?sourceId=${source.id}&mode=all`}>Events</ButtonLink>
            {details ? <ButtonLink href={`/sources/${source.id}/connect`}>{scenarios.length === 0 ? "Connect or test" : "Connect"}</ButtonLink> : null}
            {scenarios.length === 0 ? null : <TestSource sourceId={source.id} providerName={providerName} scenarios={scenarios} />}
            {may(actor, "sources.write") ? <SourceActions source={source} schema={schema} /> : null}
          </>
        }
      />
      {details ? (
        <>
          <KeyWarningNotices warnings={keyWarnings(source.keys, Date.now())} rotateHref={may(actor, "keys.write") ? `/sources/${source.id}/rotate` : null} />
          <Section title="URL to register">
            <SourceUrls source={source} changePublicUrl={changePublicUrl(actor)} />
          </Section>
          <Section title="Keys" actions={may(actor, "keys.write") ? source.keys.some(isVerifying) ? <ButtonLink href={`/sources/${source.id}/rotate`}>Rotate the key</ButtonLink> : <AddKey sourceId={source.id} keyFormat={keyFormat} hasKeys={false} /> : null}>
            {source.keys.length === 0 ? <Notice tone="warn" title="No key yet: every message is refused" /> : <KeyTable sourceId={source.id} keys={source.keys} canChange={may(actor, "keys.write")} />}
          </Section>
        </>
      ) : null}
      {takesValidations && may(actor, "validationRules.read") ? (
        <Section title="Validations" actions={<TextLink href={`/validations/rules?sourceId=${source.id}`}>Its rules</TextLink>}>
          <p className="max-w-[75ch]">
            {activeRules === null ? "No version of the rules is active: every payment that the provider asks about is approved." : `Version ${String(activeRules.version)} decides on every payment before it is tried: ${shortWords(activeRules).toLowerCase()}.`}{" "}
            <TextLink href={`/validations?sourceId=${source.id}&mode=all`}>What was decided</TextLink>
          </p>
        </Section>
      ) : null}
      <Section title="Latest failures" actions={<FailureLinks sourceId={source.id} canReverify={failures.length > 0 && may(actor, "requests.reverify")} />}>
        {failures.length === 0 ? <p className="text-soft">None: nothing that is kept was rejected or set aside.</p> : <RequestTable label="Latest failures" requests={failures} sourceNames={new Map([[source.id, source.name]])} />}
      </Section>
      {details ? (
        <>
          <Section title="Settings">
            <SourceFacts source={source} schema={schema} />
          </Section>
          <Section title={`In the back office of ${providerName}`}>
            <SetupSteps steps={steps} />
          </Section>
        </>
      ) : null}
    </>
  );
}

function FailureLinks({ sourceId, canReverify }: { readonly sourceId: string; readonly canReverify: boolean }) {
  return (
    <span className="flex flex-wrap gap-x-4">
      {canReverify ? <TextLink href={`/requests/reverify?sourceId=${sourceId}`}>Verify them again</TextLink> : null}
      <TextLink href={`/requests?sourceId=${sourceId}&mode=all`}>All requests</TextLink>
    </span>
  );
}

async function latestFailures(actor: Person, sourceId: string) {
  const [rejected, quarantined] = await Promise.all(
    ["rejected", "quarantined"].map((outcome) => listRequests(actor, requestsQuery.parse({ sourceId, outcome, limit: "5" }))),
  );
  return [...(rejected?.data ?? []), ...(quarantined?.data ?? [])].sort((one, other) => (one.id < other.id ? 1 : -1)).slice(0, 5);
}
