import assert from "node:assert/strict";
import { test } from "node:test";
import { AllowedAddresses } from "../../access/allowed_addresses.ts";

const allowed = new AllowedAddresses([
  ...["10.0.0.0/8", "192.0.2.7", "2001:db8::/32", "::1"],
]);

for (
  const [host, isIncluded] of [
    ["10.255.0.1", true],
    ["11.0.0.1", false],
    ["192.0.2.7", true],
    ["192.0.2.8", false],
    ["::ffff:10.1.2.3", true],
    ["2001:db8:1::9", true],
    ["2001:db9::1", false],
    ["::1", true],
    ["127.0.0.1", false],
    ["", false],
    ["lab", false],
  ] as const
) {
  test(`"${host}" is ${isIncluded ? "" : "not "}in the ranges`, () => {
    assert.equal(allowed.includes(host), isIncluded);
  });
}

for (
  const [text, remedy] of [
    ["10.0.0.1/8", /bits after its prefix; write 10\.0\.0\.0\/8/],
    ["10.0.0.0/33", /not an address or a range.*write e\.g\./],
    ["10.1/16", /not an address/],
    ["010.0.0.1", /not an address/],
    ["lab.example", /not an address/],
    ["10.0.0.0/8/8", /not an address/],
    ["10.0.0.0/", /not an address/],
    ["2001:db8::1/32", /write 2001:db8::\/32/],
    ["", /not an address/],
  ] as const
) {
  test(`The range "${text}" is refused with a remedy`, () => {
    assert.throws(() => new AllowedAddresses([text]), {
      name: "AccessOptionError",
      message: remedy,
    });
  });
}

test("A range of all addresses of one kind leaves out the other kind", () => {
  const ipv4 = new AllowedAddresses(["0.0.0.0/0"]);
  assert.equal(ipv4.includes("203.0.113.9"), true);
  assert.equal(ipv4.includes("2001:db8::1"), false);
});
