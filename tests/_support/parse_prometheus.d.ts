/** A metric with all its values, which are texts. */
export interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly metrics: readonly {
    readonly labels?: Readonly<Record<string, string>>;
    readonly value?: string;
    readonly count?: string;
    readonly sum?: string;
    readonly buckets?: Readonly<Record<string, string>>;
  }[];
}

/** Parses a text; the package has no types of its own. */
export default function parsePrometheusTextFormat(text: string): Family[];
