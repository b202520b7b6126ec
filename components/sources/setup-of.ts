import type { KeyFormat, SetupStep } from "#lib/providers/provider";
import { providerById } from "#lib/providers/registry";
import type { Source } from "#lib/sources/source-shape";

export interface SourceSetup {
  readonly providerName: string;
  readonly steps: readonly SetupStep[];
  readonly keyFormat: KeyFormat | null;
}

/** The back office steps for a source's own settings. Viewers see no settings, and so no steps. Server only. */
export function setupOf(source: Source): SourceSetup {
  const provider = providerById(source.provider);
  const settings = provider.settings.safeParse(source.settings ?? null);
  return {
    providerName: provider.name,
    steps: settings.success ? provider.setup(settings.data) : [],
    keyFormat: settings.success ? provider.keyFormat(settings.data) : null,
  };
}
