/**
 * The experiments of a group of servers, in words.
 *
 * @module
 */
import type { Group } from "../../group/group.ts";
import { formatNames } from "../format/lists.ts";
import type { Sentence } from "./summary.ts";

/** What is to be done about experiments that are split; mostly nothing. */
export function splitSentences({ experiments }: Group): readonly Sentence[] {
  const names = experiments.filter(({ isSplit }) => isSplit)
    .map(({ domain }) => domain);
  if (names.length === 0) return [];
  const [have, they] = names.length === 1 ? ["has", "it has"] : [
    "have",
    "they have",
  ];
  const text = `${formatNames(names)} ${have} parts on several servers: join ` +
    `them with oml2 merge when ${they} ended.`;
  return [{ tone: "warn", text }];
}
