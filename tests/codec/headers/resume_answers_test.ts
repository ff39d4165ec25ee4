import assert from "node:assert/strict";
import { test } from "node:test";
import {
  formatResumeAnswer,
  ResumeAnswers,
} from "../../../codec/headers/resume_answers.ts";
import { bytes } from "../../_support/packet.ts";

test("ResumeAnswers reads the output of formatResumeAnswer()", () => {
  const answers = new ResumeAnswers();
  for (const offset of [0, 1, 2 ** 40]) {
    assert.equal(answers.push(formatResumeAnswer(offset)), true);
    assert.equal(answers.offset, offset);
    assert.equal(answers.push(formatResumeAnswer(offset)), false);
  }
});

test("ResumeAnswers reads offsets, however their lines are split", () => {
  const answers = new ResumeAnswers();
  assert.equal(answers.push(bytes("oml2-res")), false);
  assert.equal(answers.push(bytes("ume 12")), false);
  assert.equal(answers.offset, undefined);
  assert.equal(answers.push(bytes("3\noml2-resume 456\n")), true);
  assert.equal(answers.offset, 456);
});

test("ResumeAnswers detects another protocol by the first byte that is not part of an answer", () => {
  const said = [
    ...["SSH-2.0-OpenSSH_9.2\r\n", "220 mail ESMTP\r\n", "o", "oml2-resume "],
    ...["oml2-resume -1\n", "oml2-resume 7\nx", "oml2-resume 1234567890123456"],
    ...["\n", "\0\xff", "x".repeat(100_000)],
  ];
  const strangers = said.map((text) => {
    const answers = new ResumeAnswers();
    for (const byte of bytes(text)) answers.push(bytes([byte]));
    return answers.stranger;
  });
  assert.deepEqual(
    strangers,
    ["S", "2", undefined, undefined].concat(
      ...["oml2-resume -", "x", "oml2-resume 1234567890123456"],
      ...["", "\\x00", "x"],
    ),
  );
});

test("ResumeAnswers reads nothing after another protocol's output", () => {
  const answers = new ResumeAnswers();
  answers.push(bytes("HTTP/1.1 400 Bad Request\noml2-resume 7\n"));
  assert.equal(answers.stranger, "HTTP/1.1 400 Bad Request");
  assert.equal(answers.offset, undefined);
});
