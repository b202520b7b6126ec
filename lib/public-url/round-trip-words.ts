import type { AloneResult } from "#lib/platform/outbound/outbound";
import type { Target } from "#lib/platform/outbound/target-url";
import type { Reach, RoundTripOutcome } from "./round-trip-outcomes.ts";

export interface RoundTripFound {
  readonly outcome: RoundTripOutcome;
  readonly target: Pick<Target, "hostname" | "origin" | "secure">;
  readonly reach: Reach | null;
  readonly isOwn: boolean;
  readonly result: Pick<AloneResult, "statusCode" | "headers" | "detail">;
}

export interface RoundTripWords {
  readonly says: string;
  readonly whatToDo: string | null;
}

/** What a check found, and what to do. Of an answer that is not ours it tells the status alone. */
export function roundTripWords(found: RoundTripFound): RoundTripWords {
  const { outcome, target, result } = found;
  const detail = result.detail ?? "It did not answer.";
  switch (outcome) {
    case "reached":
      return reachedWords(found);
    case "redirected":
      return { says: `${target.origin} answers ${String(result.statusCode)}: ${redirectTo(found)}`, whatToDo: "Enter the address that it redirects to, or let POST requests below /api through without a redirect: providers follow none." };
    case "dns":
      return { says: detail, whatToDo: "Check the spelling. A new name takes a while to be known; a tunnel's name ends with the tunnel." };
    case "refused":
      return { says: detail, whatToDo: "See that the proxy or the tunnel runs, that it listens on this port, and that no firewall is between." };
    case "tls":
      return { says: detail, whatToDo: "Mend the certificate: providers refuse to send where it cannot be trusted." };
    case "timeout":
      return { says: detail, whatToDo: "A firewall that drops packets looks like this, and so does a router that does not lead its own public address back inside. If providers do reach you, leave it." };
    case "not_tried":
      return notTriedWords(found);
    case "other_server":
      return otherServerWords(found);
  }
}

function reachedWords({ target, reach }: RoundTripFound): RoundTripWords {
  if (reach === "internet") {
    return target.secure
      ? { says: "It reached us over a public address, encrypted.", whatToDo: null }
      : { says: "It reached us over a public address, but not encrypted.", whatToDo: "Use https: several providers send to nothing else." };
  }
  const where = reach === "machine" ? "this machine itself" : "a private network";
  return { says: `It reached us, over ${where}: nobody on the internet can call this address from outside.`, whatToDo: "Providers need a public address: open a tunnel, or put a proxy with a public name in front." };
}

function notTriedWords({ target, isOwn }: RoundTripFound): RoundTripWords {
  if (isOwn) return { says: `${target.hostname} leads to an address that no server has for others.`, whatToDo: "Enter the name under which browsers and providers find this machine." };
  return { says: `${target.hostname} leads to this machine or into a private network. Before it is saved, only public addresses are tried.`, whatToDo: "If that is how your own network leads here, save it and check again. Providers on the internet need a public address." };
}

function otherServerWords({ target, result }: RoundTripFound): RoundTripWords {
  const status = result.statusCode;
  if (status === null) return { says: `What answers at ${target.origin} is not Countersign.`, whatToDo: "See where the name leads." };
  const answers = `${target.origin} answers ${String(status)}`;
  if (status === 401 || status === 403 || status === 407) return { says: `${answers}: something in front asks for a sign-in, or blocks us.`, whatToDo: "Let POST requests to /api/webhooks and /api/v1/reach through without a sign-in of its own." };
  if (status === 404 && isProblem(result)) return { says: `A Countersign answers at ${target.origin}, but not this one: it does not know our token.`, whatToDo: "See which installation, and which database, stands behind the name." };
  if (status === 404 || status === 405) return { says: `${answers}: another server, or a path that leads elsewhere.`, whatToDo: "See where the name leads, and that the proxy passes the whole of /api on." };
  if (status >= 500) return { says: `${answers}: what stands in front finds no Countersign behind it.`, whatToDo: "See that the proxy or the tunnel leads to the port on which Countersign listens." };
  return { says: `${answers}, without our proof: another server, or a page in front.`, whatToDo: "See where the name leads, and that nothing in front answers in our place." };
}

function isProblem({ headers }: Pick<AloneResult, "headers">): boolean {
  return headers.some(([name, value]) => name === "content-type" && value.startsWith("application/problem+json"));
}

/** Whether it stays on the host, never where exactly: what others answer is not ours to show. */
function redirectTo({ target, result }: RoundTripFound): string {
  const location = result.headers.find(([name]) => name === "location")?.[1] ?? "";
  if (!URL.canParse(location, target.origin)) return "a redirect that leads nowhere.";
  const to = new URL(location, target.origin);
  if (to.hostname.replace(/^\[|\]$/g, "") !== target.hostname) return "a redirect to another host.";
  return !target.secure && to.protocol === "https:" ? "a redirect to https on the same host." : "a redirect to another page of the same host.";
}
