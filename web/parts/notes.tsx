/**
 * What is said in the place of data: it is loading, there is none, or an error.
 *
 * @module
 */
import type { ComponentChildren } from "preact";
import type { ApiError } from "../api/api_error.ts";
import type { Sentence } from "../model/summary.ts";
import { Glyph } from "./glyph.tsx";

/** Keeps the place of rows that are loading. */
export function Skeleton({ rows = 6 }: { readonly rows?: number }) {
  return (
    <div class="skeleton" role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, i) => <span key={i} />)}
    </div>
  );
}

/** Says why there is nothing. */
export function Empty(
  { title, children }: {
    readonly title: string;
    readonly children?: ComponentChildren;
  },
) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {children}
    </div>
  );
}

/** An error that the server reports, with the remedy. */
export function Failure({ error }: { readonly error: ApiError }) {
  return (
    <div class="failure" role="alert">
      <p>{sentence(error.message)}</p>
      {error.hint !== undefined && <p class="muted">{sentence(error.hint)}</p>}
    </div>
  );
}

/**
 * Shows the answer to a poll; until there is one, keeps its place, or says why
 * there is none.
 */
export function Answered<Answer>({ answer, error, rows, children }: {
  readonly answer: Answer | undefined;
  readonly error: ApiError | undefined;
  /** How many rows of place to keep. */
  readonly rows?: number;
  readonly children: (answer: Answer) => ComponentChildren;
}) {
  return (
    <>
      {error !== undefined && <Failure error={error} />}
      {answer === undefined
        ? error === undefined && <Skeleton rows={rows} />
        : children(answer)}
    </>
  );
}

/** Sentences with the sign of their tone. */
export function Sentences({ sentences, isHeadline = false }: {
  readonly sentences: readonly Sentence[];
  /** Whether it is what the page is about. */
  readonly isHeadline?: boolean;
}) {
  return (
    <div role="status">
      <ul class={isHeadline ? "sentences headline" : "sentences"}>
        {sentences.map(({ tone, text }) => (
          <li key={text} class={`tone-${tone}`}>
            <Glyph name={tone} />
            <span>{text}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function sentence(text: string): string {
  const first = text.slice(0, 1).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
