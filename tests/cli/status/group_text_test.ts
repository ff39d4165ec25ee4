import assert from "node:assert/strict";
import { test } from "node:test";
import { groupText } from "../../../cli/status/group_text.ts";
import { makeGroup } from "../../../group/make_group.ts";
import { someExperiment } from "../../_support/some_status.ts";
import { deadMember, someMember } from "../../group/_support/some_member.ts";

test("Servers are one table, with a total and the reasons of faults", () => {
  const text = groupText(makeGroup([someMember("a:8080"), deadMember("b:1")]));
  assert.equal(
    text,
    [
      "SERVER         UP  CLIENTS  EXPERIMENTS  TUPLES  TUPLES/S  REJECTED   MEMORY  STATE",
      "a:8080  1 min 0 s        0            0       0         0         0  100 MiB  ok",
      "b:1                                                                           connection refused",
      "all                      0            0       0         0         0  100 MiB  1 of 2 answer",
      "",
    ].join("\n"),
  );
});

test("Experiments have a line for each server; those in parts are marked", () => {
  const lab = someExperiment({ domain: "lab" });
  const roof = someExperiment({ domain: "roof", storedRows: 1_000 });
  const text = groupText(makeGroup([
    someMember("a:1", { experiments: [roof, lab] }),
    someMember("b:1", { experiments: [lab] }),
  ]));
  const [, experiments, note] = text.split("\n\n");
  assert.equal(
    experiments,
    [
      "EXPERIMENT  SERVER  CLIENTS  QUEUED  STORED  ROWS/S  PART",
      "lab         a:1           1       0     100       0  1 of 2",
      "lab         b:1           1       0     100       0  2 of 2",
      "roof        a:1           1       0   1,000       0",
    ].join("\n"),
  );
  assert.equal(note, "In parts, which oml2 merge joins: lab\n");
});

test("Without experiments in parts nothing is said about them", () => {
  const experiments = [someExperiment({ domain: "lab" })];
  const text = groupText(makeGroup([someMember("a:1", { experiments })]));
  assert.doesNotMatch(text, /PART|merge/);
});

test("Rates that are not known yet are dashes", () => {
  const { rated: _, ...once } = someMember("a:1", {
    experiments: [someExperiment()],
  });
  const text = groupText(makeGroup([once]));
  assert.match(text, /\na:1 +1 min 0 s +0 +1 +0 +- +0 +100 MiB +ok\n/);
  assert.match(text, /\nd +a:1 +1 +0 +100 +-\n/);
});

test("Control characters of a peer do not reach the terminal", () => {
  const odd = { address: "a:1", fault: { reason: "\x1b[2J" } };
  const text = groupText(makeGroup([odd]));
  assert.ok(text.includes("\\x1b[2J") && !text.includes("\x1b"));
});
