package desk_test

const lawWaiting = `
# waiting: rings, first wait
a turn is owed
	guest writes
unchanged
	guest asks for a person · guest asks for a person, nobody available · guest presses Keep waiting ·
	guest asks the assistant meanwhile · guest begins the form · guest is gone · A reopens ·
	A is lost for 45 s · A returns · A ends the shift · A is gone, as a promiser ·
	hours end, the switch goes off, the last agent leaves · turn passes · promise passes ·
	transfer wait passes · reminder passes · relief passes · outside wait passes · outside passes
→ assistant, request cancelled, settled, “assistant_back”
	guest cancels · guest presses Keep chatting
offer used, settled, a ticket, “ticket”
	guest leaves a message
unchanged; noted for the desk (rated)
	guest rates
the request becomes one of kind emergency, waits anew, alarm, “emergency”
	an emergency is found
the request becomes one of kind emergency, waits anew, offer used, settled, a ticket, alarm, “ticket”, “emergency”
	guest leaves a message of an emergency
the request becomes one of kind emergency, waits anew, a turn is owed, alarm, “emergency”
	guest writes of an emergency
refused: stale (waiting)
	a late answer · a late failure · A replies from a stale screen ·
	A answers and hands back from a stale screen
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
	echo
“still_connecting”
	first wait passes
not yet: armed again
	quiet passes ·
	quiet passes after its limit without a message

# waiting: rings, second wait
a turn is owed
	guest writes
unchanged
	guest asks for a person · guest asks for a person, nobody available · guest presses Keep waiting ·
	guest asks the assistant meanwhile · guest begins the form · guest is gone · A reopens ·
	A is lost for 45 s · A returns · A ends the shift · A is gone, as a promiser ·
	hours end, the switch goes off, the last agent leaves · turn passes · first wait passes · promise passes ·
	transfer wait passes · reminder passes · relief passes · outside wait passes · outside passes
→ assistant, request cancelled, settled, “assistant_back”
	guest cancels · guest presses Keep chatting
offer used, settled, a ticket, “ticket”
	guest leaves a message
unchanged; noted for the desk (rated)
	guest rates
the request becomes one of kind emergency, waits anew, alarm, “emergency”
	an emergency is found
the request becomes one of kind emergency, waits anew, offer used, settled, a ticket, alarm, “ticket”, “emergency”
	guest leaves a message of an emergency
the request becomes one of kind emergency, waits anew, a turn is owed, alarm, “emergency”
	guest writes of an emergency
refused: stale (waiting)
	a late answer · a late failure · A replies from a stale screen ·
	A answers and hands back from a stale screen
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
	echo
not yet: armed again
	quiet passes ·
	quiet passes after its limit without a message

# waiting: rings, an unanswered message
unchanged; the words are shown
	guest writes
unchanged
	guest asks for a person · guest asks for a person, nobody available · guest presses Keep waiting ·
	guest asks the assistant meanwhile · guest begins the form · guest is gone · A reopens ·
	A is lost for 45 s · A returns · A ends the shift · A is gone, as a promiser ·
	hours end, the switch goes off, the last agent leaves · promise passes · transfer wait passes ·
	reminder passes · relief passes · outside wait passes · outside passes
→ assistant, request cancelled, the turn goes on, “assistant_back”
	guest cancels · guest presses Keep chatting
turn withdrawn, offer used, settled, a ticket, “ticket”
	guest leaves a message
unchanged; noted for the desk (rated)
	guest rates
the request becomes one of kind emergency, waits anew, alarm, “emergency”
	an emergency is found · guest writes of an emergency
the request becomes one of kind emergency, waits anew, turn withdrawn, offer used, settled, a ticket, alarm, “ticket”, “emergency”
	guest leaves a message of an emergency
turn answered
	the assistant answers
turn answered, “waiting”
	the assistant reads a wish
unchanged; noted for the desk (turn_retried)
	an attempt of the turn fails
→ agent A, request accepted, turn withdrawn, B is told: taken, “joined”
	A takes control · A accepts
→ agent A, request accepted, turn withdrawn, settled, B is told: taken, “joined”
	A replies
refused: stale (waiting)
	A replies from a stale screen · A answers and hands back from a stale screen
→ assistant, epoch + 2, request accepted, turn withdrawn, settled, B is told: taken
	A answers and hands back
refused: conflict (waiting)
	A hands back · A takes over · A transfers to B · A transfers to everyone · A takes the transfer back
→ resolved, request closed, turn withdrawn, settled, “resolved”
	A resolves · A resolves, confirmed
promised, “promised”
	A promises
refused: closed (none)
	A promises to an older request · A says Can't now to an older request
unchanged; noted for the desk (declined)
	A says Can't now
→ assistant, request expired, the turn goes on, offer shown with keep waiting, “nobody_free”
	all who were rung say Can't now · second wait passes
unchanged; noted for the desk (note)
	A writes a note
→ outside, request closed, turn withdrawn, settled
	echo
turn failed
	turn passes
“still_connecting”
	first wait passes
not yet: armed again
	quiet passes ·
	quiet passes after its limit without a message

# waiting: rings, a message was left
a turn is owed
	guest writes
“waiting”
	guest asks for a person · guest asks for a person, nobody available
→ assistant, request cancelled, “assistant_back”
	guest cancels · guest presses Keep chatting
unchanged
	guest presses Keep waiting · guest asks the assistant meanwhile · guest begins the form ·
	guest sends the same form again · guest is gone · A reopens · A is lost for 45 s · A returns ·
	A ends the shift · A is gone, as a promiser · hours end, the switch goes off, the last agent leaves ·
	turn passes · promise passes · transfer wait passes · reminder passes · relief passes ·
	outside wait passes · outside passes
offer used, a ticket, “ticket”
	guest leaves a message
unchanged; noted for the desk (rated)
	guest rates
the request becomes one of kind emergency, waits anew, alarm, “emergency”
	an emergency is found
the request becomes one of kind emergency, waits anew, offer used, a ticket, alarm, “ticket”, “emergency”
	guest leaves a message of an emergency
the request becomes one of kind emergency, waits anew, a turn is owed, alarm, “emergency”
	guest writes of an emergency
refused: stale (waiting)
	a late answer · a late failure · A replies from a stale screen ·
	A answers and hands back from a stale screen
→ agent A, request accepted, B is told: taken, “joined”
	A takes control · A accepts · A replies
→ assistant, epoch + 2, request accepted, B is told: taken
	A answers and hands back
refused: conflict (waiting)
	A hands back · A takes over · A transfers to B · A transfers to everyone · A takes the transfer back
→ resolved, request closed, “resolved”
	A resolves · A resolves, confirmed
promised, “promised”
	A promises
refused: closed (none)
	A promises to an older request · A says Can't now to an older request
unchanged; noted for the desk (declined)
	A says Can't now
→ assistant, request expired
	all who were rung say Can't now · second wait passes
unchanged; noted for the desk (note)
	A writes a note
→ outside, request closed
	echo
“still_connecting”
	first wait passes
not yet: armed again
	quiet passes ·
	quiet passes after its limit without a message

# waiting: rings, an unanswered message, the assistant does not help
unchanged; the words are shown
	guest writes
unchanged
	guest asks for a person · guest asks for a person, nobody available · guest presses Keep waiting ·
	guest asks the assistant meanwhile · guest begins the form · guest is gone · A reopens ·
	A is lost for 45 s · A returns · A ends the shift · A is gone, as a promiser ·
	hours end, the switch goes off, the last agent leaves · turn passes · promise passes ·
	transfer wait passes · reminder passes · relief passes · outside wait passes · outside passes
→ assistant, request cancelled, a turn is owed, “assistant_back”
	guest cancels · guest presses Keep chatting
offer used, settled, a ticket, “ticket”
	guest leaves a message
unchanged; noted for the desk (rated)
	guest rates
the request becomes one of kind emergency, waits anew, alarm, “emergency”
	an emergency is found · guest writes of an emergency
the request becomes one of kind emergency, waits anew, offer used, settled, a ticket, alarm, “ticket”, “emergency”
	guest leaves a message of an emergency
refused: stale (waiting)
	a late answer · a late failure · A replies from a stale screen ·
	A answers and hands back from a stale screen
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
→ assistant, request expired, a turn is owed, offer shown with keep waiting, “nobody_free”
	all who were rung say Can't now · second wait passes
unchanged; noted for the desk (note)
	A writes a note
→ outside, request closed, settled
	echo
“still_connecting”
	first wait passes
not yet: armed again
	quiet passes ·
	quiet passes after its limit without a message

# waiting: promised by P
a turn is owed
	guest writes
unchanged
	guest asks for a person · guest asks for a person, nobody available · guest presses Keep waiting ·
	guest asks the assistant meanwhile · guest begins the form · guest is gone · A reopens ·
	A is lost for 45 s · A returns · A ends the shift · A is gone, as a promiser ·
	hours end, the switch goes off, the last agent leaves · turn passes · first wait passes ·
	second wait passes · transfer wait passes · reminder passes · relief passes · outside wait passes ·
	outside passes
→ assistant, request cancelled, settled, P is told: promise void, “assistant_back”
	guest cancels · guest presses Keep chatting
offer used, settled, a ticket, “ticket”
	guest leaves a message
unchanged; noted for the desk (rated)
	guest rates
the request becomes one of kind emergency, waits anew, alarm, P is told: promise void, “emergency”
	an emergency is found
the request becomes one of kind emergency, waits anew, offer used, settled, a ticket, alarm, P is told: promise void, “ticket”, “emergency”
	guest leaves a message of an emergency
the request becomes one of kind emergency, waits anew, a turn is owed, alarm, P is told: promise void, “emergency”
	guest writes of an emergency
refused: stale (waiting)
	a late answer · a late failure · A replies from a stale screen ·
	A answers and hands back from a stale screen
→ agent A, request accepted, B is told: taken, P is told: promise void, “joined”
	A takes control · A accepts
→ agent A, request accepted, settled, B is told: taken, P is told: promise void, “joined”
	A replies
→ assistant, epoch + 2, request accepted, settled, B is told: taken, P is told: promise void
	A answers and hands back
refused: conflict (waiting)
	A hands back · A takes over · A transfers to B · A transfers to everyone · A takes the transfer back
→ resolved, request closed, settled, P is told: promise void, “resolved”
	A resolves · A resolves, confirmed
refused: conflict (promised)
	A promises
refused: closed (none)
	A promises to an older request · A says Can't now to an older request
unchanged; noted for the desk (declined)
	A says Can't now
ringing, P is told: promise broken, “still_connecting”
	P says Can't now · P is lost, or ends the shift · promise passes
unchanged; noted for the desk (note)
	A writes a note
→ outside, request closed, settled, P is told: promise void
	echo
not yet: armed again
	quiet passes ·
	quiet passes after its limit without a message

# waiting: A was lost
a turn is owed
	guest writes
“waiting”
	guest asks for a person · guest asks for a person, nobody available
→ assistant, request cancelled, a turn is owed, “assistant_back”
	guest cancels · guest presses Keep chatting
unchanged
	guest presses Keep waiting · guest asks the assistant meanwhile · guest begins the form · guest is gone ·
	A reopens · A is lost for 45 s · A is gone, as a promiser ·
	hours end, the switch goes off, the last agent leaves · turn passes · promise passes ·
	transfer wait passes · reminder passes · relief passes · outside wait passes · outside passes
offer used, settled, a ticket, “ticket”
	guest leaves a message
unchanged; noted for the desk (rated)
	guest rates
the request becomes one of kind emergency, waits anew, alarm, “emergency”
	an emergency is found
the request becomes one of kind emergency, waits anew, offer used, settled, a ticket, alarm, “ticket”, “emergency”
	guest leaves a message of an emergency
the request becomes one of kind emergency, waits anew, a turn is owed, alarm, “emergency”
	guest writes of an emergency
refused: stale (waiting)
	a late answer · a late failure · A replies from a stale screen ·
	A answers and hands back from a stale screen
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
→ assistant, request expired, a turn is owed, offer shown with keep waiting, “nobody_free”
	all who were rung say Can't now · second wait passes
unchanged; noted for the desk (note)
	A writes a note
→ agent A, request accepted, B is told: taken, “back”
	A returns
unchanged; noted for the desk (shift_ended)
	A ends the shift
→ outside, request closed, settled
	echo
“still_connecting”
	first wait passes
not yet: armed again
	quiet passes ·
	quiet passes after its limit without a message

# waiting: emergency
unchanged; the words are shown
	guest writes · guest writes of an emergency
“waiting”
	guest asks for a person · guest asks for a person, nobody available
→ assistant, request cancelled, the turn goes on, “assistant_back”
	guest cancels
unchanged
	guest presses Keep chatting · guest presses Keep waiting · guest asks the assistant meanwhile ·
	guest begins the form · guest is gone · an emergency is found · A reopens · A is lost for 45 s ·
	A returns · A ends the shift · A is gone, as a promiser ·
	hours end, the switch goes off, the last agent leaves · promise passes · transfer wait passes ·
	reminder passes · relief passes · outside wait passes · outside passes
turn withdrawn, offer used, settled, a ticket, “ticket”
	guest leaves a message · guest leaves a message of an emergency
unchanged; noted for the desk (rated)
	guest rates
turn answered, settled
	the assistant answers
turn answered, “waiting”
	the assistant reads a wish
unchanged; noted for the desk (turn_retried)
	an attempt of the turn fails
→ agent A, request accepted, turn withdrawn, B is told: taken, “joined”
	A takes control · A accepts
→ agent A, request accepted, turn withdrawn, settled, B is told: taken, “joined”
	A replies
refused: stale (waiting)
	A replies from a stale screen · A answers and hands back from a stale screen
→ assistant, epoch + 2, request accepted, turn withdrawn, settled, B is told: taken
	A answers and hands back
refused: conflict (waiting)
	A hands back · A takes over · A transfers to B · A transfers to everyone · A takes the transfer back
→ resolved, request closed, turn withdrawn, settled, “resolved”
	A resolves · A resolves, confirmed
refused: conflict (emergency)
	A promises
refused: closed (none)
	A promises to an older request · A says Can't now to an older request
unchanged; noted for the desk (declined)
	A says Can't now
offer shown, “nobody_free”
	all who were rung say Can't now · second wait passes
unchanged; noted for the desk (note)
	A writes a note
→ outside, request closed, turn withdrawn, settled
	echo
turn failed
	turn passes
“still_connecting”
	first wait passes
not yet: armed again
	quiet passes ·
	quiet passes after its limit without a message

# waiting: emergency, both waits over, a message was left
a turn is owed, offer shown
	guest writes · guest writes of an emergency
offer shown, “waiting”
	guest asks for a person · guest asks for a person, nobody available
→ assistant, request cancelled, “assistant_back”
	guest cancels
unchanged
	guest presses Keep chatting · guest presses Keep waiting · guest asks the assistant meanwhile ·
	guest begins the form · guest sends the same form again · guest is gone · an emergency is found ·
	A reopens · A is lost for 45 s · A returns · A ends the shift · A is gone, as a promiser ·
	hours end, the switch goes off, the last agent leaves · turn passes · first wait passes ·
	second wait passes · promise passes · transfer wait passes · reminder passes · relief passes ·
	outside wait passes · outside passes
offer used, a ticket, “ticket”
	guest leaves a message · guest leaves a message of an emergency
unchanged; noted for the desk (rated)
	guest rates
refused: stale (waiting)
	a late answer · a late failure · A replies from a stale screen ·
	A answers and hands back from a stale screen
→ agent A, request accepted, B is told: taken, “joined”
	A takes control · A accepts · A replies
→ assistant, epoch + 2, request accepted, B is told: taken
	A answers and hands back
refused: conflict (waiting)
	A hands back · A takes over · A transfers to B · A transfers to everyone · A takes the transfer back
→ resolved, request closed, “resolved”
	A resolves · A resolves, confirmed
refused: conflict (emergency)
	A promises
refused: closed (none)
	A promises to an older request · A says Can't now to an older request
unchanged; noted for the desk (declined)
	A says Can't now · all who were rung say Can't now
unchanged; noted for the desk (note)
	A writes a note
→ outside, request closed
	echo
not yet: armed again
	quiet passes ·
	quiet passes after its limit without a message

`
