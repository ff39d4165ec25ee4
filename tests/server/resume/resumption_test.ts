import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { StepTimer } from "../../../server/experiments/step_timer.ts";
import { Commits } from "../../../server/experiments/commits.ts";
import { Experiment } from "../../../server/experiments/experiment.ts";
import { Resumption } from "../../../server/resume/resumption.ts";
import type { Joined, Member } from "../../../server/rows/store.ts";
import { MemoryLog } from "../../_support/memory_log.ts";
import { waitFor } from "../../_support/wait_for.ts";
import { ScriptedDatabase } from "../_support/scripted_store.ts";

const STREAM = "stream";

/** A database that stores the progress of the stream. */
class ResumableDatabase extends ScriptedDatabase {
  override async join(member: Member): Promise<Joined> {
    const stored = this.writes.flatMap(({ flush }) => flush.progress).at(-1);
    return { ...await super.join(member), resumed: stored };
  }
}

function setUp() {
  const database = new ResumableDatabase();
  const experiment = new Experiment("d", database, {
    options: {
      commitAfter: 60_000,
      commitBytes: 1_000_000,
      commits: 2,
      allCommits: 4,
      maxBytes: 10_000_000,
      allBytes: 10_000_000,
      tables: 100,
      tableBytes: 10_000,
      keepRejects: true,
    },
    openCount: () => 1,
    undecoded: () => 0,
    allCommits: new Commits(),
    timer: new StepTimer(1),
    log: new MemoryLog(),
  });
  return { database, experiment };
}

/** A connection of the stream, and the answers to its client. */
function connect(experiment: Experiment) {
  const received: string[] = [];
  const connection = {
    local: { host: "127.0.0.1", port: 2 },
    peer: { host: "127.0.0.1", port: 1 },
    read: () => Promise.resolve(null),
    write(bytes: Uint8Array): Promise<void> {
      received.push(new TextDecoder().decode(bytes));
      return Promise.resolve();
    },
    close: () => undefined,
  };
  const resumption = new Resumption({
    request: { stream: STREAM, length: undefined },
    connection,
    experiment,
    fenced: () => received.push("fenced"),
  });
  return { resumption, received };
}

test("A connection continues after everything that the previous one still commits", async () => {
  const { database, experiment } = setUp();
  const first = connect(experiment);
  await first.resumption.join({ sender: "s", startTime: 1 });
  for (const offset of [10, 20]) {
    experiment.progress({ stream: STREAM, offset, redefined: 0 });
    experiment.flush();
  }
  const second = connect(experiment);
  const joining = second.resumption.join({ sender: "s", startTime: 1 });
  assert.deepEqual(first.received, ["oml2-resume 0\n", "fenced"]);
  database.writes[0].resolve();
  await nextTurn();
  assert.deepEqual(second.received, []);
  database.writes[1].resolve();
  await joining;
  await waitFor("the answer", () => second.received.length > 0);
  assert.deepEqual(second.received, ["oml2-resume 20\n"]);
  await first.resumption.finish();
  await second.resumption.finish();
});

test("A connection gets no offset if its stream continues over another one", async () => {
  const { experiment } = setUp();
  const first = connect(experiment);
  const joining = first.resumption.join({ sender: "s", startTime: 1 });
  const second = connect(experiment);
  await second.resumption.join({ sender: "s", startTime: 1 });
  await joining;
  await first.resumption.finish();
  await second.resumption.finish();
  assert.deepEqual(first.received, ["fenced"]);
  assert.deepEqual(second.received, ["oml2-resume 0\n"]);
});
