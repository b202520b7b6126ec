import type { KeyFormat } from "#lib/providers/provider";

/** What a browser needs to draw the form of a provider's source. Made on the server: the adapters stay there. */
export interface ProviderForm {
  readonly id: string;
  readonly name: string;
  readonly schema: unknown;
  readonly keyFormats: readonly KeyFormatCase[];
}

/** How keys look while the settings have these values. */
export interface KeyFormatCase {
  readonly when: Readonly<Record<string, string>>;
  readonly format: KeyFormat;
}

/** The key format for these settings; `null` while they are too incomplete to know. */
export function keyFormatFor(cases: readonly KeyFormatCase[], settings: Readonly<Record<string, unknown>>): KeyFormat | null {
  const fits = cases.filter(({ when }) => Object.entries(when).every(([name, value]) => settings[name] === undefined || settings[name] === value));
  const same = fits.every(({ format }) => format.description === fits[0]?.format.description);
  return same ? (fits[0]?.format ?? null) : null;
}
