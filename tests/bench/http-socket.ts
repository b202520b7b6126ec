import net from "node:net";

/** Called once per request: the status, or `null` when the connection broke before the answer was whole. */
export type OnAnswer = (status: number | null) => void;

/**
 * One keep-alive connection that sends one request at a time and understands just enough of HTTP/1.1 to see where an
 * answer ends. Node's own client costs several times as much, and the machine is shared with the server under test.
 */
export class HttpSocket {
  private readonly port: number;
  private readonly host: string;
  private socket: net.Socket | null = null;
  private received = "";
  private onAnswer: OnAnswer | null = null;

  constructor(host: string, port: number) {
    this.host = host;
    this.port = port;
  }

  /** Resolves when connected. */
  connect(): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = net.connect({ host: this.host, port: this.port, noDelay: true });
      socket.once("error", reject);
      socket.once("connect", () => {
        socket.off("error", reject);
        socket.on("error", () => undefined);
        resolve();
      });
      socket.setEncoding("latin1");
      socket.on("data", (chunk: string) => this.take(chunk));
      socket.on("close", () => this.lose());
      this.socket = socket;
    });
  }

  send(head: string, body: Uint8Array, onAnswer: OnAnswer): void {
    this.onAnswer = onAnswer;
    if (this.socket === null) {
      void this.connect().then(
        () => this.write(head, body),
        () => this.lose(),
      );
      return;
    }
    this.write(head, body);
  }

  close(): void {
    this.socket?.destroy();
    this.socket = null;
  }

  private write(head: string, body: Uint8Array): void {
    this.socket?.cork();
    this.socket?.write(head, "latin1");
    this.socket?.write(body);
    this.socket?.uncork();
  }

  private take(chunk: string): void {
    this.received += chunk;
    const headEnd = this.received.indexOf("\r\n\r\n");
    if (headEnd < 0 || !isWhole(this.received, headEnd)) return;
    const status = Number(this.received.slice(9, 12));
    this.received = "";
    this.answer(status);
  }

  private lose(): void {
    this.socket = null;
    this.received = "";
    this.answer(null);
  }

  private answer(status: number | null): void {
    const { onAnswer } = this;
    this.onAnswer = null;
    onAnswer?.(status);
  }
}

function isWhole(text: string, headEnd: number): boolean {
  const head = text.slice(0, headEnd);
  const length = /content-length: *(\d+)/i.exec(head)?.[1];
  if (length !== undefined) return text.length >= headEnd + 4 + Number(length);
  return text.endsWith("0\r\n\r\n");
}
