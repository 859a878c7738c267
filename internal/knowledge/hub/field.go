package hub

import "strings"

// A spreadsheet takes what begins with one of these for a formula and reckons it, whoever wrote it: questions come from
// guests. https://owasp.org/www-community/attacks/CSV_Injection; the wide ones are those of East Asian keyboards.
const formula = "=+-@\t\r\n＝＋－＠"

// inert writes a table's field so that it stays text. The apostrophe is a spreadsheet's own mark for text; alive takes it
// away again, and only that one.
func inert(field string) string {
	if formulaBehind(field) {
		return "'" + field
	}
	return field
}

// alive reads a field as inert wrote it.
func alive(field string) string {
	if rest, marked := strings.CutPrefix(field, "'"); marked && formulaBehind(rest) {
		return rest
	}
	return field
}

// formulaBehind reports whether a field is a formula, or one behind apostrophes of its own.
func formulaBehind(field string) bool {
	return strings.IndexAny(strings.TrimLeft(field, "'"), formula) == 0
}

// together writes an entry's questions into one field. A bar that is part of a question has a backslash before it.
func together(questions []string) string {
	return strings.ReplaceAll(strings.Join(questions, "\n"), "|", `\|`)
}

// apart reads the questions of a field: one in each line, or with bars between them.
func apart(field string) []string {
	const bar = "\x00" // in no field: what cannot be stored was taken out of the file
	field = strings.ReplaceAll(field, `\|`, bar)
	questions := strings.FieldsFunc(field, func(r rune) bool { return r == '\n' || r == '|' })
	for i := range questions {
		questions[i] = strings.ReplaceAll(questions[i], bar, "|")
	}
	return questions
}
