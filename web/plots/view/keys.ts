/**
 * The keys of the plot.
 *
 * @module
 */

/** What a key asks for. */
export type KeyAction =
  | "earlier"
  | "later"
  | "zoom-in"
  | "zoom-out"
  | "pause"
  | "reset"
  | "help";

/** A key press, as the browser describes it. */
export interface KeyPress {
  /** The key's name. */
  readonly key: string;
  /** Whether Control is held. */
  readonly ctrlKey: boolean;
  /** Whether the system's key is held. */
  readonly metaKey: boolean;
  /** Whether Alt is held. */
  readonly altKey: boolean;
}

const ACTIONS: Readonly<Record<string, KeyAction>> = {
  "ArrowLeft": "earlier",
  "ArrowRight": "later",
  "+": "zoom-in",
  "=": "zoom-in",
  "-": "zoom-out",
  "_": "zoom-out",
  " ": "pause",
  "Home": "reset",
  "?": "help",
};

/** The keys and what they do, for the help. */
export const KEY_HELP: readonly (readonly [keys: string, effect: string])[] = [
  ["← →", "Move to earlier or later times"],
  ["+ −", "Zoom in or out"],
  ["Space", "Pause, or follow new rows again"],
  ["Home", "Show the usual view again"],
  ["?", "Open this help"],
];

/** What the pointer does, for the help. */
export const POINTER_HELP: readonly (readonly [string, string])[] = [
  ["Drag", "Zoom to the selected time"],
  ["Shift and drag, or scroll sideways", "Move to earlier or later times"],
  ["Ctrl and scroll", "Zoom in or out at the pointer"],
  ["Double click", "Show the usual view again"],
  ["Swipe (touch)", "Move to earlier or later times"],
];

/** What a key press asks for; unset if it is not the plot's. */
export function keyAction(press: KeyPress): KeyAction | undefined {
  if (press.ctrlKey || press.metaKey || press.altKey) return undefined;
  return Object.hasOwn(ACTIONS, press.key) ? ACTIONS[press.key] : undefined;
}
