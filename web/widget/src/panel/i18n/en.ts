/**
 * The words of the widget's own surface that stand on it from the beginning; ./late has the others. Names that contract and tests rely on (Message, Send, Human
 * Chat, ...) are these English ones. `{x}` is filled in; a `one|many` text is chosen by `{n}`.
 */
export const en = {
  log: 'Conversation',
  message: 'Message',
  placeholder: 'Write a message…',
  send: 'Send',
  attach: 'Attach a photo or file',
  close: 'Close chat',
  home: 'Overview',
  back: 'Back to the chat',
  assistant: 'Digital assistant',
  ai: 'AI',
  waiting: 'Waiting for the front desk',
  person: 'You are chatting with a person',
  desk: 'Front desk',
  typing: '{name} is writing',
  answering: 'The assistant is answering',
  you: 'You',
  says: '{name}: {text}',
  new_messages: '1 new message|{n} new messages',
  latest: 'Latest messages',
  sending: 'Sending',
  queued: 'Waiting to be sent',
  stored: 'Sent',
  delivered: 'Delivered',
  read: 'Read',
  failed: 'Not sent',
  retry: 'Retry',
  remove: 'Delete',
  offline: 'Reconnecting. What you write is kept and sent.',
  offline_wait: 'Reconnecting. Your place is kept.',
  unkept: 'This browser does not keep the chat.',
  renewed: 'A new chat began here. The earlier one is no longer open.',
  unavailable: 'The chat is not available at the moment.',
  too_long: 'This message is too long.',
  privacy: 'Privacy',
  download: 'Download {name}',
  new_tab: 'opens in a new tab',
  earlier_note: 'An earlier conversation',
  not_asked: 'Not what I asked',
  uploading: 'Uploading {name}',
  discard: 'Remove {name}',
};

/** A key of the table. */
export type Word = keyof typeof en;
