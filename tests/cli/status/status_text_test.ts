import assert from "node:assert/strict";
import { test } from "node:test";
import { withRates } from "../../../server/status/rates.ts";
import { statusText } from "../../../cli/status/status_text.ts";
import type { ServerStatus } from "../../../server/status/server_status.ts";
import {
  someClient,
  someExperiment,
  someStatus,
} from "../../_support/some_status.ts";

/** The status text of a server that has done nothing in the last second. */
function shown(changes: Partial<ServerStatus>): string {
  const after = someStatus(changes);
  return statusText(withRates({ ...after, time: after.time - 1_000 }, after));
}

test("A server without clients is one paragraph", () => {
  assert.equal(
    shown({}),
    "oml2-server 1.2.3, process 4711, port 3003, up 1 min 0 s, 100 MiB of " +
      "memory\ndatabases in /srv/oml\n" +
      "0 clients of 0 so far, 0 tuples, 0 rejected, 0 values converted, 0 B; now 0 tuples/s\n",
  );
});

test("Clients, experiments, rejected and converted samples have a table each", () => {
  const text = shown({
    clients: [someClient({ rejected: 3, converted: 1200 })],
    experiments: [someExperiment({ queuedRows: 12 })],
    rejected: [{ client: "d:s:a", rejected: 3 }],
    converted: [{ client: "d:s:a", converted: 1200 }],
  });
  assert.match(text, /\n\nCLIENT +ADDRESS .*\nd:s:a +10.0.0.1:40000 +reading /);
  assert.match(text, /\n\nEXPERIMENT .*\nd +1 +12 +0 B +100 +0 +1 s ago\n/);
  assert.match(text, / +3 +1,200\n/);
  assert.match(text, /\n\nREJECTED SAMPLES OF +COUNT\nd:s:a +3\n/);
  assert.match(text, /\n\nCONVERTED VALUES OF +COUNT\nd:s:a +1,200\n$/);
});

test("An experiment that has stored nothing shows that", () => {
  const text = shown({ experiments: [someExperiment({ storedAt: 0 })] });
  assert.match(text, /none yet\n$/);
});

test("Control characters in a name do not reach the terminal", () => {
  const text = shown({ clients: [someClient({ client: "d:\x1b[2J:a" })] });
  assert.ok(text.includes("d:\\x1b[2J:a"));
  assert.ok(!text.includes("\x1b"));
});

test("Of very many clients the busiest are shown, with the number of the others", () => {
  const idle = Array.from(
    { length: 99 },
    (_, i) => someClient({ address: `10.0.0.1:${i}` }),
  );
  const busy = someClient({ client: "busy", address: "10.0.0.2:1" });
  const after = someStatus({ clients: [...idle, busy] });
  const before = { ...after, time: after.time - 1_000, clients: idle };
  const text = statusText(withRates(before, after));
  assert.match(text, /\nCLIENT .*\nbusy /);
  assert.match(text, /\n\(60 more: see --json\)\n$/);
});
