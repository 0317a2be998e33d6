import { adoptStyles } from "../adoptStyles.js";
import type { SummaryMessage, SummaryRequest } from "../messages.js";
import themeCss from "../theme.css";
import { connectToHost } from "../webviewHost.js";
import summaryCss from "./summary.css";
import { SummaryPanel } from "./summaryPanel.js";

adoptStyles(themeCss, summaryCss);
const panel = new SummaryPanel();
panel.host = connectToHost<SummaryRequest, SummaryMessage>((message) => panel.receive(message));
document.getElementById("root")?.append(panel);
