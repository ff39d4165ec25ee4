/**
 * Answers that are given again as long as a file does not change. A page asks
 * several times a second; without this, the file would always be open, and a
 * server could not end WAL mode.
 *
 * @module
 */
import { unixTime } from "../../shared/unix_time.ts";
import type { FileState } from "./file_state.ts";

/** Milliseconds between two changes that the times of files distinguish. */
const SAME_MOMENT_MS = 50;

/** The version of a file, if what is read now is of this version. */
export function settledVersion(state: FileState): string | undefined {
  const age = unixTime(performance.now()) - state.changedAt;
  return age > SAME_MOMENT_MS ? state.version : undefined;
}

interface Answer {
  readonly version: string;
  readonly value: unknown;
}

/** Keeps the last answers about one file. */
export class SameAnswers {
  readonly #most: number;
  readonly #answers = new Map<string, Answer>();

  /** Keeps up to `most` answers. */
  constructor(most: number) {
    this.#most = most;
  }

  /**
   * The answer to a question, from `read` if the file may have changed. Only
   * answers for which `isSmall` returns true are kept.
   */
  async get<T>(
    question: readonly unknown[],
    state: FileState | undefined,
    { read, isSmall = () => true }: {
      readonly read: () => Promise<T>;
      readonly isSmall?: (answer: T) => boolean;
    },
  ): Promise<T> {
    const key = JSON.stringify(question);
    const known = this.#answers.get(key);
    if (known !== undefined && known.version === state?.version) {
      // The same question has the same kind of answer.
      return known.value as T;
    }
    const version = state && settledVersion(state);
    const value = await read();
    this.#answers.delete(key);
    if (version !== undefined && isSmall(value)) {
      this.#keep(key, { version, value });
    }
    return value;
  }

  #keep(key: string, answer: Answer): void {
    const [oldest] = this.#answers.keys();
    if (this.#answers.size >= this.#most) this.#answers.delete(oldest);
    this.#answers.set(key, answer);
  }
}
