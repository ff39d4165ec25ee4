import assert from "node:assert/strict";
import { test } from "node:test";
import { DomainPatterns } from "../../access/domain_patterns.ts";

for (
  const [pattern, domain, matches] of [
    ["lab", "lab", true],
    ["lab", "lab2", false],
    ["lab-*", "lab-1", true],
    ["lab-*", "lab-", true],
    ["lab-*", "my-lab-1", false],
    ["*", "anything", true],
    ["run?", "run1", true],
    ["run?", "run12", false],
    ["a.b", "axb", false],
    ["a+(b)[c]", "a+(b)[c]", true],
    ["a**b", "a-b", true],
    ["Lab", "lab", false],
  ] as const
) {
  test(`${pattern} ${matches ? "matches" : "does not match"} ${domain}`, () => {
    assert.equal(new DomainPatterns([pattern]).match(domain), matches);
  });
}

test("One of several patterns is enough", () => {
  const patterns = new DomainPatterns(["a", "b*"]);
  assert.equal(patterns.match("bc"), true);
  assert.equal(patterns.match("c"), false);
});
