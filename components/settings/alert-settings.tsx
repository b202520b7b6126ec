"use client";

import { useState } from "react";
import type { SettingsView } from "#lib/settings/settings-shape";
import { textMember } from "../api-call.ts";
import { CodeBlock } from "../ui/code-block.tsx";
import { CheckboxField, TextArea, TextField } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { SettingsPart } from "./settings-part.tsx";
import { TestChannels } from "./test-channels.tsx";

interface AlertSettingsProps {
  readonly settings: SettingsView;
  readonly readOnly: boolean;
  readonly mailIsConfigured: boolean;
}

/** Where alerts go besides the dashboard, and a test of it. */
export function AlertSettings({ settings, readOnly, mailIsConfigured }: AlertSettingsProps) {
  const [secret, setSecret] = useState<string | null>(null);
  const { mailTo, webhookUrl, webhookSecretFingerprint } = settings.alertChannels;
  return (
    <div className="flex flex-col gap-6">
      {mailIsConfigured ? null : (
        <Notice tone="info">
          <p>
            No mail is sent before <code className="font-mono text-xs">SMTP_URL</code> and <code className="font-mono text-xs">ALERT_FROM</code> are in the environment.
          </p>
        </Notice>
      )}
      <SettingsPart
        readOnly={readOnly}
        changes={(fields) => ({ alertChannels: { mailTo: String(fields.get("mailTo")).split(/[\s,;]+/).filter((address) => address !== "") }, auditAnchorMail: fields.get("anchor") === "on" })}
        danger={<p>Alerts, and the head of the audit's chain, are mailed to these addresses alone from now on. Whoever is taken off the list is not told.</p>}
      >
        {(errorAt) => (
          <>
            <TextArea label="Mail alerts to" name="mailTo" optional spellCheck={false} defaultValue={mailTo.join("\n")} error={errorAt("alertChannels.mailTo")} hint="One address per line, 20 at most." />
            <CheckboxField label="Mail the head of the audit's chain once a day" name="anchor" defaultChecked={settings.auditAnchorMail} hint="Whoever keeps these mails can prove later that no entry was changed." />
          </>
        )}
      </SettingsPart>
      <SettingsPart
        readOnly={readOnly}
        changes={(fields) => ({ alertChannels: { webhookUrl: String(fields.get("webhookUrl")).trim() || null, ...(fields.get("newSecret") === "on" ? { newWebhookSecret: true } : {}) } })}
        danger={<p>Alerts are posted to this address from now on, signed by Standard Webhooks. A secret that is made now is shown once; a former one ends at once.</p>}
        onSaved={(body) => setSecret(textMember(body, "secret"))}
      >
        {(errorAt) => (
          <>
            <TextField label="Post alerts to" name="webhookUrl" type="url" optional autoComplete="off" spellCheck={false} placeholder="https://hooks.example.com/alerts" defaultValue={webhookUrl ?? ""} error={errorAt("alertChannels.webhookUrl")} hint={webhookSecretFingerprint === null ? "The first URL makes a secret." : `Signed with the secret ${webhookSecretFingerprint}.`} />
            {webhookUrl === null ? null : <CheckboxField label="Make a new secret" name="newSecret" />}
          </>
        )}
      </SettingsPart>
      {secret === null ? null : (
        <Notice tone="warn" title="Its secret, shown only now">
          <p>Copy it to the server that takes alerts: it proves with it that they come from here.</p>
          <CodeBlock text={secret} what="secret" wrap />
        </Notice>
      )}
      {readOnly ? null : <TestChannels />}
    </div>
  );
}
