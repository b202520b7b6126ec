import { rmSync } from "node:fs";
import { setPriority } from "node:os";
import path from "node:path";
import { z } from "zod";
import { closeLiveStreams } from "#lib/live/open-streams";
import type { Env } from "#lib/platform/env";
import { log } from "#lib/platform/log";
import { frontHandler, pagesHandler } from "./front-handler.ts";
import { askedGroup, tellOfSelf } from "./group.ts";
import { listen, type ListeningServer, listenOnSocket } from "./http-server.ts";
import { openPagesProxy, passedBy } from "./pages-proxy.ts";
import { openObservation, openParts, type ProcessFacts } from "./process-parts.ts";
import { openTalk } from "./process-talk.ts";
import { startPages } from "./start-pages.ts";

/** A process that the server started beside itself: it does what it is told by the first one, and ends with it. */
const started: (() => Promise<void>)[] = [];
/** Without the first process nobody ends us, and the database may be gone with it. */
const orphanLimitMs = 5_000;
/** Where the processors are short, messages go before pages, which still get a third of what one of them would. */
const pagesNiceness = 5;
const onError = (error: unknown): void => log().error({ err: error }, "a request failed");
const listenFacts = z.object({ name: z.string(), env: z.custom<Env>(), port: z.int() });
const openFacts = z.object({ facts: z.custom<ProcessFacts>(), socketPath: z.string() });
let http: ListeningServer | null = null;
let ending: Promise<void> | null = null;

const talk = openTalk({ send: (message) => void (process.connected && process.send?.(message, undefined, undefined, () => undefined)), onMessage: (take) => process.on("message", take) }, (question, facts) => {
  if (question === "listen") return beginDoor(listenFacts.parse(facts));
  if (question === "open door") return openDoor(openFacts.parse(facts));
  if (question === "open pages") return openPages(openFacts.parse(facts));
  if (question === "stop") return stop().then(() => void setImmediate(() => process.exit(0)));
  return tellOfSelf(question) ?? Promise.reject(new Error(`nobody answers "${question}"`));
});

// A terminal and a supervisor send their signals to everybody: the first process says when it is time.
process.on("SIGTERM", () => undefined);
process.on("SIGINT", () => undefined);
process.once("disconnect", () => {
  setTimeout(() => process.exit(1), orphanLimitMs).unref();
  void stop().finally(() => process.exit(1));
});

/** A door listens before anything else is ready, as the first process would: on the port of all of them. */
async function beginDoor({ name, env, port }: z.infer<typeof listenFacts>): Promise<void> {
  await openObservation(env, name, started);
  http = await listen(env.host, port, { dev: false, onError });
}

async function openDoor({ facts, socketPath }: z.infer<typeof openFacts>): Promise<void> {
  if (http === null) throw new Error("this door does not listen yet");
  const countersign = await openParts(facts, true, started);
  const proxy = openPagesProxy(socketPath);
  started.push(() => Promise.resolve(proxy.close()), http.close);
  http.serve(frontHandler({ trustedProxies: facts.env.trustedProxies, countersign, fastDoor: true, pages: proxy.pass, group: askedGroup(talk) }));
}

async function openPages({ facts, socketPath }: z.infer<typeof openFacts>): Promise<void> {
  await openObservation(facts.env, "pages", started);
  started.push(() => Promise.resolve(rmSync(path.dirname(socketPath), { recursive: true, force: true })));
  setPriority(pagesNiceness);
  const countersign = await openParts(facts, false, started);
  const listening = await listenOnSocket(socketPath, onError);
  const pages = await startPages({ dev: false, hostname: facts.env.host, port: facts.port, httpServer: listening.server });
  // Event streams end first, since they would keep their sockets open; the sockets close before the parts that their answers need.
  started.push(pages.close, listening.close, () => Promise.resolve(closeLiveStreams()));
  const handle = pagesHandler(pages.handle, { publicUrl: countersign.installation.signInUrl, dev: false });
  listening.serve((request, response) => {
    const { remoteAddress, lines } = passedBy(request);
    // Next would take it from its own socket, which has no address.
    request.headers["x-forwarded-for"] ??= remoteAddress ?? "";
    return handle(request, response, remoteAddress, lines);
  });
}

function stop(): Promise<void> {
  return (ending ??= stopParts());
}

async function stopParts(): Promise<void> {
  for (const end of started.splice(0).reverse()) {
    await end().catch((error: unknown) => log().error({ err: error }, "a part did not stop cleanly"));
  }
}
