import { describe, expect, it } from "vitest";
import { checkPrivateTargets } from "#lib/cli/doctor-network-checks";

describe("the doctor on ALLOW_PRIVATE_TARGETS", () => {
  it.each([
    [[], "ok"],
    [["10.20.0.0/16", "fd12:3456::/48"], "ok"],
    [["127.0.0.0/8"], "warning"],
    [["169.254.169.254/32"], "warning"],
    [["fd00:ec2::/32"], "warning"],
    [["0.0.0.0/0"], "warning"],
    [["10.0.0.0/8", "::/0"], "warning"],
  ])("of %j says %s", (blocks, state) => {
    expect(checkPrivateTargets(blocks).state).toBe(state);
  });
});
