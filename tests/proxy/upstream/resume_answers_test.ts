import assert from "node:assert/strict";
import { test } from "node:test";
import { ResumeAnswers } from "../../../proxy/upstream/resume_answers.ts";
import { bytes } from "../../_support/packet.ts";

test("ResumeAnswers reads offsets, however their lines are cut", () => {
  const answers = new ResumeAnswers();
  assert.equal(answers.push(bytes("oml2-res")), false);
  assert.equal(answers.push(bytes("ume 12")), false);
  assert.equal(answers.offset, undefined);
  assert.equal(answers.push(bytes("3\noml2-resume 456\n")), true);
  assert.equal(answers.offset, 456);
});

test("ResumeAnswers passes over what makes no sense, of any length", () => {
  const answers = new ResumeAnswers();
  answers.push(bytes("HTTP/1.1 400 Bad Request\noml2-resume -1\n"));
  answers.push(bytes("x".repeat(100_000)));
  answers.push(bytes("\noml2-resume 7\n"));
  assert.equal(answers.offset, 7);
});
