import { describe, expect, test } from 'vitest';
import * as when from '../src/lib/when';

const now = new Date('2026-11-17T15:40:00Z');

describe('moments are worded in Central time', () => {
  test.each([
    ['winter time', '2026-11-17T15:14:00Z', '9:14 a.m.'],
    ['summer time', '2026-07-04T15:14:00Z', '10:14 a.m.'],
    ['midnight', '2026-11-17T06:00:00Z', '12:00 a.m.'],
    ['noon', '2026-11-17T18:00:00Z', '12:00 p.m.'],
    ['the minute before the clocks go forward', '2026-03-08T07:59:00Z', '1:59 a.m.'],
    ['the minute after', '2026-03-08T08:00:00Z', '3:00 a.m.'],
    ['the first 1:30 a.m. of autumn', '2026-11-01T06:30:00Z', '1:30 a.m.'],
    ['the second', '2026-11-01T07:30:00Z', '1:30 a.m.'],
  ])('%s', (_, moment, words) => {
    expect(when.clock(moment)).toBe(words);
  });

  test('the hour alone is short when nothing else is said', () => {
    expect(when.clock('2026-11-18T00:00:00Z', true)).toBe('6 p.m.');
    expect(when.hourWords('07:30')).toBe('7:30 a.m.');
    expect(when.hourWords('18:00')).toBe('6 p.m.');
  });

  test.each([
    ['today', '2026-11-17T15:14:00Z', '9:14 a.m. Central'],
    ['yesterday', '2026-11-16T23:02:00Z', 'yesterday, 5:02 p.m. Central'],
    ['yesterday in Missouri, though today in UTC', '2026-11-17T05:30:00Z', 'yesterday, 11:30 p.m. Central'],
    ['tomorrow', '2026-11-18T15:00:00Z', 'tomorrow, 9:00 a.m. Central'],
    ['this year', '2026-11-09T20:00:00Z', 'November 9, 2:00 p.m. Central'],
    ['another year', '2025-11-09T20:00:00Z', 'November 9, 2025, 2:00 p.m. Central'],
    ['not a moment', 'soon', 'soon Central'],
  ])('at: %s', (_, moment, words) => {
    expect(when.at(moment, now)).toBe(words);
  });
});

describe('court days are civil dates', () => {
  test('they never move with a zone', () => {
    expect(when.longDay('2026-11-18')).toBe('Wednesday, November 18, 2026');
    expect(when.shortDay('2026-01-01')).toBe('Jan 1, 2026');
    expect(when.dateBox('2026-11-18')).toEqual({ month: 'Nov', day: '18', weekday: 'Wed' });
  });
  test('what is no day is shown as it came', () => {
    expect(when.longDay('2026-02-30')).toBe('2026-02-30');
    expect(when.dateBox('soon')).toBeNull();
  });
  test('days are counted across both daylight-saving days', () => {
    expect(when.daysBetween('2026-03-07', '2026-03-09')).toBe(2);
    expect(when.daysBetween('2026-10-31', '2026-11-02')).toBe(2);
    expect(when.daysBetween('2026-12-03', '2026-11-18')).toBe(-15);
  });
  test('near days have names, counted in Missouri', () => {
    expect(when.nearDay('2026-11-18', now)).toBe('Tomorrow');
    expect(when.nearDay('2026-11-17', new Date('2026-11-18T05:59:00Z'))).toBe('Today');
    expect(when.nearDay('2026-11-20', now)).toBeNull();
  });
});

describe('settings of hearings', () => {
  const setting = { scheduled_on: '2026-11-18', time: '9:00 AM', starts_at: '2026-11-18T15:00:00Z' };
  test('day and time with the zone named', () => {
    expect(when.settingWords(setting)).toBe('Wednesday, November 18, 2026, 9:00 a.m. Central');
  });
  test("without a time that we can read, the court's own words stand", () => {
    expect(when.settingWords({ ...setting, starts_at: null, time: 'AFTER LUNCH' })).toBe('Wednesday, November 18, 2026, AFTER LUNCH');
    expect(when.settingWords({ scheduled_on: '2026-11-18', time: null, starts_at: null })).toBe('Wednesday, November 18, 2026');
    expect(when.settingWords({ scheduled_on: null, time: null, starts_at: null })).toBe('No date given');
  });
});

test('a reading is stale after a day, and when there was none', () => {
  expect(when.isStale('2026-11-17T15:00:00Z', now)).toBe(false);
  expect(when.isStale('2026-11-16T15:00:00Z', now)).toBe(true);
  expect(when.isStale(null, now)).toBe(true);
});
