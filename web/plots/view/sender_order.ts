/**
 * The order of senders, and the number that a sender's colour depends on.
 *
 * @module
 */

/** Names in the order that people expect: n2 before n10. */
export function inOrder(names: Iterable<string>): string[] {
  const order = new Intl.Collator("en", { numeric: true });
  return [...names].sort(order.compare);
}

/**
 * A number for each of the senders that are `known` to the experiment and for
 * any others: the same in all tables and after a reload.
 */
export function senderNumbers(
  known: readonly string[],
  others: Iterable<string>,
): Map<string, number> {
  const names = new Set([...inOrder(known), ...inOrder(others)]);
  return new Map([...names].map((name, at) => [name, at]));
}
