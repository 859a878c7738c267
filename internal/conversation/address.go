package conversation

import (
	_ "embed"
	"net/mail"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/nyaruka/phonenumbers"

	"deskbell/internal/desk"
)

// Longest addresses that are kept.
const (
	maxEmail = 254 // RFC 5321, 4.5.3.1.3, without the angle brackets
	maxPhone = 40
)

// CheckEmail is the address in an e-mail address that somebody typed; CodeInvalid where it has not the form of one, and
// "" of nothing.
func CheckEmail(s string) (string, error) {
	if s = desk.CleanLine(s, maxEmail+1); s == "" {
		return "", nil
	}
	a, err := mail.ParseAddress(s)
	// Quoted local parts are allowed by the standard, and used by those who want markup or a second recipient in.
	if err != nil || len(a.Address) > maxEmail || strings.ContainsAny(a.Address, " <>,;:\"\\()[]") {
		return "", errEmail
	}
	if domain := a.Address[strings.LastIndexByte(a.Address, '@')+1:]; !strings.Contains(strings.Trim(domain, "."), ".") {
		return "", errEmail
	}
	return a.Address, nil
}

// CheckPhone is a phone number that somebody typed, in the form in which it can be called from anywhere; CodeInvalid
// where it can be none, and "" of nothing. One without a country code is read as one of the property's country.
func CheckPhone(s string, of desk.PropertySettings) (string, error) {
	if s = desk.CleanLine(s, maxPhone+1); s == "" {
		return "", nil
	}
	region := country(of)
	n, err := phonenumbers.Parse(s, region)
	switch {
	case len(s) > maxPhone:
		return "", errPhone
	case err == phonenumbers.ErrInvalidCountryCode && region == "":
		return "", desk.Refuse(desk.CodeInvalid, "Check the phone number: please begin with + and the country code.")
	case err != nil || !phonenumbers.IsPossibleNumber(n):
		return "", errPhone
	}
	return phonenumbers.Format(n, phonenumbers.INTERNATIONAL), nil
}

var (
	errEmail = desk.Refuse(desk.CodeInvalid, "Check the e-mail address: it should look like name@example.com.")
	errPhone = desk.Refuse(desk.CodeInvalid, "Check the phone number: digits, with the country code in front.")
)

// country is where a property is, as ISO 3166 names it: by its own number, else by its time zone; "" where neither tells.
func country(of desk.PropertySettings) string {
	if n, err := phonenumbers.Parse(of.Phone, ""); err == nil {
		if region := phonenumbers.GetRegionCodeForNumber(n); region != "" {
			return region
		}
	}
	return countries()[of.TimeZone]
}

// zoneTable names each country's time zones, from the time zone database's zone.tab (in the public domain).
//
//go:embed zones.txt
var zoneTable string

// countries are the countries of time zones.
var countries = sync.OnceValue(func() map[string]string {
	of := map[string]string{}
	for line := range strings.Lines(zoneTable) {
		code, zones, _ := strings.Cut(strings.TrimSpace(line), " ")
		for zone := range strings.FieldsSeq(zones) {
			of[zone] = code
		}
	}
	return of
})

// mask is an address as it stands in a thread, where others may look over the guest's shoulder: m…@mail.com, …678.
func mask(email, phone string) string {
	if at := strings.LastIndexByte(email, '@'); at > 0 {
		first, _ := utf8.DecodeRuneInString(email)
		return string(first) + "…" + email[at:]
	}
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, phone)
	if digits == "" {
		return ""
	}
	return "…" + digits[max(0, len(digits)-3):]
}
