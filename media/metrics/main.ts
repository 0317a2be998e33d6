import { adoptStyles } from "../adoptStyles.js";
import type { MetricsMessage, MetricsRequest } from "../messages.js";
import themeCss from "../theme.css";
import { connectToHost } from "../webviewHost.js";
import { lineChartCss } from "./lineChart.js";
import metricsCss from "./metrics.css";
import { MetricsPanel } from "./metricsPanel.js";

adoptStyles(themeCss, lineChartCss, metricsCss);
const panel = new MetricsPanel();
panel.host = connectToHost<MetricsRequest, MetricsMessage>((message) => panel.receive(message));
document.getElementById("root")?.append(panel);
