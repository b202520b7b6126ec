import { AlertSettings } from "#components/settings/alert-settings";
import { RetentionSettings, SignInSettings, TimeZoneSettings } from "#components/settings/general-settings";
import { PublicUrlSettings } from "#components/settings/public-url-settings";
import { PageHeader, Section } from "#components/ui/page-header";
import { TextLink } from "#components/ui/text-link";
import { may } from "#lib/access/may";
import { installation } from "#lib/platform/installation";
import { mailIsConfigured } from "#lib/platform/mail";
import { getSettings } from "#lib/settings/get-settings";
import type { Metadata } from "next";
import { signedIn } from "../../signed-in.ts";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const actor = await signedIn("/settings", "settings.read");
  const settings = await getSettings(actor);
  const { signInUrl } = installation();
  const readOnly = !may(actor, "settings.write");
  const zones = [...new Set(["UTC", settings.timeZone, ...Intl.supportedValuesOf("timeZone")])];
  return (
    <>
      <PageHeader title="Settings" answer={readOnly ? "What holds for the whole installation. An admin changes it." : "What holds for the whole installation. Every change stands in the audit."} />
      <Section title="Public address" id="public-url">
        <PublicUrlSettings settings={settings} readOnly={readOnly} signInUrl={signInUrl === settings.publicUrl ? null : signInUrl} />
      </Section>
      <Section title="Time zone" id="time-zone">
        <TimeZoneSettings settings={settings} readOnly={readOnly} zones={zones} />
      </Section>
      <Section title="Sign-in" id="sign-in">
        <SignInSettings settings={settings} readOnly={readOnly} />
      </Section>
      <Section title="Retention" id="retention" actions={readOnly ? null : <TextLink href="/settings/retention">What would go</TextLink>}>
        <RetentionSettings settings={settings} readOnly={readOnly} />
      </Section>
      <Section title="Alert channels" id="alerts" actions={<TextLink href="/alerts">All alerts</TextLink>}>
        <AlertSettings settings={settings} readOnly={readOnly} mailIsConfigured={mailIsConfigured()} />
      </Section>
    </>
  );
}
