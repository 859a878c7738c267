package desk_test

const lawOuter = `
# assistant: idle
→ outside
	another app takes the thread · guest writes, only shown to us
unchanged
	no other app holds the thread · leaving passes
unchanged; the words are shown
	guest wrote, in a history · guest presses the button Keep chatting · guest changes an earlier message ·
	guest takes the last message back
“leave_here”
	guest chooses to leave a message here
→ waiting, a request rings (person), “waiting”
	guest presses the button Human Chat
unchanged; noted for the desk (referral)
	guest comes by a link
a turn is owed
	an answer did not leave any more

# assistant: a turn is owed
→ outside, turn withdrawn, settled
	another app takes the thread · guest writes, only shown to us
unchanged
	no other app holds the thread · an answer did not leave any more · leaving passes
unchanged; the words are shown
	guest wrote, in a history · guest presses the button Keep chatting · guest changes an earlier message
“leave_here”
	guest chooses to leave a message here
→ waiting, a request rings (person), the turn goes on, “waiting”
	guest presses the button Human Chat
turn withdrawn, settled
	guest takes the last message back
unchanged; noted for the desk (referral)
	guest comes by a link
turn failed, offer shown, “cannot_help”
	the answer cannot be sent any more

# assistant: offer shown, the assistant could not answer
→ outside, offer dismissed, settled
	another app takes the thread · guest writes, only shown to us
unchanged
	no other app holds the thread · an answer did not leave any more · leaving passes
unchanged; the words are shown
	guest wrote, in a history · guest changes an earlier message
“leave_here”
	guest chooses to leave a message here
→ waiting, a request rings (person), offer dismissed, “waiting”
	guest presses the button Human Chat
a turn is owed, offer dismissed, “assistant_back”
	guest presses the button Keep chatting
settled
	guest takes the last message back
unchanged; noted for the desk (referral)
	guest comes by a link

# assistant: offer shown after an expiry
→ outside, offer dismissed, settled
	another app takes the thread · guest writes, only shown to us
unchanged
	no other app holds the thread · leaving passes
unchanged; the words are shown
	guest wrote, in a history · guest changes an earlier message · guest takes the last message back
“leave_here”
	guest chooses to leave a message here
→ waiting, a request rings (person), offer dismissed, “waiting”
	guest presses the button Human Chat
offer dismissed, settled, “assistant_back”
	guest presses the button Keep chatting
unchanged; noted for the desk (referral)
	guest comes by a link
unchanged; noted for the desk (unsaid)
	an answer did not leave any more

# assistant: offer shown after an expiry, waited once more
→ outside, offer dismissed, settled
	another app takes the thread · guest writes, only shown to us
unchanged
	no other app holds the thread · leaving passes
unchanged; the words are shown
	guest wrote, in a history · guest changes an earlier message · guest takes the last message back
“leave_here”
	guest chooses to leave a message here
→ waiting, a request rings (person), offer dismissed, “waiting”
	guest presses the button Human Chat
offer dismissed, settled, “assistant_back”
	guest presses the button Keep chatting
unchanged; noted for the desk (referral)
	guest comes by a link
unchanged; noted for the desk (unsaid)
	an answer did not leave any more

# assistant: offer shown, nobody was available
→ outside, offer dismissed, settled
	another app takes the thread · guest writes, only shown to us
unchanged
	no other app holds the thread · leaving passes
unchanged; the words are shown
	guest wrote, in a history · guest presses the button Human Chat · guest changes an earlier message · guest takes the last message back
“leave_here”
	guest chooses to leave a message here
offer dismissed, settled, “assistant_back”
	guest presses the button Keep chatting
unchanged; noted for the desk (referral)
	guest comes by a link
unchanged; noted for the desk (unsaid)
	an answer did not leave any more

# waiting: rings, first wait
→ outside, request closed, settled
	another app takes the thread · guest writes, only shown to us
unchanged
	no other app holds the thread · leaving passes
unchanged; the words are shown
	guest wrote, in a history · guest presses the button Human Chat · guest changes an earlier message · guest takes the last message back
“leave_here”
	guest chooses to leave a message here
→ assistant, request cancelled, settled, “assistant_back”
	guest presses the button Keep chatting
unchanged; noted for the desk (referral)
	guest comes by a link
a turn is owed
	an answer did not leave any more

# waiting: rings, second wait
→ outside, request closed, settled
	another app takes the thread · guest writes, only shown to us
unchanged
	no other app holds the thread · leaving passes
unchanged; the words are shown
	guest wrote, in a history · guest presses the button Human Chat · guest changes an earlier message · guest takes the last message back
“leave_here”
	guest chooses to leave a message here
→ assistant, request cancelled, settled, “assistant_back”
	guest presses the button Keep chatting
unchanged; noted for the desk (referral)
	guest comes by a link
a turn is owed
	an answer did not leave any more

# waiting: rings, an unanswered message
→ outside, request closed, turn withdrawn, settled
	another app takes the thread · guest writes, only shown to us
unchanged
	no other app holds the thread · an answer did not leave any more · leaving passes
unchanged; the words are shown
	guest wrote, in a history · guest presses the button Human Chat · guest changes an earlier message · guest takes the last message back
“leave_here”
	guest chooses to leave a message here
→ assistant, request cancelled, the turn goes on, “assistant_back”
	guest presses the button Keep chatting
unchanged; noted for the desk (referral)
	guest comes by a link
turn failed
	the answer cannot be sent any more

# waiting: rings, a message was left
→ outside, request closed
	another app takes the thread · guest writes, only shown to us
unchanged
	no other app holds the thread · an answer did not leave any more · leaving passes
unchanged; the words are shown
	guest wrote, in a history · guest changes an earlier message · guest takes the last message back
“leave_here”
	guest chooses to leave a message here
“waiting”
	guest presses the button Human Chat
→ assistant, request cancelled, “assistant_back”
	guest presses the button Keep chatting
unchanged; noted for the desk (referral)
	guest comes by a link

# waiting: rings, an unanswered message, the assistant does not help
→ outside, request closed, settled
	another app takes the thread · guest writes, only shown to us
unchanged
	no other app holds the thread · an answer did not leave any more · leaving passes
unchanged; the words are shown
	guest wrote, in a history · guest presses the button Human Chat · guest changes an earlier message · guest takes the last message back
“leave_here”
	guest chooses to leave a message here
→ assistant, request cancelled, a turn is owed, “assistant_back”
	guest presses the button Keep chatting
unchanged; noted for the desk (referral)
	guest comes by a link

# waiting: promised by P
→ outside, request closed, settled, P is told: promise void
	another app takes the thread · guest writes, only shown to us
unchanged
	no other app holds the thread · leaving passes
unchanged; the words are shown
	guest wrote, in a history · guest presses the button Human Chat · guest changes an earlier message · guest takes the last message back
“leave_here”
	guest chooses to leave a message here
→ assistant, request cancelled, settled, P is told: promise void, “assistant_back”
	guest presses the button Keep chatting
unchanged; noted for the desk (referral)
	guest comes by a link
a turn is owed
	an answer did not leave any more

# waiting: A was lost
→ outside, request closed, settled
	another app takes the thread · guest writes, only shown to us
unchanged
	no other app holds the thread · an answer did not leave any more · leaving passes
unchanged; the words are shown
	guest wrote, in a history · guest changes an earlier message
“leave_here”
	guest chooses to leave a message here
“waiting”
	guest presses the button Human Chat
→ assistant, request cancelled, a turn is owed, “assistant_back”
	guest presses the button Keep chatting
settled
	guest takes the last message back
unchanged; noted for the desk (referral)
	guest comes by a link

# waiting: emergency
→ outside, request closed, turn withdrawn, settled
	another app takes the thread · guest writes, only shown to us
unchanged
	no other app holds the thread · an answer did not leave any more · leaving passes
unchanged; the words are shown
	guest wrote, in a history · guest presses the button Keep chatting · guest changes an earlier message
“leave_here”
	guest chooses to leave a message here
“waiting”
	guest presses the button Human Chat
turn withdrawn, settled
	guest takes the last message back
unchanged; noted for the desk (referral)
	guest comes by a link
turn failed
	the answer cannot be sent any more

# waiting: emergency, both waits over, a message was left
→ outside, request closed
	another app takes the thread · guest writes, only shown to us
unchanged
	no other app holds the thread · an answer did not leave any more · leaving passes
unchanged; the words are shown
	guest wrote, in a history · guest presses the button Keep chatting · guest changes an earlier message ·
	guest takes the last message back
“leave_here”
	guest chooses to leave a message here
offer shown, “waiting”
	guest presses the button Human Chat
unchanged; noted for the desk (referral)
	guest comes by a link

# agent A: nothing unanswered
unchanged; noted for the desk (thread)
	another app takes the thread
unchanged
	no other app holds the thread · an answer did not leave any more · leaving passes
unchanged; the words are shown
	guest writes, only shown to us · guest wrote, in a history · guest presses the button Keep chatting · guest changes an earlier message ·
	guest takes the last message back
“leave_here”
	guest chooses to leave a message here
“with_you”
	guest presses the button Human Chat
unchanged; noted for the desk (referral)
	guest comes by a link

# agent A: unanswered
settled
	another app takes the thread · guest writes, only shown to us · guest takes the last message back
unchanged
	no other app holds the thread · an answer did not leave any more · leaving passes
unchanged; the words are shown
	guest wrote, in a history · guest presses the button Keep chatting · guest changes an earlier message
“leave_here”
	guest chooses to leave a message here
“with_you”
	guest presses the button Human Chat
unchanged; noted for the desk (referral)
	guest comes by a link

# agent A: past the reminder
settled
	another app takes the thread · guest writes, only shown to us · guest takes the last message back
unchanged
	no other app holds the thread · an answer did not leave any more · leaving passes
unchanged; the words are shown
	guest wrote, in a history · guest presses the button Keep chatting · guest changes an earlier message
“leave_here”
	guest chooses to leave a message here
“with_you”
	guest presses the button Human Chat
unchanged; noted for the desk (referral)
	guest comes by a link

# agent A: past the reminder, only a wish
settled
	another app takes the thread · guest writes, only shown to us
unchanged
	no other app holds the thread · leaving passes
unchanged; the words are shown
	guest wrote, in a history · guest presses the button Human Chat · guest presses the button Keep chatting ·
	guest changes an earlier message · guest takes the last message back
“leave_here”
	guest chooses to leave a message here
unchanged; noted for the desk (referral)
	guest comes by a link
unchanged; noted for the desk (unsaid)
	an answer did not leave any more

# agent A: past the reminder, a form is begun
settled
	another app takes the thread · guest writes, only shown to us · guest takes the last message back
unchanged
	no other app holds the thread · an answer did not leave any more · leaving passes
unchanged; the words are shown
	guest wrote, in a history · guest presses the button Keep chatting · guest changes an earlier message
“leave_here”
	guest chooses to leave a message here
“with_you”
	guest presses the button Human Chat
unchanged; noted for the desk (referral)
	guest comes by a link

# agent A: reconnecting
settled
	another app takes the thread · guest writes, only shown to us · guest takes the last message back
unchanged
	no other app holds the thread · an answer did not leave any more · leaving passes
unchanged; the words are shown
	guest wrote, in a history · guest presses the button Keep chatting · guest changes an earlier message
“leave_here”
	guest chooses to leave a message here
“with_you”
	guest presses the button Human Chat
unchanged; noted for the desk (referral)
	guest comes by a link

# agent A: lost, nothing unanswered
unchanged; noted for the desk (thread)
	another app takes the thread
unchanged
	no other app holds the thread · an answer did not leave any more · leaving passes
unchanged; the words are shown
	guest writes, only shown to us · guest wrote, in a history · guest presses the button Keep chatting · guest changes an earlier message ·
	guest takes the last message back
“leave_here”
	guest chooses to leave a message here
→ waiting, a request rings (person), “lost”
	guest presses the button Human Chat
unchanged; noted for the desk (referral)
	guest comes by a link

# agent A: transfer to B open, unanswered
settled
	another app takes the thread · guest writes, only shown to us · guest takes the last message back
unchanged
	no other app holds the thread · an answer did not leave any more · leaving passes
unchanged; the words are shown
	guest wrote, in a history · guest presses the button Keep chatting · guest changes an earlier message
“leave_here”
	guest chooses to leave a message here
“with_you”
	guest presses the button Human Chat
unchanged; noted for the desk (referral)
	guest comes by a link

# agent A: transfer to everyone open
unchanged; noted for the desk (thread)
	another app takes the thread
unchanged
	no other app holds the thread · an answer did not leave any more · leaving passes
unchanged; the words are shown
	guest writes, only shown to us · guest wrote, in a history · guest presses the button Keep chatting · guest changes an earlier message ·
	guest takes the last message back
“leave_here”
	guest chooses to leave a message here
“with_you”
	guest presses the button Human Chat
unchanged; noted for the desk (referral)
	guest comes by a link

# agent A: shift ended, nothing unanswered
unchanged; noted for the desk (thread)
	another app takes the thread
unchanged
	no other app holds the thread · an answer did not leave any more · leaving passes
unchanged; the words are shown
	guest writes, only shown to us · guest wrote, in a history · guest presses the button Keep chatting · guest changes an earlier message ·
	guest takes the last message back
“leave_here”
	guest chooses to leave a message here
“with_you”
	guest presses the button Human Chat
unchanged; noted for the desk (referral)
	guest comes by a link

# agent A: shift ended, unanswered
settled
	another app takes the thread · guest writes, only shown to us · guest takes the last message back
unchanged
	no other app holds the thread · an answer did not leave any more · leaving passes
unchanged; the words are shown
	guest wrote, in a history · guest presses the button Keep chatting · guest changes an earlier message
“leave_here”
	guest chooses to leave a message here
“with_you”
	guest presses the button Human Chat
unchanged; noted for the desk (referral)
	guest comes by a link

# outside: nothing unanswered
unchanged; noted for the desk (thread)
	another app takes the thread
unchanged
	no other app holds the thread · an answer did not leave any more · leaving passes
unchanged; the words are shown
	guest writes, only shown to us · guest wrote, in a history · guest presses the button Keep chatting · guest changes an earlier message ·
	guest takes the last message back
“leave_here”
	guest chooses to leave a message here
unchanged; noted for the desk (facts)
	guest presses the button Human Chat
unchanged; noted for the desk (referral)
	guest comes by a link

# outside: unanswered
settled
	another app takes the thread · guest writes, only shown to us · guest takes the last message back
unchanged
	no other app holds the thread · an answer did not leave any more · leaving passes
unchanged; the words are shown
	guest wrote, in a history · guest presses the button Keep chatting · guest changes an earlier message
“leave_here”
	guest chooses to leave a message here
unchanged; noted for the desk (facts)
	guest presses the button Human Chat
unchanged; noted for the desk (referral)
	guest comes by a link

# resolved: within 7 days
unchanged; noted for the desk (thread)
	another app takes the thread
unchanged
	no other app holds the thread · an answer did not leave any more · leaving passes
reopened, → outside
	guest writes, only shown to us
unchanged; the words are shown
	guest wrote, in a history · guest presses the button Keep chatting · guest changes an earlier message ·
	guest takes the last message back
reopened, “leave_here”
	guest chooses to leave a message here
reopened, → waiting, a request rings (person), “waiting”
	guest presses the button Human Chat
unchanged; noted for the desk (referral)
	guest comes by a link

# resolved: later
unchanged; noted for the desk (thread)
	another app takes the thread
unchanged
	no other app holds the thread · an answer did not leave any more · leaving passes
a new conversation, the same there
	guest writes, only shown to us · guest chooses to leave a message here · guest presses the button Human Chat
unchanged; the words are shown
	guest wrote, in a history · guest presses the button Keep chatting · guest changes an earlier message ·
	guest takes the last message back
unchanged; noted for the desk (referral)
	guest comes by a link

`
