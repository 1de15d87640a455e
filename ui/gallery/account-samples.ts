// Accounts and journeys of the invented court.

import type { AccountsView } from '../src/lib/generated/AccountsView';

export const noAccounts = (): AccountsView => ({
  signed_in: [],
  accounts: [],
  kept_in: 'keyring',
  keeping_problem: null,
  agreements: [],
  open_journey: null,
  verify_until: null,
  locked_until: null,
  tries_left: null,
  ecf_link: 'http://127.0.0.1:4180/ecf/',
});
