package desk_test

const lawOuterPlaces = `
# assistant: leaves a message here, nothing written
unchanged; the words are shown
	guest writes · guest wrote, in a history · guest chooses to leave a message here · guest presses the button Human Chat ·
	guest changes an earlier message · guest takes the last message back
→ waiting, a request rings (emergency), offer dismissed, alarm, “emergency”
	guest writes of an emergency · an emergency is found
unchanged
	guest asks for a person · guest asks for a person, nobody available · guest cancels · guest presses Keep waiting ·
	guest asks the assistant meanwhile · guest begins the form · guest is gone · A hands back · A reopens ·
	A is lost for 45 s · A returns · A ends the shift · A is gone, as a promiser ·
	hours end, the switch goes off, the last agent leaves · turn passes · first wait passes · second wait passes ·
	promise passes · transfer wait passes · reminder passes · relief passes · outside wait passes · outside passes ·
	no other app holds the thread · an answer did not leave any more
offer dismissed, settled, “assistant_back”
	guest presses Keep chatting · guest presses the button Keep chatting
offer used, settled, a ticket, “ticket”
	guest leaves a message
→ waiting, a request rings (emergency), offer used, settled, a ticket, alarm, “ticket”, “emergency”
	guest leaves a message of an emergency
unchanged; noted for the desk (rated)
	guest rates
refused: stale (assistant)
	a late answer · a late failure · A replies from a stale screen · A answers and hands back from a stale screen
→ agent A, “joined”
	A takes control
refused: closed (none)
	A accepts · A takes the transfer back · A promises · A promises to an older request · A says Can't now ·
	A says Can't now to an older request
→ agent A, settled, “joined”
	A replies
→ assistant, epoch + 2, settled
	A answers and hands back
→ resolved, offer dismissed, settled, “resolved”
	A resolves · A resolves, confirmed · quiet passes after its limit without a message
refused: conflict (assistant)
	A takes over · A transfers to B · A transfers to everyone
unchanged; noted for the desk (note)
	A writes a note
→ outside, settled
	echo
not yet: armed again
	quiet passes
→ outside, offer dismissed, settled
	another app takes the thread · guest writes, only shown to us
unchanged; noted for the desk (referral)
	guest comes by a link
unchanged; noted for the desk (facts)
	leaving passes

# assistant: leaves a message here, written
unchanged; the words are shown
	guest writes · guest wrote, in a history · guest chooses to leave a message here · guest presses the button Human Chat ·
	guest changes an earlier message · guest takes the last message back
→ waiting, a request rings (emergency), offer dismissed, alarm, “emergency”
	guest writes of an emergency · an emergency is found
unchanged
	guest asks for a person · guest asks for a person, nobody available · guest cancels · guest presses Keep waiting ·
	guest asks the assistant meanwhile · guest begins the form · guest is gone · A hands back · A reopens ·
	A is lost for 45 s · A returns · A ends the shift · A is gone, as a promiser ·
	hours end, the switch goes off, the last agent leaves · turn passes · first wait passes · second wait passes ·
	promise passes · transfer wait passes · reminder passes · relief passes · outside wait passes · outside passes ·
	no other app holds the thread · an answer did not leave any more
a turn is owed, offer dismissed, “assistant_back”
	guest presses Keep chatting · guest presses the button Keep chatting
offer used, settled, a ticket, “ticket”
	guest leaves a message · leaving passes
→ waiting, a request rings (emergency), offer used, settled, a ticket, alarm, “ticket”, “emergency”
	guest leaves a message of an emergency
unchanged; noted for the desk (rated)
	guest rates
refused: stale (assistant)
	a late answer · a late failure · A replies from a stale screen · A answers and hands back from a stale screen
→ agent A, “joined”
	A takes control
refused: closed (none)
	A accepts · A takes the transfer back · A promises · A promises to an older request · A says Can't now ·
	A says Can't now to an older request
→ agent A, settled, “joined”
	A replies
→ assistant, epoch + 2, settled
	A answers and hands back
→ resolved, offer dismissed, settled, “resolved”
	A resolves · A resolves, confirmed · quiet passes after its limit without a message
refused: conflict (assistant)
	A takes over · A transfers to B · A transfers to everyone
unchanged; noted for the desk (note)
	A writes a note
→ outside, settled
	echo
not yet: armed again
	quiet passes
→ outside, offer dismissed, settled
	another app takes the thread · guest writes, only shown to us
unchanged; noted for the desk (referral)
	guest comes by a link

# waiting: leaves a message here, written
unchanged; the words are shown
	guest writes · guest wrote, in a history · guest chooses to leave a message here · guest presses the button Human Chat ·
	guest changes an earlier message · guest takes the last message back
the request becomes one of kind emergency, waits anew, alarm, “emergency”
	guest writes of an emergency · an emergency is found
unchanged
	guest asks for a person · guest asks for a person, nobody available · guest presses Keep waiting ·
	guest asks the assistant meanwhile · guest begins the form · guest is gone · A reopens · A is lost for 45 s ·
	A returns · A ends the shift · A is gone, as a promiser ·
	hours end, the switch goes off, the last agent leaves · turn passes · promise passes · transfer wait passes ·
	reminder passes · relief passes · outside wait passes · outside passes · no other app holds the thread ·
	an answer did not leave any more
→ assistant, request cancelled, “assistant_back”
	guest cancels
→ assistant, request cancelled, a turn is owed, “assistant_back”
	guest presses Keep chatting · guest presses the button Keep chatting
offer used, settled, a ticket, “ticket”
	guest leaves a message · leaving passes
the request becomes one of kind emergency, waits anew, offer used, settled, a ticket, alarm, “ticket”, “emergency”
	guest leaves a message of an emergency
unchanged; noted for the desk (rated)
	guest rates
refused: stale (waiting)
	a late answer · a late failure · A replies from a stale screen · A answers and hands back from a stale screen
→ agent A, request accepted, B is told: taken, “joined”
	A takes control · A accepts
→ agent A, request accepted, settled, B is told: taken, “joined”
	A replies
→ assistant, epoch + 2, request accepted, settled, B is told: taken
	A answers and hands back
refused: conflict (waiting)
	A hands back · A takes over · A transfers to B · A transfers to everyone · A takes the transfer back
→ resolved, request closed, settled, “resolved”
	A resolves · A resolves, confirmed
promised, “promised”
	A promises
refused: closed (none)
	A promises to an older request · A says Can't now to an older request
unchanged; noted for the desk (declined)
	A says Can't now
→ assistant, request expired, offer shown with keep waiting, “nobody_free”
	all who were rung say Can't now · second wait passes
unchanged; noted for the desk (note)
	A writes a note
→ outside, request closed, settled
	echo · another app takes the thread · guest writes, only shown to us
“still_connecting”
	first wait passes
not yet: armed again
	quiet passes · quiet passes after its limit without a message
unchanged; noted for the desk (referral)
	guest comes by a link

# outside: another app holds the thread
→ assistant, a turn is owed
	guest writes
→ waiting, epoch + 2, a request rings (emergency), a turn is owed, alarm, “emergency”
	guest writes of an emergency
unchanged
	guest asks for a person · guest asks for a person, nobody available · guest cancels · guest presses Keep chatting ·
	guest presses Keep waiting · guest asks the assistant meanwhile · guest begins the form · guest is gone ·
	A reopens · A is lost for 45 s · A returns · A ends the shift · A is gone, as a promiser ·
	hours end, the switch goes off, the last agent leaves · turn passes · first wait passes · second wait passes ·
	promise passes · transfer wait passes · reminder passes · relief passes · outside wait passes ·
	another app takes the thread · an answer did not leave any more · leaving passes
offer used, a ticket, “ticket”
	guest leaves a message
offer used, a ticket, alarm, “ticket”, “emergency”
	guest leaves a message of an emergency
unchanged; noted for the desk (rated)
	guest rates
alarm, “emergency”
	an emergency is found
refused: stale (outside)
	a late answer · a late failure
refused: thread_elsewhere
	A takes control · A accepts · A replies · A replies from a stale screen · A answers and hands back ·
	A answers and hands back from a stale screen · A takes over
refused: conflict (outside)
	A hands back · A transfers to B · A transfers to everyone · A takes the transfer back
→ resolved, “resolved”
	A resolves · A resolves, confirmed · quiet passes · quiet passes after its limit without a message
refused: closed (none)
	A promises · A promises to an older request · A says Can't now · A says Can't now to an older request
unchanged; noted for the desk (note)
	A writes a note
unchanged; the words are shown
	echo · guest writes, only shown to us · guest wrote, in a history · guest presses the button Keep chatting ·
	guest changes an earlier message · guest takes the last message back
not yet: armed again
	outside passes
→ assistant
	no other app holds the thread
“leave_here”
	guest chooses to leave a message here
unchanged; noted for the desk (facts)
	guest presses the button Human Chat
unchanged; noted for the desk (referral)
	guest comes by a link

# agent A: another app holds the thread
unchanged; the words are shown
	guest writes · echo · guest writes, only shown to us · guest wrote, in a history · guest presses the button Keep chatting ·
	guest changes an earlier message · guest takes the last message back
alarm, “emergency”
	guest writes of an emergency · an emergency is found
unchanged
	guest asks for a person · guest asks for a person, nobody available · guest cancels · guest presses Keep chatting ·
	guest presses Keep waiting · guest asks the assistant meanwhile · guest begins the form · guest is gone ·
	A reopens · A returns · A is gone, as a promiser · hours end, the switch goes off, the last agent leaves ·
	turn passes · first wait passes · second wait passes · promise passes · transfer wait passes · reminder passes ·
	relief passes · outside wait passes · outside passes · another app takes the thread ·
	an answer did not leave any more · leaving passes
offer used, a ticket, “ticket”
	guest leaves a message
offer used, a ticket, alarm, “ticket”, “emergency”
	guest leaves a message of an emergency
unchanged; noted for the desk (rated)
	guest rates
refused: stale (agent)
	a late answer · a late failure
refused: thread_elsewhere
	A takes control · B takes control · C takes control · A accepts · B accepts · C accepts · A replies · A replies from a stale screen ·
	B replies · A answers and hands back · A answers and hands back from a stale screen ·
	B answers and hands back · A takes over · B takes over · B takes over, confirmed ·
	B (an Admin) takes over, confirmed
→ assistant, “handed_back”
	A hands back
refused: taken
	B hands back
→ resolved, “resolved”
	A resolves · A resolves, confirmed · quiet passes after its limit without a message
refused: not_yours
	B resolves · B transfers · B takes the transfer back
→ resolved, A is told: taken, “resolved”
	B (an Admin) resolves, confirmed
a request rings (transfer)
	A transfers to B · A transfers to everyone · A ends the shift
refused: closed (none)
	A takes the transfer back · A promises · A promises to an older request · B promises · A says Can't now ·
	A says Can't now to an older request · B says Can't now
unchanged; noted for the desk (note)
	A writes a note
unchanged; noted for the desk (lost)
	A is lost for 45 s
not yet: armed again
	quiet passes
unchanged; noted for the desk (thread_ours)
	no other app holds the thread
“leave_here”
	guest chooses to leave a message here
“with_you”
	guest presses the button Human Chat
unchanged; noted for the desk (referral)
	guest comes by a link

# resolved: another app holds the thread
reopened, a turn is owed
	guest writes
reopened, → waiting, a request rings (emergency), a turn is owed, alarm, “emergency”
	guest writes of an emergency
unchanged
	guest asks for a person · guest asks for a person, nobody available · guest cancels · guest presses Keep chatting ·
	guest presses Keep waiting · guest asks the assistant meanwhile · guest begins the form · guest is gone ·
	A hands back · A resolves · A resolves, confirmed · A is lost for 45 s · A returns · A ends the shift ·
	A is gone, as a promiser · hours end, the switch goes off, the last agent leaves · turn passes ·
	first wait passes · second wait passes · promise passes · transfer wait passes · reminder passes · relief passes ·
	outside wait passes · outside passes · quiet passes · another app takes the thread ·
	an answer did not leave any more · leaving passes
reopened, offer used, a ticket, “ticket”
	guest leaves a message
reopened, → waiting, a request rings (emergency), offer used, a ticket, alarm, “ticket”, “emergency”
	guest leaves a message of an emergency
unchanged; noted for the desk (rated)
	guest rates
reopened, → waiting, a request rings (emergency), alarm, “emergency”
	an emergency is found
refused: stale (assistant)
	a late answer · a late failure
refused: thread_elsewhere
	A takes control · A accepts · A replies · A replies from a stale screen · A answers and hands back ·
	A answers and hands back from a stale screen · A takes over
refused: closed (resolved)
	A transfers to B · A transfers to everyone · A takes the transfer back · A promises · A promises to an older request ·
	A says Can't now · A says Can't now to an older request
unchanged; noted for the desk (note)
	A writes a note
reopened
	A reopens
reopened, → outside
	echo · guest writes, only shown to us
unchanged; noted for the desk (thread_ours)
	no other app holds the thread
unchanged; the words are shown
	guest wrote, in a history · guest presses the button Keep chatting · guest changes an earlier message ·
	guest takes the last message back
reopened, “leave_here”
	guest chooses to leave a message here
reopened, → waiting, a request rings (person), “waiting”
	guest presses the button Human Chat
unchanged; noted for the desk (referral)
	guest comes by a link

# outside: the account is only watched
unchanged; the words are shown
	guest writes · echo · guest writes, only shown to us · guest wrote, in a history · guest chooses to leave a message here ·
	guest presses the button Human Chat · guest presses the button Keep chatting ·
	guest changes an earlier message · guest takes the last message back
alarm, “emergency”
	guest writes of an emergency · an emergency is found
unchanged
	guest asks for a person · guest asks for a person, nobody available · guest cancels · guest presses Keep chatting ·
	guest presses Keep waiting · guest asks the assistant meanwhile · guest begins the form · guest is gone ·
	A reopens · A is lost for 45 s · A returns · A ends the shift · A is gone, as a promiser ·
	hours end, the switch goes off, the last agent leaves · turn passes · first wait passes · second wait passes ·
	promise passes · transfer wait passes · reminder passes · relief passes · outside wait passes ·
	no other app holds the thread · an answer did not leave any more · leaving passes
offer used, a ticket, “ticket”
	guest leaves a message
offer used, a ticket, alarm, “ticket”, “emergency”
	guest leaves a message of an emergency
unchanged; noted for the desk (rated)
	guest rates
refused: stale (outside)
	a late answer · a late failure
refused: watch_only
	A takes control · A accepts · A replies · A replies from a stale screen · A answers and hands back ·
	A answers and hands back from a stale screen · A takes over
refused: conflict (outside)
	A hands back · A transfers to B · A transfers to everyone · A takes the transfer back
→ resolved, “resolved”
	A resolves · A resolves, confirmed · quiet passes · quiet passes after its limit without a message
refused: closed (none)
	A promises · A promises to an older request · A says Can't now · A says Can't now to an older request
unchanged; noted for the desk (note)
	A writes a note
not yet: armed again
	outside passes
unchanged; noted for the desk (thread)
	another app takes the thread
unchanged; noted for the desk (referral)
	guest comes by a link

`
