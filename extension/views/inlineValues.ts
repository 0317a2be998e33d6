import * as vscode from "vscode";
import { DEBUG_TYPE } from "../run/debugSessions.js";
import { declaredNames } from "./declaredNames.js";

/** The values of a stopped function's variables behind the lines that declare them. VS Code has them already, for Variables. */
export class InlineValues implements vscode.InlineValuesProvider {
  provideInlineValues(
    document: vscode.TextDocument,
    _visible: vscode.Range,
    { stoppedLocation }: vscode.InlineValueContext,
  ): vscode.InlineValue[] {
    if (vscode.debug.activeDebugSession?.type !== DEBUG_TYPE) return [];
    const lines = document.getText().split(/\r?\n/);
    return declaredNames(lines, stoppedLocation.start.line).map(({ name, line, column }) => {
      const range = new vscode.Range(line, column, line, column + name.length);
      return new vscode.InlineValueVariableLookup(range, name);
    });
  }
}
