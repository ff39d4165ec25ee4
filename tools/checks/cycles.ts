/**
 * No module imports itself indirectly, not even for a type: each can be read,
 * and moved, after those that it imports.
 *
 * @module
 */
import type { Fault } from "./fault.ts";
import { LAYERS_DOCUMENT } from "./layer_tables.ts";
import type { ModuleGraph } from "./module_graph.ts";

/**
 * One fault for each group of modules that import each other, except by way of
 * the exceptions; and one for each exception that closes no cycle.
 */
export function cycleFaults(
  graph: ModuleGraph,
  exceptions: readonly string[],
): Fault[] {
  const seen = new Set<string>();
  const others = new Map(Array.from(graph, ([file, imports]) => [
    file,
    imports.filter((target) => !exceptions.includes(`${file} -> ${target}`)),
  ]));
  const faults = [...others.keys()].sort().flatMap((file) => {
    const cycle = seen.has(file) ? undefined : wayBetween(others, file, file);
    if (cycle === undefined) return [];
    for (const member of cycle) seen.add(member);
    return [{
      file,
      rule: `imports itself: ${[file, ...cycle].join(" -> ")}`,
      remedy: "Move what both ends need to a file of its own",
    }];
  });
  return [...faults, ...unneeded(graph, exceptions)];
}

function unneeded(
  graph: ModuleGraph,
  exceptions: readonly string[],
): Fault[] {
  return exceptions.filter((exception) => {
    const [file, target] = exception.split(" -> ");
    return graph.get(file)?.includes(target) !== true ||
      wayBetween(graph, target, file) === undefined;
  }).map((exception) => ({
    file: LAYERS_DOCUMENT,
    rule: `the exception "${exception}" closes no cycle`,
    remedy: "Remove it",
  }));
}

/** The modules on the shortest path of imports from `start` to `end`. */
function wayBetween(
  graph: ModuleGraph,
  start: string,
  end: string,
): string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const file of queue) {
    for (const target of graph.get(file) ?? []) {
      if (target === end) return [...wayTo(file, cameFrom, start), end];
      if (target === start || cameFrom.has(target)) continue;
      cameFrom.set(target, file);
      queue.push(target);
    }
  }
  return undefined;
}

/** The modules after `start` on the path to `file`. */
function wayTo(
  file: string,
  cameFrom: ReadonlyMap<string, string>,
  start: string,
): string[] {
  const way: string[] = [];
  for (let at = file; at !== start; at = cameFrom.get(at) ?? start) {
    way.unshift(at);
  }
  return way;
}
