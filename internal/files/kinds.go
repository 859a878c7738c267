package files

import (
	"regexp"
	"slices"
	"strings"
)

// kind is how files of an ending are handed out. Only inline ones are shown in a page by themselves.
type kind struct {
	mime   string
	inline bool
}

// kinds are the types that are handed out, by the ending of their key. The ending follows from the content.
var kinds = map[string]kind{
	"jpg": {"image/jpeg", true},
	"png": {"image/png", true},
	"gif": {"image/gif", true},
	"pdf": {"application/pdf", false},

	"aac":  {"audio/aac", false},
	"amr":  {"audio/amr", false},
	"flac": {"audio/flac", false},
	"m4a":  {"audio/mp4", false},
	"mp3":  {"audio/mpeg", false},
	"ogg":  {"audio/ogg", false},
	"wav":  {"audio/wav", false},
	"weba": {"audio/webm", false},
	"3ga":  {"audio/3gpp", false},

	"3gp":  {"video/3gpp", false},
	"avi":  {"video/x-msvideo", false},
	"mov":  {"video/quicktime", false},
	"mp4":  {"video/mp4", false},
	"ogv":  {"video/ogg", false},
	"webm": {"video/webm", false},

	"csv":  {"text/csv; charset=utf-8", false},
	"doc":  {"application/msword", false},
	"docx": {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", false},
	"heic": {"image/heic", false}, // browsers show it to few; it is not ours to decode
	"ics":  {"text/calendar; charset=utf-8", false},
	"odp":  {"application/vnd.oasis.opendocument.presentation", false},
	"ods":  {"application/vnd.oasis.opendocument.spreadsheet", false},
	"odt":  {"application/vnd.oasis.opendocument.text", false},
	"ppt":  {"application/vnd.ms-powerpoint", false},
	"pptx": {"application/vnd.openxmlformats-officedocument.presentationml.presentation", false},
	"txt":  {"text/plain; charset=utf-8", false},
	"vcf":  {"text/vcard; charset=utf-8", false},
	"xls":  {"application/vnd.ms-excel", false},
	"xlsx": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", false},
}

// keyPattern is what a stored file may be called.
var keyPattern = func() *regexp.Regexp {
	var endings []string
	for ext := range kinds {
		endings = append(endings, regexp.QuoteMeta(ext))
	}
	slices.Sort(endings)
	return regexp.MustCompile(`^[0-9a-f]{40}\.(` + strings.Join(endings, "|") + `)$`)
}()
