/** What opens a tunnel to a local address, by program. */
export function tunnelCommands(localUrl: string): readonly { readonly program: string; readonly command: string }[] {
  const { hostname, port, protocol } = new URL(localUrl);
  const number = port === "" ? (protocol === "https:" ? "443" : "80") : port;
  const isHere = /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\])$/.test(hostname);
  const target = isHere && protocol === "http:" ? number : `${protocol}//${isHere ? "localhost" : hostname}:${number}`;
  return [
    { program: "ngrok", command: `ngrok http ${target}` },
    { program: "cloudflared", command: `cloudflared tunnel --url ${protocol}//${isHere ? "localhost" : hostname}:${number}` },
  ];
}

/** The port that a tunnel to this address has to lead to. */
export function localPort(localUrl: string): number {
  const { port, protocol } = new URL(localUrl);
  return port === "" ? (protocol === "https:" ? 443 : 80) : Number(port);
}
