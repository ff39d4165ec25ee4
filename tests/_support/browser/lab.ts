import { thisRuntime } from "../this_runtime.ts";
import { LabNode } from "./lab_node.ts";

/** What a laboratory does. */
export interface LabOptions {
  /** The experiment (default: `lab`). */
  readonly domain?: string;
  /** Number of nodes (default: 4). */
  readonly nodes?: number;
  /** Measurements a second of each node (default: 10). */
  readonly rate?: number;
  /** Seconds, by the nodes' clocks, measured before the start (default: 0). */
  readonly history?: number;
}

/** Tuples of the history that are injected at once. */
const PIECE = 200;

/** Nodes that measure until the end of their scope. */
export class Lab implements AsyncDisposable {
  readonly domain: string;
  readonly nodes: readonly LabNode[];
  readonly #rate: number;
  readonly #start: number;
  /** Measurements so far, of each node. */
  #done = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  /** The time of the measurement that is made, UNIX seconds. */
  #now: number;

  private constructor(
    nodes: (clock: () => number) => readonly LabNode[],
    domain: string,
    rate: number,
    history: number,
  ) {
    this.domain = domain;
    this.#rate = rate;
    this.#start = this.#now = Date.now() / 1000 - history;
    this.nodes = nodes(() => this.#now);
  }

  /** Starts the nodes; resolves when the history has been injected. */
  static async start(
    port: number,
    { domain = "lab", nodes = 4, rate = 10, history = 0 }: LabOptions = {},
  ): Promise<Lab> {
    const dialer = await thisRuntime();
    const all = (clock: () => number) =>
      Array.from({ length: nodes }, (_, number) => {
        const name = `node-${String(number + 1).padStart(2, "0")}`;
        return new LabNode({ port, domain, name, number, clock, dialer });
      });
    const lab = new Lab(all, domain, rate, history);
    await lab.#catchUp(history);
    lab.#timer = setInterval(() => lab.#measureTo(Date.now() / 1000), 20);
    return lab;
  }

  /** The node with this name. */
  node(name: string): LabNode {
    const found = this.nodes.find((node) => node.name === name);
    if (found === undefined) throw new Error(`There is no node ${name}`);
    return found;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.nodes.map((node) => node.close()));
  }

  async #catchUp(seconds: number): Promise<void> {
    const all = Math.floor(seconds * this.#rate);
    while (this.#done < all) {
      const end = Math.min(all, this.#done + PIECE);
      this.#measureTo(this.#start + end / this.#rate);
      await Promise.all(this.nodes.map((node) => node.room()));
    }
  }

  #measureTo(time: number): void {
    const due = Math.floor((time - this.#start) * this.#rate);
    for (; this.#done < due; this.#done++) {
      this.#now = this.#start + this.#done / this.#rate;
      for (const node of this.nodes) {
        node.measure(this.#now);
        if (this.#done % this.#rate === 0) node.measureSlowly(this.#now);
      }
    }
  }
}
