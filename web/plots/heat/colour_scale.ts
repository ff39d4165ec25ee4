/**
 * The colours of a heat map.
 *
 * @module
 */

/** The colour at a share of the scale, 0 to 1, between `stops` (`#rrggbb`). */
export function heatColour(
  stops: readonly string[],
  share: number,
): [number, number, number] {
  const position = Math.max(0, Math.min(1, share)) * (stops.length - 1);
  const before = Math.max(0, Math.min(stops.length - 2, Math.floor(position)));
  const first = channels(stops[before] ?? "#000000");
  const second = channels(stops[before + 1] ?? stops[before] ?? "#000000");
  const rest = position - before;
  const mix = (at: 0 | 1 | 2) =>
    Math.round(first[at] + (second[at] - first[at]) * rest);
  return [mix(0), mix(1), mix(2)];
}

/** 256 colours as the pixels of an image, from low to high. */
export function heatColours(stops: readonly string[]): Uint32Array {
  const bytes = new Uint8ClampedArray(256 * 4);
  for (let level = 0; level < 256; level++) {
    bytes.set([...heatColour(stops, level / 255), 255], level * 4);
  }
  return new Uint32Array(bytes.buffer);
}

function channels(colour: string): [number, number, number] {
  const value = parseInt(colour.slice(1), 16);
  return [value >> 16 & 255, value >> 8 & 255, value & 255];
}
