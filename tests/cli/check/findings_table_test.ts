import assert from "node:assert/strict";
import { test } from "node:test";
import { findingsTable } from "../../../cli/check/findings_table.ts";

test("Each finding has a line, its remedy another one, and a summary follows", () => {
  const table = findingsTable([
    { state: "ok", subject: "port", text: "free" },
    { state: "warning", subject: "user", text: "root", remedy: "be none" },
    { state: "problem", subject: "data directory", text: "gone" },
    { state: "unchecked", subject: "log", text: "a\u001bb" },
  ], false);
  assert.equal(
    table,
    "ok         port            free\n" +
      "warning    user            root\n" +
      "                           → be none\n" +
      "problem    data directory  gone\n" +
      "unchecked  log             a\\x1bb\n" +
      "\n" +
      "1 problem, 1 warning; nothing was started\n",
  );
});

test("The state has a color on a terminal", () => {
  const finding = { state: "problem", subject: "port", text: "taken" } as const;
  const table = findingsTable([finding], true);
  assert.ok(table.startsWith("\u001b[31mproblem\u001b[39m  port"), table);
});
