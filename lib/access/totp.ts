import { generateSecret, generateURI, verifySync } from "otplib";

/** Codes of the step before and after are taken too: clocks differ, and typing takes time (RFC 6238 §5.2). */
const toleranceSeconds = 30;

/** 160 random bits, as authenticator apps take them. SHA-1, 6 digits, 30 s: what every app can do. */
export function newTotpSecret(): string {
  return generateSecret();
}

/** What the QR code holds. */
export function totpUri(secret: string, email: string): string {
  return generateURI({ issuer: "Countersign", label: email, secret });
}

/** The 30-second step that this code belongs to at this moment; `null`: it is no code of now. */
export function totpStep(secret: string, code: string, nowMs: number): bigint | null {
  if (!isTotpForm(code)) return null;
  const result = verifySync({ secret, token: code, epoch: Math.floor(nowMs / 1000), epochTolerance: toleranceSeconds });
  return result.valid && "timeStep" in result ? BigInt(result.timeStep) : null;
}

export function isTotpForm(code: string): boolean {
  return /^\d{6}$/.test(code);
}
