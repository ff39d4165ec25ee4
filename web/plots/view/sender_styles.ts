/**
 * How senders are told apart: one colour each, and a dash pattern when there
 * are more senders than colours.
 *
 * @module
 */

/** How the lines of a sender look. */
export interface SenderStyle {
  /** Index of the colour in the palette. */
  readonly colour: number;
  /** Index of the dash pattern; 0 is solid. */
  readonly dash: number;
}

/** Lengths of dashes and pauses in pixels, by index. */
export const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 3]];

/** Names in the order that people expect: n2 before n10. */
export function inOrder(names: Iterable<string>): string[] {
  const order = new Intl.Collator("en", { numeric: true });
  return [...names].sort(order.compare);
}

/**
 * Styles for all senders of an experiment, `known` in the order of their ids,
 * and any others: a sender looks the same in all tables and after a reload.
 */
export function senderStyles(
  known: readonly string[],
  others: Iterable<string>,
  colours: number,
): Map<string, SenderStyle> {
  const names = new Set([...inOrder(known), ...inOrder(others)]);
  return new Map(
    [...names].map((name, at) => [name, {
      colour: at % colours,
      dash: Math.floor(at / colours) % DASHES.length,
    }]),
  );
}
