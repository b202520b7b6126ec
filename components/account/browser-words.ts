const browsers: readonly (readonly [RegExp, string])[] = [[/\bEdg(e|A|iOS)?\//, "Edge"], [/\bOPR\//, "Opera"], [/\b(Firefox|FxiOS)\//, "Firefox"], [/\bSamsungBrowser\//, "Samsung Internet"], [/\b(Chrome|CriOS|HeadlessChrome)\//, "Chrome"], [/\bSafari\//, "Safari"]];
const systems: readonly (readonly [RegExp, string])[] = [[/\biPhone\b/, "iPhone"], [/\biPad\b/, "iPad"], [/\bAndroid\b/, "Android"], [/\bWindows\b/, "Windows"], [/\bMac OS X\b/, "macOS"], [/\bCrOS\b/, "ChromeOS"], [/\bLinux\b/, "Linux"]];

/** "Firefox on Windows": as far as the browser's own words tell, which anybody can make up. */
export function browserWords(userAgent: string | null): string {
  if (userAgent === null || userAgent === "") return "Unknown browser";
  const [browser, system] = [browsers, systems].map((names) => names.find(([pattern]) => pattern.test(userAgent))?.[1]);
  if (browser === undefined) return system === undefined ? "Unknown browser" : `A browser on ${system}`;
  return system === undefined ? browser : `${browser} on ${system}`;
}
