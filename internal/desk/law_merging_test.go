package desk_test

// lawMerging is ruling 9: the older conversation + the younger.
const lawMerging = `
# merging
→ assistant, the turn goes on, the younger's turn withdrawn
	assistant, a turn is owed + assistant, a turn is owed
→ assistant, the turn goes on
	assistant, a turn is owed + assistant, offer shown ·
	assistant, a turn is owed + resolved
→ waiting, the turn goes on
	assistant, a turn is owed + waiting ·
	assistant, a turn is owed + waiting, promised by P ·
	waiting, emergency + outside, unanswered ·
	waiting, emergency + resolved
→ waiting, the turn goes on, the younger's turn withdrawn
	assistant, a turn is owed + waiting, emergency ·
	waiting, emergency + assistant, a turn is owed
→ agent A, turn withdrawn
	assistant, a turn is owed + agent A, unanswered
→ waiting, a request rings (person), turn withdrawn, “lost”
	assistant, a turn is owed + agent A, lost, nothing unanswered
→ agent B, turn withdrawn
	assistant, a turn is owed + agent B, who took last ·
	assistant, a turn is owed + agent B, a transfer open
→ outside, turn withdrawn
	assistant, a turn is owed + outside, unanswered
→ assistant, a turn is owed, the younger's turn withdrawn
	assistant, offer shown + assistant, a turn is owed ·
	resolved + assistant, a turn is owed
→ assistant, an offer dismissed
	assistant, offer shown + assistant, offer shown
→ waiting, an offer dismissed
	assistant, offer shown + waiting ·
	assistant, offer shown + waiting, promised by P ·
	waiting + assistant, offer shown ·
	waiting, promised by P + assistant, offer shown
→ waiting, a turn is owed, the younger's turn withdrawn, an offer dismissed
	assistant, offer shown + waiting, emergency
→ agent A, an offer dismissed
	assistant, offer shown + agent A, unanswered ·
	agent A, unanswered + assistant, offer shown
→ waiting, a request rings (person), an offer dismissed, “lost”
	assistant, offer shown + agent A, lost, nothing unanswered ·
	agent A, lost, nothing unanswered + assistant, offer shown
→ agent B, an offer dismissed
	assistant, offer shown + agent B, who took last ·
	assistant, offer shown + agent B, a transfer open ·
	agent B, who took last + assistant, offer shown ·
	agent B, a transfer open + assistant, offer shown
→ outside, an offer dismissed
	assistant, offer shown + outside, unanswered ·
	outside, unanswered + assistant, offer shown
→ assistant
	assistant, offer shown + resolved ·
	resolved + assistant, offer shown
→ waiting, a turn is owed, the younger's turn withdrawn
	waiting + assistant, a turn is owed ·
	waiting, promised by P + assistant, a turn is owed ·
	outside, unanswered + waiting, emergency ·
	resolved + waiting, emergency
→ waiting, one request closed
	waiting + waiting ·
	waiting, promised by P + waiting
→ waiting, one request closed, P is told: promise void
	waiting + waiting, promised by P ·
	waiting, promised by P + waiting, promised by P
→ waiting, one request closed, the request becomes one of kind emergency, waits anew, a turn is owed, the younger's turn withdrawn, alarm, “emergency”
	waiting + waiting, emergency
→ agent A, one request accepted, B is told: taken
	waiting + agent A, unanswered ·
	agent A, unanswered + waiting
→ waiting, A is told: relieved
	waiting + agent A, lost, nothing unanswered ·
	waiting, promised by P + agent A, lost, nothing unanswered ·
	agent A, lost, nothing unanswered + waiting ·
	agent A, lost, nothing unanswered + waiting, promised by P
→ agent B, one request accepted, A is told: taken
	waiting + agent B, who took last ·
	waiting + agent B, a transfer open ·
	agent B, who took last + waiting ·
	agent B, a transfer open + waiting
→ waiting, a turn is owed
	waiting + outside, unanswered ·
	waiting, promised by P + outside, unanswered ·
	outside, unanswered + waiting ·
	outside, unanswered + waiting, promised by P
→ waiting
	waiting + resolved ·
	waiting, promised by P + resolved ·
	resolved + waiting ·
	resolved + waiting, promised by P
→ waiting, one request closed, the request becomes one of kind emergency, waits anew, a turn is owed, the younger's turn withdrawn, alarm, P is told: promise void, “emergency”
	waiting, promised by P + waiting, emergency
→ agent A, one request accepted, B is told: taken, P is told: promise void
	waiting, promised by P + agent A, unanswered ·
	agent A, unanswered + waiting, promised by P
→ agent B, one request accepted, A is told: taken, P is told: promise void
	waiting, promised by P + agent B, who took last ·
	waiting, promised by P + agent B, a transfer open ·
	agent B, who took last + waiting, promised by P ·
	agent B, a transfer open + waiting, promised by P
→ waiting, the turn goes on, an offer dismissed
	waiting, emergency + assistant, offer shown
→ waiting, one request closed, the turn goes on
	waiting, emergency + waiting
→ waiting, one request closed, the turn goes on, P is told: promise void
	waiting, emergency + waiting, promised by P
→ waiting, one request closed, the turn goes on, the younger's turn withdrawn
	waiting, emergency + waiting, emergency
→ agent A, one request accepted, turn withdrawn, alarm, B is told: taken, “emergency”
	waiting, emergency + agent A, unanswered
→ waiting, the turn goes on, A is told: relieved
	waiting, emergency + agent A, lost, nothing unanswered
→ agent B, one request accepted, turn withdrawn, alarm, A is told: taken, “emergency”
	waiting, emergency + agent B, who took last ·
	waiting, emergency + agent B, a transfer open
→ agent A, the younger's turn withdrawn
	agent A, unanswered + assistant, a turn is owed
→ agent A, one request accepted, the younger's turn withdrawn, alarm, B is told: taken, “emergency”
	agent A, unanswered + waiting, emergency
→ agent A
	agent A, unanswered + agent A, unanswered ·
	agent A, unanswered + outside, unanswered ·
	agent A, unanswered + resolved ·
	agent A, lost, nothing unanswered + agent A, lost, nothing unanswered ·
	agent A, lost, nothing unanswered + resolved ·
	outside, unanswered + agent A, unanswered ·
	resolved + agent A, unanswered ·
	resolved + agent A, lost, nothing unanswered
→ waiting, a request rings (person), “lost”
	agent A, unanswered + agent A, lost, nothing unanswered ·
	agent A, lost, nothing unanswered + outside, unanswered ·
	outside, unanswered + agent A, lost, nothing unanswered
→ agent B, A is told: taken
	agent A, unanswered + agent B, who took last ·
	agent A, unanswered + agent B, a transfer open ·
	agent A, lost, nothing unanswered + agent B, who took last ·
	agent A, lost, nothing unanswered + agent B, a transfer open ·
	agent B, who took last + agent A, lost, nothing unanswered ·
	agent B, a transfer open + agent A, lost, nothing unanswered
→ waiting, a request rings (person), the younger's turn withdrawn, “lost”
	agent A, lost, nothing unanswered + assistant, a turn is owed
→ waiting, a turn is owed, the younger's turn withdrawn, A is told: relieved
	agent A, lost, nothing unanswered + waiting, emergency
→ agent B, the younger's turn withdrawn
	agent B, who took last + assistant, a turn is owed ·
	agent B, a transfer open + assistant, a turn is owed
→ agent B, one request accepted, the younger's turn withdrawn, alarm, A is told: taken, “emergency”
	agent B, who took last + waiting, emergency ·
	agent B, a transfer open + waiting, emergency
→ agent A, B is told: taken
	agent B, who took last + agent A, unanswered
→ agent B
	agent B, who took last + agent B, who took last ·
	agent B, who took last + agent B, a transfer open ·
	agent B, who took last + outside, unanswered ·
	agent B, who took last + resolved ·
	agent B, a transfer open + outside, unanswered ·
	agent B, a transfer open + resolved ·
	outside, unanswered + agent B, who took last ·
	outside, unanswered + agent B, a transfer open ·
	resolved + agent B, who took last ·
	resolved + agent B, a transfer open
→ agent A, one request closed, B is told: taken
	agent B, a transfer open + agent A, unanswered
→ agent B, one request closed
	agent B, a transfer open + agent B, who took last ·
	agent B, a transfer open + agent B, a transfer open
→ outside, the younger's turn withdrawn
	outside, unanswered + assistant, a turn is owed
→ outside
	outside, unanswered + outside, unanswered ·
	outside, unanswered + resolved ·
	resolved + outside, unanswered
→ resolved
	resolved + resolved
`
