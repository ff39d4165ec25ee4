import assert from "node:assert/strict";
import { test } from "node:test";
import { ResumeLines } from "../../client/resume_lines.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

test("ResumeLines gives the newest offset of complete lines", () => {
  const lines = new ResumeLines();
  assert.equal(lines.push(bytes("oml2-resume 10\n")), 10);
  assert.equal(lines.push(bytes("oml2-resume 20\noml2-resume 3")), 20);
  assert.equal(lines.push(bytes("0")), undefined);
  assert.equal(lines.push(bytes("\n")), 30);
});

test("ResumeLines takes bytes one by one", () => {
  const lines = new ResumeLines();
  const text = "oml2-resume 0\r\noml2-resume 12345\n";
  const got = Array.from(text, (c) => lines.push(bytes(c)));
  assert.deepEqual(got.filter((each) => each !== undefined), [0, 12345]);
});

test("ResumeLines passes over what is no answer, and keeps little of it", () => {
  const lines = new ResumeLines();
  const strange = [
    "HTTP/1.1 400 Bad Request\r\n",
    "oml2-resume -1\n",
    "oml2-resume 1e3\n",
    "oml2-resume 9999999999999999\n",
    " oml2-resume 1\n",
  ];
  for (const line of strange) {
    assert.equal(lines.push(bytes(line)), undefined, line);
  }
  for (let i = 0; i < 100; i++) lines.push(bytes("x".repeat(1000)));
  assert.equal(lines.push(bytes("\noml2-resume 7\n")), 7);
});
