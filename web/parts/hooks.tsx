/**
 * Hooks: what changes outside of components.
 *
 * @module
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { ApiError } from "../api/api_error.ts";
import { Poller } from "../live/poller.ts";
import type { Watchable } from "../live/watchable.ts";
import { usePage } from "./context.tsx";

/** The value of a watchable, now and whenever it changes. */
export function useWatchable<T>(watchable: Watchable<T>): T {
  const [value, setValue] = useState(watchable.value);
  useEffect(() => {
    setValue(() => watchable.value);
    return watchable.watch((next) => setValue(() => next));
  }, [watchable]);
  return value;
}

/** What polling has brought so far. */
export interface Polled<T> {
  /** The latest answer; it stays while the server is away. */
  readonly answer?: T;
  /** What the server said instead of an answer. */
  readonly error?: ApiError;
  /** Asks at once. */
  readonly poke: () => void;
}

/**
 * Asks the API every so many milliseconds while the page is visible; begins
 * anew if `key` changes.
 */
export function usePoll<T>(
  ask: (signal: AbortSignal) => Promise<T>,
  every: number,
  key: string,
): Polled<T> {
  const { reach } = usePage();
  const [state, setState] = useState<Omit<Polled<T>, "poke"> & { key: string }>(
    { key },
  );
  const poller = useRef<Poller<T> | undefined>(undefined);
  const question = useRef(ask);
  question.current = ask;
  useEffect(() => {
    const start = () =>
      new Poller<T>({
        ask: (signal) => question.current(signal),
        every,
        onAnswer: (answer) => setState({ key, answer }),
        onError: (error) => {
          if (!(error instanceof ApiError)) return;
          setState((last) => ({ key, answer: answerOf(last, key), error }));
        },
      });
    const follow = () => {
      if (document.visibilityState === "hidden") {
        poller.current?.stop();
        poller.current = undefined;
      } else poller.current ??= start();
    };
    follow();
    document.addEventListener("visibilitychange", follow);
    // After the login, and when the server is back, nobody wants to wait.
    const end = reach.watch((is) => {
      if (is === "ok") poller.current?.poke();
    });
    return () => {
      end();
      document.removeEventListener("visibilitychange", follow);
      poller.current?.stop();
      poller.current = undefined;
    };
  }, [every, key]);
  const poke = () => poller.current?.poke();
  return state.key === key ? { ...state, poke } : { poke };
}

/** Sets the title of the window while a view is shown. */
export function useTitle(...parts: readonly string[]): void {
  const title = [...parts, "OML"].join(" · ");
  useEffect(() => {
    document.title = title;
  }, [title]);
}

function answerOf<T>(
  state: { readonly key: string; readonly answer?: T },
  key: string,
): T | undefined {
  return state.key === key ? state.answer : undefined;
}
