import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTargetUrl } from "#lib/platform/outbound/target-url";

function reasonOf(text: string): string {
  const reading = readTargetUrl(text);
  if (reading.ok) throw new Error(`${text} was taken as ${reading.target.href}`);
  return reading.reason;
}

describe("a URL to send to", () => {
  it.each([
    ["https://shop.example.com/webhooks", "shop.example.com", 443, "/webhooks"],
    ["https://SHOP.example.com", "shop.example.com", 443, "/"],
    ["http://shop.example.com:8080/a?b=c%20d", "shop.example.com", 8080, "/a?b=c%20d"],
    ["https://xn--mller-kva.example/x", "xn--mller-kva.example", 443, "/x"],
    ["https://8.8.8.8/x", "8.8.8.8", 443, "/x"],
    ["https://[2606:4700::1111]:8443/x", "2606:4700::1111", 8443, "/x"],
    ["http://localhost:3000/x", "localhost", 3000, "/x"],
    ["http://my_service:8080/x", "my_service", 8080, "/x"],
  ])("%s is taken plainly", (text, hostname, port, path) => {
    const reading = readTargetUrl(text);
    expect(reading).toMatchObject({ ok: true, target: { hostname, port, path } });
  });

  it.each([
    ["http://2130706433/", "another way to write 127.0.0.1"],
    ["http://0x7f000001/", "another way to write 127.0.0.1"],
    ["http://0177.0.0.1/", "another way to write 127.0.0.1"],
    ["http://127.1/", "another way to write 127.0.0.1"],
    ["http://0x7f.1/", "another way to write 127.0.0.1"],
    ["http://127.0.0.1./", "another way to write 127.0.0.1"],
    ["http://[::ffff:127.0.0.1]/", "another way to write"],
    ["http://[0:0:0:0:0:0:0:1]/", "another way to write"],
    ["http://①②⑦.⓪.⓪.①/", "another way to write 127.0.0.1"],
    ["http://127。0。0。1/", "another way to write 127.0.0.1"],
    ["http://shop。example。com/", "shop.example.com"],
    ["http://müller.example/", "xn--mller-kva.example"],
    ["http://%6c%6f%63%61%6c%68%6f%73%74/", "localhost"],
    ["http://localhost./", "full stop"],
    ["http://metadata.google.internal./", "full stop"],
    ["https://shop.example.com@evil.example/", "user name"],
    ["https://user:pass@shop.example.com/", "user name"],
    ["https://shop.example.com\\@evil.example/", "backslashes"],
    ["https:\\\\evil.example/", "backslashes"],
    ["https://shop.example.com /x", "blanks"],
    ["https://shop.example.com/\nx", "blanks"],
    ["https:///evil.example/", "not a name"],
    ["https:evil.example", "should look like"],
    ["//evil.example/", "should look like"],
    ["ftp://shop.example.com/", "should look like"],
    ["file:///etc/passwd", "should look like"],
    ["gopher://127.0.0.1:6379/_FLUSHALL", "should look like"],
    ["javascript:alert(1)", "should look like"],
    ["https://shop.example.com/#x", "fragment"],
    ["http://shop.example.com:6379/", "Redis"],
    ["http://shop.example.com:5432/", "PostgreSQL"],
    ["http://shop.example.com:0/", "no port 0"],
    ["http://shop.example.com:65536/", "not a name or an IP address"],
    ["http://shop.example.com:+80/", "not a name or an IP address"],
    ["http://a:80:90/", "not a name or an IP address"],
    ["http://[fe80::1%25eth0]/", "not a name or an IP address"],
    ["http://256.256.256.256/", "not a name or an IP address"],
    ["http://-shop.example.com/", "not a name or an IP address"],
    ["http://shop..example.com/", "not a name or an IP address"],
    ["", "should look like"],
    [`https://shop.example.com/${"x".repeat(2048)}`, "longer"],
  ])("%s is refused, saying why", (text, reason) => {
    expect(reasonOf(text)).toContain(reason);
  });

  it("is refused or read as the platform reads it, whatever it is", () => {
    const host = fc.oneof(fc.domain(), fc.ipV4(), fc.ipV4Extended(), fc.ipV6().map((address) => `[${address}]`), fc.string({ maxLength: 20 }));
    const text = fc.tuple(fc.constantFrom("http://", "https://", "HTTP://", "//", "http:/"), fc.constantFrom("", "a@", "a:b@"), host, fc.constantFrom("", ":80", ":8080", ":0", ":99999"), fc.oneof(fc.constant(""), fc.webPath(), fc.string()));
    fc.assert(
      fc.property(text, (parts) => {
        const reading = readTargetUrl(parts.join(""));
        if (!reading.ok) return;
        const url = new URL(parts.join(""));
        const { hostname, origin, href } = reading.target;
        expect([origin, href, url.username, url.password, url.hash]).toEqual([url.origin, url.href, "", "", ""]);
        expect(hostname.includes(":") ? `[${hostname}]` : hostname).toBe(url.hostname);
      }),
    );
  });
});
