/**
 * Lists of names as text.
 *
 * @module
 */

/** `a`, `a and b`, `a, b and c`, `a, b and 7 others`. */
export function formatNames(names: readonly string[], most = 4): string {
  if (names.length <= 1) return names.join("");
  // "and 1 other" is not shorter than the name.
  const shown = names.length <= most ? names.length - 1 : most - 1;
  const rest = names.slice(shown);
  const last = rest.length === 1 ? rest[0] : `${rest.length} others`;
  return `${names.slice(0, shown).join(", ")} and ${last}`;
}

/** Compares names as people sort them: `n2` before `n10`. */
export const byName: (a: string, b: string) => number = new Intl.Collator(
  "en",
  { numeric: true },
).compare;
