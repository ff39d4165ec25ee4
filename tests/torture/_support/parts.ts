/** A runtime that runs tests. */
export type RuntimeName = "deno" | "node";

/** The runtimes. */
export const RUNTIMES: readonly RuntimeName[] = ["deno", "node"];

/** A part of the torture, which can run alone. */
export interface Part {
  readonly name: string;
  readonly file: string;
  /** Where its long form runs. */
  readonly runtimes: readonly RuntimeName[];
}

/** All parts, those first that take the least time. */
export const PARTS: readonly Part[] = [
  part("disk", "disk_test.ts"),
  part("time", "time_test.ts"),
  part("connections", "connections_test.ts"),
  part("network", "network_test.ts"),
  part("fuzz", "server_fuzz_test.ts"),
  part("kill", "kill_test.ts"),
  part("kill-proxy", "kill_proxy_test.ts"),
  // The codec uses nothing in which the runtimes differ.
  { ...part("codec", "codec_fuzz_test.ts"), runtimes: ["deno"] },
  part("soak", "soak_test.ts"),
];

function part(name: string, file: string): Part {
  return { name, file: `tests/torture/${file}`, runtimes: RUNTIMES };
}
