import { NewDraft } from "#components/validations/new-draft";
import { NoValidationSource } from "#components/validations/no-validation-source";
import { OwnUrl } from "#components/validations/own-url";
import { SentenceList } from "#components/validations/sentence-list";
import { SourceChoice } from "#components/validations/source-choice";
import { ValidationTabs } from "#components/validations/validation-tabs";
import { VersionTable } from "#components/validations/version-table";
import { CodeBlock } from "#components/ui/code-block";
import { Notice } from "#components/ui/notice";
import { PageHeader, Section } from "#components/ui/page-header";
import { TextLink } from "#components/ui/text-link";
import { TimeText } from "#components/ui/time-text";
import { may } from "#lib/access/may";
import { listRuleSets, ruleSetsQuery } from "#lib/validations/list-rule-sets";
import { handsOver } from "#lib/validations/open-rules";
import type { RuleSet } from "#lib/validations/rule-set-shape";
import type { Metadata } from "next";
import { firstValue, hrefWith, pick, type SearchParams } from "../../../search-params.ts";
import { signedIn } from "../../../signed-in.ts";
import { validationSourcesOf } from "../../../validation-sources.ts";

export const metadata: Metadata = { title: "Rules of validations" };

export default async function RulesPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const params = await searchParams;
  const actor = await signedIn(hrefWith("/validations/rules", pick(params, ["sourceId"])), "validationRules.read");
  const sources = await validationSourcesOf(actor);
  const source = sources.find(({ id }) => id === firstValue(params, "sourceId")) ?? sources[0];
  if (source === undefined) {
    return (
      <>
        <PageHeader title="Rules" answer="Who may pay, decided before the payment is tried." />
        <ValidationTabs current="/validations/rules" role={actor.role} />
        <NoValidationSource canCreate={may(actor, "sources.write")} />
      </>
    );
  }
  const { data, nextCursor } = await listRuleSets(actor, ruleSetsQuery.parse({ sourceId: source.id, limit: "200" }));
  const inState = (state: RuleSet["state"]) => data.filter((ruleSet) => ruleSet.state === state);
  const [active] = inState("active");
  const [shadow] = inState("shadow");
  const [drafts, retired] = [inState("draft"), inState("retired")];
  return (
    <>
      <PageHeader
        title="Rules"
        answer={active === undefined ? `No version of the rules of ${source.name} is active: every payment is approved.` : `Version ${String(active.version)} decides on every payment of ${source.name} before it is tried.`}
        actions={may(actor, "validationRules.write") ? <NewDraft sourceId={source.id} activeId={active?.id ?? null} /> : null}
      />
      <ValidationTabs current="/validations/rules" role={actor.role} />
      <SourceChoice path="/validations/rules" sources={sources} current={source.id} />
      <Section title="Active" actions={active === undefined ? null : <TextLink href={`/validations/rules/${active.id}`}>Version {active.version}</TextLink>}>
        {active === undefined ? (
          <Notice tone="info" title="Nothing is declined">
            <p>{drafts.length === 0 ? "Make a draft, try it on what was recorded, and let an admin activate it." : "There are drafts: try one on what was recorded, and let an admin activate it."}</p>
          </Notice>
        ) : (
          <>
            <SentenceList ruleSet={active} />
            {active.activatedAt === null ? null : (
              <p className="text-sm text-soft">
                Activated by {active.activatedBy} <TimeText at={active.activatedAt} as="both" />.
              </p>
            )}
          </>
        )}
      </Section>
      {shadow === undefined ? null : (
        <Section title="Runs beside it" actions={<TextLink href={`/validations/rules/${shadow.id}`}>Version {shadow.version}</TextLink>}>
          <SentenceList ruleSet={shadow} />
          <p className="text-sm text-soft">Each decision records what this version would have said. Answers stay those of the active one.</p>
        </Section>
      )}
      <Section title="Drafts">{drafts.length === 0 ? <p className="text-soft">None.</p> : <VersionTable label="Drafts" ruleSets={drafts} />}</Section>
      <Section title="Former versions">
        {retired.length === 0 ? <p className="text-soft">None yet. A version that another one takes the place of stays here, one click back.</p> : <VersionTable label="Former versions" ruleSets={retired} />}
        {nextCursor === null ? null : <p className="text-sm text-soft">Older versions are at GET /api/v1/validation-rules.</p>}
      </Section>
      {data.some(handsOver) ? <OwnUrl sourceId={source.id} sourceName={source.name} canReveal={may(actor, "validationRules.reveal")} /> : null}
      {source.validationUrl === null ? null : (
        <Section title="URL to give to the provider">
          <p className="max-w-[75ch] text-soft">
            Send it as <code className="font-mono text-xs">validation_url</code> with every session: without it the provider asks nobody.
          </p>
          <CodeBlock text={source.validationUrl} what="validation URL" wrap />
        </Section>
      )}
    </>
  );
}
