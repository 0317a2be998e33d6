import "../../onCpu.js";
import { expect, test } from "vitest";
import { tf } from "../../../../runtime/backend/tf.js";
import * as metrics from "../../../../runtime/metrics/index.js";
import { messageOf } from "../../messageOf.js";

const said = ["the cat is on the mat", "there is a dog"];
const meant = ["a cat is on the mat", "there was a dog"];

test("texts are compared with what was meant", () => {
  const all = [
    new metrics.WordErrorRate(),
    new metrics.CharErrorRate(),
    new metrics.MatchErrorRate(),
    new metrics.WordInfoLost(),
    new metrics.WordInfoPreserved(),
    new metrics.EditDistance(),
  ];
  for (const metric of all) for (const [i, text] of said.entries()) metric.update([text], [meant[i] as string]);
  expect(
    all.map((metric) => `${metric.constructor.name} ${(metric.compute() as number).toFixed(4)}`),
  ).toMatchInlineSnapshot(`
    [
      "WordErrorRate 0.2000",
      "CharErrorRate 0.1471",
      "MatchErrorRate 0.2000",
      "WordInfoLost 0.3600",
      "WordInfoPreserved 0.6400",
      "EditDistance 2.5000",
    ]
  `);
});

test("a translation is compared with its references", () => {
  const references = meant.map((text) => [text, "something else"]);
  const all = [
    new metrics.BLEUScore({ nGram: 2 }),
    new metrics.SacreBLEUScore({ nGram: 2, tokenize: "char" }),
    new metrics.CHRFScore(),
    new metrics.TranslationEditRate(),
    new metrics.ExtendedEditDistance(),
  ];
  expect(
    all.map((metric) => `${metric.constructor.name} ${(metric.forward(said, references) as number).toFixed(4)}`),
  ).toMatchInlineSnapshot(`
    [
      "BLEUScore 0.7071",
      "SacreBLEUScore 0.8607",
      "CHRFScore 0.7108",
      "TranslationEditRate 0.2857",
      "ExtendedEditDistance 0.1637",
    ]
  `);
});

test("ROUGE gives precision, recall and F of each key", () => {
  const rouge = new metrics.ROUGEScore({ rougeKeys: ["rouge1", "rougeL"] });
  expect(rouge.forward("My name is John", "Is your name John")).toMatchInlineSnapshot(`
    {
      "rouge1_fmeasure": 0.75,
      "rouge1_precision": 0.75,
      "rouge1_recall": 0.75,
      "rougeL_fmeasure": 0.5,
      "rougeL_precision": 0.5,
      "rougeL_recall": 0.5,
    }
  `);
});

test("the perplexity of equal chances is the number of tokens, padding left out", () => {
  const perplexity = new metrics.Perplexity({ ignoreIndex: -100 });
  expect(perplexity.forward(tf.zeros([1, 3, 5]), tf.tensor2d([0, 4, -100], [1, 3], "int32"))).toBeCloseTo(5, 5);
});

test("references that are no list, and too few of them, are refused", () => {
  expect([
    messageOf(() => new metrics.CHRFScore().update("a cat", "a cat" as never)),
    messageOf(() => new metrics.CHRFScore().update(said, [[meant[0] as string]])),
  ]).toMatchInlineSnapshot(`
    [
      "\`target\` must be a list: of one text for each prediction, or of lists of texts; it is string. Put it in [ ].",
      "There are 2 predictions and references for 1; there must be as many.",
    ]
  `);
});
