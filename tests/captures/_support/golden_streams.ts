import { Buffer } from "node:buffer";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { type Case, loadCases } from "../../conformance/case.ts";

/** A golden case that can be played as files. */
export interface GoldenStreams {
  readonly testCase: Case;
  /** What each connection sends. */
  readonly streams: readonly Buffer[];
}

/** The golden cases in which nothing depends on time. */
export function goldenStreams(): GoldenStreams[] {
  return loadCases(new RegExp(process.env.OML_CASE ?? "")).flatMap(
    (testCase) => {
      const streams = streamsOf(testCase);
      return streams === undefined ? [] : [{ testCase, streams }];
    },
  );
}

function streamsOf({ ops, directory }: Case): Buffer[] | undefined {
  const sent = new Map<string, Buffer[]>();
  const open = new Set<string>();
  for (const operation of ops) {
    if (operation.op === "open") {
      if (open.size > 0 || sent.has(operation.c)) return undefined;
      open.add(operation.c);
      sent.set(operation.c, []);
    } else if (operation.op === "send") {
      const bytes = readFileSync(join(directory, operation.file));
      sent.get(operation.c)?.push(bytes);
    } else if (operation.op === "close") {
      open.delete(operation.c);
    } else if (operation.op === "rst" || operation.op === "restart") {
      return undefined;
    }
  }
  return [...sent.values()].map((chunks) => Buffer.concat(chunks));
}
