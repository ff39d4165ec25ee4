/**
 * A data page's plot: what it shows, and how it gets there.
 *
 * @module
 */
import type {
  ColumnShape,
  ExperimentDescription,
} from "../../../archive/archive.ts";
import { Frames } from "../live/frames.ts";
import { tidy, type TimeRange } from "../time/time_range.ts";
import { panelsFor, type PanelShape } from "../view/panels.ts";
import type { TableName } from "../view/urls.ts";
import type { ViewState } from "../view/view_state.ts";
import { LiveFeed } from "./live_feed.ts";
import type { PlotData, Subject } from "./plot_data.ts";
import type { PlotHost } from "./plot_host.ts";
import { PlotMoves } from "./plot_moves.ts";
import { StillView } from "./still_view.ts";
import { goesOn, subjectFor } from "./subject.ts";

/** Whom a session calls back. */
export interface SessionListener {
  /** What is shown around the plots changed. */
  readonly onChange: () => void;
  /** The panels must be drawn again. */
  readonly onDraw: () => void;
  /** The view that a link should reproduce changed. */
  readonly onView: (state: ViewState) => void;
}

/** Shows the rows of a table, live or of a part of the time. */
export class PlotSession {
  readonly #host: PlotHost;
  readonly #table: TableName;
  readonly #description: ExperimentDescription;
  readonly #listener: SessionListener;
  readonly #feed: LiveFeed;
  readonly #still: StillView;
  readonly #frames: Frames;
  readonly #shapes: readonly ColumnShape[];
  /** Moves the shown time. */
  readonly moves: PlotMoves = new PlotMoves(this);
  #state: ViewState;
  #subject: Subject;
  #panels: readonly PanelShape[];
  #width = 800;
  #drawnEdge = NaN;
  #error: unknown;
  #isStopped = false;

  /** Shows `state` of a table that the experiment's description has. */
  constructor(
    host: PlotHost,
    table: TableName,
    description: ExperimentDescription,
    state: ViewState,
    listener: SessionListener,
  ) {
    this.#host = host;
    this.#table = table;
    this.#description = description;
    this.#listener = listener;
    this.#state = state;
    this.#shapes = description.tables
      .find(({ name }) => name === table.table)?.columns ?? [];
    this.#subject = this.#subjectOf(state);
    this.#panels = panelsFor(this.#subject.columns, state.joined);
    const onNews = () => this.#news();
    const onFeed = () => {
      if (this.isLive || this.#still.data === undefined) this.#news();
    };
    const onError = (error: unknown) => this.#fail(error);
    const onState = () => listener.onChange();
    this.#feed = new LiveFeed(host, table, {
      onNews: onFeed,
      onState,
      onError,
    });
    this.#still = new StillView(host, table, onNews, onError);
    this.#frames = new Frames(
      host.nextFrame,
      () => {
        this.#drawnEdge = this.#edge();
        listener.onDraw();
      },
      () => this.#hasMoved(),
    );
  }

  /** What is shown. */
  get state(): ViewState {
    return this.#state;
  }

  /** The table. */
  get table(): TableName {
    return this.#table;
  }

  /** The time of the latest row of a live plot; NaN without rows. */
  get lastRow(): number {
    return this.#feed.follow.lastRow;
  }

  /** All columns of the table. */
  get shapes(): readonly ColumnShape[] {
    return this.#shapes;
  }

  /** The columns that are shown, the senders and the clock. */
  get subject(): Subject {
    return this.#subject;
  }

  /** The panels, from top to bottom. */
  get panels(): readonly PanelShape[] {
    return this.#panels;
  }

  /** Whether the plot follows new rows. */
  get isLive(): boolean {
    return this.#state.live === true;
  }

  /** Whether the server sends new rows; true unless the plot waits for them. */
  get isConnected(): boolean {
    return this.#feed.isConnected;
  }

  /** Whether the plot was live before. */
  get wasLive(): boolean {
    return this.#feed.data !== undefined;
  }

  /** Whether other rows are on their way. */
  get isBusy(): boolean {
    return !this.isLive && this.#still.isBusy;
  }

  /** What the last question failed with; unset if it was answered. */
  get error(): unknown {
    return this.#error;
  }

  /** What is drawn: the rows for the view, or until they arrive others. */
  get data(): PlotData | undefined {
    return this.isLive
      ? this.#feed.data ?? this.#still.data
      : this.#still.data ?? this.#feed.data;
  }

  /** The share of the rows that is shown, 0 to 1. */
  get covered(): number {
    return this.isLive ? this.#feed.covered : this.data?.covered ?? 1;
  }

  /** Seconds since the latest row of a live plot; NaN if unknown. */
  get silence(): number {
    return this.#edge() - this.#feed.follow.lastRow;
  }

  /** The part of the time that is shown; unset before the first answer. */
  get range(): TimeRange | undefined {
    const { from, to, span } = this.#state;
    if (!this.isLive) {
      return from !== undefined && to !== undefined
        ? { from, to }
        : this.data?.range;
    }
    const edge = this.#edge();
    if (Number.isNaN(edge)) return this.data?.range;
    const first = this.data?.range.from ?? edge - 1;
    const start = Number.isFinite(span) ? edge - span : first;
    return tidy({ from: Math.min(start, edge - 1e-3), to: edge });
  }

  /** Begins; chooses whether to follow new rows if the view does not say. */
  async start(): Promise<void> {
    if (this.#state.live === undefined) {
      const live = await this.#goesOn();
      if (this.#isStopped) return;
      this.#state = { ...this.#state, live };
    }
    this.#load();
    this.#listener.onChange();
  }

  /** Ends everything. */
  stop(): void {
    this.#isStopped = true;
    this.#feed.stop();
    this.#still.clear();
    this.#frames.stop();
  }

  /** Stops receiving while nobody looks. */
  rest(): void {
    this.#feed.stop();
    this.#frames.rest();
  }

  /** Goes on after a rest. */
  wake(): void {
    if (!this.#isStopped) this.#load();
  }

  /** Changes the view. */
  set(change: Partial<ViewState>): void {
    const before = this.#state;
    this.#state = { ...before, ...change };
    const heats = this.#panels.some(({ kind }) => kind === "heat");
    const differs = (["columns", "senders", "clock"] as const)
      .some((name) => before[name] !== this.#state[name]) ||
      heats && before.hidden !== this.#state.hidden;
    if (differs) this.#subject = this.#subjectOf(this.#state);
    this.#panels = panelsFor(this.#subject.columns, this.#state.joined);
    const moved = (["view", "live", "span", "from", "to"] as const)
      .some((name) => before[name] !== this.#state[name]);
    if (differs || moved) this.#load();
    this.#listener.onView(this.#state);
    this.#listener.onChange();
    this.#frames.change();
  }

  /** The width of the panels in pixels. */
  setWidth(width: number): void {
    if (width === this.#width) return;
    const isWider = width > this.#width * 1.2;
    this.#width = width;
    if (isWider && this.data !== undefined) this.#load();
    this.#frames.change();
  }

  /** Draws again. */
  draw(): void {
    this.#frames.change();
  }

  #load(): void {
    const { from, to, span } = this.#state;
    const query = { subject: this.#subject, width: this.#pixels };
    // The view of the rows asks for them itself.
    if (this.#state.view === "rows") return this.rest();
    if (this.isLive) {
      this.#still.clear();
      this.#feed.start({ ...query, span });
      this.#frames.run();
      return;
    }
    this.#frames.rest();
    const range = from !== undefined && to !== undefined
      ? { from, to }
      : undefined;
    this.#still.show({ ...query, range });
  }

  get #pixels(): number {
    return this.#width * Math.min(2, this.#host.pixelRatio());
  }

  async #goesOn(): Promise<boolean> {
    const { startTime } = this.#description;
    try {
      return await goesOn(this.#host, this.#table, this.#subject, startTime);
    } catch (error) {
      this.#fail(error);
      return true;
    }
  }

  #subjectOf(state: ViewState): Subject {
    return subjectFor(state, this.#description, this.#table.table);
  }

  #news(): void {
    this.#error = undefined;
    this.#listener.onChange();
    this.#frames.change();
  }

  #fail(error: unknown): void {
    this.#error = error;
    this.#listener.onChange();
  }

  #edge(): number {
    return this.#feed.follow.edge(this.#host.now());
  }

  /** Whether a live plot has moved by a pixel of the screen. */
  #hasMoved(): boolean {
    const { range } = this;
    if (range === undefined || this.#host.isStill()) return false;
    const pixels = this.#width * this.#host.pixelRatio();
    const moved = Math.abs(range.to - this.#drawnEdge);
    return moved * pixels / (range.to - range.from) >= 1;
  }
}
