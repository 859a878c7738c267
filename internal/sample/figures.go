package sample

import (
	"deskbell/internal/knowledge"
	"deskbell/internal/knowledge/typed"
)

// harbourFigures are what Harbour View's facts say in figures, beside their words.
var harbourFigures = map[string]string{
	"check_in":           `{"hours":[{"from":"15:00"}]}`,
	"check_out":          `{"hours":[{"until":"11:00"}]}`,
	"early_check_in":     `{"prices":[{"amount":"0"}]}`,
	"late_check_out":     `{"hours":[{"until":"14:00"}],"prices":[{"amount":"30"}],"currency":"EUR","needs":["request"]}`,
	"late_arrival":       `{"hours":[{"from":"00:00","until":"24:00"}]}`,
	"reception_hours":    `{"hours":[{"from":"00:00","until":"24:00"}]}`,
	"luggage":            `{"prices":[{"amount":"0"}]}`,
	"min_age":            `{"min_age":18}`,
	"extra_bed":          `{"prices":[{"amount":"35","per":["night"]}],"currency":"EUR","needs":["request"]}`,
	"cots":               `{"prices":[{"amount":"0"}],"needs":["request"],"max_age":2}`,
	"minibar":            `{"prices":[{"amount":"0"}]}`,
	"safe":               `{"prices":[{"amount":"0"}]}`,
	"iron":               `{"prices":[{"amount":"0"}],"needs":["request"]}`,
	"kettle":             `{"prices":[{"amount":"0"}]}`,
	"quiet_hours":        `{"hours":[{"from":"22:00","until":"08:00"}]}`,
	"housekeeping":       `{"hours":[{"from":"09:00","until":"14:00"}]}`,
	"room_service":       `{"hours":[{"from":"12:30","until":"22:30"}],"prices":[{"amount":"4","per":["order"]}],"currency":"EUR"}`,
	"breakfast":          `{"hours":[{"from":"06:30","until":"10:30"},{"days":["sat","sun"],"from":"06:30","until":"11:00"}],"prices":[{"amount":"16","per":["person"]},{"amount":"0","until_age":5}],"currency":"EUR"}`,
	"restaurant":         `{"hours":[{"from":"12:30","until":"22:30"}]}`,
	"bar":                `{"hours":[{"until":"01:00"}]}`,
	"pool":               `{"hours":[{"from":"08:00","until":"20:00"}],"seasons":[{"from":"05-01","until":"10-31"}],"prices":[{"amount":"0"}]}`,
	"spa":                `{"hours":[{"from":"10:00","until":"19:00"}],"needs":["appointment"]}`,
	"gym":                `{"hours":[{"from":"00:00","until":"24:00"}],"prices":[{"amount":"0"}]}`,
	"beach":              `{"place":{"minutes":25,"by":"train"}}`,
	"bikes":              `{"prices":[{"amount":"15","per":["day","item"]}],"currency":"EUR"}`,
	"children":           `{"prices":[{"amount":"0","until_age":12}]}`,
	"public_transport":   `{"place":{"minutes":4,"by":"foot"}}`,
	"airport_shuttle":    `{"prices":[{"amount":"35","per":["way"]}],"currency":"EUR","needs":["request"],"ahead_hours":24,"max_people":4}`,
	"parking":            `{"prices":[{"amount":"18","per":["night"]}],"currency":"EUR"}`,
	"ev_charging":        `{"prices":[{"amount":"0.40","per":["kwh"]}],"currency":"EUR"}`,
	"wifi":               `{"prices":[{"amount":"0"}]}`,
	"concierge":          `{"hours":[{"from":"00:00","until":"24:00"}]}`,
	"currency_exchange":  `{"place":{"metres":50,"by":"foot"}}`,
	"meeting_rooms":      `{"max_people":40}`,
	"weddings":           `{"max_people":60}`,
	"business_centre":    `{"prices":[{"amount":"0"}]}`,
	"wake_up_call":       `{"hours":[{"from":"00:00","until":"24:00"}]}`,
	"medical":            `{"place":{"minutes":2,"by":"foot"}}`,
	"contact":            `{"hours":[{"from":"00:00","until":"24:00"}]}`,
	"cancellation":       `{"deadline_hours":48}`,
	"city_tax":           `{"prices":[{"amount":"2","per":["person","night"]},{"amount":"0","until_age":12}],"currency":"EUR"}`,
	"pets":               `{"prices":[{"amount":"25","per":["stay"]}],"currency":"EUR","max_kg":10}`,
	"accessible_parking": `{"needs":["request"]}`,
	"car_rental":         `{"needs":["request"],"ahead_hours":24}`,
	"deposit":            `{"prices":[{"amount":"0"}]}`,
}

// millFigures are those of Old Mill Inn.
var millFigures = map[string]string{
	"check_in":        `{"hours":[{"from":"16:00","until":"20:00"}]}`,
	"check_out":       `{"hours":[{"until":"10:30"}]}`,
	"reception_hours": `{"hours":[{"from":"08:00","until":"20:00"}]}`,
	"breakfast":       `{"hours":[{"from":"08:00","until":"10:00"}]}`,
	"parking":         `{"prices":[{"amount":"0"}]}`,
	"pets":            `{"prices":[{"amount":"0"}]}`,
	"cancellation":    `{"deadline_hours":168}`,
	"restaurant":      `{"hours":[{"days":["fri","sat"],"from":"19:30"}],"needs":["booking"],"ahead_hours":24}`,
	"contact":         `{"hours":[{"from":"08:00","until":"20:00"}]}`,
}

// figured returns the facts with their figures.
func figured(facts []knowledge.Fact, figures map[string]string) []knowledge.Fact {
	out := append([]knowledge.Fact(nil), facts...)
	for i := range out {
		out[i].Value = typed.Read(figures[out[i].Key])
	}
	return out
}
