import assert from "node:assert/strict";
import { test } from "node:test";
import { DomainAccess } from "../../access/domain_access.ts";
import { DomainPatterns } from "../../access/domain_patterns.ts";
import { Refusals } from "../../access/refusals.ts";

const peer = { host: "10.0.0.1", port: 4000 };

test("A domain that no pattern matches is refused, and the error names the option", () => {
  const refusals = new Refusals();
  const access = new DomainAccess(
    { allowed: new DomainPatterns(["lab-*"]) },
    refusals,
  );
  access.check("lab-1", { peer });
  const refused = { name: "AccessError", message: /"x".*--allow-domain/ };
  assert.throws(() => access.check("x", { peer }), {
    ...refused,
    isKnown: false,
  });
  assert.throws(() => access.check("x", { peer: { ...peer, port: 4001 } }), {
    ...refused,
    isKnown: true,
  });
  assert.equal(refusals.counts.domains, 2);
});
