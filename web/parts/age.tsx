/**
 * Ages that tick.
 *
 * @module
 */
import { useEffect, useState } from "preact/hooks";
import { UNKNOWN } from "../format/numbers.ts";
import { formatAge, formatTime, isoTime } from "../format/times.ts";
import { usePage } from "./context.tsx";

/** How long ago something was, in UNIX seconds; ticks by itself. */
export function Age({ at }: { readonly at: number | undefined }) {
  const { clock, ticker } = usePage();
  const text = () => {
    const now = clock.now();
    return at === undefined || now === undefined
      ? UNKNOWN
      : formatAge(now - at);
  };
  const [shown, setShown] = useState(text);
  useEffect(() => {
    setShown(text);
    return ticker.watch(() => setShown(text));
  }, [at]);
  if (at === undefined) return <span class="muted">{UNKNOWN}</span>;
  return <time dateTime={isoTime(at)} title={formatTime(at)}>{shown}</time>;
}
