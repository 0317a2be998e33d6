/** A span of time, as options take it: the text "DD:HH:MM:SS", or its parts. */
export type Duration = string | DurationParts;

export interface DurationParts {
  readonly weeks?: number;
  readonly days?: number;
  readonly hours?: number;
  readonly minutes?: number;
  readonly seconds?: number;
  readonly milliseconds?: number;
}

const SECONDS: Readonly<Record<keyof DurationParts, number>> = {
  weeks: 604_800,
  days: 86_400,
  hours: 3_600,
  minutes: 60,
  seconds: 1,
  milliseconds: 0.001,
};

/** The seconds of a duration; null: the value is none. */
export function durationSeconds(value: unknown): number | null {
  if (typeof value === "string") return secondsOfText(value);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  let seconds = 0;
  for (const [part, count] of Object.entries(value)) {
    if (!isPart(part) || typeof count !== "number" || !Number.isFinite(count)) return null;
    seconds += count * SECONDS[part];
  }
  return seconds;
}

function secondsOfText(text: string): number | null {
  const [, days, hours, minutes, seconds] = /^(\d+):(\d+):(\d+):(\d+)$/.exec(text.trim()) ?? [];
  if (days === undefined) return null;
  return Number(days) * SECONDS.days + Number(hours) * SECONDS.hours + Number(minutes) * 60 + Number(seconds);
}

function isPart(name: string): name is keyof DurationParts {
  return Object.hasOwn(SECONDS, name);
}
