/**
 * Secrets that the API just generated, until the page that shows them once is left for good.
 * Only in this tab's memory: a reload forgets them.
 */
const secrets = new Map<string, string>();

export function keepGeneratedSecret(sourceId: string, secret: string): void {
  secrets.set(sourceId, secret);
}

export function generatedSecretOf(sourceId: string): string | null {
  return secrets.get(sourceId) ?? null;
}
