/** The content of a client's headers. */
export interface Hello {
  domain: string;
  /** Lines without their key; omitted if not given. */
  schemas?: readonly string[];
  sender?: string;
  /** `null` omits the header. */
  startTime?: number | null;
  protocol?: number;
  content?: "text" | "binary";
  newline?: string;
}

/** The headers, with the empty line that ends them. */
export function headers(
  {
    domain,
    schemas = ["1 app_m seq:int32"],
    sender = "s1",
    startTime = 1000,
    protocol = 4,
    content = "text",
    newline = "\n",
  }: Hello,
): string {
  return [
    `protocol: ${protocol}`,
    `domain: ${domain}`,
    ...(startTime === null ? [] : [`start-time: ${startTime}`]),
    `sender-id: ${sender}`,
    "app-name: app",
    ...schemas.map((schema) => `schema: ${schema}`),
    `content: ${content}`,
    "",
    "",
  ].join(newline);
}

/** Tuples `from` up to `to` of stream 1, whose only field is their number. */
export function numbered(from: number, to: number, newline = "\n"): string {
  let lines = "";
  for (let i = from; i < to; i++) lines += `${i}\t1\t${i}\t${i}${newline}`;
  return lines;
}
