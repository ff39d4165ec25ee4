/**
 * What the charts of a plot share: pointer, highlighted sender, colours.
 *
 * @module
 */
import type { Theme } from "../../theme.ts";
import { lineStyle } from "../../theme.ts";
import type { Look } from "../draw/content.ts";
import type { TimeRange } from "../time/time_range.ts";
import { type TimeTexts, timeTexts } from "../time/time_text.ts";
import { senderNumbers } from "../view/sender_order.ts";
import type { PlotSession } from "./plot_session.ts";

/** Something that draws a part of the time. */
export interface Drawable {
  /** Draws. */
  draw(range: TimeRange): void;
}

/** Where the pointer is. */
export interface PointerPlace {
  /** Index of the panel. */
  readonly panel: number;
  /** Share of the width, from the left. */
  readonly x: number;
  /** Share of the height, from the top. */
  readonly y: number;
}

/** Several colours of one sender in a panel differ by their dashes. */
const COLUMN_DASHES: readonly (readonly number[])[] = [[], [7, 3], [2, 2], [
  7,
  2,
  2,
  2,
]];

/** What the charts of a plot share. */
export class Stage {
  /** Charts with the same key share their cursor. */
  readonly key = `plot-${performance.now()}`;
  readonly #session: PlotSession;
  readonly #known: readonly string[];
  readonly #startTime: number | undefined;
  readonly #theme: () => Theme;
  readonly #onChange: () => void;
  readonly #charts = new Set<Drawable>();
  #numbers: ReadonlyMap<string, number> = new Map();
  #numbered = 0;
  #pointer: PointerPlace | undefined;
  #focus: string | undefined;
  #held: TimeRange | undefined;

  /** `known`: all senders of the experiment. */
  constructor(
    session: PlotSession,
    known: readonly string[],
    startTime: number | undefined,
    theme: () => Theme,
    onChange: () => void,
  ) {
    this.#session = session;
    this.#known = known;
    this.#startTime = startTime;
    this.#theme = theme;
    this.#onChange = onChange;
  }

  /** The colours of the page. */
  get theme(): Theme {
    return this.#theme();
  }

  /** Texts of times, as the view wants them. */
  get times(): TimeTexts {
    const { time } = this.#session.state;
    return timeTexts(time ?? "relative", this.#startTime);
  }

  /** Whether absolute times are known. */
  get hasStart(): boolean {
    return this.#startTime !== undefined;
  }

  /** Where the pointer is; unset if it is in no chart. */
  get pointer(): PointerPlace | undefined {
    return this.#pointer;
  }

  /** The sender that stands out. */
  get focus(): string | undefined {
    return this.#focus;
  }

  /** The part of the time that is drawn. */
  get range(): TimeRange | undefined {
    return this.#held ?? this.#session.range;
  }

  /** The time at the pointer; unset without one. */
  get cursorTime(): number | undefined {
    const { range } = this;
    return this.#pointer === undefined || range === undefined
      ? undefined
      : range.from + (range.to - range.from) * this.#pointer.x;
  }

  /** The colour and dash of a sender; `column` counts within a panel. */
  style(sender: string, column = 0): ReturnType<typeof lineStyle> {
    const style = lineStyle(this.theme, this.#numberOf(sender));
    const dash = COLUMN_DASHES[column % COLUMN_DASHES.length];
    return column === 0 ? style : { ...style, dash };
  }

  /** How the charts draw. */
  get look(): Look {
    const { state, isLive, data } = this.#session;
    const senders = data?.senders.size ?? 0;
    const parts = [
      this.theme.background,
      this.#focus,
      senders,
      ...state.hidden,
    ];
    return {
      key: parts.join("\n"),
      style: (sender, column) => this.style(sender, column),
      hidden: new Set(state.hidden),
      focus: this.#focus,
      isLive,
    };
  }

  /** Draws with the others from now on; returns how to end that. */
  add(chart: Drawable): () => void {
    this.#charts.add(chart);
    this.#session.draw();
    return () => this.#charts.delete(chart);
  }

  /** Draws all charts. */
  draw(): void {
    const { range } = this;
    if (range === undefined) return;
    for (const chart of this.#charts) chart.draw(range);
  }

  /** The pointer moved, or left. */
  point(at: PointerPlace | undefined, sender?: string): void {
    this.#pointer = at;
    this.highlight(sender);
    this.#onChange();
  }

  /** A sender stands out, or none. */
  highlight(sender: string | undefined): void {
    if (sender === this.#focus) return;
    this.#focus = sender;
    this.#session.draw();
    this.#onChange();
  }

  /** The plot keeps still, as while something is selected in it. */
  hold(): void {
    this.#held = this.#session.range;
  }

  /** The plot moves again. */
  release(): void {
    this.#held = undefined;
    this.#session.draw();
  }

  #numberOf(sender: string): number {
    const others = this.#session.data?.senders ?? new Set<string>();
    if (this.#numbered !== others.size || !this.#numbers.has(sender)) {
      this.#numbered = others.size;
      this.#numbers = senderNumbers(this.#known, [...others, sender]);
    }
    return this.#numbers.get(sender) ?? 0;
  }
}
