package desk_test

const lawHandover = `
# agent A: reconnecting
unchanged; the words are shown
	guest writes
“with_you”
	guest asks for a person · guest asks for a person, nobody available
unchanged
	guest cancels · guest presses Keep chatting · guest presses Keep waiting ·
	guest asks the assistant meanwhile · guest begins the form · guest is gone · A takes control · A accepts ·
	A takes over · A reopens · A returns · A is gone, as a promiser ·
	hours end, the switch goes off, the last agent leaves · turn passes · first wait passes ·
	second wait passes · promise passes · transfer wait passes · outside wait passes · outside passes
offer used, settled, a ticket, “ticket”
	guest leaves a message
unchanged; noted for the desk (rated)
	guest rates
alarm, “emergency”
	an emergency is found · guest writes of an emergency
offer used, settled, a ticket, alarm, “ticket”, “emergency”
	guest leaves a message of an emergency
refused: stale (agent)
	a late answer · a late failure · A replies from a stale screen ·
	A answers and hands back from a stale screen
refused: taken
	B takes control · C takes control · B accepts · C accepts · B replies · B answers and hands back ·
	B hands back
settled
	A replies · echo
→ assistant, settled, “handed_back”
	A answers and hands back
→ assistant, a turn is owed, “handed_back”
	A hands back
refused: confirm_needed
	A resolves · B takes over
→ resolved, settled, “resolved”
	A resolves, confirmed
refused: not_yours
	B resolves · B transfers · B takes the transfer back
→ resolved, settled, A is told: taken, “resolved”
	B (an Admin) resolves, confirmed
→ agent B, A is told: taken, “joined”
	B takes over, confirmed · B (an Admin) takes over, confirmed
a request rings (transfer)
	A transfers to B · A transfers to everyone · A ends the shift
refused: closed (none)
	A takes the transfer back · A promises · A promises to an older request · B promises · A says Can't now ·
	A says Can't now to an older request · B says Can't now
unchanged; noted for the desk (note)
	A writes a note
→ waiting, a request rings (person), “lost”
	A is lost for 45 s
offer shown with the assistant meanwhile, A is told: reminder, “still_with_you”
	reminder passes
→ waiting, a request rings (person), A is told: relieved, “relieved”
	relief passes
→ assistant, a turn is owed, offer shown, A is told: relieved, “nobody_free”
	relief passes, nobody else eligible
not yet: armed again
	quiet passes ·
	quiet passes after its limit without a message

# agent A: lost, nothing unanswered
→ waiting, a request rings (person), “lost”
	guest writes · guest asks for a person · guest asks for a person, nobody available
unchanged
	guest cancels · guest presses Keep chatting · guest presses Keep waiting ·
	guest asks the assistant meanwhile · guest begins the form · guest is gone · A takes control · A accepts ·
	A takes over · A reopens · A is lost for 45 s · A is gone, as a promiser ·
	hours end, the switch goes off, the last agent leaves · turn passes · first wait passes ·
	second wait passes · promise passes · transfer wait passes · reminder passes · relief passes ·
	outside wait passes · outside passes
offer used, a ticket, “ticket”
	guest leaves a message
unchanged; noted for the desk (rated)
	guest rates
alarm, “emergency”
	an emergency is found
offer used, a ticket, alarm, “ticket”, “emergency”
	guest leaves a message of an emergency
→ waiting, a request rings (emergency), alarm, “lost”, “emergency”
	guest writes of an emergency
refused: stale (agent)
	a late answer · a late failure · A replies from a stale screen ·
	A answers and hands back from a stale screen
refused: taken
	B takes control · C takes control · B accepts · C accepts · B replies · B answers and hands back ·
	B hands back
unchanged; the words are shown
	A replies · echo
→ assistant, “handed_back”
	A answers and hands back · A hands back
→ resolved, “resolved”
	A resolves · A resolves, confirmed ·
	quiet passes after its limit without a message
refused: not_yours
	B resolves · B transfers · B takes the transfer back
→ resolved, A is told: taken, “resolved”
	B (an Admin) resolves, confirmed
refused: confirm_needed
	B takes over
→ agent B, A is told: taken, “joined”
	B takes over, confirmed · B (an Admin) takes over, confirmed
a request rings (transfer)
	A transfers to B · A transfers to everyone · A ends the shift
refused: closed (none)
	A takes the transfer back · A promises · A promises to an older request · B promises · A says Can't now ·
	A says Can't now to an older request · B says Can't now
unchanged; noted for the desk (note)
	A writes a note
unchanged; noted for the desk (back)
	A returns
not yet: armed again
	quiet passes

# agent A: transfer to B open, unanswered
unchanged; the words are shown
	guest writes
“with_you”
	guest asks for a person · guest asks for a person, nobody available
unchanged
	guest cancels · guest presses Keep chatting · guest presses Keep waiting ·
	guest asks the assistant meanwhile · guest begins the form · guest is gone · A takes control · A accepts ·
	A takes over · A reopens · A returns · A is gone, as a promiser ·
	hours end, the switch goes off, the last agent leaves · turn passes · first wait passes ·
	second wait passes · promise passes · outside wait passes · outside passes
offer used, settled, a ticket, “ticket”
	guest leaves a message
unchanged; noted for the desk (rated)
	guest rates
alarm, “emergency”
	an emergency is found · guest writes of an emergency
offer used, settled, a ticket, alarm, “ticket”, “emergency”
	guest leaves a message of an emergency
refused: stale (agent)
	a late answer · a late failure · A replies from a stale screen ·
	A answers and hands back from a stale screen
→ agent B, request accepted, A is told: taken, “joined”
	B takes control · B accepts
refused: taken
	C takes control · C accepts · B replies · B answers and hands back · B hands back · B takes over ·
	B takes over, confirmed
settled
	A replies · echo
→ assistant, request closed, settled, “handed_back”
	A answers and hands back
→ assistant, request closed, a turn is owed, “handed_back”
	A hands back
refused: confirm_needed
	A resolves
→ resolved, request closed, settled, “resolved”
	A resolves, confirmed
refused: not_yours
	B resolves · B transfers · B takes the transfer back
→ resolved, request closed, settled, A is told: taken, “resolved”
	B (an Admin) resolves, confirmed
→ agent B, request closed, A is told: taken, “joined”
	B (an Admin) takes over, confirmed
refused: conflict (transfer)
	A transfers to B · A transfers to everyone · A promises · A promises to an older request · B promises
request closed
	A takes the transfer back
refused: not_offered
	A says Can't now
refused: closed (none)
	A says Can't now to an older request
request expired, A is told: transfer ended
	B says Can't now · all who were rung say Can't now · transfer wait passes
unchanged; noted for the desk (note)
	A writes a note
→ waiting, the request becomes one of kind person, waits anew, “lost”
	A is lost for 45 s
rings anew to everyone
	A ends the shift
offer shown with the assistant meanwhile, A is told: reminder, “still_with_you”
	reminder passes
→ waiting, the request becomes one of kind person, waits anew, A is told: relieved, “relieved”
	relief passes · relief passes, nobody else eligible
not yet: armed again
	quiet passes ·
	quiet passes after its limit without a message

# agent A: transfer to everyone open
unchanged; the words are shown
	guest writes · A replies · echo
“with_you”
	guest asks for a person · guest asks for a person, nobody available
unchanged
	guest cancels · guest presses Keep chatting · guest presses Keep waiting ·
	guest asks the assistant meanwhile · guest begins the form · guest is gone · A takes control · A accepts ·
	A takes over · A reopens · A returns · A is gone, as a promiser ·
	hours end, the switch goes off, the last agent leaves · turn passes · first wait passes ·
	second wait passes · promise passes · reminder passes · relief passes · outside wait passes ·
	outside passes
offer used, a ticket, “ticket”
	guest leaves a message
unchanged; noted for the desk (rated)
	guest rates
alarm, “emergency”
	an emergency is found · guest writes of an emergency
offer used, a ticket, alarm, “ticket”, “emergency”
	guest leaves a message of an emergency
refused: stale (agent)
	a late answer · a late failure · A replies from a stale screen ·
	A answers and hands back from a stale screen
→ agent B, request accepted, A is told: taken, “joined”
	B takes control · B accepts
→ agent C, request accepted, B is told: taken, A is told: taken, “joined”
	C takes control · C accepts
refused: taken
	B replies · B answers and hands back · B hands back · B takes over · B takes over, confirmed
→ assistant, request closed, “handed_back”
	A answers and hands back · A hands back
→ resolved, request closed, “resolved”
	A resolves · A resolves, confirmed
refused: not_yours
	B resolves · B transfers · B takes the transfer back
→ resolved, request closed, A is told: taken, “resolved”
	B (an Admin) resolves, confirmed
→ agent B, request closed, A is told: taken, “joined”
	B (an Admin) takes over, confirmed
refused: conflict (transfer)
	A transfers to B · A transfers to everyone · A promises · A promises to an older request · B promises
request closed
	A takes the transfer back
refused: not_offered
	A says Can't now
refused: closed (none)
	A says Can't now to an older request
unchanged; noted for the desk (declined)
	B says Can't now · all who were rung say Can't now
unchanged; noted for the desk (note)
	A writes a note
→ waiting, the request becomes one of kind person, waits anew, “lost”
	A is lost for 45 s
rings anew to everyone
	A ends the shift
request expired, A is told: transfer ended
	transfer wait passes
not yet: armed again
	quiet passes ·
	quiet passes after its limit without a message

# agent A: shift ended, nothing unanswered
unchanged; the words are shown
	guest writes · A replies · echo
“with_you”
	guest asks for a person · guest asks for a person, nobody available
unchanged
	guest cancels · guest presses Keep chatting · guest presses Keep waiting ·
	guest asks the assistant meanwhile · guest begins the form · guest is gone · A takes control · A accepts ·
	A takes over · A reopens · A returns · A ends the shift · A is gone, as a promiser ·
	hours end, the switch goes off, the last agent leaves · turn passes · first wait passes ·
	second wait passes · promise passes · reminder passes · relief passes · outside wait passes ·
	outside passes
offer used, a ticket, “ticket”
	guest leaves a message
unchanged; noted for the desk (rated)
	guest rates
alarm, “emergency”
	an emergency is found · guest writes of an emergency
offer used, a ticket, alarm, “ticket”, “emergency”
	guest leaves a message of an emergency
refused: stale (agent)
	a late answer · a late failure · A replies from a stale screen ·
	A answers and hands back from a stale screen
→ agent B, request accepted, A is told: taken, “joined”
	B takes control · B accepts
→ agent C, request accepted, B is told: taken, A is told: taken, “joined”
	C takes control · C accepts
refused: taken
	B replies · B answers and hands back · B hands back · B takes over · B takes over, confirmed
→ assistant, request closed, “handed_back”
	A answers and hands back · A hands back
→ resolved, request closed, “resolved”
	A resolves · A resolves, confirmed
refused: not_yours
	B resolves · B transfers · B takes the transfer back
→ resolved, request closed, A is told: taken, “resolved”
	B (an Admin) resolves, confirmed
→ agent B, request closed, A is told: taken, “joined”
	B (an Admin) takes over, confirmed
refused: conflict (transfer)
	A transfers to B · A transfers to everyone · A promises · A promises to an older request · B promises
request closed
	A takes the transfer back
refused: not_offered
	A says Can't now
refused: closed (none)
	A says Can't now to an older request
unchanged; noted for the desk (declined)
	B says Can't now · all who were rung say Can't now
unchanged; noted for the desk (note)
	A writes a note
unchanged; noted for the desk (lost)
	A is lost for 45 s
→ assistant, request expired, “handed_back”
	transfer wait passes
not yet: armed again
	quiet passes ·
	quiet passes after its limit without a message

# agent A: shift ended, unanswered
unchanged; the words are shown
	guest writes
“with_you”
	guest asks for a person · guest asks for a person, nobody available
unchanged
	guest cancels · guest presses Keep chatting · guest presses Keep waiting ·
	guest asks the assistant meanwhile · guest begins the form · guest is gone · A takes control · A accepts ·
	A takes over · A reopens · A returns · A ends the shift · A is gone, as a promiser ·
	hours end, the switch goes off, the last agent leaves · turn passes · first wait passes ·
	second wait passes · promise passes · outside wait passes · outside passes
offer used, settled, a ticket, “ticket”
	guest leaves a message
unchanged; noted for the desk (rated)
	guest rates
alarm, “emergency”
	an emergency is found · guest writes of an emergency
offer used, settled, a ticket, alarm, “ticket”, “emergency”
	guest leaves a message of an emergency
refused: stale (agent)
	a late answer · a late failure · A replies from a stale screen ·
	A answers and hands back from a stale screen
→ agent B, request accepted, A is told: taken, “joined”
	B takes control · B accepts
→ agent C, request accepted, B is told: taken, A is told: taken, “joined”
	C takes control · C accepts
settled
	A replies · echo
refused: taken
	B replies · B answers and hands back · B hands back · B takes over · B takes over, confirmed
→ assistant, request closed, settled, “handed_back”
	A answers and hands back
→ assistant, request closed, a turn is owed, “handed_back”
	A hands back
refused: confirm_needed
	A resolves
→ resolved, request closed, settled, “resolved”
	A resolves, confirmed
refused: not_yours
	B resolves · B transfers · B takes the transfer back
→ resolved, request closed, settled, A is told: taken, “resolved”
	B (an Admin) resolves, confirmed
→ agent B, request closed, A is told: taken, “joined”
	B (an Admin) takes over, confirmed
refused: conflict (transfer)
	A transfers to B · A transfers to everyone · A promises · A promises to an older request · B promises
request closed
	A takes the transfer back
refused: not_offered
	A says Can't now
refused: closed (none)
	A says Can't now to an older request
unchanged; noted for the desk (declined)
	B says Can't now · all who were rung say Can't now
unchanged; noted for the desk (note)
	A writes a note
→ waiting, the request becomes one of kind person, waits anew, “lost”
	A is lost for 45 s
→ waiting, the request becomes one of kind person, waits anew, “relieved”
	transfer wait passes
offer shown with the assistant meanwhile, A is told: reminder, “still_with_you”
	reminder passes
→ waiting, the request becomes one of kind person, waits anew, A is told: relieved, “relieved”
	relief passes · relief passes, nobody else eligible
not yet: armed again
	quiet passes ·
	quiet passes after its limit without a message

`
