"use client";

import { useState } from "react";
import type { SettingsView } from "#lib/settings/settings-shape";
import { CheckPublicUrl } from "../public-url/check-public-url.tsx";
import { TriedAddress } from "../public-url/tried-address.tsx";
import { TextField } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { SettingsPart } from "./settings-part.tsx";

interface PublicUrlSettingsProps {
  readonly settings: SettingsView;
  readonly readOnly: boolean;
  /** The address of the start, while sign-in still goes by it; `null`: it goes by the public one. */
  readonly signInUrl: string | null;
}

/** The address that providers and browsers use: tried before it is saved, and whenever somebody asks. */
export function PublicUrlSettings({ settings, readOnly, signInUrl }: PublicUrlSettingsProps) {
  const fixed = settings.publicUrlFrom === "environment";
  const [reached, setReached] = useState(true);
  return (
    <div className="flex flex-col gap-4">
      {fixed ? (
        <Notice tone="info">
          <p>
            It stands in the environment: change <code className="font-mono text-xs">PUBLIC_URL</code> there and start again.
          </p>
        </Notice>
      ) : null}
      {signInUrl === null ? null : (
        <Notice tone="warn" title="Sign-in follows at the next start">
          <p className="break-words">
            Until then, sign-in cookies and single sign-on go by {signInUrl}, where Countersign was started: sign in there.
          </p>
        </Notice>
      )}
      <SettingsPart
        readOnly={readOnly || fixed}
        changes={(fields) => ({ publicUrl: String(fields.get("publicUrl")).trim() || null })}
        confirm={reached ? "Save" : "Save all the same"}
        danger={({ publicUrl }) => <TriedAddress url={typeof publicUrl === "string" ? publicUrl : null} onTried={setReached} />}
      >
        {(errorAt) => (
          <TextField
            label="Public URL"
            name="publicUrl"
            type="url"
            inputMode="url"
            autoComplete="off"
            placeholder="https://payments.example.com"
            defaultValue={settings.publicUrlFrom === "start" ? "" : settings.publicUrl}
            error={errorAt("publicUrl")}
            hint={settings.publicUrlFrom === "start" ? `Empty: ${settings.publicUrl}, where it listens.` : "Scheme and host, as providers reach it."}
          />
        )}
      </SettingsPart>
      <CheckPublicUrl />
    </div>
  );
}
