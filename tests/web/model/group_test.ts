import assert from "node:assert/strict";
import { test } from "node:test";
import { makeGroup } from "../../../group/make_group.ts";
import { splitSentences } from "../../../web/model/group.ts";
import { someExperiment } from "../../_support/some_status.ts";
import { someMember } from "../../group/_support/some_member.ts";

/** The sentences on two servers that share these experiments. */
function shared(...domains: readonly string[]) {
  const experiments = domains.map((domain) => someExperiment({ domain }));
  const alone = someExperiment({ domain: "alone" });
  return splitSentences(makeGroup([
    someMember("a:1", { experiments: [...experiments, alone] }),
    someMember("b:1", { experiments }),
  ]));
}

test("Experiments of one server each need no words", () => {
  assert.deepEqual(shared(), []);
});

test("Experiments in parts are named, with the remedy", () => {
  assert.deepEqual(shared("lab"), [{
    tone: "warn",
    text: "lab has parts on several servers: join them with oml2 merge when " +
      "it has ended.",
  }]);
  assert.equal(
    shared("lab", "roof")[0].text,
    "lab and roof have parts on several servers: join them with oml2 merge " +
      "when they have ended.",
  );
});
