/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  typedRoutes: false,
  // The types are a step of the tests: a start on a new machine need not check them again.
  typescript: { ignoreBuildErrors: true },
  // A page answers 403 to whoever may not see it (app/(dashboard)/forbidden.tsx).
  experimental: { authInterrupts: true },
  // These load native or WebAssembly files by path, which a bundle would break.
  serverExternalPackages: ["@node-rs/argon2", "@prisma/client", "@prisma/adapter-pg", "pg", "pino", "graphile-worker"],
};

export default config;
