import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

export interface TakenMail {
  readonly to: readonly string[];
  /** Headers and body as they came over the wire. */
  readonly raw: string;
}

export interface MailServer {
  readonly url: string;
  readonly taken: readonly TakenMail[];
  readonly close: () => Promise<void>;
}

/** A real SMTP server on loopback that keeps what it takes. */
export async function mailServer(options: { readonly refuse?: readonly string[]; readonly password?: string } = {}): Promise<MailServer> {
  const taken: TakenMail[] = [];
  const server = new SMTPServer({
    logger: false,
    disabledCommands: ["STARTTLS", ...(options.password === undefined ? ["AUTH" as const] : [])],
    allowInsecureAuth: true,
    authOptional: options.password === undefined,
    onAuth: (auth, _session, done) => (auth.password === options.password ? done(null, { user: auth.username }) : done(new Error("no such user"))),
    onRcptTo: ({ address }, _session, done) => (options.refuse?.includes(address) === true ? done(Object.assign(new Error("no such mailbox"), { responseCode: 550 })) : done()),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        taken.push({ to: session.envelope.rcptTo.map(({ address }) => address), raw: Buffer.concat(chunks).toString("utf8") });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  return {
    url: `smtp://127.0.0.1:${String((server.server.address() as AddressInfo).port)}`,
    taken,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
