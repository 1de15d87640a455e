// How each kind of change looks and is called. Shape, then word, then colour.

import type { ChangeKind } from './generated/ChangeKind';

export type KindLook = 'new' | 'edited' | 'withdrawn' | 'set' | 'moved' | 'cancelled' | 'unlisted' | 'closed' | 'facts';

export const look: Record<ChangeKind, KindLook> = {
  entry_added: 'new',
  entry_amended: 'edited',
  entry_withdrawn: 'withdrawn',
  hearing_set: 'set',
  hearing_moved: 'moved',
  hearing_cancelled: 'cancelled',
  hearing_unlisted: 'unlisted',
  party_changed: 'facts',
  header_changed: 'facts',
  case_unavailable: 'closed',
};

export const isHearing = (kind: ChangeKind): boolean => kind.startsWith('hearing_');

export type KindFilter = 'all' | 'hearings' | 'new' | 'edits' | 'facts';

export const filters: Record<KindFilter, (kind: ChangeKind) => boolean> = {
  all: () => true,
  hearings: isHearing,
  new: (kind) => kind === 'entry_added',
  edits: (kind) => kind === 'entry_amended' || kind === 'entry_withdrawn',
  facts: (kind) => kind === 'party_changed' || kind === 'header_changed' || kind === 'case_unavailable',
};
