package desk_test

const lawAgent = `
# agent A: nothing unanswered
unchanged; the words are shown
	guest writes · A replies · echo
“with_you”
	guest asks for a person · guest asks for a person, nobody available
unchanged
	guest cancels · guest presses Keep chatting · guest presses Keep waiting ·
	guest asks the assistant meanwhile · guest begins the form · guest is gone · A takes control · A accepts ·
	A takes over · A reopens · A returns · A is gone, as a promiser ·
	hours end, the switch goes off, the last agent leaves · turn passes · first wait passes ·
	second wait passes · promise passes · transfer wait passes · reminder passes · relief passes ·
	outside wait passes · outside passes
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
refused: taken
	B takes control · C takes control · B accepts · C accepts · B replies · B answers and hands back ·
	B hands back · B takes over · B takes over, confirmed
→ assistant, “handed_back”
	A answers and hands back · A hands back
→ resolved, “resolved”
	A resolves · A resolves, confirmed ·
	quiet passes after its limit without a message
refused: not_yours
	B resolves · B transfers · B takes the transfer back
→ resolved, A is told: taken, “resolved”
	B (an Admin) resolves, confirmed
→ agent B, A is told: taken, “joined”
	B (an Admin) takes over, confirmed
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

# agent A: unanswered
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
	B hands back · B takes over · B takes over, confirmed
settled
	A replies · echo
→ assistant, settled, “handed_back”
	A answers and hands back
→ assistant, a turn is owed, “handed_back”
	A hands back
refused: confirm_needed
	A resolves
→ resolved, settled, “resolved”
	A resolves, confirmed
refused: not_yours
	B resolves · B transfers · B takes the transfer back
→ resolved, settled, A is told: taken, “resolved”
	B (an Admin) resolves, confirmed
→ agent B, A is told: taken, “joined”
	B (an Admin) takes over, confirmed
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

# agent A: past the reminder
unchanged; the words are shown
	guest writes
“with_you”
	guest asks for a person · guest asks for a person, nobody available
unchanged
	guest cancels · guest presses Keep chatting · guest presses Keep waiting · guest is gone ·
	A takes control · A accepts · A takes over · A reopens · A returns · A is gone, as a promiser ·
	hours end, the switch goes off, the last agent leaves · turn passes · first wait passes ·
	second wait passes · promise passes · transfer wait passes · reminder passes · outside wait passes ·
	outside passes
→ waiting, a request rings (person), a turn is owed, offer dismissed, “meanwhile”
	guest asks the assistant meanwhile
unchanged; noted for the desk (facts)
	guest begins the form
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
offer dismissed, settled
	A replies · echo
→ assistant, offer dismissed, settled, “handed_back”
	A answers and hands back
→ assistant, a turn is owed, “handed_back”
	A hands back
refused: confirm_needed
	A resolves · B takes over
→ resolved, offer dismissed, settled, “resolved”
	A resolves, confirmed
refused: not_yours
	B resolves · B transfers · B takes the transfer back
→ resolved, offer dismissed, settled, A is told: taken, “resolved”
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
→ waiting, a request rings (person), A is told: relieved, “relieved”
	relief passes
→ assistant, a turn is owed, A is told: relieved, “nobody_free”
	relief passes, nobody else eligible
not yet: armed again
	quiet passes ·
	quiet passes after its limit without a message

# agent A: past the reminder, only a wish
unchanged; the words are shown
	guest writes
unchanged
	guest asks for a person · guest asks for a person, nobody available · guest cancels ·
	guest presses Keep chatting · guest presses Keep waiting · guest is gone · A takes control · A accepts ·
	A takes over · A reopens · A returns · A is gone, as a promiser ·
	hours end, the switch goes off, the last agent leaves · turn passes · first wait passes ·
	second wait passes · promise passes · transfer wait passes · reminder passes · outside wait passes ·
	outside passes
→ waiting, a request rings (person), “meanwhile”
	guest asks the assistant meanwhile
unchanged; noted for the desk (facts)
	guest begins the form
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
offer dismissed, settled
	A replies · echo
→ assistant, offer dismissed, settled, “handed_back”
	A answers and hands back
→ assistant, settled, “handed_back”
	A hands back
refused: confirm_needed
	A resolves · B takes over
→ resolved, offer dismissed, settled, “resolved”
	A resolves, confirmed
refused: not_yours
	B resolves · B transfers · B takes the transfer back
→ resolved, offer dismissed, settled, A is told: taken, “resolved”
	B (an Admin) resolves, confirmed
→ agent B, A is told: taken, “joined”
	B takes over, confirmed · B (an Admin) takes over, confirmed
a request rings (transfer)
	A transfers to B · A transfers to everyone · A ends the shift
refused: closed (accepted)
	A takes the transfer back · A promises · A promises to an older request · B promises · A says Can't now ·
	A says Can't now to an older request · B says Can't now
unchanged; noted for the desk (note)
	A writes a note
→ waiting, a request rings (person), “lost”
	A is lost for 45 s
→ waiting, a request rings (person), A is told: relieved, “relieved”
	relief passes
→ assistant, A is told: relieved, “nobody_free”
	relief passes, nobody else eligible
not yet: armed again
	quiet passes ·
	quiet passes after its limit without a message

# agent A: past the reminder, a form is begun
unchanged; the words are shown
	guest writes
“with_you”
	guest asks for a person · guest asks for a person, nobody available
unchanged
	guest cancels · guest presses Keep chatting · guest presses Keep waiting · guest begins the form ·
	guest is gone · A takes control · A accepts · A takes over · A reopens · A returns ·
	A is gone, as a promiser · hours end, the switch goes off, the last agent leaves · turn passes ·
	first wait passes · second wait passes · promise passes · transfer wait passes · reminder passes ·
	outside wait passes · outside passes
→ waiting, a request rings (person), a turn is owed, offer dismissed, “meanwhile”
	guest asks the assistant meanwhile
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
→ resolved, offer dismissed, settled, “resolved”
	A resolves, confirmed
refused: not_yours
	B resolves · B transfers · B takes the transfer back
→ resolved, offer dismissed, settled, A is told: taken, “resolved”
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
→ waiting, a request rings (person), A is told: relieved, “relieved”
	relief passes
→ assistant, a turn is owed, A is told: relieved, “nobody_free”
	relief passes, nobody else eligible
not yet: armed again
	quiet passes ·
	quiet passes after its limit without a message

`
