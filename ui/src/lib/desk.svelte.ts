// What every view shares: the status, the settings, the clock, and "something changed, ask again".

import { accounts } from './accounts.svelte';
import type { ChangedKind } from './generated/ChangedKind';
import type { OpenPlace } from './generated/OpenPlace';
import type { Problem } from './generated/Problem';
import type { Settings } from './generated/Settings';
import type { StartView } from './generated/StartView';
import type { StatusView } from './generated/StatusView';
import { group } from './group.svelte';
import * as ipc from './ipc';
import { asProblem } from './problem';
import { go, to } from './route.svelte';
import { t } from './t';

interface Undo {
  words: string;
  run: () => Promise<void>;
}

class Desk {
  start = $state.raw<StartView | null>(null);
  startProblem = $state.raw<Problem | null>(null);
  status = $state.raw<StatusView | null>(null);
  settings = $state.raw<Settings | null>(null);
  /** Counts up whenever cases, dockets or changes may have changed. */
  cases = $state(0);
  /** Counts up whenever the notification test may have changed. */
  test = $state(0);
  /** Said once by the page's polite live region. */
  said = $state('');
  now = $state.raw(new Date());
  /** The first start has just been finished: Today greets. */
  welcome = $state(false);
  checking = $state(false);
  checkProblem = $state.raw<Problem | null>(null);
  #undo: Undo[] = [];
  #waiting = new Set<ChangedKind>();
  #timer: ReturnType<typeof setTimeout> | null = null;

  /** Asks which face to show, and listens. Returns what stops it. */
  async open(): Promise<() => void> {
    const tick = setInterval(() => (this.now = new Date()), 30_000);
    const stops: (() => void)[] = [() => clearInterval(tick)];
    // After sleep, or when the window comes back, what is shown may be old.
    const wake = () => {
      if (document.visibilityState === 'visible' && this.start?.phase === 'ready') this.touched();
    };
    document.addEventListener('visibilitychange', wake);
    stops.push(() => document.removeEventListener('visibilitychange', wake));
    // On its way while the listeners are set up. Only this window's own commands change the answer, so none is missed.
    const start = ipc.startState();
    // Taken below; until then its refusal is nobody's mistake.
    start.catch(() => undefined);
    try {
      // All at once: each is a way to the program and back, and the first view waits for all of them.
      const listening = await Promise.allSettled([
        ipc.onChanged((changed) => this.#hear(changed.kinds)),
        ipc.onJourney((journey) => accounts.take(journey)),
        ipc.onDelivery((progress) => group.take(progress)),
        ipc.onOpenPlace((place) => this.goTo(place)),
      ]);
      for (const one of listening) {
        if (one.status === 'fulfilled') stops.push(one.value);
        else throw one.reason;
      }
    } catch (thrown) {
      this.startProblem = asProblem(thrown);
    }
    await this.askStart(start);
    return () => stops.forEach((stop) => stop());
  }

  async askStart(asked?: Promise<StartView>): Promise<void> {
    try {
      await this.began(await (asked ?? ipc.startState()));
    } catch (thrown) {
      this.startProblem = asProblem(thrown);
    }
  }

  /** Takes the face that a start command answered with. */
  async began(start: StartView): Promise<void> {
    this.startProblem = null;
    if (start.phase === 'ready') {
      await Promise.all([this.askStatus(), this.askSettings()]);
      this.start = start;
      void accounts.load();
      void group.count();
      const place = await ipc.takeOpenPlace().catch(() => null);
      if (place) this.goTo(place);
    } else {
      this.start = start;
    }
  }

  async askStatus(): Promise<void> {
    try {
      this.status = await ipc.status();
    } catch {
      // The bar keeps what it said; the views say what went wrong with what they ask.
    }
  }

  async askSettings(): Promise<void> {
    try {
      this.dress(await ipc.settings());
    } catch {
      // Without settings the window keeps the desktop's own colours.
    }
  }

  /** Takes settings and dresses the window in them. */
  dress(settings: Settings): void {
    this.settings = settings;
    const root = document.documentElement;
    if (settings.theme === 'system') delete root.dataset.theme;
    else root.dataset.theme = settings.theme;
    if (settings.compact) root.dataset.density = 'compact';
    else delete root.dataset.density;
  }

  goTo(place: OpenPlace): void {
    if (place.place === 'case') {
      go(place.entry_id === null ? to.case(place.case_id) : to.entry(place.case_id, place.entry_id, place.change_id));
    } else if (place.place === 'notification_test') go(to.settings('notifications'));
    else if (place.place === 'access') go(to.access);
    else if (place.place === 'accounts') go(to.accounts);
    else if (place.place === 'group') go(to.group());
    else if (place.place === 'associate') {
      // A link from outside is only looked at: the page shows its host, and the person decides.
      accounts.offered = place.link;
      go(to.register('associate'));
    }
    else go(to.today);
  }

  /** A burst of events (a check of a thousand cases) becomes one reading. */
  #hear(kinds: readonly ChangedKind[]): void {
    kinds.forEach((kind) => this.#waiting.add(kind));
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      const heard = this.#waiting;
      this.#waiting = new Set();
      if (heard.has('cases')) this.cases += 1;
      if (heard.has('test')) this.test += 1;
      if (heard.has('accounts')) void accounts.load();
      if (heard.has('group')) void group.hear();
      if (heard.has('settings')) void this.askSettings();
      if (heard.has('status') || heard.has('cases') || heard.has('group')) void this.askStatus();
      this.now = new Date();
    }, 150);
  }

  /** Views call this after a change of their own, so that the others follow at once. */
  touched(): void {
    this.#hear(['cases']);
  }

  say(words: string): void {
    this.said = '';
    queueMicrotask(() => (this.said = words));
  }

  canUndo(words: string, run: () => Promise<void>): void {
    this.#undo.push({ words, run });
    if (this.#undo.length > 50) this.#undo.shift();
  }

  async undo(): Promise<void> {
    const last = this.#undo.pop();
    if (!last) return;
    try {
      await last.run();
      this.say(last.words);
    } catch (thrown) {
      this.checkProblem = asProblem(thrown);
    }
  }

  forgetUndo(): void {
    this.#undo = [];
  }

  /** Asks the court now: one case, or all that are followed. */
  async check(id: number | null): Promise<void> {
    if (this.checking) return;
    this.checking = true;
    this.checkProblem = null;
    try {
      const summary = await ipc.checkNow(id);
      this.checkProblem = summary.problem;
      this.say(summarySentence(summary.checked, summary.changed));
    } catch (thrown) {
      this.checkProblem = asProblem(thrown);
    } finally {
      this.checking = false;
      this.touched();
    }
  }
}


function summarySentence(checked: number, changed: number): string {
  return t('check-done', { checked, changed });
}

export const desk = new Desk();
