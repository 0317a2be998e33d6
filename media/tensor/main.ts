import { adoptStyles } from "../adoptStyles.js";
import type { TensorMessage, TensorRequest } from "../messages.js";
import themeCss from "../theme.css";
import { connectToHost } from "../webviewHost.js";
import tensorCss from "./tensor.css";
import { TensorPanel } from "./tensorPanel.js";

adoptStyles(themeCss, tensorCss);
const panel = new TensorPanel();
panel.host = connectToHost<TensorRequest, TensorMessage>((message) => panel.receive(message));
document.getElementById("root")?.append(panel);
