/**
 * Counts over time as a line of blocks.
 *
 * @module
 */
import { sparkColumns, type SparkLimits } from "../words/sparkline.ts";

/** Maximum number of characters. */
const MOST_COLUMNS = 32;

const BLOCKS = "▁▂▃▄▅▆▇█";

/**
 * A character for each column of time, as high as its rate compared with the
 * highest one; a blank where nothing arrived.
 */
export function sparkText(
  counts: readonly number[],
  limits: Omit<SparkLimits, "most"> = {},
): string {
  const columns = sparkColumns(counts, { ...limits, most: MOST_COLUMNS });
  const top = columns.reduce((most, { mean }) => Math.max(most, mean), 0);
  let perCharacter = 1;
  while (counts.length / perCharacter > MOST_COLUMNS) perCharacter *= 2;
  return columns.map(({ slots, mean }) => {
    const level = Math.ceil(mean / top * BLOCKS.length) - 1;
    const block = mean === 0 ? " " : BLOCKS[level];
    return block.repeat(Math.ceil(slots / perCharacter));
  }).join("");
}
