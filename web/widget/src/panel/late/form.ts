import { uuidv7 } from '../../../../shared/uuid';
import type { Chat, State } from '../chat';

/** A message to be left, as far as it is written. */
export interface Form {
  form_id: string;
  name: string;
  email: string;
  phone: string;
  text: string;
}

/** The fields in the order in which they stand. */
export const FIELDS = ['name', 'email', 'phone', 'text'] as const;
/** One of them. */
export type Field = (typeof FIELDS)[number];

const LATER = 1_500;

let later: ReturnType<typeof setTimeout> | undefined;
/** The form that was last sent or thrown away: news that still tells of it is old. */
let done = '';

/** What the server remembers: who the guest said they are, and what is half written. */
const known = ({ state: { form } }: Chat): State['form'] =>
  form?.form_id === done ? { ...form, form_id: '', text: '' } : form;

/** What this browser keeps of a half-written form; null where nothing is begun. */
const own = (chat: Chat): Form | null => chat.keep.json<Form | null>('form', null);

/** Whether something was written that should not be lost. */
export const begun = (chat: Chat): boolean => !!(own(chat) ?? known(chat))?.text?.trim();

/** What the form begins with: what is half written, here or on the server, and what is known else. */
export function opened(chat: Chat): Form {
  const { form_id, name = '', email = '', phone = '', text = '' } = known(chat) ?? {};
  return own(chat) ?? { form_id: form_id || uuidv7(), name, email, phone, text };
}

/** Keeps what is half written: in the browser at once, with the desk a little later. */
export function keep(chat: Chat, form: Form): void {
  clearTimeout(later);
  chat.keep.set('form', JSON.stringify(form));
  // Nobody who has not written yet is made known to the desk by a half-written form.
  if (chat.session.token)
    later = setTimeout(() => void chat.session.call('PUT', '/form', form).catch(() => {}), LATER);
}

/** It was sent, or thrown away: the next one is another form. */
export function drop(chat: Chat, sent: boolean): void {
  clearTimeout(later);
  done = own(chat)?.form_id ?? known(chat)?.form_id ?? done;
  chat.keep.set('form', null);
  if (!sent && done && chat.session.token) {
    const empty = { form_id: done, name: '', email: '', phone: '', text: '' };
    chat.session.call('PUT', '/form', empty).catch(() => {});
  }
  chat.changed();
}

const EMAIL = /^[^\s<>,;:"\\()[\]@]+@[^\s<>,;:"\\()[\]@]+\.[^\s<>,;:"\\()[\]@.]+$/;

/** Whether it looks like an e-mail address, as the server looks at it. */
export const isEmail = (text: string): boolean => text.length <= 254 && EMAIL.test(text);

/** Whether it looks like a telephone number, as the server looks at it. */
export function isPhone(text: string): boolean {
  const digits = text.match(/\p{Nd}/gu)?.length ?? 0;
  return digits >= 5 && digits <= 20 && text.length <= 40 && /^[\p{Nd}+ ()\-./]+$/u.test(text);
}

/** The longest message, in characters. */
export const LONGEST = 4_000;

/** What is wrong with a form, by field, as a key of the words. */
export function wrong(form: Form): Partial<Record<Field, Wrong>> {
  const found: Partial<Record<Field, Wrong>> = {};
  const email = form.email.trim();
  const phone = form.phone.trim();
  const text = form.text.trim();
  if (!form.name.trim()) found.name = 'need_name';
  if (email && !isEmail(email)) found.email = 'bad_email';
  if (phone && !isPhone(phone)) found.phone = 'bad_phone';
  if (!email && !phone) found.email = 'need_address';
  if (!text) found.text = 'need_text';
  else if (Array.from(text).length > LONGEST) found.text = 'too_long';
  return found;
}

/** A key of the words that say what is wrong. */
export type Wrong =
  | 'need_name'
  | 'need_address'
  | 'need_text'
  | 'bad_name'
  | 'bad_email'
  | 'bad_phone'
  | 'too_long';
