import { AddKey } from "#components/sources/add-key";
import { FirstMessage } from "#components/sources/first-message";
import { GeneratedSecret } from "#components/sources/generated-secret";
import { SetupSteps } from "#components/sources/setup-steps";
import { SourceUrls } from "#components/sources/source-urls";
import { Steps } from "#components/sources/steps";
import { TestCommand } from "#components/sources/test-command";
import { TestSource } from "#components/sources/test-source";
import { ButtonLink } from "#components/ui/button";
import { Notice } from "#components/ui/notice";
import { PageHeader, Section } from "#components/ui/page-header";
import { may } from "#lib/access/may";
import { providerById } from "#lib/providers/registry";
import { getSource } from "#lib/sources/get-source";
import type { Metadata } from "next";
import { chosenSettings } from "../../../../../components/sources/settings-form-model.ts";
import { providerForm } from "../../../../../components/sources/provider-form.ts";
import { setupOf } from "../../../../../components/sources/setup-of.ts";
import { changePublicUrl } from "../../../../change-public-url.ts";
import { found } from "../../../../found.ts";
import { signedIn } from "../../../../signed-in.ts";
import { scenariosOf } from "../../../../source-scenarios.ts";

export const metadata: Metadata = { title: "Connect" };

export default async function ConnectPage({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  const { id } = await params;
  const actor = await signedIn(`/sources/${id}/connect`, "sources.readDetails");
  const source = await found(getSource(actor, id));
  const { providerName, steps, keyFormat } = setupOf(source);
  const { schema } = providerForm(providerById(source.provider));
  const scenarios = may(actor, "sources.test") ? scenariosOf(source) : [];
  const hasKey = source.keys.some((key) => key.status === "active" || key.status === "expiring");
  return (
    <>
      <PageHeader
        title={`Connect ${source.name}`}
        answer={`Register the URL at ${providerName}, then send a message: it shows up below.`}
        actions={<ButtonLink href={`/sources/${source.id}`}>Go to the source</ButtonLink>}
      />
      <Steps current={3} />
      <Section title="The URL to register">
        <SourceUrls source={source} changePublicUrl={changePublicUrl(actor)} />
      </Section>
      <GeneratedSecret sourceId={source.id} />
      {hasKey ? null : (
        <Notice tone="warn" title="This source has no key yet">
          <p>Every message is refused until it has one.{keyFormat === null ? "" : ` It looks like this: ${keyFormat.description}.`}</p>
          {may(actor, "keys.write") ? <AddKey sourceId={source.id} keyFormat={keyFormat} hasKeys={false} /> : null}
        </Notice>
      )}
      <Section title={`In the back office of ${providerName}`}>
        <SetupSteps steps={steps} />
      </Section>
      <Section title="Send a test" actions={scenarios.length === 0 ? null : <TestSource sourceId={source.id} providerName={providerName} scenarios={scenarios} />}>
        <p className="text-soft">This command signs a message like {providerName} and sends it here.</p>
        <TestCommand sourceId={source.id} provider={source.provider} url={source.webhookUrl ?? ""} mode={source.mode} settings={chosenSettings(schema, source.settings ?? {})} />
        <FirstMessage sourceId={source.id} />
      </Section>
    </>
  );
}
