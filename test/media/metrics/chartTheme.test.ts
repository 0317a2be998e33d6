import { expect, it } from "vitest";
import { opaque } from "../../../media/metrics/chartTheme.js";

it("takes no colour of the theme's that shines through", () => {
  const colours = ["#3794ff", "rgb(55, 148, 255)", "#ea5c0055", "rgba(234, 92, 0, 0.33)", "rgb(234 92 0 / 33%)"];

  expect(colours.map((colour) => opaque(colour, "own"))).toEqual(["#3794ff", "rgb(55, 148, 255)", "own", "own", "own"]);
});
