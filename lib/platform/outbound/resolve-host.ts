import { lookup, Resolver } from "node:dns/promises";
import { LruMap } from "../lru-map.ts";

/** All addresses of a name. Rejects when there is none. */
export type ResolveHost = (hostname: string) => Promise<readonly string[]>;

const answerMaxAgeMs = 5_000;
const queryTimeoutMs = 2_000;
const resolverMaxAgeMs = 60_000;
const mostLookups = 2;

/** The system's names: DNS first, which waits on nobody else's slow name, then what only the machine knows (hosts file, search domains). */
export function systemResolver(): ResolveHost {
  const resolver = freshResolver();
  const look = limited(mostLookups, async (hostname: string) => (await lookup(hostname, { all: true, order: "verbatim" })).map(({ address }) => address));
  return remembering(async (hostname) => {
    if (!hostname.includes(".")) return look(hostname);
    const [six, four] = await Promise.allSettled([resolver().resolve6(hostname), resolver().resolve4(hostname)]);
    const found = [six, four].flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
    if (found.length > 0) return found;
    const failure: unknown = four.status === "rejected" ? four.reason : undefined;
    if (failure instanceof Error && "code" in failure && (failure.code === "ETIMEOUT" || failure.code === "ESERVFAIL")) throw failure;
    return look(hostname);
  });
}

/** A resolver knows the name servers of the moment at which it was made: a network that changes must not need a restart. */
function freshResolver(): () => Resolver {
  let resolver: Resolver | null = null;
  let madeAtMs = 0;
  return () => {
    const nowMs = performance.now();
    if (resolver === null || nowMs - madeAtMs > resolverMaxAgeMs) {
      resolver = new Resolver({ timeout: queryTimeoutMs, tries: 2 });
      madeAtMs = nowMs;
    }
    return resolver;
  };
}

/** One question at a time per name, and none for a few seconds after an answer: a burst of connections asks once. */
export function remembering(resolve: ResolveHost, nowMs: () => number = () => performance.now()): ResolveHost {
  const answers = new LruMap<string, { readonly addresses: readonly string[]; readonly atMs: number }>(1_000);
  const asking = new Map<string, Promise<readonly string[]>>();
  return (hostname) => {
    const known = answers.get(hostname);
    if (known !== undefined && nowMs() - known.atMs < answerMaxAgeMs) return Promise.resolve(known.addresses);
    const running = asking.get(hostname);
    if (running !== undefined) return running;
    const question = resolve(hostname)
      .then((addresses) => {
        answers.set(hostname, { addresses, atMs: nowMs() });
        return addresses;
      })
      .finally(() => asking.delete(hostname));
    asking.set(hostname, question);
    return question;
  };
}

/** `getaddrinfo` holds one of the few threads of the process while it waits, which passwords and files need too. */
function limited<Result>(most: number, run: (argument: string) => Promise<Result>): (argument: string) => Promise<Result> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (argument) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await run(argument);
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
