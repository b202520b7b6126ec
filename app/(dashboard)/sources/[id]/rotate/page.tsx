import { AddKey } from "#components/sources/add-key";
import { KeyWarningNotices } from "#components/sources/key-warning-notices";
import { RetireKey } from "#components/sources/retire-key";
import { RotationKeyTable } from "#components/sources/rotation-key-table";
import { SetupSteps } from "#components/sources/setup-steps";
import { Steps } from "#components/sources/steps";
import { ButtonLink } from "#components/ui/button";
import { PageHeader, Section } from "#components/ui/page-header";
import { TextLink } from "#components/ui/text-link";
import { TimeText } from "#components/ui/time-text";
import { providerById } from "#lib/providers/registry";
import { getSource } from "#lib/sources/get-source";
import type { Metadata } from "next";
import { horizonWords, keyName, keyRotation, keyRotationAnswer, keyWarnings } from "../../../../../components/sources/key-rotation.ts";
import { setupOf } from "../../../../../components/sources/setup-of.ts";
import { found } from "../../../../found.ts";
import { signedIn } from "../../../../signed-in.ts";

export const metadata: Metadata = { title: "Rotate the key" };

export default async function RotateKeyPage({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  const { id } = await params;
  const actor = await signedIn(`/sources/${id}/rotate`, "keys.write");
  const source = await found(getSource(actor, id));
  const { providerName, steps, keyFormat } = setupOf(source);
  const rotation = keyRotation(source.keys);
  const { usable, former, next, signing } = rotation;
  const horizon = horizonWords(providerById(source.provider).retryHorizonHours);
  return (
    <>
      <PageHeader title={`Rotate the key of ${source.name}`} answer={keyRotationAnswer(rotation, providerName)} actions={<ButtonLink href={`/sources/${source.id}`}>Go to the source</ButtonLink>} />
      <Steps current={rotation.step} steps={["Add the new key", "Both verify", "Retire the old key"]} />
      <KeyWarningNotices warnings={keyWarnings(source.keys, Date.now())} rotateHref={null} />
      <Section title="1. Add the new key">
        {next === null ? (
          <>
            <p className="max-w-[75ch] text-soft">{keyFormat?.merchantChooses === true ? "Countersign makes it, or you paste yours." : `${providerName} makes it: make the new key there first, then paste it here.`} From then on messages signed with either key are accepted.</p>
            <AddKey sourceId={source.id} keyFormat={keyFormat} hasKeys={usable.length > 0} look="primary" />
          </>
        ) : (
          <p className="max-w-[75ch] text-soft">
            “{next.label}” ({next.fingerprint}) was added on <TimeText at={next.activeFrom} as="both" /> and has been accepted since.
          </p>
        )}
      </Section>
      <Section title="2. Both verify">
        {next === null ? null : <p className="max-w-[75ch] text-soft">Put the new key in the back office of {providerName}. This page shows with which key its messages arrive, as they arrive.</p>}
        {usable.length === 0 ? null : <RotationKeyTable keys={usable} signing={signing} />}
        <details className="max-w-[75ch]">
          <summary className="cursor-pointer text-sm font-medium">Where that is at {providerName}</summary>
          <div className="pt-3">
            <SetupSteps steps={steps} />
          </div>
        </details>
        <p className="text-sm text-soft">
          Were messages refused while a key was missing? <TextLink href={`/requests/reverify?sourceId=${source.id}`}>Verify them again</TextLink>
        </p>
      </Section>
      <Section title="3. Retire the old key">
        {former.length === 0 ? <p className="text-soft">There is no old key: one key verifies, and it is in use.</p> : former.map((key) => <RetireKey key={key.id} sourceId={source.id} apiKey={key} name={keyName(key, usable)} horizon={horizon} providerName={providerName} />)}
      </Section>
    </>
  );
}
