import assert from "node:assert/strict";
import { test } from "node:test";
import { AnswerCheck } from "../http/api/_support/answer_check.ts";
import { oddRequest } from "../http/api/_support/odd_requests.ts";
import { runLoad } from "../load/_support/run_load.ts";
import { Random } from "../_support/random.ts";
import { SteadyClient } from "../_support/steady_client.ts";
import { TestServer } from "../_support/test_server.ts";

const REQUESTS = 2_000;

/** Requests at the same time. */
const AT_ONCE = 8;

/** Node's own answer to headers of more than 16 KiB, without a body. */
const TOO_LONG = 431;

/** Milliseconds until a tuple is visible, on a busy machine. */
const LATE_MS = 3_000;

const NAMES = {
  experiments: ["steady", "load-0"],
  tables: ["app_m", "load_lin"],
  columns: ["seq", "label", "counter", "value"],
  senders: ["s1"],
};

/** Sends the next request; returns the status of its answer. */
async function ask(
  page: string,
  random: Random,
  check: AnswerCheck,
): Promise<number> {
  const { path, init } = oddRequest(random, NAMES);
  const leave = new AbortController();
  const request = new Request(`${page}/api/v1${path}`, {
    ...init,
    signal: leave.signal,
  });
  const what = `${request.method} ${request.url.slice(0, 500)}`;
  const response = await fetch(request);
  const { status } = response;
  assert.ok(status < 500, `${what}: ${status}`);
  if (status === 200) await check.check(request, response);
  else if (request.method !== "HEAD" && status !== TOO_LONG) {
    check.checkSchema("Error", await response.clone().json());
  }
  const type = response.headers.get("content-type");
  if (type === "text/event-stream" && request.method === "GET") {
    await response.body?.getReader().read();
    leave.abort();
  } else await response.text();
  return status;
}

/** Sends all requests; calls `answered` with each status. */
async function askAll(
  page: string,
  check: AnswerCheck,
  answered: (status: number) => void,
): Promise<void> {
  const random = new Random(4_711);
  for (let sent = 0; sent < REQUESTS; sent += AT_ONCE) {
    const asked = Array.from(
      { length: AT_ONCE },
      () => ask(page, random, check),
    );
    (await Promise.all(asked)).forEach(answered);
  }
}

test("odd requests do not hold up a server that stores much", async () => {
  await using server = await TestServer.start("--http", "0");
  const log = server.process.stderr();
  const page = /page at (http:\/\/\S+)\/\s/.exec(log)?.[1] ?? assert.fail(log);
  const document = await fetch(`${page}/api/v1/openapi.json`);
  const check = new AnswerCheck(await document.json());
  const experiments = await fetch(`${page}/api/v1/experiments`);
  assert.equal(experiments.status, 200, await experiments.text());
  const steady = await SteadyClient.start(server);
  const load = runLoad(
    ...[String(server.process.port), "--tuples", "100000", "--rate", "5000"],
    ...["--connections", "4", "--domain", "load", "--check", server.dataDir],
  );
  const statuses = new Map<number, number>();
  const attack = askAll(page, check, (status) => {
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  });
  const fault = await attack.then(() => undefined, (error) => error);
  // The client must end, whatever has failed.
  const { sent, stored, slowest } = await steady.end();
  assert.equal(fault, undefined);
  assert.equal(stored, sent);
  assert.ok(slowest < LATE_MS, `${slowest} ms until a tuple was visible`);
  const { status, stdout, stderr } = await load;
  assert.equal(status, 0, stdout + stderr);
  for (const each of [200, 400, 404, 405]) {
    assert.ok((statuses.get(each) ?? 0) > 20, JSON.stringify([...statuses]));
  }
  assert.doesNotMatch(server.process.stderr(), /HTTP/);
});
