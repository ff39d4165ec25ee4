import { spawnSync } from "node:child_process";
import process from "node:process";
import { atExit } from "./at_exit.ts";

/** Networks of this process so far. */
let networks = 0;

/**
 * Another host on this machine: a network namespace, connected by a cable that
 * can be unplugged.
 */
export class NetworkHost implements Disposable {
  /** This machine's address at the cable, as the host sees it. */
  readonly here: string;
  /** The host's address, as this machine sees it. */
  readonly address: string;
  readonly #name: string;
  readonly #cable: string;

  private constructor() {
    const number = networks++;
    const id = `${process.pid % 100_000}x${number}`;
    this.#name = `oml-${id}`;
    this.#cable = `om${id}`;
    // A network of its own within 10.64.0.0/10, for parallel tests.
    const high = 64 + (process.pid >> 8) % 64;
    const network = `10.${high}.${process.pid % 256}`;
    this.here = `${network}.${4 * number + 1}`;
    this.address = `${network}.${4 * number + 2}`;
  }

  /** Connects one; `undefined` if this system allows no namespaces. */
  static create(): NetworkHost | undefined {
    const host = new NetworkHost();
    atExit(() => host[Symbol.dispose]());
    if (host.#connect()) return host;
    host[Symbol.dispose]();
    return undefined;
  }

  /** The beginning of a command that runs on the host. */
  get command(): readonly string[] {
    return ["ip", "netns", "exec", this.#name];
  }

  /** Delays and drops packets both ways; whether this system can. */
  impair(delayMs: number, lossPercent: number): boolean {
    const netem = ["root", "netem", "delay", `${delayMs}ms`];
    const loss = ["loss", `${lossPercent}%`];
    return run("tc", "qdisc", "add", "dev", this.#cable, ...netem, ...loss) &&
      run(
        "tc",
        "-n",
        this.#name,
        "qdisc",
        "add",
        "dev",
        "eth0",
        ...netem,
        ...loss,
      );
  }

  /** Unplugs the cable. */
  unplug(): void {
    run("ip", "link", "set", this.#cable, "down");
  }

  /** Plugs it in again. */
  plugIn(): void {
    run("ip", "link", "set", this.#cable, "up");
  }

  [Symbol.dispose](): void {
    run("ip", "link", "delete", this.#cable);
    run("ip", "netns", "delete", this.#name);
  }

  #connect(): boolean {
    const peer = ["peer", "name", "eth0", "netns", this.#name];
    return run("ip", "netns", "add", this.#name) &&
      run("ip", "link", "add", this.#cable, "type", "veth", ...peer) &&
      run("ip", "address", "add", `${this.here}/30`, "dev", this.#cable) &&
      run("ip", "link", "set", this.#cable, "up") &&
      run("ip", "-n", this.#name, "link", "set", "lo", "up") &&
      run(
        "ip",
        "-n",
        this.#name,
        "address",
        "add",
        `${this.address}/30`,
        "dev",
        "eth0",
      ) &&
      run("ip", "-n", this.#name, "link", "set", "eth0", "up");
  }
}

function run(program: string, ...args: readonly string[]): boolean {
  return spawnSync(program, args).status === 0;
}
