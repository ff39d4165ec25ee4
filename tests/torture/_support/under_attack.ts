import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { httpRequest } from "../../_support/http_request.ts";
import { ParsedMetrics } from "../../_support/prometheus.ts";
import { MemoryPeak, restingMemory } from "../../_support/resident_memory.ts";
import { SteadyClient } from "../../_support/steady_client.ts";
import { TestServer } from "../../_support/test_server.ts";
import { isLong, tell, VISIBLE_MS } from "./seed.ts";

const KIB = 1024;
const MIB = 1024 * KIB;

/**
 * Seconds for which the server's event loop may serve nobody, by its own
 * measurement; in the short form other tests share the processors.
 */
const MOST_DELAY = isLong ? 0.25 : 2.5;

/** What bounds the memory of a server. */
export interface Size {
  /** The most connections at the same time. */
  readonly connections: number;
  /** The most open experiments. */
  readonly experiments: number;
  /** `--max-memory` and `--max-message` in bytes. */
  readonly memory: number;
  readonly message: number;
}

/** The defaults of the options, and a few clients. */
export const DEFAULT_SIZE: Size = {
  connections: 100,
  experiments: 100,
  memory: 64 * MIB,
  message: 16 * MIB,
};

/** The bound in bytes above the memory at rest, as docs/operations.md has it. */
function mostMemory(size: Size): number {
  return 128 * MIB + 2 * size.memory + 16 * size.message +
    256 * KIB * size.connections + MIB * size.experiments;
}

/**
 * Attacks a server that also has an ordinary client. Everything that this
 * client sends must be stored and soon be visible, the server's memory must
 * stay within its bound, and it must stop in order.
 */
export async function underAttack(
  t: TestContext,
  size: Size,
  attack: (server: TestServer) => Promise<void>,
): Promise<void> {
  await using server = await TestServer.start(
    ...["--max-memory", `${size.memory}`, "--max-message", `${size.message}`],
    ...["--http", "127.0.0.1:0"],
  );
  const { pid } = server.process;
  const rest = await restingMemory(pid);
  const steady = await SteadyClient.start(server);
  using peak = new MemoryPeak(pid);
  await attack(server);
  const { sent, stored, slowest } = await steady.end();
  const delays = await longDelays(server);
  assert.equal(await server.process.terminate(30_000), 0);
  const grown = peak.bytes - rest;
  tell(
    t,
    `an ordinary client's ${sent} tuples were visible after ${slowest} ms at ` +
      `most; the memory grew by ${Math.round(grown / MIB)} MiB of ` +
      `${Math.round(mostMemory(size) / MIB)} allowed`,
  );
  assert.equal(stored, sent);
  assert.ok(slowest < VISIBLE_MS, `visible after ${slowest} ms`);
  assert.equal(delays, 0, `the event loop stood still for ${MOST_DELAY} s`);
  assert.ok(grown < mostMemory(size), `${grown} bytes more`);
}

/** How often the event loop stood still for too long, as the server reports. */
async function longDelays(server: TestServer): Promise<number> {
  const [, page] = /page at (\S+)\s/.exec(server.process.stderr()) ?? [];
  const { text } = await httpRequest(`${page}metrics`);
  return new ParsedMetrics(text).above(
    "oml_event_loop_delay_seconds",
    MOST_DELAY,
  );
}
