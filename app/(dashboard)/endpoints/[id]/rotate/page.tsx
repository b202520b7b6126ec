import { DeliveryTable } from "#components/deliveries/delivery-table";
import { EndSecret } from "#components/endpoints/end-secret";
import { RotateSecretButton } from "#components/endpoints/rotate-secret";
import { SendTest } from "#components/endpoints/send-test";
import { SigningSecretTable } from "#components/endpoints/signing-secret-table";
import { Steps } from "#components/sources/steps";
import { ButtonLink } from "#components/ui/button";
import { PageHeader, Section } from "#components/ui/page-header";
import { TextLink } from "#components/ui/text-link";
import { TimeText } from "#components/ui/time-text";
import { deliveriesQuery } from "#lib/deliveries/delivery-queries";
import { listDeliveries } from "#lib/deliveries/list-deliveries";
import { getEndpoint } from "#lib/endpoints/get-endpoint";
import type { Metadata } from "next";
import { endpointName } from "../../../../../components/endpoints/endpoint-words.ts";
import { secretRotation, secretRotationAnswer } from "../../../../../components/endpoints/secret-rotation.ts";
import { found } from "../../../../found.ts";
import { signedIn } from "../../../../signed-in.ts";

export const metadata: Metadata = { title: "Rotate the secret" };

export default async function RotateSecretPage({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  const { id } = await params;
  const actor = await signedIn(`/endpoints/${id}/rotate`, "endpoints.write");
  const endpoint = await found(getEndpoint(actor, id));
  const name = endpointName(endpoint);
  const rotation = secretRotation(endpoint.secrets);
  const { signing, former, newest, step } = rotation;
  const since = newest === null || former.length === 0 ? null : newest.createdAt;
  const recent = since === null ? [] : (await listDeliveries(actor, deliveriesQuery.parse({ endpointId: endpoint.id, from: since, limit: "5" }))).data;
  return (
    <>
      <PageHeader title={`Rotate the secret of ${name}`} answer={secretRotationAnswer(rotation)} actions={<ButtonLink href={`/endpoints/${endpoint.id}`}>Go to the endpoint</ButtonLink>} />
      <Steps current={step} steps={["Make the new secret", "Both sign", "End the former one"]} />
      <Section title="1. Make the new secret">
        {since === null ? (
          <p className="max-w-[75ch] text-soft">It signs every delivery at once, beside the present one. It is shown once; copy it to your server.</p>
        ) : (
          <p className="max-w-[75ch] text-soft">
            Made <TimeText at={since} as="both" />: {newest?.fingerprint}. Your server can check with it since.
          </p>
        )}
        <RotateSecretButton endpointId={endpoint.id} look={since === null ? "primary" : "plain"} />
      </Section>
      <Section title="2. Both sign" actions={<SendTest endpointId={endpoint.id} />}>
        <p className="max-w-[75ch] text-soft">
          A receiver that knows any of the secrets below is satisfied. One that checks <code className="font-mono text-xs">X-Signature</code> alone goes on with the oldest until it ends, or takes <code className="font-mono text-xs">X-Signature-Next</code> now.{" "}
          <TextLink href={`/endpoints/${endpoint.id}#verify`}>Code that checks a signature</TextLink>
        </p>
        <SigningSecretTable endpoint={endpoint} secrets={signing} />
        {since === null ? null : (
          <>
            <h3 className="text-sm font-medium">Deliveries since the new secret was made</h3>
            {recent.length === 0 ? <p className="text-soft">None yet. Send a test: its answer says whether your server takes both signatures.</p> : <DeliveryTable label="Deliveries since the new secret was made" deliveries={recent} endpointNames={new Map([[endpoint.id, name]])} without="endpoint" />}
          </>
        )}
      </Section>
      <Section title="3. End the former one">{former.length === 0 ? <p className="text-soft">There is none: one secret signs.</p> : former.map((secret) => <EndSecret key={secret.id} endpointId={endpoint.id} secret={secret} />)}</Section>
    </>
  );
}
