import type { Word } from './en';
import { t as early, more } from './index';

/**
 * The words of what is loaded when it is needed: waiting, messages left, tickets, the overview. Names
 * that contract and tests rely on (Human Chat, Leave a message, Your name, ...) are these English ones.
 */
const late = {
  human: 'Human Chat',
  leave: 'Leave a message',
  opens: 'Our desk answers chats from {time} ({zone} time).',
  here: 'That is {time} where you are.',
  nobody: 'Nobody at our desk can chat at this moment.',
  promised: 'An agent has seen your request',
  seen: '{name} has seen your request',
  typical: 'Guests usually wait about {time}.',
  cancel: 'Cancel',
  cut_off: 'If we get cut off, where can we reach you?',
  reach: 'Email or phone',
  save: 'Save',
  not_now: 'Not now',
  reached: 'Thank you. We will reach you there.',
  keep_chatting: 'Keep chatting with the assistant',
  keep_waiting: 'Keep waiting',
  ask_meanwhile: 'Ask the assistant meanwhile',
  call: 'Call {phone}',
  call_house: 'Call the hotel: {phone}',
  danger: 'Is anybody in danger? Call now.',
  kept: 'Your half-written message is kept.',
  resume: 'Continue writing',
  drop: 'Discard',
  text: 'Your message',
  either: 'An email address or a phone number is needed, so that we can answer.',
  consent: 'We use what you write here to answer you, and for nothing else.',
  send_message: 'Send message',
  need_name: 'Please tell us your name.',
  need_address: 'Please give an email address or a phone number.',
  need_text: 'Please write your message.',
  bad_name: 'Please use another name.',
  bad_email: 'Check the email address: name@example.com.',
  bad_phone: 'Check the phone number: digits, with the country code.',
  unsent: 'Not sent. What you wrote is kept.',
  copy: 'Copy number {n}',
  copied: 'Copied',
  transcript: 'Send me this conversation by email',
  transcript_sent: 'On its way to {email}.',
  transcript_failed: 'It could not be sent. Please try again.',
  ask: 'Ask a question',
  earlier: 'Conversations',
  none: 'Your conversations will be listed here.',
  language: 'Language',
  contact: 'Other ways to reach us',
  resolved: 'This conversation is closed.',
  rate: 'How was it?',
  stars: '1 star|{n} stars',
  thanks: 'Thank you.',
  again: 'Ask again',
  before: 'Before we start',
  name: 'Your name',
  email: 'Email',
  phone: 'Phone',
  continue: 'Continue',
  skip: 'Skip',
  policy: 'Privacy policy',
  too_large: '{name} is too large. At most 10 MB.',
  bad_type: '{name} is not a photo or PDF.',
  not_uploaded: '{name} could not be sent. Please try again.',
  booking: 'I have a booking',
  booking_hint: 'Tell us which one, and you are told what is for guests.',
  booking_number: 'Booking number',
  surname: 'Surname',
  arrival: 'Day of arrival',
  booking_need: 'Please fill in all three.',
  booking_miss:
    'We could not find a booking with these details. Please check them, or ask our team.',
  booking_wait: 'That was a little fast. Please wait a while, or ask our team.',
};

/** A key of either table. */
export type AnyWord = Word | keyof typeof late;

more(late);

/** A text of either table with its places filled; see ./index. */
export const t = early as (word: AnyWord, values?: Record<string, string | number>) => string;
