package desk_test

const lawAssistant = `
# assistant: idle
a turn is owed
	guest writes
→ waiting, a request rings (person), “waiting”
	guest asks for a person
offer shown, “closed”
	guest asks for a person, nobody available
unchanged
	guest cancels · guest presses Keep chatting · guest presses Keep waiting ·
	guest asks the assistant meanwhile · guest begins the form · guest is gone · A hands back · A reopens ·
	A is lost for 45 s · A returns · A ends the shift · A is gone, as a promiser ·
	hours end, the switch goes off, the last agent leaves · turn passes · first wait passes ·
	second wait passes · promise passes · transfer wait passes · reminder passes · relief passes ·
	outside wait passes · outside passes
offer used, a ticket, “ticket”
	guest leaves a message
unchanged; noted for the desk (rated)
	guest rates
→ waiting, a request rings (emergency), alarm, “emergency”
	an emergency is found
→ waiting, a request rings (emergency), offer used, a ticket, alarm, “ticket”, “emergency”
	guest leaves a message of an emergency
→ waiting, a request rings (emergency), a turn is owed, alarm, “emergency”
	guest writes of an emergency
refused: stale (assistant)
	a late answer · a late failure · A replies from a stale screen ·
	A answers and hands back from a stale screen
→ agent A, “joined”
	A takes control · A replies
refused: closed (none)
	A accepts · A takes the transfer back · A promises · A promises to an older request · A says Can't now ·
	A says Can't now to an older request
→ assistant, epoch + 2
	A answers and hands back
→ resolved, “resolved”
	A resolves · A resolves, confirmed · quiet passes ·
	quiet passes after its limit without a message
refused: conflict (assistant)
	A takes over · A transfers to B · A transfers to everyone
unchanged; noted for the desk (note)
	A writes a note
→ outside
	echo

# assistant: a turn is owed
unchanged; the words are shown
	guest writes
→ waiting, a request rings (person), the turn goes on, “waiting”
	guest asks for a person
offer shown, “closed”
	guest asks for a person, nobody available
unchanged
	guest cancels · guest presses Keep chatting · guest presses Keep waiting ·
	guest asks the assistant meanwhile · guest begins the form · guest is gone · A hands back · A reopens ·
	A is lost for 45 s · A returns · A ends the shift · A is gone, as a promiser ·
	hours end, the switch goes off, the last agent leaves · first wait passes · second wait passes ·
	promise passes · transfer wait passes · reminder passes · relief passes · outside wait passes ·
	outside passes
turn withdrawn, offer used, settled, a ticket, “ticket”
	guest leaves a message
unchanged; noted for the desk (rated)
	guest rates
→ waiting, a request rings (emergency), the turn goes on, alarm, “emergency”
	an emergency is found · guest writes of an emergency
→ waiting, a request rings (emergency), turn withdrawn, offer used, settled, a ticket, alarm, “ticket”, “emergency”
	guest leaves a message of an emergency
turn answered, settled
	the assistant answers
→ waiting, a request rings (person), turn answered, “waiting”
	the assistant reads a wish
unchanged; noted for the desk (turn_retried)
	an attempt of the turn fails
→ agent A, turn withdrawn, “joined”
	A takes control
refused: closed (none)
	A accepts · A takes the transfer back · A promises · A promises to an older request · A says Can't now ·
	A says Can't now to an older request
→ agent A, turn withdrawn, settled, “joined”
	A replies
refused: stale (assistant)
	A replies from a stale screen · A answers and hands back from a stale screen
→ assistant, epoch + 2, turn withdrawn, settled
	A answers and hands back
→ resolved, turn withdrawn, settled, “resolved”
	A resolves · A resolves, confirmed
refused: conflict (assistant)
	A takes over · A transfers to B · A transfers to everyone
unchanged; noted for the desk (note)
	A writes a note
→ outside, turn withdrawn, settled
	echo
turn failed, offer shown, “cannot_help”
	turn passes
not yet: armed again
	quiet passes ·
	quiet passes after its limit without a message

# assistant: offer shown, the assistant could not answer
a turn is owed, offer dismissed
	guest writes
→ waiting, a request rings (person), offer dismissed, “waiting”
	guest asks for a person
“closed”
	guest asks for a person, nobody available
unchanged
	guest cancels · guest presses Keep waiting · guest asks the assistant meanwhile · guest is gone ·
	A hands back · A reopens · A is lost for 45 s · A returns · A ends the shift · A is gone, as a promiser ·
	hours end, the switch goes off, the last agent leaves · turn passes · first wait passes ·
	second wait passes · promise passes · transfer wait passes · reminder passes · relief passes ·
	outside wait passes · outside passes
a turn is owed, offer dismissed, “assistant_back”
	guest presses Keep chatting
unchanged; noted for the desk (facts)
	guest begins the form
offer used, settled, a ticket, “ticket”
	guest leaves a message
unchanged; noted for the desk (rated)
	guest rates
→ waiting, a request rings (emergency), offer dismissed, alarm, “emergency”
	an emergency is found
→ waiting, a request rings (emergency), offer used, settled, a ticket, alarm, “ticket”, “emergency”
	guest leaves a message of an emergency
→ waiting, a request rings (emergency), a turn is owed, offer dismissed, alarm, “emergency”
	guest writes of an emergency
refused: stale (assistant)
	a late answer · a late failure · A replies from a stale screen ·
	A answers and hands back from a stale screen
→ agent A, “joined”
	A takes control
refused: closed (none)
	A accepts · A takes the transfer back · A promises · A promises to an older request · A says Can't now ·
	A says Can't now to an older request
→ agent A, offer dismissed, settled, “joined”
	A replies
→ assistant, epoch + 2, offer dismissed, settled
	A answers and hands back
→ resolved, offer dismissed, settled, “resolved”
	A resolves · A resolves, confirmed · quiet passes ·
	quiet passes after its limit without a message
refused: conflict (assistant)
	A takes over · A transfers to B · A transfers to everyone
unchanged; noted for the desk (note)
	A writes a note
→ outside, offer dismissed, settled
	echo

# assistant: offer shown after an expiry
a turn is owed, offer dismissed
	guest writes
→ waiting, a request rings (person), offer dismissed, “waiting”
	guest asks for a person · guest presses Keep waiting
“closed”
	guest asks for a person, nobody available
unchanged
	guest cancels · guest asks the assistant meanwhile · guest is gone · A hands back · A reopens ·
	A is lost for 45 s · A returns · A ends the shift · A is gone, as a promiser ·
	hours end, the switch goes off, the last agent leaves · turn passes · first wait passes ·
	second wait passes · promise passes · transfer wait passes · reminder passes · relief passes ·
	outside wait passes · outside passes
offer dismissed, settled, “assistant_back”
	guest presses Keep chatting
unchanged; noted for the desk (facts)
	guest begins the form
offer used, settled, a ticket, “ticket”
	guest leaves a message
unchanged; noted for the desk (rated)
	guest rates
→ waiting, a request rings (emergency), offer dismissed, alarm, “emergency”
	an emergency is found
→ waiting, a request rings (emergency), offer used, settled, a ticket, alarm, “ticket”, “emergency”
	guest leaves a message of an emergency
→ waiting, a request rings (emergency), a turn is owed, offer dismissed, alarm, “emergency”
	guest writes of an emergency
refused: stale (assistant)
	a late answer · a late failure · A replies from a stale screen ·
	A answers and hands back from a stale screen
→ agent A, “joined”
	A takes control
refused: closed (missed)
	A accepts · A takes the transfer back · A promises · A promises to an older request · A says Can't now ·
	A says Can't now to an older request
→ agent A, offer dismissed, settled, “joined”
	A replies
→ assistant, epoch + 2, offer dismissed, settled
	A answers and hands back
→ resolved, offer dismissed, settled, “resolved”
	A resolves · A resolves, confirmed · quiet passes ·
	quiet passes after its limit without a message
refused: conflict (assistant)
	A takes over · A transfers to B · A transfers to everyone
unchanged; noted for the desk (note)
	A writes a note
→ outside, offer dismissed, settled
	echo

# assistant: offer shown after an expiry, waited once more
a turn is owed, offer dismissed
	guest writes
→ waiting, a request rings (person), offer dismissed, “waiting”
	guest asks for a person
“closed”
	guest asks for a person, nobody available
unchanged
	guest cancels · guest presses Keep waiting · guest asks the assistant meanwhile · guest is gone ·
	A hands back · A reopens · A is lost for 45 s · A returns · A ends the shift · A is gone, as a promiser ·
	hours end, the switch goes off, the last agent leaves · turn passes · first wait passes ·
	second wait passes · promise passes · transfer wait passes · reminder passes · relief passes ·
	outside wait passes · outside passes
offer dismissed, settled, “assistant_back”
	guest presses Keep chatting
unchanged; noted for the desk (facts)
	guest begins the form
offer used, settled, a ticket, “ticket”
	guest leaves a message
unchanged; noted for the desk (rated)
	guest rates
→ waiting, a request rings (emergency), offer dismissed, alarm, “emergency”
	an emergency is found
→ waiting, a request rings (emergency), offer used, settled, a ticket, alarm, “ticket”, “emergency”
	guest leaves a message of an emergency
→ waiting, a request rings (emergency), a turn is owed, offer dismissed, alarm, “emergency”
	guest writes of an emergency
refused: stale (assistant)
	a late answer · a late failure · A replies from a stale screen ·
	A answers and hands back from a stale screen
→ agent A, “joined”
	A takes control
refused: closed (missed)
	A accepts · A takes the transfer back · A promises · A promises to an older request · A says Can't now ·
	A says Can't now to an older request
→ agent A, offer dismissed, settled, “joined”
	A replies
→ assistant, epoch + 2, offer dismissed, settled
	A answers and hands back
→ resolved, offer dismissed, settled, “resolved”
	A resolves · A resolves, confirmed · quiet passes ·
	quiet passes after its limit without a message
refused: conflict (assistant)
	A takes over · A transfers to B · A transfers to everyone
unchanged; noted for the desk (note)
	A writes a note
→ outside, offer dismissed, settled
	echo

# assistant: offer shown, nobody was available
a turn is owed, offer dismissed
	guest writes
unchanged
	guest asks for a person · guest asks for a person, nobody available · guest cancels ·
	guest presses Keep waiting · guest asks the assistant meanwhile · guest is gone · A hands back ·
	A reopens · A is lost for 45 s · A returns · A ends the shift · A is gone, as a promiser ·
	hours end, the switch goes off, the last agent leaves · turn passes · first wait passes ·
	second wait passes · promise passes · transfer wait passes · reminder passes · relief passes ·
	outside wait passes · outside passes
offer dismissed, settled, “assistant_back”
	guest presses Keep chatting
unchanged; noted for the desk (facts)
	guest begins the form
offer used, settled, a ticket, “ticket”
	guest leaves a message
unchanged; noted for the desk (rated)
	guest rates
→ waiting, a request rings (emergency), offer dismissed, alarm, “emergency”
	an emergency is found
→ waiting, a request rings (emergency), offer used, settled, a ticket, alarm, “ticket”, “emergency”
	guest leaves a message of an emergency
→ waiting, a request rings (emergency), a turn is owed, offer dismissed, alarm, “emergency”
	guest writes of an emergency
refused: stale (assistant)
	a late answer · a late failure · A replies from a stale screen ·
	A answers and hands back from a stale screen
→ agent A, “joined”
	A takes control
refused: closed (none)
	A accepts · A takes the transfer back · A promises · A promises to an older request · A says Can't now ·
	A says Can't now to an older request
→ agent A, offer dismissed, settled, “joined”
	A replies
→ assistant, epoch + 2, offer dismissed, settled
	A answers and hands back
→ resolved, offer dismissed, settled, “resolved”
	A resolves · A resolves, confirmed · quiet passes ·
	quiet passes after its limit without a message
refused: conflict (assistant)
	A takes over · A transfers to B · A transfers to everyone
unchanged; noted for the desk (note)
	A writes a note
→ outside, offer dismissed, settled
	echo

`
