import { DifferenceView } from "#components/validations/difference-view";
import { DryRunPanel } from "#components/validations/dry-run-panel";
import { RuleSetActions } from "#components/validations/rule-set-actions";
import { RuleSetEditor } from "#components/validations/rule-set-editor";
import { SentenceList } from "#components/validations/sentence-list";
import { RuleSetBadge } from "#components/validations/version-table";
import { PageHeader, Section } from "#components/ui/page-header";
import { TextLink } from "#components/ui/text-link";
import { TimeText } from "#components/ui/time-text";
import { may } from "#lib/access/may";
import { getRuleSet } from "#lib/validations/get-rule-set";
import { activeRuleSet } from "#lib/validations/list-rule-sets";
import { allLists } from "#lib/validations/read-lists";
import { ruleSetDifference } from "#lib/validations/rule-set-difference";
import type { RuleSet } from "#lib/validations/rule-set-shape";
import type { Metadata } from "next";
import { found } from "../../../../found.ts";
import { signedIn } from "../../../../signed-in.ts";
import { sourceNamesOf } from "../../../../source-names.ts";

export const metadata: Metadata = { title: "Version of rules" };

export default async function RuleSetPage({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  const { id } = await params;
  const actor = await signedIn(`/validations/rules/${id}`, "validationRules.read");
  const ruleSet = await found(getRuleSet(actor, id));
  const [active, lists, sourceNames] = await Promise.all([activeRuleSet(actor, ruleSet.sourceId), allLists(actor), sourceNamesOf(actor)]);
  const names = new Map(lists.map((list) => [list.id, list.name]));
  const canWrite = may(actor, "validationRules.write");
  const isEdited = ruleSet.state === "draft" && canWrite;
  const sourceName = sourceNames.get(ruleSet.sourceId) ?? "a source that was deleted";
  return (
    <>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-2">
            Version {ruleSet.version}
            <RuleSetBadge state={ruleSet.state} />
          </span>
        }
        answer={
          <>
            {answerOf(ruleSet, sourceName)} Made by {ruleSet.createdBy} <TimeText at={ruleSet.createdAt} />
            {ruleSet.basedOn === null ? "." : `, from version ${String(ruleSet.basedOn)}.`} <TextLink href={`/validations/rules?sourceId=${ruleSet.sourceId}`}>All versions</TextLink>
          </>
        }
        actions={<RuleSetActions ruleSet={ruleSet} active={active} canWrite={canWrite} canActivate={may(actor, "validationRules.activate")} />}
      />
      {isEdited ? (
        <RuleSetEditor key={ruleSet.id} ruleSet={ruleSet} lists={lists} />
      ) : (
        <Section title="What it says">
          <SentenceList ruleSet={ruleSet} />
        </Section>
      )}
      {active === null || active.id === ruleSet.id ? null : (
        <Section title={`What it says otherwise than version ${String(active.version)}, which is active`}>
          <DifferenceView difference={ruleSetDifference(active, ruleSet)} listName={(listId) => names.get(listId) ?? "a list that was deleted"} />
        </Section>
      )}
      {canWrite ? (
        <Section title="Try it on what was recorded">
          <p className="max-w-[75ch] text-soft">Each attempt is decided again by {isEdited ? "the draft as it is saved" : "this version"}, in the order in which they came, with velocity counted anew. Nothing is sent and nobody is asked.</p>
          <DryRunPanel sourceId={ruleSet.sourceId} ruleSetId={ruleSet.id} />
        </Section>
      ) : null}
    </>
  );
}

function answerOf({ state }: RuleSet, sourceName: string): string {
  switch (state) {
    case "active":
      return `It decides on every payment of ${sourceName}.`;
    case "shadow":
      return `It runs beside the active version of ${sourceName}: decisions record what it would have said.`;
    case "retired":
      return `It decides nothing any more for ${sourceName}. It cannot be changed, and can be activated again.`;
    case "draft":
      return `A draft for ${sourceName}: it decides nothing until an admin activates it.`;
  }
}
