/**
 * Vectors with fewer elements.
 *
 * @module
 */

/** A vector with at most `bins` elements, each the largest of several. */
export function binned(
  values: readonly (number | null)[],
  bins: number,
): Float32Array {
  const count = Math.min(values.length, bins);
  const result = new Float32Array(count).fill(NaN);
  for (let at = 0; at < values.length; at++) {
    const bin = Math.floor(at * count / values.length);
    const value = values[at] ?? NaN;
    if (Number.isNaN(result[bin]) || value > result[bin]) result[bin] = value;
  }
  return result;
}
