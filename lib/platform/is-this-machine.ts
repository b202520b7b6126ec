/** Whether a URL's host is this machine by its very name: what goes there crosses no network. */
export function isThisMachine(hostname: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}
