import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { browserTests } from "../_support/browser/browser_tests.ts";
import { isDrawn, moves } from "../_support/browser/canvas.ts";
import { cleanEnv } from "../_support/clean_env.ts";
import {
  type FrameTimes,
  frameTimes,
} from "../_support/browser/frame_times.ts";
import { PageServer } from "../_support/browser/page_server.ts";
import { oml2Command, repositoryRoot } from "../_support/runtime_command.ts";
import { waitFor } from "../_support/wait_for.ts";

const { test, visit } = browserTests();

/** 95 % of the frames must come faster, in ms. */
const SMOOTH_MS = 33;
/** Milliseconds of a measurement. */
const MEASURED_MS = 5_000;

test("A live plot of 20 senders with 50 tuples/s each moves smoothly", async () => {
  await using server = await PageServer.start();
  const { origin, port } = server;
  const [program, ...first] = oml2Command();
  const load = spawn(program, [
    ...first,
    ...["load", `127.0.0.1:${port}`, "--domain", "live"],
    ...["--connections", "20", "--rate", "50", "--seconds", "60"],
  ], { cwd: repositoryRoot, env: cleanEnv(), stdio: "ignore" });
  try {
    await waitFor("an experiment", () => server.server.has("live-0"));
    let idle: FrameTimes | undefined;
    await visit({ origin, path: "/favicon.svg" }, async (page) => {
      idle = await frameTimes(page, MEASURED_MS / 2);
    });
    const path = "/experiments/live-0/load_lin?columns=value";
    await visit({ origin, path }, async (page) => {
      const plot = page.getByRole("img", { name: /value of 20 senders/ });
      await isDrawn(plot);
      await moves(plot);
      const live = await frameTimes(page, MEASURED_MS);
      console.log("frames of a page at rest", idle, "of the plot", live);
      // What the machine can't even do for a page at rest is no fault of ours.
      const most = Math.max(SMOOTH_MS, 1.5 * (idle?.p95 ?? 0));
      assert(live.p95 < most, `95 % under ${live.p95} ms`);
    });
  } finally {
    const exited = once(load, "exit");
    load.kill("SIGKILL");
    await exited;
  }
});
