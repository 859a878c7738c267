package text

import "strings"

// conceptWords are English words that ask for one thing, a line each: "what does
// it cost" and "the price, please" share no word and mean the same. They are
// common words only; what a property calls its things stands in its knowledge.
const conceptWords = `price prices pricing cost costs charge charges fee fees rate rates tariff expensive cheap cheaper
pay paid paying payment payments
buy buying bought purchase purchases purchased purchasing order orders ordered ordering
cancel cancels canceled cancelled canceling cancelling cancellation cancelation revoke undo
refund refunds refunded reimburse reimbursed reimbursement moneyback
return returns returned returning exchange exchanged replace replaced replacement swap
deliver delivers delivered delivery deliveries delivering ship ships shipped shipping shipment shipments dispatch dispatched courier
arrive arrives arrived arriving arrival receive received receiving
discount discounts coupon coupons promo promotion promotions voucher vouchers offer offers deal deals sale
change changes changed changing modify modified update updated updating edit amend switch alter adjust
broken damaged damage defective faulty malfunction malfunctioning
lost lose losing missing misplaced misplace stolen stole steal theft
fail failed fails failing failure error errors declined decline declining rejected reject denied deny refused refuse
problem problems issue issues trouble troubles difficulty
fast quick quickly soon speed speedy rapid
long duration length
begin begins beginning start starts starting started
end ends ending finish finishes finished
allow allows allowed permit permits permitted permission accept accepts accepted accepting
phone telephone mobile cellphone cell
call calling contact contacting reach ring
car cars vehicle vehicles automobile
parking carpark garage park
kid kids child children baby babies infant infants toddler toddlers
pet pets dog dogs cat cats animal animals puppy
eat eating food meal meals dine dining dinner lunch
restaurant restaurants diner
swim swimming swims pool pools
gym fitness workout workouts exercise treadmill
wifi internet online
money cash funds fund
transfer transfers transferred transferring send sends sending sent
account accounts profile
password passcode pin code
warranty guarantee guaranteed guarantees
try tries trial tryout
size sizes dimension dimensions measure measures measurement measurements width height inch inches
near nearby close nearest closest
location locations located address addresses
clean cleaning cleaned cleaner wash washing washed laundry
smoke smoking smoker smokers cigarette cigarettes vape
wheelchair disabled accessible accessibility mobility handicapped handicap
luggage bag bags baggage suitcase suitcases
shuttle bus taxi cab transfer
verify verifies verified verifying verification authenticate confirm confirmed identity
delete deletes deleted remove removed close closing terminate deactivate
add adds adding added include includes included including
travel traveling travelling trip trips journey abroad
country countries nation nations
holiday holidays vacation vacations
weather forecast temperature rain raining
bank banking
card cards
balance balances
salary paycheck wage wages income payday
tax taxes
translate translation say
meaning mean means definition define
joke jokes funny
repair repairs repaired fix fixed fixing
doctor doctors medical physician hospital clinic
store stores shop shops outlet outlets showroom dealer dealers retailer
compare comparing comparison difference differences different differ versus vs
type types kind kinds variety varieties variant variants option options sort
best better recommend recommended recommendation suggest suggestion suggestions advise
big large bigger larger huge
small smaller little tiny
child junior
status track tracking progress
delay delays delayed late
extra additional another more
birthday anniversary
vegan vegetarian veggie
allergy allergies allergic allergen allergens
view views overlook overlooking
quiet noise noisy loud
safe safes secure security safety
towel towels
bill bills invoice invoices receipt receipts statement
schedule schedules timetable hours
reserve reserves reserved reservation reservations booking bookings book booked
document documents passport id
job jobs career careers vacancy vacancies employment
help helps assist assistance support
`

var concepts = func() map[string]string {
	out := map[string]string{}
	for line := range strings.Lines(conceptWords) {
		words := strings.Fields(line)
		for _, w := range words {
			if _, taken := out[w]; !taken {
				out[w] = "≈" + words[0]
			}
		}
	}
	return out
}()

// Concept is what an English word asks for, by a name that is no word itself, or
// empty for a word that stands for nothing but itself.
func Concept(token string) string { return concepts[token] }
