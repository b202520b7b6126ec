import "./globals.css";
import { TimeProvider } from "#components/ui/time-provider";
import { ToastProvider } from "#components/ui/toast";
import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { readPreferences } from "./read-preferences.ts";

export const metadata: Metadata = {
  title: { default: "Countersign", template: "%s · Countersign" },
  description: "Payment webhooks, proved and kept.",
  robots: { index: false, follow: false },
};

export const viewport: Viewport = { width: "device-width", initialScale: 1, colorScheme: "light dark" };

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const [preferences, requestHeaders] = await Promise.all([readPreferences(), headers()]);
  const nonce = requestHeaders.get("x-nonce") ?? undefined;
  return (
    <html
      lang="en"
      className={`${GeistSans.variable} ${GeistMono.variable}`}
      data-theme={preferences.theme}
      data-density={preferences.density}
      data-nav={preferences.nav}
      suppressHydrationWarning
    >
      <head>{nonce === undefined ? null : <meta property="csp-nonce" nonce={nonce} suppressHydrationWarning />}</head>
      <body>
        <NuqsAdapter>
          <TimeProvider zone={preferences.zone} browserZone={preferences.browserZone} renderedAtMs={Date.now()}>
            <ToastProvider>{children}</ToastProvider>
          </TimeProvider>
        </NuqsAdapter>
      </body>
    </html>
  );
}
