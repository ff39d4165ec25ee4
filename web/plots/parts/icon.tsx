/**
 * Small pictures on buttons.
 *
 * @module
 */

/** Paths in a square of 16 by 16. */
const PATHS = {
  pause: "M5.5 3.5v9M10.5 3.5v9",
  play: "M5 3.2l7.5 4.8L5 12.8z",
  left: "M10 3.5L5.5 8l4.5 4.5",
  right: "M6 3.5L10.5 8 6 12.5",
  plus: "M8 3.5v9M3.5 8h9",
  minus: "M3.5 8h9",
  whole: "M2.5 4v8M13.5 4v8M4.5 8h7M6.3 6L4.3 8l2 2M9.7 6l2 2-2 2",
  help: "M5.8 6.2a2.2 2.2 0 1 1 3.3 1.9c-.7.4-1.1.8-1.1 1.7M8 12.3v.1",
  download: "M8 2.8v7M5 7.2l3 3 3-3M3 13h10",
} as const;

/** The name of a picture. */
export type IconName = keyof typeof PATHS;

/** A picture; the button has a text. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
