import { describe, expect, test } from "vitest";
import { customerTextProblem } from "#lib/validations/customer-text";

describe("what a customer reads of a decline is one line of plain words", () => {
  test.each(["Please use another card.", "Try again at 5 p.m., or e.g. tomorrow", "At most 1.000,00 EUR. Please call us", "Diese Karte wurde zu oft benutzt.", "お支払いできません。別のカードをご利用ください", "Transaction already updated manually at the website to final status"])("%s", (text) => {
    expect(customerTextProblem(text)).toBeNull();
  });

  test.each([
    ["a line break", "one\ntwo"],
    ["NUL", "one\0two"],
    ["a mark that turns the direction", "one \u202Eowt"],
    ["half a character", "one \uD83D"],
    ["braces", "Dear {{customer}}"],
    ["wide braces", "Dear ｛name｝"],
    ["markup", "<b>No</b>"],
    ["a URL", "Go to https://evil.example/x"],
    ["a bare host", "Go to evil.co/pay"],
    ["a short link", "See bit.ly/3x"],
    ["a host with wide stops", "Go to evil．com"],
    ["a host of another script", "Идите на пример.рф"],
    ["a mail address", "Write to help@shop.support"],
    ["a telephone link", "Call tel:+311234"],
  ])("not %s", (_what, text) => {
    expect(customerTextProblem(text)).toMatch(/^has /);
  });
});
