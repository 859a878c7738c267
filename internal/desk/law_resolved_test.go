package desk_test

const lawResolved = `
# resolved: within 7 days
reopened, a turn is owed
	guest writes
reopened, → waiting, a request rings (person), “waiting”
	guest asks for a person
reopened, offer shown, “closed”
	guest asks for a person, nobody available
unchanged
	guest cancels · guest presses Keep chatting · guest presses Keep waiting ·
	guest asks the assistant meanwhile · guest begins the form · guest is gone · A hands back · A resolves ·
	A resolves, confirmed · A is lost for 45 s · A returns · A ends the shift · A is gone, as a promiser ·
	hours end, the switch goes off, the last agent leaves · turn passes · first wait passes ·
	second wait passes · promise passes · transfer wait passes · reminder passes · relief passes ·
	outside wait passes · outside passes · quiet passes
reopened, offer used, a ticket, “ticket”
	guest leaves a message
unchanged; noted for the desk (rated)
	guest rates
reopened, → waiting, a request rings (emergency), alarm, “emergency”
	an emergency is found
reopened, → waiting, a request rings (emergency), offer used, a ticket, alarm, “ticket”, “emergency”
	guest leaves a message of an emergency
reopened, → waiting, a request rings (emergency), a turn is owed, alarm, “emergency”
	guest writes of an emergency
refused: stale (assistant)
	a late answer · a late failure · A replies from a stale screen ·
	A answers and hands back from a stale screen
reopened, → agent A, “joined”
	A takes control · A replies
refused: closed (resolved)
	A accepts · A takes over · A transfers to B · A transfers to everyone · A takes the transfer back ·
	A promises · A promises to an older request · A says Can't now · A says Can't now to an older request
reopened, → assistant, epoch + 2
	A answers and hands back
unchanged; noted for the desk (note)
	A writes a note
reopened
	A reopens
reopened, → outside
	echo

# resolved: later
a new conversation, the same there
	guest writes · guest asks for a person · guest asks for a person, nobody available · guest leaves a message ·
	an emergency is found · A takes control · A replies · A answers and hands back · echo ·
	guest writes of an emergency · guest leaves a message of an emergency
unchanged
	guest cancels · guest presses Keep chatting · guest presses Keep waiting ·
	guest asks the assistant meanwhile · guest begins the form · guest is gone · A hands back · A resolves ·
	A resolves, confirmed · A is lost for 45 s · A returns · A ends the shift · A is gone, as a promiser ·
	hours end, the switch goes off, the last agent leaves · turn passes · first wait passes ·
	second wait passes · promise passes · transfer wait passes · reminder passes · relief passes ·
	outside wait passes · outside passes · quiet passes
unchanged; noted for the desk (rated)
	guest rates
refused: stale (assistant)
	a late answer · a late failure · A replies from a stale screen ·
	A answers and hands back from a stale screen
refused: closed (resolved)
	A accepts · A takes over · A transfers to B · A transfers to everyone · A takes the transfer back ·
	A promises · A promises to an older request · A says Can't now · A says Can't now to an older request ·
	A reopens
unchanged; noted for the desk (note)
	A writes a note

`
