// Days and moments in words. Court days are civil dates (`YYYY-MM-DD`); our own moments are RFC 3339 UTC.
// People read Missouri's time with the zone named; the computer's own zone never matters.

const ZONE = 'America/Chicago';
const LOCALE = 'en-US';

const parts = new Intl.DateTimeFormat(LOCALE, {
  timeZone: ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

const dayWords = {
  long: new Intl.DateTimeFormat(LOCALE, { timeZone: 'UTC', weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' }),
  weekday: new Intl.DateTimeFormat(LOCALE, { timeZone: 'UTC', weekday: 'long', month: 'long', day: 'numeric' }),
  monthDay: new Intl.DateTimeFormat(LOCALE, { timeZone: 'UTC', month: 'long', day: 'numeric' }),
  monthDayYear: new Intl.DateTimeFormat(LOCALE, { timeZone: 'UTC', month: 'long', day: 'numeric', year: 'numeric' }),
  short: new Intl.DateTimeFormat(LOCALE, { timeZone: 'UTC', month: 'short', day: 'numeric', year: 'numeric' }),
  month: new Intl.DateTimeFormat(LOCALE, { timeZone: 'UTC', month: 'short' }),
  weekdayShort: new Intl.DateTimeFormat(LOCALE, { timeZone: 'UTC', weekday: 'short' }),
};

/** A day as midnight UTC, only to count and to word it; `null` when it is no day. */
function civil(day: string): Date | null {
  const m = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!m) return null;
  const date = new Date(Date.UTC(Number(m[1]), Number(m[2]) - 1, Number(m[3])));
  return date.toISOString().startsWith(day) ? date : null;
}

function read(moment: string): Date | null {
  const date = new Date(moment);
  return Number.isNaN(date.getTime()) ? null : date;
}

/** The civil day in Missouri at a moment, `YYYY-MM-DD`. */
export function dayOf(moment: Date): string {
  const p = Object.fromEntries(parts.formatToParts(moment).map((x) => [x.type, x.value]));
  return `${p.year}-${p.month}-${p.day}`;
}

/** Whole days from one civil day to another; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number | null {
  const a = civil(from);
  const b = civil(to);
  return a && b ? Math.round((b.getTime() - a.getTime()) / 86_400_000) : null;
}

function words12(hour: number, minute: number, short: boolean): string {
  const half = hour < 12 ? 'a.m.' : 'p.m.';
  const h = hour % 12 === 0 ? 12 : hour % 12;
  return short && minute === 0 ? `${h} ${half}` : `${h}:${String(minute).padStart(2, '0')} ${half}`;
}

/** "9:14 a.m."; with `short`, "6 p.m." on the hour. The caller adds "Central". */
export function clock(moment: string, short = false): string {
  const date = read(moment);
  if (!date) return moment;
  const p = Object.fromEntries(parts.formatToParts(date).map((x) => [x.type, x.value]));
  return words12(Number(p.hour), Number(p.minute), short);
}

/** "18:00" as "6 p.m."; for hours that a person sets. */
export function hourWords(hhmm: string): string {
  const m = /^(\d{1,2}):(\d{2})$/.exec(hhmm);
  return m ? words12(Number(m[1]), Number(m[2]), true) : hhmm;
}

/** "9:14 a.m. Central", "yesterday, 5:02 p.m. Central", "November 16, 5:02 p.m. Central". */
export function at(moment: string, now: Date): string {
  return `${atWithoutZone(moment, now)} Central`;
}

/** "Nov 16, 2026, 5:02 p.m. Central": for a record, where "yesterday" would soon be wrong. */
export function dated(moment: string): string {
  const date = read(moment);
  return date ? `${shortDay(dayOf(date))}, ${clock(moment)} Central` : moment;
}

/** "1 p.m. Central": the same, without minutes on the hour; for what will come. */
export function atShort(moment: string, now: Date): string {
  const date = read(moment);
  if (!date || dayOf(date) !== dayOf(now)) return at(moment, now).replace(':00 ', ' ');
  return `${clock(moment, true)} Central`;
}

/** The same for the middle of a sentence that names the zone elsewhere, with "today" said. */
export function atWithoutZone(moment: string, now: Date, sayToday = false): string {
  const date = read(moment);
  if (!date) return moment;
  const day = dayOf(date);
  const apart = daysBetween(day, dayOf(now));
  if (apart === 0) return sayToday ? `today, ${clock(moment)}` : clock(moment);
  if (apart === 1) return `yesterday, ${clock(moment)}`;
  if (apart === -1) return `tomorrow, ${clock(moment)}`;
  return `${monthDay(day, now)}, ${clock(moment)}`;
}

/** "Tuesday, November 17": the day of a moment. */
export function weekdayOf(moment: string): string {
  const date = read(moment);
  const day = date && civil(dayOf(date));
  return day ? dayWords.weekday.format(day) : moment;
}

/** "Tuesday, November 17, 2026". */
export function longDay(day: string): string {
  const date = civil(day);
  return date ? dayWords.long.format(date) : day;
}

/** "November 17"; the year too when it is another one. */
export function monthDay(day: string, now: Date): string {
  const date = civil(day);
  if (!date) return day;
  return (day.slice(0, 4) === dayOf(now).slice(0, 4) ? dayWords.monthDay : dayWords.monthDayYear).format(date);
}

/** "August 4, 2026". */
export function fullDay(day: string): string {
  const date = civil(day);
  return date ? dayWords.monthDayYear.format(date) : day;
}

/** "Nov 17, 2026". */
export function shortDay(day: string): string {
  const date = civil(day);
  return date ? dayWords.short.format(date) : day;
}

/** The three lines of a date box: "Nov", "18", "Wed". */
export function dateBox(day: string): { month: string; day: string; weekday: string } | null {
  const date = civil(day);
  if (!date) return null;
  return {
    month: dayWords.month.format(date),
    day: String(date.getUTCDate()),
    weekday: dayWords.weekdayShort.format(date),
  };
}

/** "Today", "Tomorrow", "Yesterday"; otherwise `null`. */
export function nearDay(day: string, now: Date): 'Today' | 'Tomorrow' | 'Yesterday' | null {
  const apart = daysBetween(dayOf(now), day);
  return apart === 0 ? 'Today' : apart === 1 ? 'Tomorrow' : apart === -1 ? 'Yesterday' : null;
}

interface Setting {
  scheduled_on: string | null;
  time: string | null;
  starts_at: string | null;
}

/** "Wednesday, November 18, 2026, 9:00 a.m. Central"; without a time that we can read, what the court wrote. */
export function settingWords(setting: Setting, zone = true): string {
  const day = setting.scheduled_on ? longDay(setting.scheduled_on) : null;
  const time = timeOfSetting(setting, zone);
  return [day, time].filter((x) => x !== null).join(', ') || 'No date given';
}

/** "December 3, 1:30 p.m.". */
export function settingShort(setting: Setting, now: Date): string {
  const day = setting.scheduled_on ? monthDay(setting.scheduled_on, now) : null;
  return [day, timeOfSetting(setting, false)].filter((x) => x !== null).join(', ') || 'No date given';
}

/** The same, with "Today" for a hearing of today. */
export function settingNear(setting: Setting, now: Date): string {
  return setting.scheduled_on === dayOf(now) ? ['Today', timeOfSetting(setting, false)].filter((x) => x !== null).join(', ') : settingShort(setting, now);
}

/** "9:00 a.m. Central". */
export function timeOfSetting(setting: Setting, zone = true): string | null {
  if (setting.starts_at) return zone ? `${clock(setting.starts_at)} Central` : clock(setting.starts_at);
  // The court's own words stand when they are no time of day ("AFTER LUNCH").
  return setting.time ? `${setting.time}${zone && /\d/.test(setting.time) ? ' Central' : ''}` : null;
}

/** The oldest of several readings, unless it is worded as the newest is: then there is one moment to name. */
export function apart(oldest: string | null | undefined, newest: string | null | undefined, now: Date): string | null {
  return oldest && newest && at(oldest, now) !== at(newest, now) ? oldest : null;
}

/** What a request told of the line holds for so long; then only its moment is told. */
const LINE_HOLDS = 10 * 60_000;

/** Whether a moment is so near that it tells of now: also a little ahead, of a clock that was set back. */
export function isRecent(moment: string | null | undefined, now: Date): boolean {
  const date = moment ? read(moment) : null;
  return date !== null && Math.abs(now.getTime() - date.getTime()) < LINE_HOLDS;
}

/** It is set for today and its time has come: who waits for it may still be waiting. */
export function timePassed(setting: Setting, now: Date): boolean {
  const begins = setting.starts_at ? read(setting.starts_at) : null;
  return begins !== null && begins <= now && setting.scheduled_on === dayOf(now);
}

/** Whether a reading is older than a day. */
export function isStale(moment: string | null, now: Date): boolean {
  const date = moment ? read(moment) : null;
  return date === null || now.getTime() - date.getTime() > 24 * 3_600_000;
}
