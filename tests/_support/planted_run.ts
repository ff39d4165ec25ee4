import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { connect } from "./client.ts";
import { headers } from "./hello.ts";
import { runClockCommand } from "./runtime_command.ts";
import { type ServerProcess, startServer } from "./server_process.ts";
import { makeTempDir, removeTempDir } from "./temp_dir.ts";

/** Steps of a run, and the seconds between two. */
const STEPS = 60;
export const STEP_SECONDS = 60;

const SCHEMAS = ["1 node_radio rssi:int32", "2 node_power current:double"];

/** What a node sends at a step; `time` is the right one, in seconds. */
export type Sends = (step: number, time: number) => readonly string[];

/** An experiment: its nodes by name. */
export type Nodes = Readonly<Record<string, Sends>>;

/**
 * Runs of an hour, in a few seconds: a real server, whose clock is moved a
 * minute forward from step to step, and real connections.
 */
export class PlantedRuns implements AsyncDisposable {
  readonly server: ServerProcess;
  readonly dataDir: string;
  readonly #clock: string;
  readonly #start = Math.floor(Date.now() / 1000);
  #ahead = 0;

  private constructor(server: ServerProcess, directory: string, clock: string) {
    this.server = server;
    this.dataDir = directory;
    this.#clock = clock;
  }

  /** Starts the server with additional options. */
  static async start(...args: readonly string[]): Promise<PlantedRuns> {
    const dataDir = makeTempDir();
    const clock = join(dataDir, "clock");
    writeFileSync(clock, "0");
    const command = [...runClockCommand(clock), "server"];
    const server = await startServer({ dataDir, args, command });
    return new PlantedRuns(server, dataDir, clock);
  }

  /** Runs experiments, side by side. */
  async run(experiments: Readonly<Record<string, Nodes>>): Promise<void> {
    const all = Object.entries(experiments).flatMap(([domain, nodes]) =>
      Object.entries(nodes).map(([sender, sends]) => ({
        domain,
        sender,
        sends,
      }))
    );
    // They keep their experiments open.
    const keepers = await Promise.all(
      Object.entries(experiments).map(([domain, nodes]) =>
        this.#connect(domain, Object.keys(nodes)[0])
      ),
    );
    for (let step = 0; step < STEPS; step++) {
      await Promise.all(all.map(async ({ domain, sender, sends }) => {
        const client = await this.#connect(domain, sender);
        await client.send(sends(step, this.#now()).join(""));
        // The server has read all of it.
        await client.end();
      }));
      this.#advance();
    }
    await Promise.all(keepers.map((client) => client.end()));
  }

  async #connect(domain: string, sender: string) {
    const client = await connect(this.server.port);
    const startTime = this.#start;
    await client.send(headers({ domain, sender, startTime, schemas: SCHEMAS }));
    return client;
  }

  #now(): number {
    return (Date.now() + this.#ahead) / 1000 - this.#start;
  }

  #advance(): void {
    this.#ahead += STEP_SECONDS * 1000;
    // At once: half a number would be another time.
    writeFileSync(`${this.#clock}.new`, `${this.#ahead}`);
    renameSync(`${this.#clock}.new`, this.#clock);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.server.running) await this.server.kill();
    removeTempDir(this.dataDir);
  }
}

/** What may be wrong with a node. */
export interface Plan {
  /** Whether it sends anything at a step (default: always). */
  readonly isUp?: (step: number) => boolean;
  /** The number of a step (default: from 1). */
  readonly seq?: (step: number) => number;
  /** Its clock (default: the right one). */
  readonly clock?: (time: number) => number;
  /** More lines at a step. */
  readonly more?: (step: number, time: number) => readonly string[];
}

/** A node that sends a tuple to each of two tables at every step. */
function node(plan: Plan = {}): Sends {
  const {
    isUp = () => true,
    seq = (step) => step + 1,
    clock = (time) => time,
    more = () => [],
  } = plan;
  return (step, time) => {
    if (!isUp(step)) return [];
    const number = seq(step);
    return [
      tuple(clock(time), 1, number),
      tuple(clock(time), 2, number),
      ...more(step, clock(time)),
    ];
  };
}

/** A line of a stream; its value is its number. */
function tuple(time: number, stream: number, seq: number): string {
  return `${time}\t${stream}\t${seq}\t${seq}\n`;
}

/** A run in which nothing is missing or wrong. */
export const CLEAN: Nodes = {
  node1: node(),
  node2: node(),
  node3: node({ clock: (time) => time - 0.2 }),
  // Started again after half an hour, which is no fault.
  node4: node({ seq: (step) => step < STEPS / 2 ? step + 1 : step - 29 }),
};

/** A run with a fault of each kind; `node1` to `node4` are as in {@link CLEAN}. */
export function faulty(): Nodes {
  const piece: string[] = [];
  return {
    ...CLEAN,
    silent: () => [],
    partly: (step, time) => [tuple(time, 1, step + 1)],
    gappy: node({ seq: (step) => step < 20 ? step + 1 : step + 11 }),
    doubled: (step, time) => {
      const lines = node()(step, time);
      if (step >= 10 && step < 20) piece.push(...lines);
      return step === 30 ? [...lines, ...piece] : lines;
    },
    ahead: node({ clock: (time) => time + 90 }),
    drifting: node({ clock: (time) => time * (1 + 100e-6) }),
    rejected: node({
      more: (step, time) =>
        step !== 5 ? [] : [
          "noon\t1\t999\t1\n",
          `${time}\t1\t999\n`,
          `${time}\t7\t999\t1\n`,
          `${time}\t1\t999\t99999999999\n`,
        ],
    }),
    pausing: node({
      isUp: (step) => step < 20 || step >= 40,
      seq: (step) => step < 20 ? step + 1 : step - 19,
    }),
    early: node({ isUp: (step) => step < 30 }),
  };
}
