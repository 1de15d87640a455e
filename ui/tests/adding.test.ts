// Adding cases: one by its number, many from a list.
import { screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, test, vi } from 'vitest';
import { problem } from '../gallery/samples';
import { calls, expectAccessible, open, settle } from './help';

vi.mock('../src/lib/ipc', () => import('../gallery/fake-ipc'));

const button = (name: string | RegExp) => screen.getByRole('button', { name });

describe('adding cases', () => {
  test('by number: followed, and the way to the case', async () => {
    await open('#/add');
    await userEvent.type(screen.getByLabelText('Case number'), '26BA-CV90555{Enter}');
    await settle();
    expect(calls('follow_case')).toEqual([['26BA-CV90555', null]]);
    expect(screen.getByTestId('follow-outcome')).toHaveTextContent('We read 31 docket entries.');
    expect(screen.getByTestId('open-case')).toHaveAttribute('href', '#/case/1');
    await expectAccessible();
  });
  test('an unusual number warns first, and still lets the person ask', async () => {
    await open('#/add');
    await userEvent.type(screen.getByLabelText('Case number'), '26BB-CR9072{Enter}');
    await settle();
    expect(calls('follow_case')).toEqual([]);
    expect(screen.getByTestId('number-warning')).toHaveTextContent('Court numbers have 5.');
    await userEvent.click(button('Ask the court anyway'));
    await settle();
    expect(calls('follow_case')).toEqual([['26BB-CR9072', null]]);
  });
  test('what cannot be a case number warns, says why, and still lets the person ask once', async () => {
    await open('#/add');
    await userEvent.type(screen.getByLabelText('Case number'), 'Public, Jordan{Enter}');
    await settle();
    expect(calls('follow_case')).toEqual([]);
    expect(screen.getByTestId('number-warning')).toHaveTextContent('This does not look like a case number');
    expect(screen.getByTestId('number-warning')).toHaveTextContent('"Public, Jordan" looks like a name');
    await userEvent.click(button('Ask the court anyway'));
    await settle();
    expect(calls('follow_case'), 'what was typed, its comma too').toEqual([['PUBLIC, JORDAN', null]]);
  });
  test('what cannot be sent at all is not offered for asking', async () => {
    await open('#/add');
    const field = screen.getByLabelText<HTMLInputElement>('Case number');
    field.maxLength = 200;
    await userEvent.type(field, `${'26BA '.repeat(14)}{Enter}`);
    await settle();
    expect(screen.getByTestId('number-warning')).toHaveTextContent('too long to ask');
    expect(screen.queryByText('Ask the court anyway')).toBeNull();
    await userEvent.click(button('Follow this case'));
    await settle();
    expect(calls('follow_case')).toEqual([]);
    expect(field).toHaveFocus();
  });
  test('several courts: the person chooses', async () => {
    await open('#/add', 'full', (w) => {
      w.followOutcome = { line: 1, case_number: '704900001', outcome: 'ambiguous', message: null, case_id: null, style: null, entries: 0, courts: [{ value: 'A', label: 'Boone: ST V SAMPLE' }, { value: 'B', label: 'Warren: ST V ROE' }] };
    });
    await userEvent.type(screen.getByLabelText('Case number'), '704900001{Enter}');
    await settle();
    await userEvent.click(button('Follow the chosen case'));
    expect(screen.getByText('Choose a court first.')).toBeInTheDocument();
    await userEvent.click(screen.getByLabelText('Warren: ST V ROE'));
    await expectAccessible();
    await userEvent.click(button('Follow the chosen case'));
    await settle();
    expect(calls('follow_case').at(-1)).toEqual(['704900001', 'B']);
  });
  test.each([
    ['not_found', 'The court did not find this case.', 'No case was found.'],
    ['failed', "The court's site could not be asked.", 'No connection.'],
  ] as const)('%s is said in plain words', async (outcome, title, message) => {
    await open('#/add', 'full', (w) => (w.followOutcome = { line: 1, case_number: 'x', outcome, message, case_id: null, style: null, entries: 0, courts: [] }));
    await userEvent.type(screen.getByLabelText('Case number'), '26BA-CV90555{Enter}');
    await settle();
    expect(screen.getByTestId('follow-outcome')).toHaveTextContent(title);
    expect(screen.getByTestId('follow-outcome')).toHaveTextContent(message);
  });
  test('nothing typed: the field says so and has the focus', async () => {
    await open('#/add');
    await userEvent.click(button('Follow this case'));
    expect(screen.getByText('Type a case number.')).toBeInTheDocument();
    expect(screen.getByLabelText('Case number')).toHaveFocus();
  });
  test('a file is read by Rust, shown, and followed with its courts and names', async () => {
    await open('#/add/list');
    await userEvent.upload(screen.getByTestId('list-file'), new File(['26BA-CV90555,CT13,Roe lease\n26BA-CV90556'], 'cases.csv', { type: 'text/csv' }));
    await waitFor(() => expect(screen.getByText(/^2 lines: 2 ready/)).toBeInTheDocument());
    expect(screen.getByLabelText('Case numbers')).toHaveValue('26BA-CV90555,CT13,Roe lease\n26BA-CV90556');
    expect(screen.getAllByTestId('paste-line')[0]).toHaveTextContent('Roe lease');
    await userEvent.click(button('Follow 2 ready cases'));
    await settle();
    const [[sent]] = calls('follow_lines') as unknown as [[unknown[]]];
    expect(sent[0]).toMatchObject({ case_number: '26BA-CV90555', court_id: 'CT13', label: 'Roe lease' });
    await expectAccessible();
  });
  test('a file that is no list says why, and what was typed stays', async () => {
    await open('#/add/list', 'full', (w) => w.broken.set('list_text', problem));
    await userEvent.type(screen.getByLabelText('Case numbers'), '26BA-CV90555');
    await userEvent.upload(screen.getByTestId('list-file'), new File(['PK'], 'cases.csv', { type: 'text/csv' }));
    await settle();
    expect(screen.getByTestId('problem')).toHaveTextContent(problem.message);
    expect(screen.getByLabelText('Case numbers')).toHaveValue('26BA-CV90555');
  });
  test('a pasted list: looked at here, then a result per line', async () => {
    await open('#/add/list');
    await userEvent.click(screen.getByLabelText('Case numbers'));
    await userEvent.paste("26BA-CV90555\n24ba cv 90212\n26BB-CR9072\n25BA-FC90417\n704900001\nO'Public\nSC900112");
    await waitFor(() => expect(screen.getByText('7 lines: 4 ready, 1 followed already, 2 need you')).toBeInTheDocument());
    expect(calls('follow_lines')).toEqual([]);
    await expectAccessible();
    await userEvent.type(screen.getByLabelText(/Tag for these cases/), 'New');
    await userEvent.click(button('Follow 4 ready cases'));
    await settle();
    const line = (case_number: string, court_id: string | null = null, anyway = false) => ({ case_number, court_id, label: null, matter: null, note: null, anyway });
    expect(calls('follow_lines')).toEqual([[['26BA-CV90555', '24BA-CV90212', '704900001', 'SC900112'].map((n) => line(n)), 'New']]);
    const results = screen.getAllByTestId('paste-line').map((r) => r.dataset.result);
    expect(results).toEqual(['followed', 'followed', 'unusual', 'already', 'ambiguous', 'invalid', 'not_found']);
    expect(screen.getByText('Done: 2 cases followed, 2 lines need you.')).toBeInTheDocument();
    await userEvent.selectOptions(screen.getByLabelText('Which court?'), 'B');
    await settle();
    expect(calls('follow_lines').at(-1), 'with the tag of the list').toEqual([[line('704900001', 'B', true)], 'New']);
    expect(screen.getByText('Done: 2 cases followed, 2 lines need you.'), 'the line of several courts is asked for again').toBeInTheDocument();
    await userEvent.click(button('Ask for line 6 anyway'));
    await settle();
    expect(calls('follow_lines').at(-1)).toEqual([[line("O'PUBLIC", null, true)], 'New']);
    expect(screen.getAllByTestId('paste-line')[5]?.dataset.result).toBe('followed');
    await userEvent.click(button('Edit line 3'));
    const area = screen.getByLabelText<HTMLTextAreaElement>('Case numbers');
    expect(area.value.slice(area.selectionStart, area.selectionEnd)).toBe('26BB-CR9072');
  });
});
