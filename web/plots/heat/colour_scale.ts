/**
 * The colours of a heat map: viridis, which grows evenly in lightness and is
 * told apart by colour-blind people and in print.
 *
 * @module
 */

/** Viridis at even steps, as red, green and blue. */
const STOPS: readonly (readonly [number, number, number])[] = [
  [68, 1, 84],
  [71, 39, 119],
  [62, 73, 137],
  [49, 104, 142],
  [38, 130, 142],
  [31, 157, 138],
  [53, 183, 121],
  [109, 205, 89],
  [180, 222, 44],
  [253, 231, 37],
];

/** The colour at a share of the scale, 0 to 1, as red, green and blue. */
export function heatColour(share: number): [number, number, number] {
  const position = Math.max(0, Math.min(1, share)) * (STOPS.length - 1);
  const before = Math.min(STOPS.length - 2, Math.floor(position));
  const rest = position - before;
  const [first, second] = [STOPS[before], STOPS[before + 1]];
  const mix = (at: 0 | 1 | 2) =>
    Math.round(first[at] + (second[at] - first[at]) * rest);
  return [mix(0), mix(1), mix(2)];
}

/** 256 colours as the pixels of an image, from low to high. */
export function heatColours(): Uint32Array {
  const bytes = new Uint8ClampedArray(256 * 4);
  for (let level = 0; level < 256; level++) {
    bytes.set([...heatColour(level / 255), 255], level * 4);
  }
  return new Uint32Array(bytes.buffer);
}
