import { expect, test } from "vitest";
import { dumpYaml } from "../../../runtime/yaml/dumpYaml.js";

const LONG = "words that go on and on until the line has more than eighty characters and has to be folded, it's so";

test("plain data are written as Python's yaml.dump writes them", () => {
  const text = dumpYaml({
    lr: 0.001,
    small: 1e-5,
    large: 2.5e20,
    count: 64,
    infinite: Number.NEGATIVE_INFINITY,
    none: null,
    flag: true,
    empty: [],
    hidden: [64, [32, 16], { units: 8, name: "last" }],
    nested: { b: { c: {} }, a: ["x"] },
  });
  expect(text).toBe(`count: 64
empty: []
flag: true
hidden:
- 64
- - 32
  - 16
- name: last
  units: 8
infinite: -.inf
large: 2.5e+20
lr: 0.001
nested:
  a:
  - x
  b:
    c: {}
none: null
small: 1.0e-05
`);
});

test("strings that would be read as something else are quoted, and what is not ASCII is escaped", () => {
  const text = dumpYaml({
    a: "yes",
    b: "12",
    c: "1e5",
    d: "a: b # c",
    e: "é\t\u{1f600}",
    f: "",
    g: "it's",
    h: "- x",
    i: "line1\nline2",
    j: " x",
    null: "2020-01-01",
  });
  expect(text).toBe(`a: 'yes'
b: '12'
c: 1e5
d: 'a: b # c'
e: "\\xE9\\t\\U0001F600"
f: ''
g: it's
h: '- x'
i: 'line1

  line2'
j: ' x'
'null': '2020-01-01'
`);
});

test("long strings are folded, and long keys stand alone", () => {
  expect(
    dumpYaml({ plain: LONG, single: `${LONG}: `, double: `${LONG} é`, [`${LONG} ${LONG}`]: 1 }),
  ).toBe(`double: "words that go on and on until the line has more than eighty characters and\\
  \\ has to be folded, it's so \\xE9"
plain: words that go on and on until the line has more than eighty characters and
  has to be folded, it's so
single: 'words that go on and on until the line has more than eighty characters and
  has to be folded, it''s so: '
? words that go on and on until the line has more than eighty characters and has to
  be folded, it's so words that go on and on until the line has more than eighty characters
  and has to be folded, it's so
: 1
`);
});
