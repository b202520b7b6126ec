import { isIP } from "node:net";

/** A URL that may be dialled, if its address may. */
export interface Target {
  readonly secure: boolean;
  /** A name in lower case, or an IP address without brackets. */
  readonly hostname: string;
  readonly port: number;
  /** Scheme, host and port. */
  readonly origin: string;
  /** Path and query. */
  readonly path: string;
  /** The whole URL in its normal form. */
  readonly href: string;
}

export type TargetReading = { readonly ok: true; readonly target: Target } | { readonly ok: false; readonly reason: string };

const longest = 2_048;
const shape = /^(https?):\/\/([^/?#]*)([/?][^#]*)?$/i;
const hostAndPort = /^(\[[0-9a-f:.]+\]|[^:[\]]+)(?::(\d{1,5}))?$/i;

/** Ports of services that speak no HTTP, where the lines of a request could be taken for commands. */
const refusedPorts = new Map([
  [21, "FTP"], [22, "SSH"], [23, "Telnet"], [25, "SMTP"], [53, "DNS"], [110, "POP3"], [111, "RPC"], [135, "RPC"], [139, "SMB"], [143, "IMAP"], [389, "LDAP"], [445, "SMB"],
  [465, "SMTP"], [587, "SMTP"], [636, "LDAP"], [873, "rsync"], [993, "IMAP"], [995, "POP3"], [1433, "SQL Server"], [1521, "Oracle"], [2049, "NFS"], [3306, "MySQL"],
  [3389, "remote desktop"], [5432, "PostgreSQL"], [5672, "AMQP"], [6379, "Redis"], [9042, "Cassandra"], [9092, "Kafka"], [11211, "memcached"], [27017, "MongoDB"],
]);

/**
 * Reads a URL to send to, or says what is wrong with it. Parsers disagree on the odd forms (user names, backslashes,
 * numbers for hosts), and each of them can make a URL look like another one, so that only the plain form is taken.
 */
export function readTargetUrl(text: string): TargetReading {
  if (text.length > longest) return no(`The URL is longer than ${String(longest)} characters.`);
  if (/[\s\\\u0000-\u001f\u007f]/.test(text)) return no("The URL holds blanks, control characters or backslashes: write it in one piece, with forward slashes.");
  const match = shape.exec(text);
  if (match === null) return no(text.includes("#") ? "The URL holds a fragment (#…), which is never sent: leave it out." : "The URL should look like https://shop.example.com/webhooks.");
  const authority = match[2] ?? "";
  if (authority.includes("@")) return no("The URL holds a user name or password, which would be shown with it: put credentials into a header of the endpoint.");
  const parts = hostAndPort.exec(authority);
  const rawHost = parts?.[1];
  if (rawHost === undefined || !URL.canParse(text)) return no("The URL's host is not a name or an IP address.");
  return checkHost(new URL(text), rawHost.toLowerCase());
}

function checkHost(url: URL, rawHost: string): TargetReading {
  if (url.hostname !== rawHost) return no(otherForm(url.hostname, rawHost));
  const hostname = rawHost.startsWith("[") ? rawHost.slice(1, -1) : rawHost;
  if (isIP(hostname) === 0 && !/^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*$/.test(hostname)) {
    return no(hostname.endsWith(".") ? "The host ends in a full stop: leave it out." : "The URL's host is not a name or an IP address.");
  }
  if (hostname.length > 253) return no("The URL's host is longer than a name can be.");
  const secure = url.protocol === "https:";
  const port = url.port === "" ? (secure ? 443 : 80) : Number(url.port);
  if (port === 0) return no("There is no port 0.");
  const service = refusedPorts.get(port);
  if (service !== undefined) return no(`Port ${String(port)} is for ${service}, which is no web server.`);
  return { ok: true, target: { secure, hostname, port, origin: url.origin, path: url.pathname + url.search, href: url.href } };
}

function otherForm(normal: string, raw: string): string {
  if (isIP(normal.replace(/^\[|\]$/g, "")) !== 0) return `The host is another way to write ${normal}: write that.`;
  if (/[^\u0000-\u007f]/.test(raw)) return `The host holds letters beyond ASCII. As it is looked up, it is ${normal}: if you mean that, write it so.`;
  return `The host is another way to write ${normal === "" ? "nothing" : normal}: write it plainly.`;
}

function no(reason: string): TargetReading {
  return { ok: false, reason };
}
