/** `evt_01977c…9f3a`: the prefix and enough of both ends to tell ids apart. Short texts stay whole. */
export function shortenMiddle(text: string, keepStart = 10, keepEnd = 6): string {
  return text.length <= keepStart + keepEnd + 2 ? text : `${text.slice(0, keepStart)}…${text.slice(-keepEnd)}`;
}
