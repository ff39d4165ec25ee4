import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { pageFaults } from "../../../tools/checks/page.ts";

const FILE = "http/assets/page.json";

describe("the committed page", () => {
  it("is right if it is what the sources make", () => {
    assert.deepEqual(pageFaults(FILE, "{}", "{}"), []);
  });

  it("is a fault if the sources make another one", () => {
    const [fault] = pageFaults(FILE, "{}", '{"page.js":""}');
    assert.equal(fault?.file, FILE);
    assert.match(fault.rule, /not built from/);
    assert.match(fault.remedy, /deno task web/);
  });

  it("is a fault if it is missing", () => {
    const [fault] = pageFaults(FILE, undefined, "{}");
    assert.match(fault?.rule ?? "", /does not exist/);
  });
});
