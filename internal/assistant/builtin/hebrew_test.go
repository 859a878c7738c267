package builtin_test

import (
	"testing"

	"deskbell/internal/assistant"
)

// What the sample house says is found by questions in Hebrew, with whatever is written onto the words, though it is written
// in English; what it does not say is not.
func TestAnswer_Hebrew(t *testing.T) {
	t.Parallel()
	k := harbour()
	for text, want := range map[string]string{
		"יש בריכה במלון?": "pool", "הבריכה פתוחה?": "pool", "אפשר לקבל מגבות לבריכה?": "pool", "מה הסיסמה לווייפיי": "wifi", "איפה המסעדה": "restaurant",
		"אפשר להביא את הכלב שלי?": "pets", "יש חנייה?": "parking", "כמה עולה החניה ללילה?": "parking", "הבר פתוח?": "bar", "יש חוף ליד?": "beach",
		"מתי מגישים את ארוחת הבוקר?": "breakfast", "איך מגיעים משדה התעופה?": "airport_shuttle", "עד מתי הצ'ק אאוט?": "check_out", "יש לכם מעלית?": "lift",
	} {
		if a := ask(k, text); a.Decision != assistant.DecisionAnswer || a.Sources[0].ID != want {
			t.Errorf("%q: %s from %v (%.2f), want %s", text, a.Decision, a.Sources, a.Confidence, want)
		}
	}
	for _, text := range []string{"מי ראש הממשלה?", "יש לכם קזינו?", "כמה עולה כרטיס לקולנוע?", "מה מזג האוויר מחר?", "איפה אפשר לקנות נעליים?"} {
		if a := ask(k, text); a.Decision == assistant.DecisionAnswer {
			t.Errorf("%q is answered from %v (%.2f): %s", text, a.Sources, a.Confidence, a.Text)
		}
	}
}
