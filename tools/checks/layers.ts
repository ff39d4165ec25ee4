/**
 * Every module imports only what `docs/layers.md` allows.
 *
 * @module
 */
import type { Fault } from "./fault.ts";
import {
  type Layer,
  type LayerRules,
  LAYERS_DOCUMENT,
} from "./layer_tables.ts";
import type { ModuleGraph } from "./module_graph.ts";

/** One fault for each forbidden import, and each unnecessary line. */
export function layerFaults(graph: ModuleGraph, rules: LayerRules): Fault[] {
  const broken = [...graph].flatMap(([file, imports]) =>
    imports.flatMap((target) => {
      const rule = brokenRule(file, target, rules);
      return rule === undefined ? [] : [{ file, target, rule }];
    })
  );
  const found = broken.map(({ file, target }) => `${file} -> ${target}`);
  return [
    ...broken.filter((_, i) => !rules.exceptions.includes(found[i])).map((
      { file, rule },
    ) => ({
      file,
      rule,
      remedy: "Move what it needs to a part that it may import, or see " +
        LAYERS_DOCUMENT,
    })),
    ...rules.exceptions.filter((each) => !found.includes(each)).map((each) => ({
      file: LAYERS_DOCUMENT,
      rule: `the exception "${each}" is not needed`,
      remedy: "Remove it",
    })),
    ...emptyParts(graph, rules.layers).map((part) => ({
      file: LAYERS_DOCUMENT,
      rule: `there is no file in ${part}`,
      remedy: "Remove the line",
    })),
  ];
}

function brokenRule(
  file: string,
  target: string,
  { layers, reserved }: LayerRules,
): string | undefined {
  const users = reserved.get(target);
  if (users?.some((user) => isIn(file, user)) === false) {
    return `imports ${target}, which only ${users.join(", ")} may`;
  }
  if (target.startsWith("npm:")) {
    return users === undefined
      ? `imports ${target}, which is not in ${LAYERS_DOCUMENT}`
      : undefined;
  }
  const layer = layerOf(file, layers);
  if (layer === undefined) return `is in no part of ${LAYERS_DOCUMENT}`;
  const part = layerOf(target, layers);
  if (part === layer) return undefined;
  const isAbove = part === undefined ||
    layers.indexOf(part) < layers.indexOf(layer);
  const name = part?.part ?? target;
  return isAbove && layer.imports.some((each) => includes(each, name))
    ? undefined
    : `imports ${target}, but ${layer.part} may not import ${name}`;
}

/** The part that a file belongs to: the innermost one. */
function layerOf(file: string, layers: readonly Layer[]): Layer | undefined {
  return layers.filter(({ part }) => isIn(file, part))
    .toSorted((a, b) => a.part.length - b.part.length).at(-1);
}

function emptyParts(graph: ModuleGraph, layers: readonly Layer[]): string[] {
  const files = [...graph.keys(), ...[...graph.values()].flat()];
  const parts = new Set(files.map((file) => layerOf(file, layers)));
  return layers.filter((layer) => !parts.has(layer)).map(({ part }) => part);
}

/** Whether an entry of a line's imports covers a part or a module. */
function includes(allowed: string, name: string): boolean {
  if (allowed === "everything" || allowed === name) return true;
  if (allowed.endsWith(":")) return name.startsWith(allowed);
  return allowed.endsWith("/*") && isIn(name, allowed.slice(0, -2));
}

function isIn(file: string, folder: string): boolean {
  return file === folder || file.startsWith(`${folder}/`);
}
