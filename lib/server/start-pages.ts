import type { Server } from "node:http";
import { projectDir } from "./build-pages.ts";
import type { Handle } from "./http-server.ts";

export interface Pages {
  readonly handle: Handle;
  readonly close: () => Promise<void>;
}

/** Next, hosted by our server. NODE_ENV must be set before: Next reads it while it is loaded. */
export async function startPages(options: { readonly dev: boolean; readonly hostname: string; readonly port: number; readonly httpServer: Server }): Promise<Pages> {
  const { default: next } = await import("next");
  const app = next({ ...options, dir: projectDir, customServer: true });
  await app.prepare();
  const handle = app.getRequestHandler();
  return {
    handle: (request, response) => handle(request, response),
    close: () => app.close(),
  };
}
