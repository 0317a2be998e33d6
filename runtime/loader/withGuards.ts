import { GUARDS_FIELD, type PlacedGuard, type WantedGuard } from "../protocol/guards.js";
import { codeText, mappedCode } from "./mappedCode.js";
import type { Segment } from "./sourceMapText.js";
import { StatementStarts } from "./statementStarts.js";

/** How far below a line without code a breakpoint may move; as the debugger has it. */
const SEARCHED_LINES = 20;

interface GeneratedPlace {
  readonly line: number;
  readonly column: number;
}

interface SourcePlace extends GeneratedPlace {
  readonly sourceColumn: number;
}

/**
 * Puts guards before the statements of transpiled code at whose lines breakpoints stand. All stays on its line, and the inline source map
 * says which guards have found a place: no others may be relied on.
 */
export function withGuards(code: string, wanted: readonly WantedGuard[]): string {
  const mapped = wanted.length === 0 ? null : mappedCode(code);
  if (mapped === null) return code;
  const placed = insert(mapped.lines, mapped.segments, wanted);
  return placed.length === 0 ? code : codeText(mapped, { [GUARDS_FIELD]: placed });
}

function insert(lines: string[], segments: Segment[][], wanted: readonly WantedGuard[]): PlacedGuard[] {
  const starts = new StatementStarts(lines.join("\n"));
  const lineStarts = startsOf(lines);
  const places = bySourceLine(segments);
  const found = wanted.flatMap((guard) => {
    const place = behindIndent(lines, generatedPlace(places, guard));
    const isSuitable = place !== null && starts.isSuitable((lineStarts[place.line] ?? 0) + place.column);
    return isSuitable && !guard.code.includes("\n") ? [{ ...guard, place }] : [];
  });
  // A statement begins its line, so that what has been put in already stands right here.
  const placed: PlacedGuard[] = [];
  for (const { id, code, place } of found) {
    const inserted = `${code} `;
    const sameLine = placed.filter(({ line }) => line === place.line);
    const column = sameLine.reduce((end, { length }) => end + length, place.column);
    const line = lines[place.line] ?? "";
    lines[place.line] = line.slice(0, column) + inserted + line.slice(column);
    segments[place.line] = moved(segments[place.line] ?? [], column, inserted.length);
    placed.push({ id, line: place.line, column, length: inserted.length });
  }
  return placed;
}

/** The guard was made from the same as the statement behind it. */
function moved(segments: readonly Segment[], column: number, length: number): Segment[] {
  const before = segments.filter((segment) => segment.column <= column);
  const statement = before.at(-1);
  return [
    ...before,
    ...(statement === undefined ? [] : [{ ...statement, column: column + length }]),
    ...segments
      .filter((segment) => segment.column > column)
      .map((segment) => ({ ...segment, column: segment.column + length })),
  ];
}

/** The first code that was made from a place of the source, or from one of the lines below it. */
function generatedPlace(
  places: ReadonlyMap<number, readonly SourcePlace[]>,
  { line, column }: WantedGuard,
): GeneratedPlace | null {
  for (let tried = line; tried < line + SEARCHED_LINES; tried++) {
    const place = ofSourceLine(places.get(tried - 1) ?? [], tried === line ? (column ?? 1) - 1 : 0);
    if (place !== null) return place;
  }
  return null;
}

/** To esbuild the blanks before a statement are a part of it. */
function behindIndent(lines: readonly string[], place: GeneratedPlace | null): GeneratedPlace | null {
  if (place === null) return null;
  const [blanks = ""] = /^\s*/.exec(lines[place.line] ?? "") ?? [];
  return { line: place.line, column: Math.max(place.column, blanks.length) };
}

function ofSourceLine(places: readonly SourcePlace[], from: number): GeneratedPlace | null {
  let found: SourcePlace | null = null;
  for (const place of places) {
    if (place.sourceColumn < from || (found !== null && place.sourceColumn > found.sourceColumn)) continue;
    // Of several with the wanted column the debugger takes the last.
    if (place.sourceColumn === found?.sourceColumn && place.sourceColumn !== from) continue;
    found = place;
  }
  return found;
}

/** For each line of the source what was made from it. */
function bySourceLine(segments: readonly (readonly Segment[])[]): ReadonlyMap<number, readonly SourcePlace[]> {
  const found = new Map<number, SourcePlace[]>();
  for (const [line, ofLine] of segments.entries())
    for (const { line: sourceLine, sourceColumn, column } of ofLine) {
      const places = found.get(sourceLine) ?? [];
      places.push({ line, column, sourceColumn });
      found.set(sourceLine, places);
    }
  return found;
}

function startsOf(lines: readonly string[]): number[] {
  const starts: number[] = [];
  let at = 0;
  for (const line of lines) {
    starts.push(at);
    at += line.length + 1;
  }
  return starts;
}
