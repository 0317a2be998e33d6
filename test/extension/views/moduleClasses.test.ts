import { expect, it } from "vitest";
import { moduleClasses } from "../../../extension/views/moduleClasses.js";

it("finds the lines on which LightningModules begin", () => {
  const text = `import * as lightning from "lightning-runtime";

export class Net extends LightningModule {
}

  class Inner<T extends object = {}> extends lightning.LightningModule {}
// class Comment extends LightningModule
class Data extends LightningDataModule {}
export default abstract class
  Base extends LightningModule {}
`;
  expect(moduleClasses(text)).toEqual([2, 5, 8]);
});
