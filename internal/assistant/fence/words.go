package fence

import (
	"regexp"
	"slices"
	"strings"
)

// pledges are what a house owes a guest who was told it, and what a swindler asks for. Each is said only where the passages
// speak of it themselves, in whatever language.
var pledges = []*regexp.Regexp{
	pledge(`refund|reimburs|erstatt|r(?:ü|ue)ckerstatt|rembours|reembols|devoluci[oó]n|rimbors|terugbetal|money back|geld zur(?:ü|ue)ck|استرداد|החזר`),
	pledge(`discount|rabatt|erm(?:ä|ae)(?:ß|ss)ig|nachlass|remise|r[eé]duction|descuento|rebaja|scont[oi]|desconto|korting|promo ?code|خصم|הנחה`),
	pledge(`free\b|gratis|kostenlos|kostenfrei|umsonst|gratuit|gr[aá]tis|kosteloos|complimentary|on the house|no charge|without charge|at no cost|مجان|חינם`),
	pledge(`upgrade|aufwert|surclass|mejora de habitaci`),
	pledge(`voucher|gutschein|coupon|gift card|bon d.achat|vale de|cup[oó]n|buono|cadeaubon|قسيمة|שובר`),
	pledge(`compensat|entsch(?:ä|ae)dig|indemni|schadensersatz|d[eé]dommag|risarc|schadevergoed|تعويض|פיצוי`),
	pledge(`guarante|garanti|garant[ií]|gegarandeerd|نضمن|מובטח`),
	pledge(`(?:is|are|been|was|now|have|has|i've|we've) (?:\w+ )?(?:confirmed|booked|reserved|cancell?ed|waived|paid|extended|approved)|(?:best(?:ä|ae)tigt|gebucht|reserviert|storniert|erlassen|bezahlt)|(?:confirm[eé]e?|r[eé]serv[eé]e?|annul[eé]e?|pay[eé]e?)\b|(?:confirmad|reservad|cancelad|anulad|pagad)[oa]|(?:confermat|prenotat|cancellat|annullat|pagat)[oa]|(?:bevestigd|geboekt|gereserveerd|geannuleerd|betaald)|تم (?:تأكيد|حجز|إلغاء)|הוזמן|אושר|בוטל`),
	pledge(`iban|swift|bic\b|wire transfer|bank transfer|bank account|(?:ü|ue)berweis|virement|transferencia bancaria|bonifico|transfer[eê]ncia banc|overboek|bitcoin|crypto|western union|paypal|gift cards?|حوالة|העברה בנקאית`),
	pledge(`credit card|card number|cvv|cvc|security code|kreditkarte|kartennummer|carte (?:bancaire|de cr[eé]dit)|tarjeta de cr[eé]dito|n[uú]mero de tarjeta|carta di credito|cart[aã]o de cr[eé]dito|creditcard|passw(?:or)?d|passwort|mot de passe|contrase(?:ñ|n)a|senha|wachtwoord|passport number|social security|بطاقة ائتمان|כרטיס אשראי`),
}

func pledge(stems string) *regexp.Regexp {
	return regexp.MustCompile(`(?:^|[^\p{L}\-])(?:` + stems + `)`)
}

// usual are turns of phrase that promise nothing.
var usual = strings.NewReplacer("feel free", "feel", "free of smoke", "", "free time", "time", "at your free", "at your")

// promises refuses a sentence that pledges what the passages do not. In their own language it must say it of the same
// thing, as far as words can tell: where children eat free, the guest does not for that.
func promises(seen, passages string, same bool) error {
	seen, passages = usual.Replace(seen), usual.Replace(passages)
	for _, p := range pledges {
		if !p.MatchString(seen) {
			continue
		}
		if !p.MatchString(passages) {
			return ErrPromise
		}
		if !same {
			continue
		}
		for _, s := range sentences(seen) {
			if p.MatchString(s) && !slices.ContainsFunc(sentences(passages), func(of string) bool { return p.MatchString(of) && share(p.ReplaceAllString(s, " "), of) >= likePledge }) {
				return ErrPromise
			}
		}
	}
	return nil
}

// share is how much of a sentence's words that carry meaning stand in another text; 1 where it has none.
func share(sentence, text string) float64 {
	known := map[string]bool{}
	for _, w := range words(text) {
		known[stem(w)] = true
	}
	here, of := meaning(sentence, known)
	if of == 0 {
		return 1
	}
	return float64(here) / float64(of)
}

// meaning counts the words of a sentence that carry meaning, and those of them that are known.
func meaning(sentence string, known map[string]bool) (here, of int) {
	for _, w := range words(sentence) {
		if len([]rune(w)) < 4 || slices.Contains(common, w) {
			continue
		}
		of++
		if known[stem(w)] {
			here++
		}
	}
	return here, of
}

// How much of a text must stand in the passages: of its words that carry meaning, and of those of each longer sentence.
const (
	likeWhole    = 0.4
	likeSentence = 1.0 / 3
	longSentence = 4
	likePledge   = 0.6 // of a sentence that promises something
)

// alike reports whether a text says what the passages say, as far as words can tell: an invented sentence has other words.
func alike(seen, passages string) bool {
	known := map[string]bool{}
	for _, w := range words(passages) {
		known[stem(w)] = true
	}
	found, all := 0, 0
	for _, sentence := range sentences(seen) {
		here, of := meaning(sentence, known)
		if of >= longSentence && float64(here) < likeSentence*float64(of) {
			return false
		}
		found, all = found+here, all+of
	}
	return all < 3 || float64(found) >= likeWhole*float64(all)
}

// stem is the beginning of a word, which its forms share in most languages.
func stem(w string) string {
	r := []rune(w)
	return string(r[:min(len(r), 5)])
}

var ends = regexp.MustCompile(`[.!?。؟]+(?:\s+|$)|\n+`)

func sentences(s string) []string { return ends.Split(s, -1) }

// Sentences cuts a text that is still growing to its whole sentences: what follows may turn the last words into others.
func Sentences(text string) string {
	at := ends.FindAllStringIndex(text, -1)
	for i := len(at) - 1; i >= 0; i-- {
		if at[i][1] < len(text) { // what ends the text may be the beginning of "7.30"
			return strings.TrimSpace(text[:at[i][1]])
		}
	}
	return ""
}

// common are words of answers that carry nothing, in the languages of most guests.
var common = strings.Fields(`about also always and another any are available back been before between both but can come could day days desk each else enjoy every everything
for from further glad happy have hello help here hope hotel house just kind know let like may more need next not offer only open our out over please property question questions
reception right same should stay sure team tell thank thanks that the their them then there these they this those time times unfortunately until very want welcome well were what when
where which while will wish with without would yes you your currently left moment still today tomorrow tonight
aber alle also auch auf bei bitte dann das dass dem den der die dies diese dieser durch ein eine einen einer fragen für gern gerne gibt haben haus heute hier ihnen ihr ihre ihrem
ihren immer jeden jeder kann können leider mehr mit nach nicht noch nur oder sehr sich sie sind steht stehen tag unser unsere unserem unseren unter vom von wenn werden wir wird zum zur aktuell derzeit momentan morgen verfügbar
avec aussi bien bonjour cela dans des est être elle êtes hôtel jour jours nous notre nos oui pas pour plus pouvez que qui sans ses son sont sur tous toute tout vos votre vous voici actuellement aujourd demain disponible disponibles moment
aquí buenos cada como con cualquier desde días donde ella ellos esta este están hasta hay hola hotel los las más nuestra nuestro nosotros para pero por puede pueden que sí sin
sobre son sus también tiene todos usted ustedes una unos actualmente ahora disponible disponibles mañana momento
anche buongiorno che ciao come con dalla dalle dal del della delle giorno giorni gli hotel loro nostra nostro ogni per più può sono sua sul tutti tutto una vostra attualmente adesso disponibile disponibili domani momento oggi
ainda com dia dias está estão hotel isso mais muito não nossa nosso para pode por que são seu sua todos uma você agora amanhã atualmente disponível disponíveis hoje momento
alle bent bij dag dat deze dit een elke gast graag heeft hebben het hier hotel kunnen kunt maar meer met naar niet nog ons onze ook van voor wij zijn beschikbaar moment momenteel morgen vandaag`)
