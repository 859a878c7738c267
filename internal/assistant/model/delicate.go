package model

import (
	"regexp"
	"strings"
)

// delicate questions are those in which a wrong answer does harm: money, allergens, access, health. Where the knowledge is
// not sure, the model does not choose for it: the guest is asked what they meant.
func delicate(question string) bool { return harm.MatchString(strings.ToLower(question)) }

var harm = regexp.MustCompile(`[€$£]|\b(?:allerg|gluten|celiac|coeliac|lactose|laktose|lattosio|nuts?\b|peanut|n(?:ü|u)sse|erdn(?:ü|u)ss|cacahu|arachid|noix|nueces|frutos secos|noten\b|` +
	`wheelchair|accessib|disab|rollstuhl|barrierefrei|fauteuil roulant|handicap|silla de ruedas|accesib|discapac|sedia a rotelle|disabili|cadeira de rodas|acess[ií]v|rolstoel|` +
	`insulin|asthma|asma|epilep|pregnan|schwanger|enceinte|embaraz|incint|gr[aá]vid|zwanger|medic|medik|m[eé]dic|doctor|arzt|pharma|apothe|` +
	`price|cost|how much|fee\b|fees\b|charge|preis|kosten|kostet|wie ?viel|geb(?:ü|u)hr|prix|co[uû]te|combien|tarif|precio|cu[aá]nto|cuesta|prezzo|quanto|costa|pre[cç]o|custa|prijs|hoeveel)|حساسية|كرسي متحرك|سعر|كم يكلف|אלרג|כיסא גלגלים|מחיר|כמה עולה`)
