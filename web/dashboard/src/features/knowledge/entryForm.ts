import type { EntryContent, EntryText } from '@/api/hub';

/** What one language says, as it is typed: one wording a line. */
export interface Page {
  language: string;
  questions: string;
  answer: string;
}

/** An entry as it is typed: its first language leads. */
export interface EntryForm {
  pages: Page[];
  bookedOnly: boolean;
  from: string;
  until: string;
}

const lines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

const page = ({ language, questions = [], answer }: EntryText): Page => ({
  language,
  questions: questions.join('\n'),
  answer,
});

export function formOf(content: EntryContent): EntryForm {
  const { language, questions, answer, versions } = content;
  return {
    pages: [page({ language, questions, answer }), ...versions.map(page)],
    bookedOnly: content.booked_only,
    from: content.valid_from ?? '',
    until: content.valid_until ?? '',
  };
}

/** What is sent: a further language that says nothing is left out. */
export function contentOf({ pages, bookedOnly, from, until }: EntryForm): EntryContent {
  const [first, ...others] = pages.map(({ language, questions, answer }) => ({
    language,
    questions: lines(questions),
    answer: answer.trim(),
  }));
  return {
    language: first?.language ?? '',
    questions: first?.questions ?? [],
    answer: first?.answer ?? '',
    versions: others.filter(({ questions, answer }) => questions.length > 0 || answer !== ''),
    booked_only: bookedOnly,
    valid_from: from,
    valid_until: until,
  };
}

/** Why a form cannot be saved, as the key of its sentence. */
export function flawOf(form: EntryForm): 'entry.needsQuestion' | 'entry.endsEarly' | undefined {
  if (lines(form.pages[0]?.questions ?? '').length === 0) return 'entry.needsQuestion';
  if (form.from && form.until && form.until < form.from) return 'entry.endsEarly';
  return undefined;
}

/** True where two contents say the same to guests. */
export function same(a: EntryContent, b: EntryContent): boolean {
  return JSON.stringify(contentOf(formOf(a))) === JSON.stringify(contentOf(formOf(b)));
}
