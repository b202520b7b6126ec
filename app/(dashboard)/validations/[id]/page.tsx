import { DecisionBadge } from "#components/validations/decision-badge";
import { ValidationFacts } from "#components/validations/validation-facts";
import { ValidationInput } from "#components/validations/validation-input";
import { Notice } from "#components/ui/notice";
import { PageHeader, Section } from "#components/ui/page-header";
import { TextLink } from "#components/ui/text-link";
import { may } from "#lib/access/may";
import { getRuleSet } from "#lib/validations/get-rule-set";
import { getValidation } from "#lib/validations/read-validations";
import { fallbackSentence } from "#lib/validations/sentence";
import type { Metadata } from "next";
import { decisionAnswer, handOverWords, velocityWords } from "../../../../components/validations/validation-words.ts";
import { formatMs } from "../../../../components/ui/duration-format.ts";
import { formatCount } from "../../../../components/ui/money-format.ts";
import { found } from "../../../found.ts";
import { signedIn } from "../../../signed-in.ts";
import { sourceNamesOf } from "../../../source-names.ts";

export const metadata: Metadata = { title: "Validation" };

export default async function ValidationPage({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  const { id } = await params;
  const actor = await signedIn(`/validations/${id}`, "validations.read");
  const validation = await found(getValidation(actor, id));
  const { ruleSetId, version, rule, handOver, velocity, shadow, answer, repeatCount } = validation;
  const seesRules = may(actor, "validationRules.read");
  const [sourceNames, ruleSet] = await Promise.all([sourceNamesOf(actor), seesRules && ruleSetId !== null ? getRuleSet(actor, ruleSetId).catch(() => null) : null]);
  const decidedAt = ruleSet === null ? -1 : rule === null ? ruleSet.rules.length : ruleSet.rules.findIndex(({ name }) => name === rule);
  const sentence = ruleSet?.sentences[decidedAt];
  const fallback = validation.fallbackUsed && ruleSet !== null ? fallbackSentence(ruleSet.fallback) : null;
  return (
    <>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-2">
            Validation
            <DecisionBadge action={validation.action} />
          </span>
        }
        answer={decisionAnswer(validation)}
      />
      <Section title="What was answered">
        <p>
          <span className="text-soft">Status {answer.status}: </span>“{answer.description}”
        </p>
        {repeatCount === 0 ? null : <p className="text-sm text-soft">The same question came {formatCount(repeatCount)} more {repeatCount === 1 ? "time" : "times"} within 15 minutes and got the same answer.</p>}
      </Section>
      <Section title="Why" actions={seesRules && ruleSetId !== null ? <TextLink href={`/validations/rules/${ruleSetId}`}>Version {version}</TextLink> : null}>
        {version === null ? <p>No version of the rules was active: every payment is approved.</p> : sentence === undefined ? <p>{rule === null ? "No rule matched." : `The rule “${rule}” matched.`}</p> : <p className="max-w-[75ch] break-words">{sentence}</p>}
        {fallback === null ? null : <p className="max-w-[75ch] break-words">{fallback}</p>}
        {velocity.length === 0 ? null : (
          <ul aria-label="Velocity" className="flex max-w-2xl flex-col divide-y rounded-md border">
            {velocity.map((reading) => (
              <li key={velocityWords(reading)} className="flex justify-between gap-4 px-3 py-2 text-sm">
                <span>{velocityWords(reading)}, this one included</span>
                <span className="tabular">{formatCount(reading.value)}</span>
              </li>
            ))}
          </ul>
        )}
        {shadow === null ? null : (
          <p className="text-sm text-soft">
            {seesRules ? <TextLink href={`/validations/rules/${shadow.ruleSetId}`}>Version {shadow.version}</TextLink> : `Version ${String(shadow.version)}`}, which ran beside it, would have {shadow.action === "handOver" ? "asked your own URL" : shadow.action === "approve" ? "approved" : "declined"}
            {shadow.rule === null ? "." : `, by the rule “${shadow.rule}”.`}
          </p>
        )}
      </Section>
      {handOver === null ? null : (
        <Section title="Asking your own URL">
          <Notice tone={handOver.outcome === "answered" ? "good" : "bad"} title={handOver.outcome === "answered" ? `It answered in ${formatMs(handOver.durationMs)}` : `No usable answer after ${formatMs(handOver.durationMs)}`}>
            <p>
              {handOverWords(handOver.outcome)}
              {handOver.statusCode === null ? "" : ` HTTP status ${String(handOver.statusCode)}.`}
            </p>
            {handOver.url === null ? null : <p className="font-mono text-xs break-all">{handOver.url}</p>}
          </Notice>
        </Section>
      )}
      <Section title="Facts">
        <ValidationFacts validation={validation} sourceName={sourceNames.get(validation.sourceId) ?? "Deleted source"} />
      </Section>
      <Section title="What the rules looked at">
        <ValidationInput validation={validation} canUnmask={may(actor, "personal.read")} />
      </Section>
    </>
  );
}
