import { bytes, double, type Field, integer, message, nested, text } from "./protobuf.js";

/** The first event of a file: what the rest is written in. */
export function versionEvent(wallTime: number): Uint8Array {
  return message(double(1, wallTime), text(3, "brain.Event:2"), nested(10, text(1, "lightning-runtime")));
}

/** @param values `Summary.Value` fields. */
export function summaryEvent(wallTime: number, step: number, values: readonly Field[]): Uint8Array {
  return message(double(1, wallTime), ...stepField(step), nested(5, ...values));
}

/** @param graph an encoded `GraphDef`. */
export function graphEvent(wallTime: number, graph: Uint8Array): Uint8Array {
  return message(double(1, wallTime), bytes(4, graph));
}

/** Step 0 is the default and is left out, as protocol buffers do. */
function stepField(step: number): Field[] {
  return step === 0 ? [] : [integer(2, Math.trunc(step))];
}
