import { seedEverything, Trainer } from "lightning-runtime";
import { DigitsData } from "./data/digitsData.ts";
import { DigitsClassifier } from "./model/digitsClassifier.ts";

seedEverything(42);

const model = new DigitsClassifier({ lr: 3e-3 });
const data = new DigitsData({ batchSize: 32 });
const trainer = new Trainer({ maxEpochs: 12, logEveryNSteps: 10 });

await trainer.fit(model, data);
await trainer.test(model, data);
