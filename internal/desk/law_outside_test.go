package desk_test

const lawOutside = `
# outside: nothing unanswered
unchanged; the words are shown
	guest writes · echo
unchanged; noted for the desk (facts)
	guest asks for a person · guest asks for a person, nobody available
unchanged
	guest cancels · guest presses Keep chatting · guest presses Keep waiting ·
	guest asks the assistant meanwhile · guest begins the form · guest is gone · A reopens ·
	A is lost for 45 s · A returns · A ends the shift · A is gone, as a promiser ·
	hours end, the switch goes off, the last agent leaves · turn passes · first wait passes ·
	second wait passes · promise passes · transfer wait passes · reminder passes · relief passes ·
	outside wait passes
offer used, a ticket, “ticket”
	guest leaves a message
unchanged; noted for the desk (rated)
	guest rates
alarm, “emergency”
	an emergency is found · guest writes of an emergency
offer used, a ticket, alarm, “ticket”, “emergency”
	guest leaves a message of an emergency
refused: stale (outside)
	a late answer · a late failure · A replies from a stale screen ·
	A answers and hands back from a stale screen
→ agent A, “joined”
	A takes control · A replies
refused: closed (none)
	A accepts · A promises · A promises to an older request · A says Can't now ·
	A says Can't now to an older request
→ assistant, epoch + 2
	A answers and hands back
refused: conflict (outside)
	A hands back · A takes over · A transfers to B · A transfers to everyone · A takes the transfer back
→ resolved, “resolved”
	A resolves · A resolves, confirmed ·
	quiet passes after its limit without a message
unchanged; noted for the desk (note)
	A writes a note
→ assistant
	outside passes
not yet: armed again
	quiet passes

# outside: unanswered
unchanged; the words are shown
	guest writes
unchanged; noted for the desk (facts)
	guest asks for a person · guest asks for a person, nobody available
unchanged
	guest cancels · guest presses Keep chatting · guest presses Keep waiting ·
	guest asks the assistant meanwhile · guest begins the form · guest is gone · A reopens ·
	A is lost for 45 s · A returns · A ends the shift · A is gone, as a promiser ·
	hours end, the switch goes off, the last agent leaves · turn passes · first wait passes ·
	second wait passes · promise passes · transfer wait passes · reminder passes · relief passes
offer used, settled, a ticket, “ticket”
	guest leaves a message
unchanged; noted for the desk (rated)
	guest rates
alarm, “emergency”
	an emergency is found · guest writes of an emergency
offer used, settled, a ticket, alarm, “ticket”, “emergency”
	guest leaves a message of an emergency
refused: stale (outside)
	a late answer · a late failure · A replies from a stale screen ·
	A answers and hands back from a stale screen
→ agent A, “joined”
	A takes control
refused: closed (none)
	A accepts · A promises · A promises to an older request · A says Can't now ·
	A says Can't now to an older request
→ agent A, settled, “joined”
	A replies
→ assistant, epoch + 2, settled
	A answers and hands back
refused: conflict (outside)
	A hands back · A takes over · A transfers to B · A transfers to everyone · A takes the transfer back
→ resolved, settled, “resolved”
	A resolves · A resolves, confirmed
unchanged; noted for the desk (note)
	A writes a note
settled
	echo
→ waiting, a request rings (person), “waiting”
	outside wait passes
→ assistant, a turn is owed
	outside wait passes, nobody available · outside passes
not yet: armed again
	quiet passes ·
	quiet passes after its limit without a message

`
