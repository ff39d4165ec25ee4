/** The largest and the middle one of some ages, in whole ms. */
export function spread(ages: readonly number[]) {
  const sorted = ages.map(Math.round).sort((a, b) => a - b);
  return {
    worst: sorted[sorted.length - 1],
    median: sorted[sorted.length >> 1],
  };
}
